"""Fit: how far the shape of what a person likes and is relatively good at suits a role (§1.3)."""

from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import FloatArray, ratio
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Levels


@dataclass(frozen=True, slots=True)
class Fit:
    """Fit of a chunk of sheets, roles first."""

    value: FloatArray
    """F (R, n), 0..100."""
    unclipped: FloatArray
    """50 + Σ_c alpha_rc d_c (R, n), before it is clipped to 0..100."""
    coverage: FloatArray
    """(R, m) share of Σ|alpha| that has an interest answer; 1 for a flat role, which asks none."""


def fit(instrument: Instrument, levels: Levels) -> Fit:
    """Return F_r = clip(50 + Σ_c alpha_rc d_c, 0, 100) and its coverage (docs/scoring.md §1.3)."""
    unclipped = instrument.alpha @ levels.profile
    unclipped += 50.0
    reach = np.abs(instrument.alpha)
    covered = reach @ (levels.interest_count > 0.0).astype(levels.profile.dtype)
    return Fit(
        value=np.clip(unclipped, 0.0, 100.0),
        unclipped=unclipped,
        coverage=ratio(covered, reach.sum(axis=1, keepdims=True), empty=1.0),
    )
