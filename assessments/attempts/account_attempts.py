"""Keeping attempts in a person's account, and taking them out again.

An attempt comes into an account by its private link only: who has a share link has too little. The
row is locked, so of two accounts that ask at once one gets it. A retake of a kept attempt comes
in by itself, when it begins (``start_attempt``).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from assessments.attempts.selectors import attempts_behind
from assessments.attempts.services import UnknownLink, keep_in_account
from assessments.models import Attempt


class KeptElsewhere(Exception):
    """Another account keeps this attempt. It stays there."""


@transaction.atomic
def keep_attempt(*, token: str, owner_id: int, now: dt.datetime) -> None:
    """Keep the attempt behind a private link in an account; the link goes on working.

    Running it again changes nothing. Raises UnknownLink and KeptElsewhere.
    """
    row = attempts_behind(token).select_for_update(of=("self",)).first()
    if row is None:
        raise UnknownLink("No attempt has this link.")
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
