"""One made-up sheet, scored, with every number that is needed to work the score out by hand. Pure.

Nothing is computed here a second time: levels, fit, readiness and the verdict are those of
``evaluation.result``, and the weights those of ``scoring``. Section numbers are those of
docs/scoring.md.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessments.evaluation.result import Result, result_of
from assessments.instrument.arrays import instrument_of
from assessments.instrument.example_answers import example_answers
from assessments.scoring import (
    Instrument,
    Scores,
    Settings,
    encode,
    error_parts,
    interest_gain,
    score,
)
from roles.snapshot.editions import Snapshot


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
class LevelError:
    """How sure the level of one competency is, and what a point of it does (§1.6)."""

    competency: str
    contrast: float
    """Δα: alpha of the role that is ahead, minus that of the other."""
    liked_in: int
    """n: choices and interest ratings about it."""
    error: float | None
    """sigma, in points; None without a level."""
    slopes: tuple[float, float]
    """g of the role that is ahead and of the other: points of readiness for a point of level."""


@dataclass(frozen=True, slots=True)
class AnswerError:
    """What the error of one answer does to the difference of match (§1.6)."""

    key: str
    competencies: tuple[str, ...]
    """What it is about; of a choice side A, then side B."""
    score: float
    """y, 0..100."""
    weight: float
    """v, 0 where it says nothing about a level."""
    error: float
    """s, in points."""
    fit: float
    """q: points of the difference of fit for a point of the answer."""
    match: float
    """G: points of the difference of match for a point of the answer."""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Answers that belong together, and how far they scatter around their own mean (§1.6)."""

    groups: tuple[str, ...]
    """One group of competencies for ratings, two for choices between them."""
    keys: tuple[str, ...]
    turned: frozenset[str]
    """Choices counted the other way round, so that high means the same in all."""
    squares: float


@dataclass(frozen=True, slots=True)
class ErrorSteps:
    """The standard error of the difference between ``top`` and ``other``, part by part (§1.6)."""

    top: str
    other: str
    levels: tuple[LevelError, ...]
    answers: tuple[AnswerError, ...]
    scatters: tuple[Scatter, ...]
    person_fit: float | None
    """PF; None where no two answers belong together."""
    person_fit_df: float
    widening: float
    """f."""
    choice_scale: float
    """λ τ_κ Σ_k q_k (y_k - 50)."""
    unknown: float
    """What nothing was said about, in squared points."""
    z: float
    settings: Settings


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
    error: ErrorSteps | None
    """None where no two roles can be compared."""


@functools.lru_cache(maxsize=8)
def worked_example(snapshot: Snapshot) -> WorkedExample | None:
    """The example of an edition, or None where it has no role or nothing to ask."""
    roles = snapshot.roles.roles
    instrument = instrument_of(snapshot)
    if not roles or not instrument.answer_columns:
        return None
    # The last of the first two: with the seed roles the one whose must-have comes into play.
    role = roles[:2][-1]
    answers = example_answers(snapshot, [role])
    result = result_of(snapshot, answers)
    y, years = encode(instrument, answers)
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
        error=_error_steps(instrument, y, years),
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


def _error_steps(instrument: Instrument, y: np.ndarray, years: float) -> ErrorSteps | None:
    scores = score(instrument, [y], [years])
    if np.isnan(scores.difference[0]):
        return None
    top, other = int(scores.top[0]), int(scores.other[0])
    parts = error_parts(instrument, [y], [years], top, other)
    settings = instrument.settings
    answered = ~np.isnan(y)
    liked_in = np.abs(instrument.interest_sign).T @ answered
    scatters = _scatters(instrument, answered, parts.bars_scatter[0], parts.choice_scatter[0])
    fits = float(scores.person_fit[0])
    return ErrorSteps(
        top=instrument.roles[top],
        other=instrument.roles[other],
        levels=tuple(
            LevelError(
                competency=key,
                contrast=float(instrument.alpha[top, c] - instrument.alpha[other, c]),
                liked_in=int(liked_in[c]),
                error=_level_error(scores, c),
                slopes=(
                    float(parts.level_gradient[0, 0, c]),
                    float(parts.level_gradient[0, 1, c]),
                ),
            )
            for c, key in enumerate(instrument.competencies)
        ),
        answers=tuple(
            AnswerError(
                key=key,
                competencies=_about(instrument, k),
                score=float(y[k]),
                weight=float(instrument.level_weight[k].max()),
                error=float(instrument.error_sd[k]),
                fit=float(parts.fit_gradient[0, k]),
                match=float(parts.gradient[0, k]),
            )
            for k, key in enumerate(instrument.answer_columns)
            if answered[k]
        ),
        scatters=scatters,
        person_fit=None if np.isnan(fits) else fits,
        person_fit_df=float(scores.person_fit_df[0]),
        widening=float(parts.widening[0]),
        choice_scale=float(parts.choice_scale[0]),
        unknown=float(parts.unknown[0]),
        z=settings.z(int(instrument.comparable.sum())),
        settings=settings,
    )


def _level_error(scores: Scores, column: int) -> float | None:
    error = float(scores.level_error[0, column])
    return None if np.isnan(error) else error


def _about(instrument: Instrument, k: int) -> tuple[str, ...]:
    """The competencies of one answer, side A of a choice before side B."""
    touched = instrument.interest_sign[k] + 2 * instrument.strength[k]
    touched = touched + 2 * (instrument.level_weight[k] > 0)
    return tuple(instrument.competencies[c] for c in np.argsort(touched) if touched[c])


def _scatters(
    instrument: Instrument, answered: np.ndarray, bars: np.ndarray, choices: np.ndarray
) -> tuple[Scatter, ...]:
    groups = instrument.specification.groups
    named: list[tuple[str, ...]] = [(group,) for group in groups]
    named += itertools.combinations(groups, 2)
    clusters = [*instrument.bars_clusters, *instrument.choice_clusters]
    found = []
    for names, members, squares in zip(named, clusters, [*bars, *choices], strict=True):
        inside = np.flatnonzero((members > 0) & answered)
        keys = tuple(instrument.answer_columns[k] for k in inside)
        turned = {instrument.answer_columns[k] for k in inside if instrument.choice_reversed[k]}
        if keys:
            found.append(Scatter(names, keys, frozenset(turned), float(squares)))
    return tuple(found)
