"""Which attempts are one person's, one after the other: only the person says so.

Every attempt points at an earlier finished one, so a history has no circles.
"""

from __future__ import annotations

from django.db import transaction

from assessments.attempts.selectors import hash_of, history_ids, history_key, in_order
from assessments.attempts.services import NotFinished, UnknownLink, locked
from assessments.models import Attempt

MAX_RETAKES = 100


class NotEarlier(Exception):
    """The other result is not older than the one it should come before."""


class TooManyRetakes(Exception):
    """The history is as long as a page can show."""


@transaction.atomic
def join_earlier(*, token: str, earlier: str) -> bool:
    """Put an earlier result, with all that it retakes, into the history of a later one by date.

    False when it is in there already. Raises UnknownLink for either link, NotFinished,
    NotEarlier and TooManyRetakes; the history is then as it was.
    """
    wanted = {hash_of(token), hash_of(earlier)}
    rows = {
        row.token_hash: row
        for row in Attempt.objects.filter(token_hash__in=wanted).select_for_update().order_by("pk")
    }
    if len(rows) < len(wanted):
        raise UnknownLink("No attempt has this link.")
    later, before = rows[hash_of(token)], rows[hash_of(earlier)]
    if later.finished_at is None or before.finished_at is None:
        raise NotFinished
    history = {*history_ids(token)}
    if before.pk in history:
        return False
    if (before.finished_at, before.pk) > (later.finished_at, later.pk):
        raise NotEarlier
    history |= {*history_ids(earlier)}
    if len(history) > MAX_RETAKES:
        raise TooManyRetakes
    _link(in_order(Attempt.objects.filter(pk__in=history).select_for_update()))
    return True


@transaction.atomic
def take_out(*, token: str, key: str) -> bool:
    """Take an earlier result out of the history; it stays by itself. False when it is not in it.

    Raises UnknownLink.
    """
    own = locked(token)
    rows = in_order(Attempt.objects.filter(pk__in=history_ids(token)).select_for_update())
    gone = next((row for row in rows if row.pk != own.pk and history_key(row) == key), None)
    if gone is None:
        return False
    _link([row for row in rows if row.pk != gone.pk])
    Attempt.objects.filter(pk=gone.pk).update(retake_of=None)
    return True


def _link(rows: list[Attempt]) -> None:
    """Let each attempt point at the one before it."""
    for before, row in zip([None, *rows], rows, strict=False):
        pk = None if before is None else before.pk
        if row.retake_of_id != pk:
            Attempt.objects.filter(pk=row.pk).update(retake_of=pk)
