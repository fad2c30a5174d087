"""The save protocol: what may happen to one stored answer when a save arrives.

Pure, so that its laws can be tested without a database. A save carries a ``key`` (made by the
page: its own random id, then ``:`` and a number for each change) and a ``seq`` (rising within an
attempt). Saves may arrive twice, late, or from two windows at once; these rules make all of that
harmless.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from assessments.instrument.questionnaire import Value

KEY = re.compile(r"[A-Za-z0-9-]{16,64}(?::[0-9]{1,9})?")
# Far above any attempt, and within what every database takes for an integer.
MAX_SEQ = 2_000_000_000
# How far a page may run ahead of what the server has seen.
MAX_AHEAD = 10_000


class Verdict(StrEnum):
    """What a save does to the stored answer."""

    APPLY = "saved"
    REPLAY = "replayed"  # this very save is stored already
    SUPERSEDED = "superseded"  # a newer save of the same page is stored
    UNCHANGED = "unchanged"  # another page stored the same answer later
    KEY_REUSED = "key_reused"  # the key is stored with another answer, which stays
    CHANGED_ELSEWHERE = "changed_elsewhere"  # another page stored another answer later


REFUSALS = frozenset({Verdict.KEY_REUSED, Verdict.CHANGED_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer as it is kept. ``at`` is an ISO 8601 time."""

    value: Value
    seq: int
    key: str
    at: str

    @property
    def at_seconds(self) -> float:
        """When it was saved, in seconds since 1970."""
        return dt.datetime.fromisoformat(self.at).timestamp()


def page_of(key: str) -> str:
    """The page that made this key."""
    return key.partition(":")[0]


def judge(stored: StoredAnswer | None, *, key: str, seq: int, value: Value) -> Verdict:
    """What a save of ``value`` does to ``stored``."""
    if stored is None:
        return Verdict.APPLY
    if stored.key == key:
        return Verdict.REPLAY if stored.value == value else Verdict.KEY_REUSED
    if stored.seq < seq:
        return Verdict.APPLY
    if page_of(stored.key) == page_of(key):
        return Verdict.SUPERSEDED
    return Verdict.UNCHANGED if stored.value == value else Verdict.CHANGED_ELSEWHERE


def key_problem(key: object) -> str | None:
    """What is wrong with a save's key, or None."""
    if isinstance(key, str) and KEY.fullmatch(key):
        return None
    return (
        "The save's key must be 16 to 64 letters, digits or hyphens, "
        "with a colon and a number behind them if need be."
    )


def seq_problem(seq: object, last_seq: int) -> str | None:
    """What is wrong with a save's sequence number, or None."""
    most = min(MAX_SEQ, last_seq + MAX_AHEAD)
    if type(seq) is int and 1 <= seq <= most:
        return None
    return f"The save's sequence number must be a whole number from 1 to {most}."
