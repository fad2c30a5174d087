"""Storing what a page sent, for whoever answers: a person at the quiz, a colleague who rates.

``assessments.instrument.saving`` decides about one answer; here one save is applied as a whole or
refused as a whole. The callers hold the lock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from assessments.instrument.questionnaire import Value
from assessments.instrument.saving import (
    REFUSALS,
    StoredAnswer,
    Verdict,
    judge,
    key_problem,
    seq_problem,
)


class Answered(Protocol):
    """Answers as they stand."""

    @property
    def stored(self) -> Mapping[str, StoredAnswer]: ...

    @property
    def last_seq(self) -> int: ...


class SaveRefused(Exception):
    """Nothing was stored. ``sheet`` is what was answered, as it stands: an attempt or a rating."""

    def __init__(self, message: str, sheet: Any) -> None:
        self.sheet = sheet
        super().__init__(message)


class Closed(SaveRefused):
    """These answers take no change any more."""


class BadSave(SaveRefused):
    """The key or the sequence number is not one that a page of ours makes."""


class KeyReused(SaveRefused):
    """The save's key is stored with another answer. ``keys`` are the answers in question."""

    def __init__(self, message: str, sheet: Any, keys: tuple[str, ...]) -> None:
        self.keys = keys
        super().__init__(message, sheet)


class ChangedElsewhere(KeyReused):
    """Another window changed ``keys`` after this page was opened."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a save does: answer by answer, and what there is to store. Nothing may have changed."""

    verdicts: Mapping[str, Verdict]
    applied: Mapping[str, StoredAnswer]
    last_seq: int

    def onto(self, document: Mapping[str, Any] | None) -> dict[str, Any]:
        """A row's answers with what was applied."""
        return {**(document or {}), **{name: asdict(each) for name, each in self.applied.items()}}


def check_save(sheet: Answered, *, key: str, seq: int) -> None:
    """Raise BadSave for a key or number that no page of ours makes."""
    if problem := key_problem(key) or seq_problem(seq, sheet.last_seq):
        raise BadSave(problem, sheet)


def merge(
    sheet: Answered, wanted: Mapping[str, Value], *, key: str, seq: int, now: dt.datetime
) -> Merged:
    """All of ``wanted`` or nothing. Raises KeyReused and ChangedElsewhere."""
    verdicts = {
        name: judge(sheet.stored.get(name), key=key, seq=seq, value=value)
        for name, value in wanted.items()
    }
    _refuse(verdicts, sheet)
    applied = {
        name: StoredAnswer(wanted[name], seq, key, now.isoformat())
        for name, verdict in verdicts.items()
        if verdict is Verdict.APPLY
    }
    return Merged(verdicts, applied, max(sheet.last_seq, seq) if applied else sheet.last_seq)


def _refuse(verdicts: Mapping[str, Verdict], sheet: Answered) -> None:
    """Refuse the whole save when one of its answers may not be stored."""
    refused = {name: verdict for name, verdict in verdicts.items() if verdict in REFUSALS}
    if not refused:
        return
    reused = tuple(name for name, verdict in refused.items() if verdict is Verdict.KEY_REUSED)
    if reused:
        raise KeyReused("This save was stored already with another answer.", sheet, reused)
    raise ChangedElsewhere("Another window changed this answer.", sheet, tuple(refused))
