"""Join attempts of one person into a history; only the person can say that they belong together.

Every attempt points at an earlier finished one, so a history has no circles.
"""

from django.db import transaction

from assessments.attempts.selectors import (
    hash_of,
    history_ids,
    history_key,
    in_order,
    locked_together,
)
from assessments.attempts.services import NotFinished, UnknownLink
from assessments.models import Attempt

MAX_RETAKES = 100


class NotEarlier(Exception):
    """The other result is not older than the one it should come before."""


class TooManyRetakes(Exception):
    """The history is as long as a page can show."""


@transaction.atomic
def join_earlier(*, token: str, earlier: str) -> bool:
    """Put an earlier result, with all that it retakes, into the history of a later one by date.

    Returns false when it is in there already. Raises ``UnknownLink``, ``NotFinished``,
    ``NotEarlier`` and ``TooManyRetakes``.
    """
    rows = locked_together(lambda: (*history_ids(token), *history_ids(earlier)))
    by_hash = {row.token_hash: row for row in rows.values()}
    try:
        later, before = by_hash[hash_of(token)], by_hash[hash_of(earlier)]
    except KeyError:
        raise UnknownLink("No attempt has this link.") from None
    if later.finished_at is None or before.finished_at is None:
        raise NotFinished
    if before.pk in history_ids(token):
        return False
    if (before.finished_at, before.pk) > (later.finished_at, later.pk):
        raise NotEarlier
    if len(rows) > MAX_RETAKES:
        raise TooManyRetakes
    _link(in_order(rows.values()))
    return True


@transaction.atomic
def take_out(*, token: str, key: str) -> bool:
    """Take an earlier result out of the history; false if it is not in. Raises ``UnknownLink``."""
    rows = in_order(locked_together(lambda: history_ids(token)).values())
    if not rows:
        raise UnknownLink("No attempt has this link.")
    gone = next((row for row in rows if history_key(row) == key), None)
    if gone is None or gone.token_hash == hash_of(token):
        return False
    _link([row for row in rows if row.pk != gone.pk])
    Attempt.objects.filter(pk=gone.pk).update(retake_of=None)
    return True


def _link(rows: list[Attempt]) -> None:
    """Make each attempt of a history point at the one before it."""
    for before, row in zip([None, *rows], rows, strict=False):
        pk = None if before is None else before.pk
        if row.retake_of_id != pk:
            Attempt.objects.filter(pk=row.pk).update(retake_of=pk)
