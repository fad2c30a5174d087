"""Item scores → levels (docs/scoring.md §1.2) → readiness (§1.4), and what can be proved.

Inside the core arrays lie with competencies first, (C, n), one contiguous row per competency,
because that order is several times faster than (n, C). An array that depends only on *which*
answers were given is (…, m): m = 1 when all sheets of a chunk skipped the same, else m = n.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.arithmetic import (
    ROUNDING,
    BoolArray,
    CodeArray,
    FloatArray,
    IndexArray,
    ratio,
    slack,
)
from assessments.scoring.instrument import Instrument
from assessments.scoring.specification import Bands


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
        """Lay out item scores (n, K), NaN where skipped. Raises as ``by_column`` does."""
        return cls.by_column(np.array(y.T, dtype=np.float64, order="C"), years)

    @classmethod
    def by_column(cls, scores: FloatArray, years: FloatArray) -> "Sheets":
        """Take item scores (K, n), NaN where skipped, in their own precision; changed in place.

        Raises ``ValueError`` for a score outside 0..100 or years below 0.
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


class Band(StrEnum):
    """Band of readiness. Ready also needs every must-have met."""

    READY = "ready"
    NEARLY = "nearly"
    BUILDING = "building"
    EARLY = "early"


BANDS = tuple(Band)
NO_BAND = -1


@dataclass(frozen=True, slots=True)
class Readiness:
    """Readiness of a chunk of sheets, roles first."""

    raw: FloatArray
    """Rraw (R, n), NaN where no competency of the role has a level."""
    cap: FloatArray
    """(R, n) 100 - κ · largest shortfall, at most 100."""
    value: FloatArray
    """R (R, n) = min(raw, cap), NaN as raw."""
    shortfall: FloatArray
    """(R, n) the largest s of a must-have, below 0 where all are met; -inf without any."""
    unmet: IndexArray
    """(R, n) number of must-haves not met; unknown levels do not count, unknown years do."""
    coverage: FloatArray
    """(R, m) weighted share of the role's competencies that have a level."""
    assessed_importance: FloatArray
    """(R, m) Σ w over the competencies that have a level."""


def readiness(instrument: Instrument, levels: Levels, years: FloatArray) -> Readiness:
    """Return raw readiness, cap and what caps it for every role (docs/scoring.md §1.4)."""
    roles, n = len(instrument.roles), years.size
    assessed_importance = instrument.importance @ levels.assessed
    raw = np.empty((roles, n), dtype=levels.level.dtype)
    worst = np.full_like(raw, -np.inf)
    unmet = np.zeros((roles, n), dtype=np.intp)
    for role in range(roles):
        met = met_share(instrument, levels, role)
        if levels.assessed.shape[1] == 1:  # the same competencies for all: weigh, do not multiply
            raw[role] = (instrument.importance[role] * levels.assessed[:, 0]) @ met
        else:
            met *= levels.assessed
            raw[role] = instrument.importance[role] @ met
        for _, short in shortfalls(instrument, levels, role):
            np.maximum(worst[role], short, out=worst[role])
            unmet[role] += short > slack(short)
        if not np.isnan(instrument.required_years[role]):
            unmet[role] += ~(years_short(instrument, years, role) <= ROUNDING)
    raw = ratio(100.0 * raw, assessed_importance, empty=np.nan)
    cap = 100.0 - instrument.settings.cap_slope * np.maximum(worst, 0.0)
    return Readiness(
        raw=raw,
        cap=cap,
        value=np.minimum(raw, cap),
        shortfall=worst,
        unmet=unmet,
        coverage=ratio(assessed_importance, instrument.importance.sum(axis=1, keepdims=True)),
        assessed_importance=assessed_importance,
    )


def met_share(instrument: Instrument, levels: Levels, role: int) -> FloatArray:
    """Return m_c = min(1, x_c/req_c) of one role (C, n), 1 where nothing is required.

    A competency without a level reads 0 (or 1): always weight by ``levels.assessed``.
    """
    required = instrument.required_level[role][:, None]
    met = levels.level * ratio(1.0, required)
    if (required == 0.0).any():
        met += required == 0.0
    return np.minimum(met, 1.0, out=met)


def shortfalls(instrument: Instrument, levels: Levels, role: int) -> list[tuple[int, FloatArray]]:
    """Return (index, s (n,)) of the competencies that are must-haves of one role, in order.

    s = 1 - level/needed, below 0 where the level is above; an unknown level reads -inf.
    """
    found = []
    for index in np.flatnonzero(~np.isnan(instrument.must_have[role])).tolist():
        short = 1.0 - levels.level[index] / instrument.must_have[role, index]
        found.append((index, np.where(levels.assessed[index] > 0.0, short, -np.inf)))
    return found


def years_short(instrument: Instrument, years: FloatArray, role: int) -> FloatArray:
    """Return s (n,) of the hands-on years a role needs: 0 = met, NaN = none needed or unknown."""
    short: FloatArray = np.maximum(1.0 - years / instrument.required_years[role], 0.0)
    return short


def band_codes(limits: Bands, value: FloatArray, unmet: IndexArray) -> CodeArray:
    """Return the index in ``BANDS`` of each readiness, ``NO_BAND`` where it is NaN (§1.4)."""
    lowest = ((limits.ready, Band.READY), (limits.nearly, Band.NEARLY),
              (limits.building, Band.BUILDING))  # fmt: skip
    codes = np.full(value.shape, BANDS.index(Band.EARLY), dtype=np.int8)
    for limit, band in reversed(lowest):
        codes[value >= limit - slack(value)] = BANDS.index(band)
    codes[(codes == BANDS.index(Band.READY)) & (unmet > 0)] = BANDS.index(Band.NEARLY)
    codes[np.isnan(value)] = NO_BAND
    return codes


def evidence_levels(instrument: Instrument, y: ArrayLike) -> FloatArray:
    """Return the best evidence score by competency (N, C), NaN where there is none.

    ``y`` (N, K) is as for ``score``; only its evidence columns are read. Merge in the levels that
    held certificates support with ``np.fmax`` before ``proof``.
    """
    rows = np.asarray(y, dtype=np.float64)
    best = np.full((len(rows), len(instrument.competencies)), np.nan)
    first = len(instrument.specification.items)
    for k, each in enumerate(instrument.specification.evidence, first):
        index = instrument.competencies.index(each.competency)
        best[:, index] = np.fmax(best[:, index], rows[:, k])
    return best


def proof(instrument: Instrument, evidence: ArrayLike) -> FloatArray:
    """Return P_r = 100 Σ_c ŵ_rc min(1, e_c/req_rc) (N, R) (docs/scoring.md, "Prove dial").

    ``evidence`` (N, C) holds the best checkable level of each competency, NaN where there is none.
    The weights run over all competencies of the role, and no evidence counts 0: here and only
    here, worded "nothing to show yet". A competency that requires nothing counts in full.
    Never part of the verdict. NaN for a role whose importances are all 0.
    """
    shown = np.nan_to_num(np.asarray(evidence, dtype=np.float64), nan=0.0)
    share = shown[:, None, :] * ratio(1.0, instrument.required_level)
    share += instrument.required_level == 0.0
    total: FloatArray = (np.minimum(share, 1.0) * instrument.importance).sum(axis=2)
    return ratio(100.0 * total, instrument.importance.sum(axis=1), empty=np.nan)


def proof_reach(instrument: Instrument) -> FloatArray:
    """Return the highest proof (R,) that the facts of this instrument can show.

    Proof of somebody whose every evidence score is 100: below 100 wherever a role weighs a
    competency that no fact is asked about. NaN as in ``proof``.
    """
    full = np.full((1, len(instrument.answer_columns)), 100.0)
    reach: FloatArray = proof(instrument, evidence_levels(instrument, full))[0]
    return reach
