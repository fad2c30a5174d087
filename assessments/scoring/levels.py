"""Item scores → competency levels and the person's profile (docs/scoring.md §1.2 and §1.3).

Nothing here depends on a role. Inside the core arrays lie with competencies first, (C, n), one
contiguous row a competency, because that order is several times faster than (n, C). An array
that depends only on *which* answers were given is (…, m) with m = 1 when every sheet of the
chunk skipped the same answers, else m = n; both broadcast.
"""

from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import BoolArray, FloatArray, ratio
from assessments.scoring.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Sheets:
    """A chunk of answer sheets."""

    y: FloatArray
    """(K, n) item scores, 0 where skipped (always read beside `answered`)."""
    answered: FloatArray
    """(K, m) 1 where answered, else 0."""
    years: FloatArray
    """(n,) hands-on years, NaN where unknown."""

    @classmethod
    def of(cls, y: FloatArray, years: FloatArray) -> "Sheets":
        """Lay out rows of item scores (n, K), NaN where skipped.

        Raises `ValueError` for a score outside 0..100 or years below 0.
        """
        return cls.by_column(np.array(y.T, dtype=np.float64, order="C"), years)

    @classmethod
    def by_column(cls, scores: FloatArray, years: FloatArray) -> "Sheets":
        """Take item scores (K, n), NaN where skipped, in their own precision.

        `scores` is changed in place. Raises `ValueError` as `of` does.
        """
        skipped = np.isnan(scores)
        if skipped.any():
            scores[skipped] = 0.0
            if (skipped == skipped[:, :1]).all():
                skipped = skipped[:, :1]
        else:
            skipped = skipped[:, :1]
        if scores.size and not (scores.min() >= 0.0 and scores.max() <= 100.0):
            raise ValueError(
                f"Item scores run from {scores.min()} to {scores.max()}; allowed: 0 to 100, or NaN."
            )
        if (years < 0.0).any():
            raise ValueError(f"Hands-on years are {np.nanmin(years)}; allowed: 0 or more, or NaN.")
        return cls(scores, (~skipped).astype(scores.dtype), years)


@dataclass(frozen=True, slots=True)
class Levels:
    """What the answers say about the person, role by role profiles aside."""

    level: FloatArray
    """x (C, n), 0..100; 0 where there is no level (always read beside `assessed`)."""
    error: FloatArray
    """sigma (C, m), 0 where there is no level."""
    assessed: FloatArray
    """(C, m) 1 where the competency has a level, else 0."""
    weight: FloatArray
    """V (C, m): summed level weight of the answers given."""
    profile: FloatArray
    """d (C, n): the person's shape, in points around their own mean."""
    interest_count: FloatArray
    """nI (C, m): interest answers about the competency."""
    strength_count: FloatArray
    """(C, m): ratings of the competency."""
    rating_mean: FloatArray
    """(n,) the person's own mean rating, 0 where none."""
    interest_mean: FloatArray
    """(n,) the person's own mean interest rating, 0 where none."""


def assess(instrument: Instrument, sheets: Sheets) -> Levels:
    """Return levels, their errors and the profile d of a chunk of sheets (§1.2, §1.3)."""
    answered, omega = sheets.answered, instrument.settings.omega_interest
    v = instrument.level_weight
    points, interest, strength, ratings = _sums(instrument, sheets.y)
    weight = v.T @ answered
    assessed: BoolArray = weight >= instrument.settings.min_level_weight
    usable = np.where(assessed, weight, 0.0)
    variance = ratio((v**2 * instrument.error_sd[:, None] ** 2).T @ answered, usable**2)
    rating_mean = ratio(ratings[0], instrument.is_bars @ answered)
    interest_mean = ratio(ratings[1], instrument.is_interest @ answered)
    interest_count = np.abs(instrument.interest_sign).T @ answered
    strength_count = instrument.strength.T @ answered
    profile = _interest(instrument, interest, answered, interest_mean, interest_count)
    profile *= omega
    strength -= rating_mean * strength_count
    strength *= ratio(1.0 - omega, strength_count)
    profile += strength
    return Levels(
        level=ratio(points, usable),
        error=np.sqrt(variance),
        assessed=assessed.astype(points.dtype),
        weight=weight,
        profile=profile,
        interest_count=interest_count,
        strength_count=strength_count,
        rating_mean=rating_mean,
        interest_mean=interest_mean,
    )


def _sums(instrument: Instrument, y: FloatArray) -> tuple[FloatArray, ...]:
    """Return all weighted sums of item scores, by one product, which is quicker than four.

    Σ v y (C, n), Σ κ U y (C, n), Σ B y (C, n), and Σ y over ratings and over interest (2, n).
    """
    parts = (
        instrument.level_weight.T,
        interest_gain(instrument).T,
        instrument.strength.T,
        np.stack([instrument.is_bars, instrument.is_interest]),
    )
    sums = np.concatenate(parts) @ y
    levels, interest, strength, ratings = np.split(sums, np.cumsum([len(p) for p in parts[:-1]]))
    return levels, interest, strength, ratings


def _interest(
    instrument: Instrument,
    total: FloatArray,
    answered: FloatArray,
    interest_mean: FloatArray,
    count: FloatArray,
) -> FloatArray:
    """Return dI (C, n) in place of Σ κ U y: mean turned deviation of interest answers, else 0."""
    gain = interest_gain(instrument)
    choice_sign = gain * instrument.is_choice[:, None]
    rating_sign = gain * instrument.is_interest[:, None]
    total -= 50.0 * (choice_sign.T @ answered)
    total -= interest_mean * (rating_sign.T @ answered)
    total *= ratio(1.0, count)
    return total


def interest_gain(instrument: Instrument) -> FloatArray:
    """Return κ_c·U for choices and U for interest ratings (K, C): what a point of y says (§1.3)."""
    scored = instrument.interest_sign.dtype
    scale = np.where(instrument.is_choice > 0.0, instrument.settings.choice_scale, 1.0)
    gain: FloatArray = instrument.interest_sign * scale[:, None].astype(scored)
    return gain


def deviations(instrument: Instrument, sheets: Sheets, levels: Levels) -> FloatArray:
    """Return dev (K, n): each answer around its centre, 0 where skipped or not part of fit."""
    centre = 50.0 * instrument.is_choice[:, None]
    centre = centre + instrument.is_bars[:, None] * levels.rating_mean
    centre = centre + instrument.is_interest[:, None] * levels.interest_mean
    in_fit = (instrument.is_choice + instrument.is_bars + instrument.is_interest)[:, None]
    return (sheets.y - centre) * in_fit * sheets.answered


def fit_gradient(instrument: Instrument, levels: Levels, answered: FloatArray) -> FloatArray:
    """Return ∂F/∂y (R, K, m) before centring: Σ_c alpha_c (ω κ_c U/nI + (1-ω) B), §1.6."""
    omega = instrument.settings.omega_interest
    per_interest = ratio(omega, levels.interest_count)
    per_rating = ratio(1.0 - omega, levels.strength_count)
    gain = interest_gain(instrument)
    gradient = np.empty((len(instrument.roles), *answered.shape), dtype=answered.dtype)
    for role, alpha in enumerate(instrument.alpha):
        np.matmul(gain, alpha[:, None] * per_interest, out=gradient[role])
        gradient[role] += instrument.strength @ (alpha[:, None] * per_rating)
        gradient[role] *= answered
    return gradient
