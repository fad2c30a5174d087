"""What the staff did: one entry for each deed, in words, in Django's log."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model


def log(who: User, row: Model, flag: int, message: str) -> None:
    """Write down that ``who`` did something to ``row``; ``message`` is a sentence."""
    LogEntry.objects.create(
        user_id=who.pk,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=flag,
        change_message=message,
    )
