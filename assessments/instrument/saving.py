"""Decide what a save of answers does, for people at the quiz and colleagues who rate. Pure.

A save carries a ``key`` (the page's own random id, then ``:`` and a number for each change) and a
``seq`` (rising within an attempt). It may arrive twice, late, or from two windows at once; these
rules make all of that harmless. It is applied or refused as a whole; callers hold the lock.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Protocol

from assessments.instrument.questionnaire import GRADES, Questionnaire, Value
from assessments.instrument.values import BackgroundFact, Question
from assessments.models.choices import ItemType
from assessments.scoring import NONE_CODE, AnswerError

KEY = re.compile(r"[A-Za-z0-9-]{16,64}(?::[0-9]{1,9})?")
# Far above any attempt, and within what every database takes for an integer.
MAX_SEQ = 2_000_000_000
# How far a page may run ahead of what the server has seen.
MAX_AHEAD = 10_000


class SaveOutcome(StrEnum):
    """The effect of a save on the stored answer."""

    APPLY = "saved"
    REPLAY = "replayed"  # this very save is stored already
    SUPERSEDED = "superseded"  # a newer save of the same page is stored
    UNCHANGED = "unchanged"  # another page stored the same answer later
    KEY_REUSED = "key_reused"  # the key is stored with another answer, which stays
    CHANGED_ELSEWHERE = "changed_elsewhere"  # another page stored another answer later


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer as it is stored; saving the same again changes ``seq`` and ``key``, not ``at``."""

    value: Value
    seq: int
    key: str
    at: str

    @property
    def at_seconds(self) -> float:
        """When it was given, in seconds since 1970."""
        return dt.datetime.fromisoformat(self.at).timestamp()


def judge(stored: StoredAnswer | None, *, key: str, seq: int, value: Value) -> SaveOutcome:
    """Return what a save of ``value`` does to the answer ``stored``, by the rules of the module."""
    if stored is None:
        return SaveOutcome.APPLY
    if stored.key == key:
        return SaveOutcome.REPLAY if stored.value == value else SaveOutcome.KEY_REUSED
    if stored.seq < seq:
        return SaveOutcome.APPLY
    if stored.key.partition(":")[0] == key.partition(":")[0]:  # of the same page
        return SaveOutcome.SUPERSEDED
    return SaveOutcome.UNCHANGED if stored.value == value else SaveOutcome.CHANGED_ELSEWHERE


class AnswerSheet(Protocol):
    """The questions and stored answers of an attempt or of a colleague's rating."""

    @property
    def questionnaire(self) -> Questionnaire: ...

    @property
    def stored(self) -> Mapping[str, StoredAnswer]: ...

    @property
    def answers(self) -> Mapping[str, Value]: ...

    @property
    def last_seq(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of a save, answer by answer, and the sheet after it.

    ``token`` leads on from here: another one only in a preview, whose token holds the answers.
    """

    outcomes: Mapping[str, SaveOutcome]
    sheet: AnswerSheet
    token: str


class SaveRefused(Exception):
    """A refused save: nothing was stored. ``sheet`` has the answers, ``keys`` those it is about."""

    def __init__(self, message: str, sheet: Any, keys: tuple[str, ...] = ()) -> None:
        self.sheet, self.keys = sheet, keys
        super().__init__(message)


class Closed(SaveRefused):
    """These answers can no longer change."""


class BadSave(SaveRefused):
    """The key or the sequence number is not one that a page of this site makes."""


class KeyReused(SaveRefused):
    """The save's key is stored with another answer."""


class ChangedElsewhere(KeyReused):
    """Another window changed ``keys`` after this page was opened."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A save worked out: its outcome by answer, and the answers to store, if any."""

    outcomes: Mapping[str, SaveOutcome]
    applied: Mapping[str, StoredAnswer]
    last_seq: int

    def onto(self, document: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the ``answers`` of a row with the applied ones added, as JSON data."""
        return {**(document or {}), **{name: asdict(each) for name, each in self.applied.items()}}


def legal_answers(question: Question) -> tuple[int | str, ...]:
    """Return the legal answers: the codes of a fact's options, else option numbers from 0."""
    if isinstance(question, BackgroundFact):
        return tuple([option.code for option in question.options])
    is_pair = question.type is ItemType.FORCED_CHOICE
    return tuple(range(len(GRADES if is_pair else question.options)))


def checked_answers(
    questions: Mapping[str, Question], answers: Mapping[str, Value]
) -> dict[str, Value]:
    """Return answers to ``questions`` as they are stored, several codes in the options' order.

    Raises ``AnswerError`` for unknown keys and illegal values, as ``assessments.scoring.encode``.
    """
    found: dict[str, Value] = {}
    for key, value in answers.items():
        if key not in questions:
            said = f"{key[:40]!r} is not a question here."
            raise AnswerError(said, key=key, value=value, legal=tuple(questions))
        legal = legal_answers(questions[key])
        if not _is_legal(questions[key], legal, value):
            said = f"{str(value)[:60]!r} is no answer to {key}."
            raise AnswerError(said, key=key, value=value, legal=legal)
        found[key] = sorted(value, key=legal.index) if isinstance(value, list) else value
    return found


def _is_legal(question: Question, legal: tuple[int | str, ...], value: object) -> bool:
    if value is None:
        return True
    if not question.is_multiple:
        return type(value) in (int, str) and value in legal
    if not isinstance(value, list) or any(each not in legal for each in value):
        return False
    return len(set(value)) == len(value) and (NONE_CODE not in value or len(value) == 1)


def check_save(sheet: AnswerSheet, *, key: object, seq: object) -> None:
    """Raise ``BadSave`` for a ``key`` or ``seq`` that no page of this site makes."""
    if not (isinstance(key, str) and KEY.fullmatch(key)):
        said = (
            "The save's key must be 16 to 64 letters, digits or hyphens, "
            "with a colon and a number behind them if need be."
        )
        raise BadSave(said, sheet)
    most = min(MAX_SEQ, sheet.last_seq + MAX_AHEAD)
    if type(seq) is not int or not 1 <= seq <= most:
        said = f"The save's sequence number must be a whole number from 1 to {most}."
        raise BadSave(said, sheet)


def merge(
    sheet: AnswerSheet, wanted: Mapping[str, Value], *, key: str, seq: int, now: dt.datetime
) -> Merged:
    """Work out a save of all ``wanted`` answers. Raises ``KeyReused`` and ``ChangedElsewhere``."""
    outcomes, applied = dict[str, SaveOutcome](), dict[str, StoredAnswer]()
    for name, value in wanted.items():
        stored = sheet.stored.get(name)
        outcomes[name] = judge(stored, key=key, seq=seq, value=value)
        if outcomes[name] is SaveOutcome.APPLY:
            # The time of an answer is that of the save that first said it, not of pages since.
            at = stored.at if stored and stored.value == value else now.isoformat()
            applied[name] = StoredAnswer(value, seq, key, at)
    if reused := _names_with(outcomes, SaveOutcome.KEY_REUSED):
        raise KeyReused("This save was stored already with another answer.", sheet, reused)
    if changed := _names_with(outcomes, SaveOutcome.CHANGED_ELSEWHERE):
        raise ChangedElsewhere("Another window changed this answer.", sheet, changed)
    return Merged(outcomes, applied, max(sheet.last_seq, seq) if applied else sheet.last_seq)


def _names_with(outcomes: Mapping[str, SaveOutcome], of: SaveOutcome) -> tuple[str, ...]:
    return tuple(name for name, outcome in outcomes.items() if outcome is of)
