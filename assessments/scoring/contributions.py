"""Split scores exactly by answer and competency (§1.7), and the error of a difference (§1.6)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.arithmetic import FloatArray, ratio
from assessments.scoring.fit import fit, fit_weights
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import (
    Levels,
    Readiness,
    Sheets,
    assess,
    met_share,
    readiness,
    shortfalls,
    years_short,
)
from assessments.scoring.scores import checked
from assessments.scoring.uncertainty import person_fit, role_errors, scatter

FIT_BASE = 50.0
"""Fit of a person without any shape, which the contributions start from."""


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """Parts, in points, that add up to the scores within 1e-9.

    N sheets, R roles, K answers, C competencies. A skipped answer contributes 0; where
    readiness is null, everything about readiness is NaN.

    - F = 50 + Σ_k fit_by_item + fit_clip = 50 + Σ_c fit_by_competency + fit_clip
    - R = Σ_k readiness_by_item + given + must_have_line
        = Σ_c readiness_by_competency + must_have_line
    - 100 - Rraw = Σ_c gap
    - M = λF + (1-λ)R, part by part: see ``match_by_item`` and ``match_base``
    """

    fit_by_item: FloatArray
    """φF (N, R, K)."""
    fit_clip: FloatArray
    """(N, R) the clip line: what is cut off beyond 0..100."""
    fit_by_competency: FloatArray
    """alpha_rc d_c (N, R, C)."""
    readiness_by_item: FloatArray
    """φR (N, R, K)."""
    given: FloatArray
    """(N, R) the "given" line: points for competencies that require nothing."""
    must_have_line: FloatArray
    """(N, R) R - Rraw ≤ 0: what unmet must-haves take away."""
    readiness_by_competency: FloatArray
    """100 ŵ m (N, R, C), the given ones included; 0 for a competency without a level."""
    gap: FloatArray
    """100 ŵ (1 - m) (N, R, C): points still to gain; 0 for a competency without a level."""
    must_have_shortfall: FloatArray
    """s (N, R, C), 0..1: 0 = met; NaN where the competency is no must-have or has no level."""
    years_shortfall: FloatArray
    """s (N, R), 0..1; NaN where no years are needed or they are not known."""
    match_by_item: FloatArray
    """λ φF + (1-λ) φR (N, R, K)."""
    match_base: FloatArray
    """(N, R) what ``match_by_item`` leaves of M: 50λ and the clip, given and must-have lines."""


def contributions(instrument: Instrument, y: ArrayLike, years: ArrayLike) -> Contributions:
    """Decompose the fit, readiness and match of N sheets, given as to ``score`` (§1.7).

    Meant for a result page: not chunked, N·R·K·24 bytes. Raises ``ValueError`` as ``score`` does.
    """
    sheets = Sheets.of(*checked(instrument, y, years))
    levels = assess(instrument, sheets)
    weights = fit_weights(instrument, sheets.answered, profile=True)
    fitted = fit(instrument, sheets, weights)
    ready = readiness(instrument, levels, sheets.years)
    fit_by_item = weights.gradient * _deviations(instrument, sheets)
    fit_clip = fitted.value - fitted.unclipped
    by_competency, gap, given = _readiness_parts(instrument, levels, ready)
    by_item = _readiness_by_item(instrument, sheets, by_competency)
    must_have_line = ready.value - ready.raw
    lam = instrument.settings.lambda_fit
    shortfall, years_shortfall = _shortfalls(instrument, levels, sheets.years)
    base = lam * (FIT_BASE + fit_clip) + (1.0 - lam) * (given + must_have_line)
    return Contributions(
        fit_by_item=_sheets_first(fit_by_item),
        fit_clip=_sheets_first(fit_clip),
        fit_by_competency=_sheets_first(instrument.alpha[:, :, None] * fitted.profile),
        readiness_by_item=_sheets_first(by_item),
        given=_sheets_first(given),
        must_have_line=_sheets_first(must_have_line),
        readiness_by_competency=_sheets_first(by_competency),
        gap=_sheets_first(gap),
        must_have_shortfall=_sheets_first(shortfall),
        years_shortfall=_sheets_first(years_shortfall),
        match_by_item=_sheets_first(lam * fit_by_item + (1.0 - lam) * by_item),
        match_base=_sheets_first(base),
    )


def _deviations(instrument: Instrument, sheets: Sheets) -> FloatArray:
    """Return dev (K, n): choices around 50, ratings around the mean of all of their kind."""
    centre = 50.0 * instrument.is_choice[:, None]
    for kind in (instrument.is_bars, instrument.is_interest):
        centre = centre + kind[:, None] * ratio(kind @ sheets.y, kind @ sheets.answered)
    return np.asarray(sheets.y - centre)


def _readiness_parts(
    instrument: Instrument, levels: Levels, ready: Readiness
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return 100 ŵ m and 100 ŵ (1-m) (R, C, n), and the given line (R, n)."""
    by_competency = np.empty((len(instrument.roles), *levels.level.shape))
    gap = np.empty_like(by_competency)
    given = np.empty_like(ready.raw)
    for role, importance in enumerate(instrument.importance):
        full = 100.0 * importance[:, None] * levels.assessed
        full = ratio(full, ready.assessed_importance[role], empty=np.nan)
        met = met_share(instrument, levels, role)
        by_competency[role] = full * met
        gap[role] = full * (1.0 - met)
        given[role] = full[instrument.required_level[role] == 0.0].sum(axis=0)
    given[np.isnan(ready.raw)] = np.nan
    return by_competency, gap, given


def _readiness_by_item(
    instrument: Instrument, sheets: Sheets, by_competency: FloatArray
) -> FloatArray:
    """Return φR (R, K, n): a competency's points, shared among its answers by v·y."""
    v = instrument.level_weight
    per_point = ratio(1.0, v.T @ sheets.y)
    phi = np.empty((len(instrument.roles), *sheets.y.shape))
    for role, points in enumerate(by_competency):
        earned = points * (instrument.required_level[role] > 0.0)[:, None] * per_point
        phi[role] = (v @ earned) * sheets.y
    return phi


def _shortfalls(
    instrument: Instrument, levels: Levels, years: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the must-have shortfalls (R, C, n) and (R, n), NaN where none or not known."""
    shape = (len(instrument.roles), *levels.level.shape)
    by_competency = np.full(shape, np.nan)
    by_years = np.full((shape[0], shape[2]), np.nan)
    for role in range(shape[0]):
        for index, short in shortfalls(instrument, levels, role):
            known = levels.assessed[index] > 0.0
            by_competency[role, index] = np.where(known, np.maximum(short, 0.0), np.nan)
        by_years[role] = years_short(instrument, years, role)
    return by_competency, by_years


def _sheets_first(values: FloatArray) -> FloatArray:
    """Return (…, n) as (n, …)."""
    return np.moveaxis(values, -1, 0)


@dataclass(frozen=True, slots=True, eq=False)
class ErrorParts:
    """Parts of SE_D², in squared points of match, for M_first - M_second.

    N sheets, K answers, C competencies. SE_D² = widening² · Σ_k (gradient_k s_k)²
    + choice_scale² + unknown, within 1e-9. A skipped answer has a gradient of 0.
    """

    fit_gradient: FloatArray
    """q (N, K): what a point of the answer does to the difference of fit, centred."""
    level_gradient: FloatArray
    """g (N, 2, C): what a point of level does to readiness, first and second role."""
    gradient: FloatArray
    """G (N, K) = λ q_k + (1-λ) Σ_c Δg_c v_kc/V_c."""
    widening: FloatArray
    """f (N,)."""
    choice_scale: FloatArray
    """(N,) λ τ_κ Σ_k q_k (y_k - 50) over the choices, with its sign."""
    unknown: FloatArray
    """(N,) what competencies without a level, without choices or without a rating add."""
    scatter: FloatArray
    """(N, R, 3) squares around their mean, by role: ratings of its main part, its other ratings,
    and its choices between the two."""
    scatter_df: FloatArray
    """(N, R, 3) degrees of freedom of each."""


def error_parts(
    instrument: Instrument, y: ArrayLike, years: ArrayLike, first: int, second: int
) -> ErrorParts:
    """Split SE_D² of N sheets into its parts (§1.6). Takes and raises what ``score`` does."""
    settings = instrument.settings
    lam = settings.lambda_fit
    sheets = Sheets.of(*checked(instrument, y, years))
    levels = assess(instrument, sheets)
    ready = readiness(instrument, levels, sheets.years)
    weights = fit_weights(instrument, sheets.answered)
    fitted = fit(instrument, sheets, weights)
    errors = role_errors(instrument, levels, ready, fitted, weights)
    n = sheets.y.shape[1]
    pair = [first, second]
    scaled = errors.fit_gradient[first] - errors.fit_gradient[second]
    by_point = np.broadcast_to(scaled / instrument.error_sd[:, None], sheets.y.shape)
    level = errors.level_gradient[pair]
    per_answer = instrument.level_weight @ ratio(level[0] - level[1], levels.weight)
    missing = errors.missing_level[first] - errors.missing_level[second]
    unasked = errors.unasked[first] - errors.unasked[second]
    unknown = (1.0 - lam) ** 2 * np.sum(missing**2, axis=0) + lam**2 * np.sum(unasked**2, axis=0)
    scale = lam * (errors.choice_scale[first] - errors.choice_scale[second])
    squares, df = scatter(instrument, sheets)
    return ErrorParts(
        fit_gradient=by_point.T,
        level_gradient=np.moveaxis(level, -1, 0),
        gradient=(lam * by_point + (1.0 - lam) * per_answer * sheets.answered).T,
        widening=person_fit(instrument, sheets).widening,
        choice_scale=np.broadcast_to(scale, (n,)),
        unknown=np.broadcast_to(unknown, (n,)),
        scatter=np.moveaxis(squares, -1, 0),
        scatter_df=np.moveaxis(np.broadcast_to(df, squares.shape), -1, 0),
    )
