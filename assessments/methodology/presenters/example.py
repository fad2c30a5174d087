"""The worked example of the methodology page: one made-up sheet with every number of its score.

Nothing is computed here a second time: levels, fit, readiness and the verdict are those of
``evaluation.result``, and the weights those of ``scoring``. The template writes figures out with
enough decimals to work the score out again. Section numbers are those of docs/scoring.md.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessments.analytics.statistics.presenters.words import SCALES
from assessments.evaluation.presenters.quotes import quote
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import VerdictText, verdict_text
from assessments.evaluation.result import Result, RoleResult, result_of
from assessments.instrument.example_answers import example_answers
from assessments.instrument.values import instrument_of
from assessments.scoring import Instrument, encode, error_parts, interest_gain
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role
from web.numbers import number_text


@dataclass(frozen=True, slots=True)
class Row:
    """What the sheet says about one competency, and what that does for the role (§1.3, §1.4)."""

    name: str
    importance: float
    alpha: float
    profile: float
    """d: points above or below the person's own mean."""
    fit: float
    """alpha · d: what it adds to fit."""
    level: float | None
    """x, 0..100; None where nothing is known."""
    required: float
    met: float | None
    """m, 0..1; None without a level."""
    readiness: float | None
    """100 ŵ m: what it adds to readiness."""


@dataclass(frozen=True, slots=True)
class ExampleError:
    """The way from the errors of the answers to that of the difference (§1.6)."""

    ahead: str
    """Short name of the role that is ahead."""
    behind: str
    levels: tuple[tuple[str, float, int, float | None, float, float], ...]
    """By competency: Δα, choices and interest ratings about it, error, and g of both roles."""
    answers: tuple[tuple[str, float, float, float, float, float, float], ...]
    """By answer: y, v (0 where it says nothing of a level), s, q, G, (G s)²."""
    answers_sum: float
    """Σ (G s)², before scatter widens it."""
    scatters: tuple[tuple[str, str, float], ...]
    """Answers that belong together, their keys, and the squares around their own mean."""
    ratings_scatter: float
    choices_scatter: float
    counts_scatter: bool
    """Whether there are enough answers for scatter to count."""
    person_fit: float
    person_fit_df: float
    widening: float
    """f."""
    choice_scale: float
    """λ τ_κ Σ_k q_k (y_k - 50)."""
    has_choice_scale: bool
    unknown: float
    """What nothing was said about, in squared points."""
    z: float


@dataclass(frozen=True, slots=True)
class Example:
    """A scored sheet; ``role`` is the one whose fit and readiness are worked out."""

    role: Role
    answers: Mapping[str, object]
    result: Result
    competency: str
    """The one whose level and profile are worked out: the most important for the role."""
    level_terms: tuple[tuple[str, str, float, float], ...]
    """Answers about its level: key, answer in words, y, v."""
    level_sum: str
    """The fraction that gives the level, written out."""
    liking_terms: tuple[tuple[str, str, float], ...]
    """Choices and interest ratings about it: key, answer in words, points above the middle."""
    liking: float
    """dI: the mean of the terms."""
    rating: float | None
    mean_rating: float | None
    """The mean of all ratings of the sheet."""
    strength: float
    """dS: rating minus mean rating."""
    row: Row
    rows: tuple[Row, ...]
    """Every competency, in the edition's order."""
    fit_sum: float
    importance_sum: float
    scores: RoleResult
    matches: tuple[tuple[Role, RoleResult], ...]
    verdict: VerdictText
    error: ExampleError | None
    """How the error came about; None where no two roles can be compared."""


@functools.lru_cache(maxsize=8)
def worked_example(snapshot: Snapshot) -> Example | None:
    """The example of an edition, or None where it has no role or nothing to ask."""
    instrument = instrument_of(snapshot)
    if not snapshot.roles.roles or not instrument.answer_columns:
        return None
    # The last of the first two: with the seed roles the one whose must-have comes into play.
    role = snapshot.roles.roles[:2][-1]
    answers = example_answers(snapshot, [role])
    result = result_of(snapshot, answers)
    reading = Reading(result, snapshot)
    y, years = encode(instrument, answers)
    index = instrument.roles.index(role.slug)
    column = int(np.argmax(instrument.importance[index]))
    rating = _mean(y[(instrument.strength[:, column] > 0) & ~np.isnan(y)])
    mean_rating = _mean(y[(instrument.is_bars > 0) & ~np.isnan(y)])
    levels = _level_terms(reading, instrument, y, column)
    likings = _liking_terms(reading, instrument, y, column)
    rows = _rows(reading, instrument, index)
    return Example(
        role=role,
        answers=answers,
        result=result,
        competency=reading.in_sentence(instrument.competencies[column]),
        level_terms=levels,
        level_sum=_fraction(levels),
        liking_terms=likings,
        liking=_mean(np.array([points for _, _, points in likings])) or 0.0,
        rating=rating,
        mean_rating=mean_rating,
        strength=0.0 if rating is None or mean_rating is None else rating - mean_rating,
        row=rows[column],
        rows=rows,
        fit_sum=sum(row.fit for row in rows),
        importance_sum=sum(row.importance for row in rows if row.level is not None),
        scores=result.role(role.slug),
        matches=tuple((reading.roles[each.slug], each) for each in result.roles),
        verdict=verdict_text(reading),
        error=_error(reading, instrument, y, years),
    )


def _mean(values: np.ndarray) -> float | None:
    return float(values.mean()) if values.size else None


def _level_terms(
    reading: Reading, instrument: Instrument, y: np.ndarray, column: int
) -> tuple[tuple[str, str, float, float], ...]:
    return tuple(
        (key, quote(reading, key).text, float(y[k]), float(instrument.level_weight[k, column]))
        for k, key in enumerate(instrument.answer_columns)
        if instrument.level_weight[k, column] > 0 and not np.isnan(y[k])
    )


def _fraction(terms: tuple[tuple[str, str, float, float], ...]) -> str:
    products = [f"{number_text(v, 2)} × {number_text(y, 2)}" for _, _, y, v in terms]
    weights = [number_text(v, 2) for *_, v in terms]
    return f"({' + '.join(products)}) / ({' + '.join(weights)})"


def _liking_terms(
    reading: Reading, instrument: Instrument, y: np.ndarray, column: int
) -> tuple[tuple[str, str, float], ...]:
    own_mean = _mean(y[(instrument.is_interest > 0) & ~np.isnan(y)]) or 0.0
    gain = interest_gain(instrument)[:, column]
    return tuple(
        (
            key,
            quote(reading, key).text,
            float(gain[k] * (y[k] - (50.0 if instrument.is_choice[k] else own_mean))),
        )
        for k, key in enumerate(instrument.answer_columns)
        if instrument.interest_sign[k, column] != 0 and not np.isnan(y[k])
    )


def _rows(reading: Reading, instrument: Instrument, role: int) -> tuple[Row, ...]:
    rows = []
    parts = reading.result.roles[role].competencies
    for column, (part, level) in enumerate(zip(parts, reading.result.levels, strict=True)):
        # Points gained of the points there were to gain: m without its formula a second time.
        met = None
        if part.readiness is not None and part.gap is not None:
            whole = part.readiness + part.gap
            met = part.readiness / whole if whole else 1.0
        rows.append(
            Row(
                name=reading.competency_names[level.competency],
                importance=float(instrument.importance[role, column]),
                alpha=float(instrument.alpha[role, column]),
                profile=level.profile,
                fit=part.fit,
                level=level.level,
                required=float(instrument.required_level[role, column]),
                met=met,
                readiness=part.readiness,
            )
        )
    return tuple(rows)


def _error(
    reading: Reading, instrument: Instrument, y: np.ndarray, years: float
) -> ExampleError | None:
    result, difference = reading.result, reading.result.difference
    if difference is None:
        return None
    top, other = (instrument.roles.index(slug) for slug in (difference.top, difference.other))
    parts = error_parts(instrument, [y], [years], top, other)
    answered = ~np.isnan(y)
    names = [reading.competency_names[key] for key in instrument.competencies]
    liked_in = np.abs(instrument.interest_sign).T @ answered
    squares = (parts.gradient[0] * instrument.error_sd) ** 2
    scales = [SCALES.get(group, group).split(": ")[-1] for group in instrument.specification.groups]
    kinds = [f"Ratings: {scale}" for scale in scales]
    kinds += [f"Choices: {' or '.join(pair)}" for pair in itertools.combinations(scales, 2)]
    clusters = [*instrument.bars_clusters, *instrument.choice_clusters]
    scatter = [*parts.bars_scatter[0], *parts.choice_scatter[0]]
    settings = instrument.settings
    return ExampleError(
        ahead=reading.short(difference.top),
        behind=reading.short(difference.other),
        levels=tuple(
            (
                name,
                float(instrument.alpha[top, c] - instrument.alpha[other, c]),
                int(liked_in[c]),
                result.levels[c].error,
                float(parts.level_gradient[0, 0, c]),
                float(parts.level_gradient[0, 1, c]),
            )
            for c, name in enumerate(names)
        ),
        answers=tuple(
            (
                f"{key}: {' / '.join(names[c] for c in _about(instrument, k))}",
                float(y[k]),
                float(instrument.level_weight[k].max()),
                float(instrument.error_sd[k]),
                float(parts.fit_gradient[0, k]),
                float(parts.gradient[0, k]),
                float(squares[k]),
            )
            for k, key in enumerate(instrument.answer_columns)
            if answered[k]
        ),
        answers_sum=float(squares[answered].sum()),
        scatters=tuple(
            (kind, ", ".join(keys), float(size))
            for kind, members, size in zip(kinds, clusters, scatter, strict=True)
            if (
                keys := [
                    _turned(instrument, k)
                    for k in np.flatnonzero((members > 0) & answered).tolist()
                ]
            )
        ),
        ratings_scatter=float(parts.bars_scatter[0].sum()),
        choices_scatter=float(parts.choice_scatter[0].sum()),
        counts_scatter=result.person_fit_df >= settings.min_person_fit_df,
        person_fit=result.person_fit or 0.0,
        person_fit_df=result.person_fit_df,
        widening=result.widening,
        choice_scale=float(parts.choice_scale[0]),
        has_choice_scale=settings.choice_scale_sd > 0,
        unknown=float(parts.unknown[0]),
        z=settings.z(int(instrument.comparable.sum())),
    )


def _about(instrument: Instrument, k: int) -> list[int]:
    """The competencies of one answer, side A of a choice before side B."""
    touched = instrument.interest_sign[k] + 2 * instrument.strength[k]
    touched = touched + 2 * (instrument.level_weight[k] > 0)
    return [c for c in np.argsort(touched) if touched[c]]


def _turned(instrument: Instrument, k: int) -> str:
    """An answer by its key, and whether it counts the other way round."""
    return instrument.answer_columns[k] + " turned" * bool(instrument.choice_reversed[k])
