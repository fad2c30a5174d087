"""Work out how sure the numbers are: person fit, standard errors, readiness centre (§1.6)."""

from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import BoolArray, FloatArray, ratio, slack
from assessments.scoring.fit import Fit, FitWeights
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Levels, Readiness, Sheets, shortfalls


@dataclass(frozen=True, slots=True)
class PersonFit:
    """Measures of how well each sheet's answers agree with each other."""

    index: FloatArray
    """PF (n,): mean scatter against the expected, by the role it is smallest for; else NaN."""
    df: FloatArray
    """(m,) the most degrees of freedom, Σ(n - 1), of any role."""
    widening: FloatArray
    """f (n,), from ``min_widening`` to ``max_widening``."""


def person_fit(instrument: Instrument, sheets: Sheets) -> PersonFit:
    """Return PF, df and the factor f that widens the errors (docs/scoring.md §1.6)."""
    settings = instrument.settings
    squares, df = (each.sum(axis=1) for each in scatter(instrument, sheets))
    enough = df >= settings.min_person_fit_df - slack(df)
    by_role = ratio(squares / settings.scatter_reference, df * enough, empty=np.nan)
    index = np.fmin.reduce(by_role, axis=0)
    counted = settings.pf_share * index + (1.0 - settings.pf_share) * settings.pf_reference
    widening = np.sqrt(np.where(np.isnan(index), settings.pf_reference, counted))
    widening /= np.sqrt(settings.pf_reference)
    return PersonFit(
        index, df.max(axis=0), np.clip(widening, settings.min_widening, settings.max_widening)
    )


def scatter(instrument: Instrument, sheets: Sheets) -> tuple[FloatArray, FloatArray]:
    """Return squares (R, 3, n) around their mean of answers that belong together, and df (…, m).

    By role: ratings of its main part, its other ratings, and its choices between the two.
    """
    turned = instrument.clusters.reshape(-1, instrument.clusters.shape[2])
    members = np.flatnonzero(turned.any(axis=0))
    turned = turned[:, members]
    belongs, answered = np.abs(turned), sheets.answered[members]
    around = (sheets.y[members] - 50.0) * answered
    count = belongs @ answered
    squares = belongs @ around**2 - ratio((turned @ around) ** 2, count)
    shape = instrument.clusters.shape[:2]
    df = np.maximum(count - 1.0, 0.0)
    return np.maximum(squares, 0.0).reshape(*shape, -1), df.reshape(*shape, -1)


@dataclass(frozen=True, slots=True)
class RoleErrors:
    """The error structure of every role, enough for the error of any difference of two.

    An answer feeds at most one level, so a variance needs no per-answer work per sheet:
    with P_kc = v_kc/V_c and the difference Δg of two level gradients,
    Σ_k s_k² (λ q_k + (1-λ) Δg_c P_kc)²
      = λ² Σ_k s_k² q_k² + Σ_c Δg_c (2 λ (1-λ) b_c + (1-λ)² sigma_c² Δg_c).
    Everything but g depends on the skipped answers only.
    """

    fit_gradient: FloatArray
    """q_k s_k (R, K, m)."""
    level_gradient: FloatArray
    """g (R, C, n): ∂R/∂x."""
    shared: FloatArray
    """b (R, C, m) = Σ_k q_k s_k² v_kc/V_c."""
    level_variance: FloatArray
    """sigma² (C, m)."""
    missing_level: FloatArray
    """(R, C, m) 100 τ_m w̃ where the competency has no level."""
    unasked: FloatArray
    """(R, 2 C, m) error of fit by likes and strengths that no answer is about."""
    held: FloatArray
    """p (R, n): how far the must-haves hold readiness, 0..1."""
    choice_scale: FloatArray
    """(R, n) τ_κ times what the choices add to fit."""


def role_errors(
    instrument: Instrument, levels: Levels, ready: Readiness, fitted: Fit, weights: FitWeights
) -> RoleErrors:
    """Return the gradients and error terms of §1.6 for every role."""
    settings = instrument.settings
    products = instrument.level_weight * instrument.error_sd[:, None] ** 2
    share = ratio(instrument.importance, instrument.importance.sum(axis=1, keepdims=True))
    unassessed = 100.0 * settings.tau_m * (1.0 - levels.assessed)
    gradient, held = _level_gradient(instrument, levels, ready)
    return RoleErrors(
        fit_gradient=weights.gradient * instrument.error_sd[:, None],
        level_gradient=gradient,
        shared=ratio(products.T @ weights.gradient, levels.weight),
        level_variance=levels.error**2,
        missing_level=share[:, :, None] * unassessed,
        unasked=weights.unasked,
        held=held,
        choice_scale=settings.choice_scale_sd * fitted.by_choices,
    )


def _level_gradient(
    instrument: Instrument, levels: Levels, ready: Readiness
) -> tuple[FloatArray, FloatArray]:
    """Return g (R, C, n) and p (R, n), how far the must-haves cap readiness (§1.6).

    g = (1-p) 100 ŵ rho/req, and p κ/(n must) more for the n must-haves with the largest shortfall.
    """
    ramp = instrument.settings.ramp
    half_width = ramp * levels.error
    per_width = ratio(0.5, half_width)
    gradient = np.empty((len(instrument.roles), *levels.level.shape), dtype=levels.level.dtype)
    held = np.zeros_like(ready.raw)
    for role, required in enumerate(instrument.required_level):
        scale = ratio(100.0 * instrument.importance[role], required)[:, None] * levels.assessed
        scale = ratio(scale, ready.assessed_importance[role])
        # scale · clip(½ + (req - x)/2h, 0, 1), in three passes over (C, n) instead of five.
        rise = np.subtract(required[:, None] + half_width, levels.level, out=gradient[role])
        rise *= per_width * scale
        np.clip(rise, 0.0, scale, out=rise)
        largest = ready.shortfall[role] - slack(ready.shortfall)
        binding = [
            (index, instrument.settings.cap_slope / instrument.must_have[role, index],
             (short >= largest) & (short > -np.inf))
            for index, short in shortfalls(instrument, levels, role)
        ]  # fmt: skip
        if not binding:
            continue
        sharing = np.maximum(np.sum([binds for _, _, binds in binding], axis=0), 1)
        half = sum(slope * half_width[index] * binds for index, slope, binds in binding) / sharing
        with np.errstate(invalid="ignore"):
            over = ready.raw[role] - 100.0 + instrument.settings.cap_slope * ready.shortfall[role]
            over *= ratio(0.5, half)
        held[role] = np.clip(np.nan_to_num(0.5 + over, nan=0.0), 0.0, 1.0) * (half > 0.0)
        rise *= 1.0 - held[role]
        for index, slope, binds in binding:
            rise[index] += held[role] * binds * slope / sharing
    return gradient, held


def fit_error(errors: RoleErrors, widening: FloatArray) -> FloatArray:
    """Return SE_F (R, n)."""
    variance = np.sum(errors.fit_gradient**2, axis=1) * widening**2
    variance += np.sum(errors.unasked**2, axis=1)
    variance += errors.choice_scale**2
    error: FloatArray = np.sqrt(variance)
    return error


def readiness_error(errors: RoleErrors, widening: FloatArray) -> FloatArray:
    """Return SE_R (R, n); where readiness is null it is the error of knowing nothing."""
    squares = errors.level_gradient**2
    squares *= errors.level_variance
    variance = squares.sum(axis=1)
    variance *= np.maximum(widening, 1.0) ** 2
    variance += np.sum(errors.missing_level**2, axis=1)
    error: FloatArray = np.sqrt(variance)
    return error


def difference_error(
    instrument: Instrument, errors: RoleErrors, widening: FloatArray, first: int, second: int
) -> FloatArray:
    """Return SE_D (n,) of M_first - M_second (docs/scoring.md §1.6); the sign does not matter."""
    lam = instrument.settings.lambda_fit
    fit_part = errors.fit_gradient[first] - errors.fit_gradient[second]
    fit_part *= fit_part
    gamma = errors.level_gradient[first] - errors.level_gradient[second]
    level_part = gamma * ((1.0 - lam) ** 2 * errors.level_variance)
    level_part += 2.0 * lam * (1.0 - lam) * (errors.shared[first] - errors.shared[second])
    level_part *= gamma
    variance = level_part.sum(axis=0)
    variance += lam**2 * fit_part.sum(axis=0)
    np.maximum(variance, 0.0, out=variance)
    variance *= widening**2
    missing = errors.missing_level[first] - errors.missing_level[second]
    variance += (1.0 - lam) ** 2 * np.sum(missing**2, axis=0)
    unasked = errors.unasked[first] - errors.unasked[second]
    variance += lam**2 * np.sum(unasked**2, axis=0)
    variance += (lam * (errors.choice_scale[first] - errors.choice_scale[second])) ** 2
    error: FloatArray = np.sqrt(variance)
    return error


def readiness_bias(
    instrument: Instrument, levels: Levels, ready: Readiness, held: FloatArray
) -> FloatArray:
    """Return b (R, n): how far the limit at each requirement pulls readiness down."""
    half_width = instrument.settings.ramp * levels.error
    per_half = ratio(1.0, half_width)
    bias = np.empty(ready.value.shape)
    for role, required in enumerate(instrument.required_level):
        near = required[:, None] - levels.level
        np.abs(near, out=near)
        near *= -per_half
        near += 1.0
        np.maximum(near, 0.0, out=near)
        near *= near
        near *= half_width * levels.assessed
        bias[role] = ratio(25.0 * instrument.importance[role], required) @ near
    bias = ratio(bias, ready.assessed_importance)
    bias *= 1.0 - held
    return bias


def is_real_change(
    before: FloatArray, before_error: FloatArray, after: FloatArray, after_error: FloatArray,
    z: float,
) -> BoolArray:  # fmt: skip
    """Return where a retake's change exceeds z·√(SE₁² + SE₂²) (§1.6, "Retake").

    A change that is not real must never be shown as progress; NaN is never a real change.
    """
    return np.abs(after - before) > z * np.hypot(before_error, after_error)
