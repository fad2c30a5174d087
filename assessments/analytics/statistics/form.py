"""Describe one edition's quiz for the statistics: its questions, scales and pairs."""

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.analytics.stored import StoredAsJson
from assessments.instrument.questionnaire import QuestionKind, questionnaire_of, seconds_of
from assessments.instrument.values import BackgroundFact, Item
from assessments.models.choices import ItemType
from assessments.scoring import GRADED_SCORES
from roles.models.choices import CompetencyGroup
from roles.snapshot.editions import Snapshot


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question. ``scores`` are the item scores of its options, none for a background fact.

    ``options`` are their texts, none for a graded choice; ``codes`` a fact's stored answers.
    ``seconds`` is what the quiz plans for it, ``error`` the error SD that scoring takes, in points.
    Two editions ask the same when ``fingerprint`` is equal.
    """

    key: str
    kind: QuestionKind
    wording: str
    options: tuple[str, ...]
    codes: tuple[str, ...]
    scores: tuple[float, ...]
    is_multiple: bool
    seconds: float
    fingerprint: str
    error: float | None = None

    @property
    def name(self) -> str:
        """The question as it is listed; keys of background facts mean nothing to anybody."""
        return self.wording if self.kind is QuestionKind.FACTS else f"{self.key}: {self.wording}"

    @property
    def size(self) -> int:
        """How many answers there are to choose from."""
        return len(self.scores) or len(self.codes)


@dataclass(frozen=True, slots=True)
class Scale:
    """Questions that are added up. ``turned`` members count 100 minus their score."""

    key: str
    group: str
    members: tuple[str, ...]
    turned: tuple[bool, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Form(StoredAsJson):
    """One edition's quiz. ``pairs`` are a situation and the rating of the same competency."""

    edition: int
    questions: tuple[FormQuestion, ...]
    scales: tuple[Scale, ...]
    pairs: tuple[Scale, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)

    def question(self, key: str) -> FormQuestion | None:
        return next((question for question in self.questions if question.key == key), None)


CHOICES = "choices"
Members = list[tuple[str, bool]]
"""Keys of questions, and whether they are turned."""


@functools.lru_cache(maxsize=64)
def form_of(snapshot: Snapshot) -> Form:
    """Return the form of an edition's quiz; built once per process."""
    groups = {c.key: c.group.value for c in snapshot.roles.competencies}
    quiz = questionnaire_of(snapshot)
    asked = [_described(each, screen.kind) for screen in quiz.screens for each in screen.questions]
    items = [each for each in quiz.questions.values() if isinstance(each, Item)]
    marks = {question.key: question.fingerprint for question in asked}
    return Form(
        edition=snapshot.number,
        questions=tuple(asked),
        scales=tuple(
            _scale(key, group, members, marks)
            for key, group, members in _scales(items, groups)
            if len(members) > 1
        ),
        pairs=tuple(_scale(f"pair-{pair[0][0]}", "pair", pair, marks) for pair in _pairs(items)),
    )


def _described(question: Item | BackgroundFact, kind: QuestionKind) -> FormQuestion:
    if isinstance(question, BackgroundFact):
        wording = question.prompt
        options = tuple(option.label for option in question.options)
        codes = tuple(option.code for option in question.options)
        scores: tuple[float, ...] = ()
        about: Any = [question.is_multiple, codes]
    elif question.a is not None and question.b is not None:
        wording = f"A: {question.a.text} B: {question.b.text}"
        options, codes, scores = (), (), GRADED_SCORES
        about = [question.a.competency, question.b.competency]
    else:
        wording = question.stem
        options, codes = tuple(option.text for option in question.options), ()
        scores = tuple(
            100.0 - option.score if question.is_reversed else option.score
            for option in question.options
        )
        about = [question.competency, scores]
    return FormQuestion(
        key=question.key,
        kind=kind,
        wording=wording,
        options=options,
        codes=codes,
        scores=scores,
        is_multiple=question.is_multiple,
        seconds=seconds_of(question),
        fingerprint=_mark([kind.value, wording, options, about]),
        error=question.error_sd if isinstance(question, Item) else None,
    )


def _mark(data: Any) -> str:
    return hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]


def _scales(items: Sequence[Item], groups: dict[str, str]) -> list[tuple[str, str, Members]]:
    ratings: dict[str, Members] = {group: [] for group in groups.values()}
    choices: Members = []
    for item in items:
        if item.type is ItemType.BARS and item.competency is not None:
            ratings[groups[item.competency]].append((item.key, False))
        elif item.a is not None and item.b is not None:
            sides = (groups[item.a.competency], groups[item.b.competency])
            if set(sides) == {CompetencyGroup.PM, CompetencyGroup.TPM}:
                choices.append((item.key, sides[0] == CompetencyGroup.TPM))
    levels = [(f"levels-{group}", group, members) for group, members in ratings.items()]
    return [*levels, (CHOICES, CHOICES, choices)]


def _pairs(items: Sequence[Item]) -> list[Members]:
    ratings = {item.competency: item.key for item in items if item.type is ItemType.BARS}
    return [
        [(item.key, False), (ratings[item.competency], False)]
        for item in items
        if item.type is ItemType.JUDGEMENT and item.competency in ratings
    ]


def _scale(key: str, group: str, members: Members, marks: dict[str, str]) -> Scale:
    return Scale(
        key=key,
        group=group,
        members=tuple(member for member, _ in members),
        turned=tuple(turned for _, turned in members),
        fingerprint=_mark([[marks[member], turned] for member, turned in members]),
    )
