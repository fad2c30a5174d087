"""One made-up sheet, scored, with every number that is needed to work the score out by hand. Pure.

Nothing is computed here a second time: levels, fit, readiness and the verdict are those of
``assessments.results``, and the weights those of ``assessments.scoring``. Section numbers are those
of docs/scoring.md.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessments.example_sheets import example_answers
from assessments.instrument import instrument_of
from assessments.results import Result, result_of
from assessments.scoring import Instrument, encode, interest_gain
from roles.editions import Catalogue


@dataclass(frozen=True, slots=True)
class LevelTerm:
    """One answer that says something about the level of a competency (§1.2)."""

    key: str
    score: float
    """y, 0..100."""
    weight: float
    """v."""


@dataclass(frozen=True, slots=True)
class LikingTerm:
    """One choice or interest rating about a competency (§1.3)."""

    key: str
    points: float
    """Above or below the middle, on this competency's side, times the scale of choices."""


@dataclass(frozen=True, slots=True)
class CompetencyStep:
    """What the sheet says about one competency, and what that does for one role."""

    competency: str
    level: float | None
    """x, 0..100."""
    profile: float
    """d: points above or below the person's own mean."""
    importance: float
    alpha: float
    required: float
    met: float | None
    """m, 0..1; None without a level."""
    fit: float
    """alpha · d: what it adds to fit."""
    readiness: float | None
    """100 ŵ m: what it adds to readiness."""


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A scored sheet; ``role`` is the one whose fit and readiness are worked out."""

    role: str
    answers: Mapping[str, object]
    result: Result
    competency: str
    """The one whose level and profile are worked out: the most important for the role."""
    level_terms: tuple[LevelTerm, ...]
    liking_terms: tuple[LikingTerm, ...]
    rating: float | None
    """The rating of ``competency``, 0..100."""
    mean_rating: float | None
    """The mean of all ratings of the sheet."""
    steps: tuple[CompetencyStep, ...]
    """Every competency, in the edition's order."""


@functools.lru_cache(maxsize=8)
def worked_example(catalogue: Catalogue) -> WorkedExample | None:
    """The example of an edition, or None where it has no role or nothing to ask."""
    roles = catalogue.roles.roles
    instrument = instrument_of(catalogue)
    if not roles or not instrument.answer_columns:
        return None
    # The last of the first two: with the seed roles the one whose must-have comes into play.
    role = roles[:2][-1]
    answers = example_answers(catalogue, role)
    result = result_of(catalogue, answers)
    y, _ = encode(instrument, answers)
    row = instrument.roles.index(role.slug)
    column = int(np.argmax(instrument.importance[row]))
    ratings = y[(instrument.is_bars > 0) & ~np.isnan(y)]
    rated = y[(instrument.strength[:, column] > 0) & ~np.isnan(y)]
    return WorkedExample(
        role=role.slug,
        answers=answers,
        result=result,
        competency=instrument.competencies[column],
        level_terms=_level_terms(instrument, y, column),
        liking_terms=_liking_terms(instrument, y, column),
        rating=float(rated.mean()) if rated.size else None,
        mean_rating=float(ratings.mean()) if ratings.size else None,
        steps=_steps(instrument, result, row),
    )


def _level_terms(instrument: Instrument, y: np.ndarray, column: int) -> tuple[LevelTerm, ...]:
    return tuple(
        LevelTerm(key, float(y[k]), float(instrument.level_weight[k, column]))
        for k, key in enumerate(instrument.answer_columns)
        if instrument.level_weight[k, column] > 0 and not np.isnan(y[k])
    )


def _liking_terms(instrument: Instrument, y: np.ndarray, column: int) -> tuple[LikingTerm, ...]:
    interests = (instrument.is_interest > 0) & ~np.isnan(y)
    own_mean = float(y[interests].mean()) if interests.any() else 0.0
    gain = interest_gain(instrument)
    return tuple(
        LikingTerm(
            key,
            float(gain[k, column] * (y[k] - (50.0 if instrument.is_choice[k] else own_mean))),
        )
        for k, key in enumerate(instrument.answer_columns)
        if instrument.interest_sign[k, column] != 0 and not np.isnan(y[k])
    )


def _steps(instrument: Instrument, result: Result, row: int) -> tuple[CompetencyStep, ...]:
    role = result.roles[row]
    steps = []
    for column, level in enumerate(result.levels):
        part = role.competencies[column]
        # Points gained of the points there were to gain: m without its formula a second time.
        whole = None if part.gap is None or part.readiness is None else part.readiness + part.gap
        met = None
        if part.readiness is not None and whole is not None:
            met = part.readiness / whole if whole else 1.0
        steps.append(
            CompetencyStep(
                competency=level.competency,
                level=level.level,
                profile=level.profile,
                importance=float(instrument.importance[row, column]),
                alpha=float(instrument.alpha[row, column]),
                required=float(instrument.required_level[row, column]),
                met=met,
                fit=part.fit,
                readiness=part.readiness,
            )
        )
    return tuple(steps)
