"""Keeping attempts in a person's account, and taking them out again.

An attempt comes into an account by its private link only: who has a share link has too little. The
row is locked, so of two accounts that ask at once one gets it. A retake of a kept attempt comes
in by itself, when it begins (``start_attempt``).
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from assessments.attempts.selectors import locked_together
from assessments.attempts.services import keep_in_account, lock_account, locked
from assessments.models import Attempt


class KeptElsewhere(Exception):
    """Another account keeps this attempt. It stays there."""


class NoAccount(LookupError):
    """The account was deleted, by another window perhaps."""


@transaction.atomic
def keep_attempt(*, token: str, owner_id: int, now: dt.datetime) -> None:
    """Keep the attempt behind a private link in an account; the link goes on working.

    Running it again changes nothing. Raises NoAccount, UnknownLink and KeptElsewhere.
    """
    if lock_account(owner_id) is None:
        raise NoAccount("This account was deleted.")
    row = locked(token)
    if row.owner_id is not None and row.owner_id != owner_id:
        raise KeptElsewhere("Another account keeps this attempt.")
    if row.owner_id is None:
        keep_in_account(row, token=token, owner_id=owner_id, now=now)


@transaction.atomic
def release_attempt(*, number: int, owner_id: int) -> bool:
    """Take an attempt out of an account without deleting it; False when it is not in there."""
    released = Attempt.objects.filter(pk=number, owner=owner_id).update(
        owner=None, kept_link="", kept_at=None
    )
    return released == 1


@transaction.atomic
def delete_owner(owner_id: int) -> None:
    """Delete an account, unless it is staff's, with its attempts and what belongs to them."""
    if lock_account(owner_id) is None:
        return
    touched = Q(owner=owner_id) | Q(retake_of__owner=owner_id)
    locked_together(lambda: Attempt.objects.filter(touched).values_list("pk", flat=True))
    get_user_model()._default_manager.filter(pk=owner_id, is_staff=False).delete()
