"""Readiness: how far a person meets the levels a role requires (docs/scoring.md §1.4)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assessments.scoring.arithmetic import (
    BoolArray,
    CodeArray,
    FloatArray,
    IndexArray,
    ratio,
    slack,
)
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Levels
from assessments.scoring.specification import Bands


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
    """(R, n) 100 - κ · largest shortfall."""
    value: FloatArray
    """R (R, n) = min(raw, cap), NaN as raw."""
    capped: BoolArray
    """(R, n) the cap binds: cap < raw, by more than rounding."""
    shortfall: FloatArray
    """(R, n) the largest shortfall of a must-have, years included; 0 where none falls short."""
    unmet: IndexArray
    """(R, n) number of must-haves known not to be met."""
    coverage: FloatArray
    """(R, m) weighted share of the role's competencies that have a level."""
    assessed_importance: FloatArray
    """(R, m) Σ w over the competencies that have a level."""


def readiness(instrument: Instrument, levels: Levels, years: FloatArray) -> Readiness:
    """Return raw readiness, cap and what caps it for every role (docs/scoring.md §1.4)."""
    roles, n = len(instrument.roles), years.size
    assessed_importance = instrument.importance @ levels.assessed
    raw = np.empty((roles, n), dtype=levels.level.dtype)
    worst = np.zeros_like(raw)
    unmet = np.zeros((roles, n), dtype=np.intp)
    for role in range(roles):
        met = met_share(instrument, levels, role)
        if levels.assessed.shape[1] == 1:  # the same competencies for all: weigh, do not multiply
            raw[role] = (instrument.importance[role] * levels.assessed[:, 0]) @ met
        else:
            met *= levels.assessed
            raw[role] = instrument.importance[role] @ met
        for _, shortfall in must_have_shortfalls(instrument, levels, years, role):
            np.maximum(worst[role], shortfall, out=worst[role])
            unmet[role] += shortfall > slack(shortfall)
    raw = ratio(100.0 * raw, assessed_importance, empty=np.nan)
    cap = 100.0 - instrument.settings.cap_slope * worst
    return Readiness(
        raw=raw,
        cap=cap,
        value=np.minimum(raw, cap),
        capped=cap < raw - slack(raw),
        shortfall=worst,
        unmet=unmet,
        coverage=ratio(assessed_importance, instrument.importance.sum(axis=1, keepdims=True)),
        assessed_importance=assessed_importance,
    )


def met_share(instrument: Instrument, levels: Levels, role: int) -> FloatArray:
    """Return m_c = min(1, x_c/req_c) of one role (C, n), 1 where nothing is required.

    A competency without a level reads 0 (or 1): always weight by `levels.assessed`.
    """
    required = instrument.required_level[role][:, None]
    met = levels.level * ratio(1.0, required)
    if (required == 0.0).any():
        met += required == 0.0
    return np.minimum(met, 1.0, out=met)


def must_have_shortfalls(
    instrument: Instrument, levels: Levels, years: FloatArray, role: int
) -> list[tuple[int, FloatArray]]:
    """Return (index, s (n,)) of one role's must-haves: competencies in order, then years as C.

    s = max(0, 1 - have/needed); an unknown level or unknown years fall short by 0.
    """
    shortfalls = level_shortfalls(instrument, levels, role)
    needed = instrument.required_years[role]
    if not np.isnan(needed):
        known = np.where(np.isnan(years), needed, years)
        shortfalls.append((len(instrument.competencies), np.maximum(1.0 - known / needed, 0.0)))
    return shortfalls


def level_shortfalls(
    instrument: Instrument, levels: Levels, role: int
) -> list[tuple[int, FloatArray]]:
    """Return (index, s (n,)) of the competencies that are must-haves of one role, in order.

    s = max(0, 1 - level/needed); an unknown level falls short by 0.
    """
    shortfalls = []
    for index in np.flatnonzero(~np.isnan(instrument.must_have[role])).tolist():
        shortfall = 1.0 - levels.level[index] / instrument.must_have[role, index]
        shortfall *= levels.assessed[index]
        shortfalls.append((index, np.maximum(shortfall, 0.0)))
    return shortfalls


def band_codes(limits: Bands, value: FloatArray, unmet: IndexArray) -> CodeArray:
    """Return the index in `BANDS` of each readiness, `NO_BAND` where it is NaN (§1.4)."""
    lowest = ((limits.ready, Band.READY), (limits.nearly, Band.NEARLY),
              (limits.building, Band.BUILDING))  # fmt: skip
    codes = np.full(value.shape, BANDS.index(Band.EARLY), dtype=np.int8)
    for limit, band in reversed(lowest):
        codes[value >= limit - slack(value)] = BANDS.index(band)
    codes[(codes == BANDS.index(Band.READY)) & (unmet > 0)] = BANDS.index(Band.NEARLY)
    codes[np.isnan(value)] = NO_BAND
    return codes
