"""Deleting a visitor's account with everything in it."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from assessments.attempts.account_attempts import delete_owner
from web.deleted import forget_deleted


@transaction.atomic
def delete_account(*, user_id: int, now: dt.datetime) -> None:
    """Delete an account, its attempts with all that belongs to them, and its sessions.

    Sessions are looked at one by one, because only their content says whose they are.
    """
    delete_owner(user_id)
    own = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=now).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user_id)
    ]
    Session.objects.filter(pk__in=own).delete()
    forget_deleted()
