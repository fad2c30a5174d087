"""How sure the numbers are: person fit, standard errors, the readiness centre (§1.6)."""

from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import BoolArray, FloatArray, ratio, slack
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Levels, Sheets, fit_gradient
from assessments.scoring.readiness import Readiness, level_shortfalls


@dataclass(frozen=True, slots=True)
class PersonFit:
    """How well a sheet's answers agree with each other."""

    index: FloatArray
    """PF (n,): mean scatter against the expected; NaN when df is 0."""
    df: FloatArray
    """(m,) degrees of freedom, Σ(n - 1) over the clusters."""
    widening: FloatArray
    """f (n,), from `min_widening` to `max_widening`."""


def person_fit(instrument: Instrument, sheets: Sheets) -> PersonFit:
    """Return PF, df and the factor f that widens the errors (docs/scoring.md §1.6)."""
    settings = instrument.settings
    scatter_bars, df_bars = bars_scatter(instrument, sheets)
    scatter_choice, df_choice = choice_scatter(instrument, sheets)
    df = df_bars.sum(axis=0) + df_choice.sum(axis=0)
    scatter = scatter_bars.sum(axis=0) / settings.bars_reference
    scatter += scatter_choice.sum(axis=0) / settings.choice_reference
    index = ratio(scatter, df, empty=np.nan)
    counted = settings.pf_share * index + (1.0 - settings.pf_share) * settings.pf_reference
    usable = np.where(df >= settings.min_person_fit_df - slack(df), counted, settings.pf_reference)
    widening = np.sqrt(usable / settings.pf_reference)
    return PersonFit(index, df, np.clip(widening, settings.min_widening, settings.max_widening))


def bars_scatter(instrument: Instrument, sheets: Sheets) -> tuple[FloatArray, FloatArray]:
    """Return squares (groups, n) and df (groups, m) of the ratings inside each group."""
    return _scatter(instrument.bars_clusters, sheets)


def choice_scatter(instrument: Instrument, sheets: Sheets) -> tuple[FloatArray, FloatArray]:
    """Return squares and df of the choices inside each pair of groups, turned alike."""
    return _scatter(instrument.choice_clusters, sheets, turned=instrument.choice_reversed)


def _scatter(
    clusters: FloatArray, sheets: Sheets, turned: BoolArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return the squares around each cluster's own mean (g, n) and their df (g, m).

    Answers that are `turned` (K,) count from the other end. Only members of a cluster are read.
    """
    members = np.flatnonzero(clusters.any(axis=0))
    belongs = clusters[:, members]
    answered = sheets.answered[members]
    y = sheets.y[members]
    if turned is not None:
        for row in np.flatnonzero(turned[members]):
            np.subtract(100.0, y[row], out=y[row])
            y[row] *= answered[row]
    count = belongs @ answered
    squares = -ratio((belongs @ y) ** 2, count)
    y *= y
    squares += belongs @ y
    return np.maximum(squares, 0.0), np.maximum(count - 1.0, 0.0)


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
    """q_k s_k (R, K, m), centred within ratings and within interest ratings."""
    level_gradient: FloatArray
    """g (R, C, n): ∂R/∂x."""
    shared: FloatArray
    """b (R, C, m) = Σ_k q_k s_k² v_kc/V_c."""
    level_variance: FloatArray
    """sigma² (C, m)."""
    missing_level: FloatArray
    """(R, C, m) 100 τ_m w̃ where the competency has no level."""
    missing_profile: FloatArray
    """(C, m) ω²[no interest answer] + (1-ω)²[no rating], times τ_d²."""
    choice_scale: FloatArray
    """(R, n) τ_κ times what the choices add to fit; (R, 1) zeros where τ_κ is 0."""


def role_errors(
    instrument: Instrument, sheets: Sheets, levels: Levels, ready: Readiness
) -> RoleErrors:
    """Return the gradients and error terms of §1.6 for every role."""
    settings = instrument.settings
    omega = settings.omega_interest
    gradient = fit_gradient(instrument, levels, sheets.answered)
    choice_scale = _choice_scale_error(instrument, sheets, gradient)
    _centre(instrument, sheets, gradient)
    weighted = instrument.level_weight * instrument.error_sd[:, None] ** 2
    shared = ratio(weighted.T @ gradient, levels.weight)
    gradient *= instrument.error_sd[:, None]
    share = ratio(instrument.importance, instrument.importance.sum(axis=1, keepdims=True))
    unassessed = 100.0 * settings.tau_m * (1.0 - levels.assessed)
    unknown = omega**2 * (levels.interest_count == 0.0)
    unknown = unknown + (1.0 - omega) ** 2 * (levels.strength_count == 0.0)
    return RoleErrors(
        fit_gradient=gradient,
        level_gradient=_level_gradient(instrument, levels, ready),
        shared=shared,
        level_variance=levels.error**2,
        missing_level=share[:, :, None] * unassessed,
        missing_profile=settings.tau_d**2 * unknown,
        choice_scale=choice_scale,
    )


def _choice_scale_error(instrument: Instrument, sheets: Sheets, gradient: FloatArray) -> FloatArray:
    """Return τ_κ Σ_k q_k (y_k - 50) over the choices (R, n): the error of their unknown scale."""
    spread = instrument.settings.choice_scale_sd
    if spread == 0.0:
        return np.zeros((len(gradient), 1))
    choices = instrument.is_choice > 0.0
    deviation = (sheets.y[choices] - 50.0) * sheets.answered[choices]
    if gradient.shape[2] == 1:  # everybody skipped the same answers: one small product
        alike: FloatArray = spread * (gradient[:, choices, 0] @ deviation)
        return alike
    error: FloatArray = spread * np.sum(gradient[:, choices] * deviation, axis=1)
    return error


def _centre(instrument: Instrument, sheets: Sheets, gradient: FloatArray) -> None:
    """Subtract, inside each rated source, the mean over its answered items; in place."""
    for source in (instrument.is_bars, instrument.is_interest):
        members = np.flatnonzero(source)
        if members.size:
            mean = ratio(source @ gradient, source @ sheets.answered)
            for k in members:  # a row at a time: a copy of all of them would cost more
                gradient[:, k] -= mean * sheets.answered[k]


def _level_gradient(instrument: Instrument, levels: Levels, ready: Readiness) -> FloatArray:
    """Return g_rc = 100 ŵ rho/req (R, C, n); where capped, the slope of the must-haves that bind.

    Those are the competencies with the largest shortfall. Where several share it, each carries an
    equal part of its own slope, so that the order of competencies decides nothing.
    """
    half_width = instrument.settings.ramp * levels.error
    per_width = ratio(0.5, half_width)
    gradient = np.empty((len(instrument.roles), *levels.level.shape), dtype=levels.level.dtype)
    for role, required in enumerate(instrument.required_level):
        scale = ratio(100.0 * instrument.importance[role], required)[:, None] * levels.assessed
        scale = ratio(scale, ready.assessed_importance[role])
        # scale · clip(½ + (req - x)/2h, 0, 1), in three passes over (C, n) instead of five.
        rise = np.subtract(required[:, None] + half_width, levels.level, out=gradient[role])
        rise *= per_width * scale
        np.clip(rise, 0.0, scale, out=rise)
        capped = ready.capped[role]
        if capped.any():
            rise *= ~capped
            largest = ready.shortfall[role] - slack(ready.shortfall)
            binding = [
                (index, capped & (shortfall >= largest))
                for index, shortfall in level_shortfalls(instrument, levels, role)
            ]
            sharing = np.sum([binds for _, binds in binding], axis=0)
            for index, binds in binding:
                slope = instrument.settings.cap_slope / instrument.must_have[role, index]
                rise[index, binds] = slope / sharing[binds]
    return gradient


def fit_error(instrument: Instrument, errors: RoleErrors, widening: FloatArray) -> FloatArray:
    """Return SE_F (R, n)."""
    variance = np.sum(errors.fit_gradient**2, axis=1) * widening**2
    variance += (instrument.alpha**2) @ errors.missing_profile
    variance += errors.choice_scale**2
    error: FloatArray = np.sqrt(variance)
    return error


def readiness_error(errors: RoleErrors, widening: FloatArray) -> FloatArray:
    """Return SE_R (R, n); where readiness is null it is the error of knowing nothing."""
    squares = errors.level_gradient**2
    squares *= errors.level_variance
    variance = squares.sum(axis=1)
    variance *= widening**2
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
    contrast = lam * (instrument.alpha[first] - instrument.alpha[second])
    variance += contrast**2 @ errors.missing_profile
    variance += (lam * (errors.choice_scale[first] - errors.choice_scale[second])) ** 2
    error: FloatArray = np.sqrt(variance)
    return error


def readiness_bias(instrument: Instrument, levels: Levels, ready: Readiness) -> FloatArray:
    """Return b (R, n): how far the cap at each requirement pulls readiness down, 0 if capped."""
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
    bias[ready.capped] = 0.0
    return bias


def is_real_change(
    before: FloatArray, before_error: FloatArray, after: FloatArray, after_error: FloatArray,
    z: float,
) -> BoolArray:  # fmt: skip
    """Return where a retake's change exceeds z·√(SE₁² + SE₂²) (§1.6, "Retake").

    A change that is not real must never be shown as progress; NaN is never a real change.
    """
    return np.abs(after - before) > z * np.hypot(before_error, after_error)
