"""Add attempts up into sums from which every figure follows, so that updating is adding.

Sums over few people nearly say what one answered: only ``report`` may show anything of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import numpy as np
from pydantic import PlainSerializer, PlainValidator

from assessments.analytics.statistics.form import Form, FormQuestion, Scale
from assessments.analytics.statistics.formulas import BINS, bin_of, seconds_taken
from assessments.analytics.stored import Added, Counts, FloatArray, IntArray, Numbers
from assessments.instrument.questionnaire import Value

VERSION = 2
SOON = dt.timedelta(days=30)
"""Whoever answers again later may have changed."""


def _filled(bins: Mapping[str, int]) -> IntArray:
    counts = np.zeros(BINS, dtype=np.int64)
    for place, number in bins.items():
        counts[int(place)] = number
    return counts


def _nonzero(counts: IntArray) -> dict[str, int]:
    return {str(place): int(counts[place]) for place in np.flatnonzero(counts)}


# Times are mostly zeros, so only bins with answers are kept.
SparseCounts = Annotated[IntArray, PlainValidator(_filled), PlainSerializer(_nonzero)]


class AttemptEnd(StrEnum):
    """How an attempt ended. Only the answers of ``FINISHED`` ones enter the figures."""

    FINISHED = "finished"
    INCONSISTENT = "inconsistent"
    INSUFFICIENT = "insufficient"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Taken:
    """One attempt to count; ``saved`` says when each answer was saved, ``started`` the begin."""

    outcome: AttemptEnd
    answers: Mapping[str, Value]
    saved: Mapping[str, float]
    started: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's answers, first under the form ``earlier`` and soon after again."""

    earlier: Form
    first: Mapping[str, Value]
    second: Mapping[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
class QuestionSums(Added):
    """One question. ``options`` (size,) counts answers, ``seconds`` (BINS,) how long they took.

    ``seen`` counts who got as far as the question among those whose answers count, ``reached``
    among everybody, ``left`` who stopped there. ``pairs`` answered again soon after, ``squares`` is
    the sum of (change of score)² over them.
    """

    options: Counts
    answered: int
    seen: int
    reached: int
    left: int
    seconds: SparseCounts
    pairs: int = 0
    squares: float = 0.0

    @classmethod
    def zero(cls, size: int) -> QuestionSums:
        empty = np.zeros(size, dtype=np.int64), np.zeros(BINS, dtype=np.int64)
        return cls(empty[0], 0, 0, 0, 0, empty[1])


@dataclass(frozen=True, slots=True, eq=False)
class Moments(Added):
    """Scores of k questions over the people who answered all of them.

    ``total`` (k,) is Σy, ``products`` (k, k) is Σ y yᵀ.
    """

    n: int
    total: Numbers
    products: Numbers

    @classmethod
    def of(cls, rows: FloatArray) -> Moments:
        """Return the moments of scores (n, k); rows with a NaN are left out."""
        complete = rows[~np.isnan(rows).any(axis=1)]
        return cls(len(complete), complete.sum(axis=0), complete.T @ complete)

    @property
    def covariance(self) -> FloatArray | None:
        """The covariance matrix S (k, k), or ``None`` for fewer than two people."""
        if self.n < 2:
            return None
        mean = self.total / self.n
        spread = self.products - self.n * np.outer(mean, mean)
        return np.asarray(spread / (self.n - 1), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Sums(Added):
    """Everything counted under one form: people by outcome, questions and scales by key."""

    people: Mapping[AttemptEnd, int]
    left_at_end: int
    questions: Mapping[str, QuestionSums]
    moments: Mapping[str, Moments]

    @property
    def everybody(self) -> int:
        """How many attempts are counted."""
        return sum(self.people.values())


def place_reached(form: Form, answers: Mapping[str, Value]) -> int:
    """Return the first question, from 0, after the last one that was answered or skipped.

    It is the one that a person who left had in front of them; the number of questions is the end.
    """
    touched = [number for number, key in enumerate(form.keys) if key in answers]
    return touched[-1] + 1 if touched else 0


def left_before(place: int, form: Form) -> Taken:
    """Return an attempt that was left with question ``place`` in front of somebody."""
    return Taken(AttemptEnd.LEFT, dict.fromkeys(form.keys[:place]), {}, 0.0)


def sums_of(form: Form, attempts: Iterable[Taken], pairs: Iterable[Pair] = ()) -> Sums:
    """Return the sums of attempts that were all answered under ``form``, and of ``pairs``.

    Of a pair only questions count that were the same both times, with an answer both times.
    """
    chosen: list[Mapping[str, Value]] = []
    people = dict.fromkeys(AttemptEnd, 0)
    size = len(form.keys)
    reached, seen, left = (np.zeros(size + 1, dtype=np.int64) for _ in range(3))
    seconds = np.zeros((size, BINS), dtype=np.int64)
    for taken in attempts:
        people[taken.outcome] += 1
        place = place_reached(form, taken.answers)
        if taken.outcome is AttemptEnd.LEFT:
            reached[: place + 1] += 1
            left[place] += 1
            continue
        reached[:place] += 1
        if taken.outcome is AttemptEnd.FINISHED:
            seen[:place] += 1
            chosen.append(taken.answers)
            for number, took in seconds_taken(form.keys, taken.saved, taken.started):
                seconds[number, bin_of(took)] += 1
    changes = _changes(form, pairs)
    questions = {}
    for number, question in enumerate(form.questions):
        options, answered = _options(question, [sheet.get(question.key) for sheet in chosen])
        changed = changes.get(question.key, [])
        questions[question.key] = QuestionSums(
            options=options,
            answered=answered,
            seen=int(seen[number]),
            reached=int(reached[number]),
            left=int(left[number]),
            seconds=seconds[number],
            pairs=len(changed),
            squares=sum((change**2 for change in changed), 0.0),
        )
    scales = (*form.scales, *form.pairs)
    moments = {each.key: Moments.of(member_scores(form, each, chosen)) for each in scales}
    return Sums(people, int(left[size]), questions, moments)


def _changes(form: Form, pairs: Iterable[Pair]) -> dict[str, list[float]]:
    """Return by how much answers changed the score of each question."""
    found: dict[str, list[float]] = {}
    for pair in pairs:
        for asked in form.questions:
            then = pair.earlier.question(asked.key)
            one, other = pair.first.get(asked.key), pair.second.get(asked.key)
            if (
                then is not None
                and then.fingerprint == asked.fingerprint
                and asked.scores
                and isinstance(one, int)
                and isinstance(other, int)
            ):
                found.setdefault(asked.key, []).append(asked.scores[one] - asked.scores[other])
    return found


def _options(question: FormQuestion, values: Sequence[Value]) -> tuple[IntArray, int]:
    """Return how often each option was chosen, and how many people chose any."""
    counts = np.zeros(question.size, dtype=np.int64)
    answered = 0
    place = {code: number for number, code in enumerate(question.codes)}
    for value in values:
        if isinstance(value, int):
            found = [value]
        else:
            codes = value if isinstance(value, list) else [value]
            found = [place[code] for code in codes if code in place]
        answered += bool(found)
        for number in found:
            counts[number] += 1
    return counts, answered


def member_scores(form: Form, scale: Scale, sheets: Sequence[Mapping[str, Value]]) -> FloatArray:
    """Return the scores (n, k) of a scale's members, some turned; NaN without an answer."""
    scores = {question.key: question.scores for question in form.questions}
    columns = []
    for key, turned in zip(scale.members, scale.turned, strict=True):
        given = (sheet.get(key) for sheet in sheets)
        column = [scores[key][value] if isinstance(value, int) else np.nan for value in given]
        columns.append(100.0 - np.array(column) if turned else np.array(column))
    return np.column_stack(columns)
