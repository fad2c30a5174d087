"""The worked example of the methodology page: one made-up sheet with every number of its score.

Nothing is computed here a second time: levels, fit, readiness and the verdict are those of
``evaluation.result``, and the weights those of ``scoring``. The template writes figures out with
enough decimals to work the score out again. Section numbers are those of docs/scoring.md.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessments.evaluation.presenters.quotes import quote
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import VerdictText, verdict_text
from assessments.evaluation.result import Result, RoleResult, result_of
from assessments.instrument.example_answers import example_answers
from assessments.instrument.values import instrument_of
from assessments.scoring import Instrument, encode, error_parts, profile_weights
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
    levels: tuple[tuple[str, float, float | None, float, float], ...]
    """By competency: Δα, error, and g of both roles."""
    answers: tuple[tuple[str, float, float, float, float, float, float], ...]
    """By answer: y, v (0 where it says nothing of a level), s, q, G, (G s)²."""
    answers_sum: float
    """Σ (G s)², before scatter widens it."""
    scatters: tuple[tuple[str, str, float], ...]
    """Answers that belong together, their keys, and the squares around their own mean."""
    scatter: float
    """All these squares."""
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
    profile_terms: tuple[tuple[str, float, float, float], ...]
    """What makes its profile: key, score, weight H, and weight times the distance from 50."""
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
    levels = _level_terms(reading, instrument, y, column)
    weights = profile_weights(instrument, y)[:, column]
    rows = _rows(reading, instrument, index)
    return Example(
        role=role,
        answers=answers,
        result=result,
        competency=reading.in_sentence(instrument.competencies[column]),
        level_terms=levels,
        level_sum=_fraction(levels),
        profile_terms=tuple(
            (
                instrument.answer_columns[k],
                float(y[k]),
                float(weights[k]),
                float(weights[k] * (y[k] - 50.0)),
            )
            for k in np.flatnonzero(weights)
        ),
        row=rows[column],
        rows=rows,
        fit_sum=sum(row.fit for row in rows),
        importance_sum=sum(row.importance for row in rows if row.level is not None),
        scores=result.role(role.slug),
        matches=tuple((reading.roles[each.slug], each) for each in result.roles),
        verdict=verdict_text(reading),
        error=_error(reading, instrument, y, years),
    )


def _level_terms(
    reading: Reading, instrument: Instrument, y: np.ndarray, column: int
) -> tuple[tuple[str, str, float, float], ...]:
    """What makes the level: evidence that does not raise it is left out."""
    level = reading.result.levels[column].level or 0.0
    return tuple(
        (key, quote(reading, key).text, float(y[k]), float(instrument.level_weight[k, column]))
        for k, key in enumerate(instrument.answer_columns)
        if (instrument.item_weight[k, column] > 0 and not np.isnan(y[k]))
        or (instrument.level_weight[k, column] > 0 and y[k] > level)
    )


def _fraction(terms: tuple[tuple[str, str, float, float], ...]) -> str:
    products = [f"{number_text(v, 2)} × {number_text(y, 2)}" for _, _, y, v in terms]
    weights = [number_text(v, 2) for *_, v in terms]
    return f"({' + '.join(products)}) / ({' + '.join(weights)})"


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
    squares = (parts.gradient[0] * instrument.error_sd) ** 2
    settings = instrument.settings
    by_role = parts.scatter[0].sum(axis=1) / np.maximum(parts.scatter_df[0].sum(axis=1), 1.0)
    suited = int(np.argmin(by_role))
    short = reading.short(instrument.roles[suited])
    kinds = (
        f"Ratings of the main part of {short}",
        "All other ratings",
        "Choices between the two",
    )
    return ExampleError(
        ahead=reading.short(difference.top),
        behind=reading.short(difference.other),
        levels=tuple(
            (
                name,
                float(instrument.alpha[top, c] - instrument.alpha[other, c]),
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
            for kind, members, size in zip(
                kinds, instrument.clusters[suited], parts.scatter[0, suited], strict=True
            )
            if (
                keys := [
                    instrument.answer_columns[k] + " turned" * bool(members[k] < 0)
                    for k in np.flatnonzero((members != 0) & answered).tolist()
                ]
            )
        ),
        scatter=float(parts.scatter[0, suited].sum()),
        counts_scatter=result.person_fit is not None,
        person_fit=result.person_fit or 0.0,
        person_fit_df=float(parts.scatter_df[0, suited].sum()),
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
