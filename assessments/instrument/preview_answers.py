"""A quiz that is only tried out: its answers travel in its address, and nothing is stored.

In a preview of the draft the quiz must work without an attempt. So the token, which stands in the
address of every page of a quiz, is not a key to a row: it holds the answers themselves. Pure.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from statistics import fmean

from assessments.instrument.arrays import instrument_of
from assessments.instrument.questionnaire import Question, Value, questionnaire_of
from assessments.instrument.values import BackgroundFact, Item
from assessments.models.choices import ItemType
from assessments.scoring import NONE_CODE, AnswerError, encode
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Requirement, Role

# No private link begins like this.
MARK = "~"
# The answers to some 40 questions take about 250 characters; addresses may have thousands.
LONGEST = 4000
PREVIEW_TOKEN = f"{MARK}[A-Za-z0-9_-]{{1,{LONGEST}}}"
# What a token may unfold to: far more than any quiz of ours.
MOST_BYTES = 64_000

# A lead of one point of importance is a clear preference.
CLEAR = 1.0
SLIGHT = 0.25
# The middle of the five answers to a choice between two tasks.
UNDECIDED = 2
# The top of the scale of importance.
MOST_IMPORTANT = 5.0
# How far along the answers to a background question somebody usual stands.
USUAL = 0.6


def token_of(answers: Mapping[str, Value]) -> str:
    """The token of a rehearsal with these answers."""
    text = json.dumps(answers, sort_keys=True, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9))
    return MARK + packed.decode().rstrip("=")


def answers_in(token: str, snapshot: Snapshot) -> dict[str, Value] | None:
    """The answers that a rehearsal's token holds; None when it is no such token.

    What these values do not ask (any more) is left out: a draft changes between two looks at it.
    """
    if not token.startswith(MARK) or len(token) > LONGEST + len(MARK):
        return None
    packed = token.removeprefix(MARK)
    try:
        unpacker = zlib.decompressobj()
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        given = json.loads(unpacker.decompress(raw, MOST_BYTES))
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return None
    if not isinstance(given, dict):
        return None
    asked = {key: given[key] for key in questionnaire_of(snapshot).keys if key in given}
    if _are_legal(snapshot, asked):
        return asked
    return {key: value for key, value in asked.items() if _are_legal(snapshot, {key: value})}


def _are_legal(snapshot: Snapshot, answers: Mapping[str, object]) -> bool:
    try:
        encode(instrument_of(snapshot), answers)
    except (AnswerError, TypeError):
        return False
    return True


def example_answers(snapshot: Snapshot, roles: Sequence[Role]) -> dict[str, Value]:
    """What somebody might answer who has and wants just what a role asks for.

    For several roles: the mean of what they ask for, and choices that side with none. An example
    to look at, not a claim about people.
    """
    typical = _Typical(roles)
    screens = questionnaire_of(snapshot).screens
    return {q.key: typical.answer(q) for screen in screens for q in screen.questions}


class _Typical:
    """The means of roles' profiles as one person's levels and interests."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._asked = [{r.competency: r for r in role.requirements} for role in roles]

    def answer(self, question: Question) -> Value:
        if isinstance(question, BackgroundFact):
            return self._background(question)
        if question.type is ItemType.FORCED_CHOICE:
            return self._choice(question)
        wanted = self._level(question.competency)
        if question.type is ItemType.INTEREST:
            wanted = self._importance(question.competency) / MOST_IMPORTANT * 100
            wanted = 100 - wanted if question.is_reversed else wanted
        scores = [option.score for option in question.options]
        return min(range(len(scores)), key=lambda index: (abs(scores[index] - wanted), index))

    def _choice(self, item: Item) -> int:
        a = self._importance(item.a.competency if item.a else None)
        b = self._importance(item.b.competency if item.b else None)
        if len(self._asked) > 1 or abs(a - b) < SLIGHT:
            return UNDECIDED
        clear = abs(a - b) >= CLEAR
        return (0 if clear else 1) if a > b else (4 if clear else 3)

    def _background(self, fact: BackgroundFact) -> Value:
        codes = [option.code for option in fact.options if option.code != NONE_CODE]
        if fact.is_multiple:
            return codes[:1]
        return codes[round(USUAL * (len(codes) - 1))] if codes else None

    def _level(self, competency: str | None) -> float:
        return fmean(r.required_level if r else 0.0 for r in self._of(competency))

    def _importance(self, competency: str | None) -> float:
        return fmean(r.importance if r else 0.0 for r in self._of(competency))

    def _of(self, competency: str | None) -> list[Requirement | None]:
        return [asked.get(competency or "") for asked in self._asked]
