"""Item scores → competency levels (docs/scoring.md §1.2).

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
    """(K, n) scores, 0 where skipped; ``assess`` sets evidence to 0 where it raises no level."""
    answered: FloatArray
    """(K, m) 1 where answered, else 0."""
    years: FloatArray
    """(n,) hands-on years, NaN where unknown."""

    @classmethod
    def of(cls, y: FloatArray, years: FloatArray) -> "Sheets":
        """Lay out rows of item scores (n, K), NaN where skipped.

        Raises ``ValueError`` for a score outside 0..100 or years below 0.
        """
        return cls.by_column(np.array(y.T, dtype=np.float64, order="C"), years)

    @classmethod
    def by_column(cls, scores: FloatArray, years: FloatArray) -> "Sheets":
        """Take item scores (K, n), NaN where skipped, in their own precision.

        ``scores`` is changed in place. Raises ``ValueError`` as ``of`` does.
        """
        skipped = np.isnan(scores)
        if skipped.any():
            scores[skipped] = 0.0
        if (skipped == skipped[:, :1]).all():
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
    """Levels of a chunk of sheets by competency, with errors; they depend on no role profile."""

    level: FloatArray
    """x (C, n), 0..100; 0 where there is no level (always read beside ``assessed``)."""
    error: FloatArray
    """sigma (C, m), 0 where there is no level."""
    assessed: FloatArray
    """(C, m) 1 where the competency has a level, else 0."""
    weight: FloatArray
    """V (C, m): summed level weight of the answers given, evidence included."""


def assess(instrument: Instrument, sheets: Sheets) -> Levels:
    """Return levels and their errors (§1.2); evidence that raises none becomes 0 in ``sheets``."""
    v, own = instrument.level_weight, instrument.item_weight
    weight = own.T @ sheets.answered
    assessed: BoolArray = weight >= instrument.settings.min_level_weight
    level = ratio(own.T @ sheets.y, np.where(assessed, weight, 0.0))
    _raise_by_evidence(instrument, sheets, level, np.where(assessed, weight, 0.0))
    weight = v.T @ sheets.answered
    variance = (v**2 * instrument.error_sd[:, None] ** 2).T @ sheets.answered
    return Levels(
        level=level,
        error=np.sqrt(ratio(variance, np.where(assessed, weight, 0.0) ** 2)),
        assessed=assessed.astype(level.dtype),
        weight=weight,
    )


def _raise_by_evidence(
    instrument: Instrument, sheets: Sheets, level: FloatArray, weight: FloatArray
) -> None:
    """Take in the evidence score that raises a level most, if any does; in place."""
    before: dict[int, FloatArray] = {}
    for k in range(len(instrument.specification.items), len(instrument.answer_columns)):
        c = int(np.argmax(instrument.level_weight[k]))
        v = instrument.level_weight[k, c]
        own = before.setdefault(c, level[c].copy())
        raised = own + (sheets.y[k] - own) * ratio(v * (weight[c] > 0.0), weight[c] + v)
        better = raised > level[c]
        np.copyto(level[c], raised, where=better)
        for other in np.flatnonzero(instrument.level_weight[:, c] - instrument.item_weight[:, c]):
            sheets.y[other] *= better if other == k else (other > k) | ~better
