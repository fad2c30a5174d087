"""Readiness: how far a person meets the levels a role requires (docs/scoring.md §1.4)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assessments.scoring.arithmetic import (
    ROUNDING,
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
