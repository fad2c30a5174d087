"""Score very many sheets fast: only the verdict and what it rests on, by the formulas of ``score``.

Twice as fast as ``score``: what that computes beyond the verdict is left out, and what does not
depend on role profiles can be used again for other profiles. Faster still in single precision,
which the preview of a draft's effect uses. Scores that are shown come from ``score`` alone.
"""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np

from assessments.scoring.arithmetic import CodeArray, FloatArray, IndexArray
from assessments.scoring.fit import fit, fit_weights
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Levels, Sheets, assess
from assessments.scoring.readiness import readiness
from assessments.scoring.uncertainty import PersonFit, person_fit, role_errors
from assessments.scoring.verdict import (
    NO_ROLE,
    VERDICTS,
    Verdict,
    compare,
    match,
    not_separated,
    verdict_codes,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Levels and person fit of a chunk of sheets: what is known before roles are compared."""

    sheets: Sheets
    levels: Levels
    person: PersonFit


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Verdicts of n sheets and the scores behind them, roles first; NaN means "not assessed"."""

    fit: FloatArray
    """F (R, n)."""
    readiness: FloatArray
    """R (R, n), NaN where null."""
    difference: FloatArray
    """D (R, n) of the top role minus each; NaN where one of the two cannot be compared."""
    error: FloatArray
    """SE_D (R, n) of each, NaN for the top role."""
    top: IndexArray
    """(n,) role with the highest match."""
    other: IndexArray
    """(n,) strongest other role, ``NO_ROLE`` with one role."""
    verdict: CodeArray
    """(n,) index in ``VERDICTS``."""
    named_role: IndexArray
    """(n,) role that the verdict names, else ``NO_ROLE``."""


@lru_cache(maxsize=256)
def single(instrument: Instrument) -> Instrument:
    """Return the instrument with arrays in single precision, for ``measure`` and ``outcomes``."""
    arrays: dict[str, Any] = {
        each.name: values.astype(np.float32)
        for each in fields(Instrument)
        if isinstance(values := getattr(instrument, each.name), np.ndarray)
        and values.dtype == np.float64
    }
    return replace(instrument, **arrays)


def measures_alike(one: Instrument, other: Instrument) -> bool:
    """Return whether two instruments give the same ``Measured`` for the same sheets."""
    first, second = one.specification, other.specification
    parts = ({part.tobytes() for part in each.clusters} for each in (one, other))
    return next(parts) == next(parts) and (
        first.competencies,
        first.items,
        first.evidence,
        first.settings,
    ) == (
        second.competencies,
        second.items,
        second.evidence,
        second.settings,
    )


def measure(instrument: Instrument, y: FloatArray, years: FloatArray) -> Measured:
    """Measure n sheets: ``y`` (K, n), NaN where skipped, is changed in place; ``years`` (n,).

    All in the precision of ``y``, which must be the instrument's.
    """
    sheets = Sheets.by_column(y, years)
    return Measured(sheets, assess(instrument, sheets), person_fit(instrument, sheets))


def outcomes(instrument: Instrument, measured: Measured) -> Outcomes:
    """Return the verdict of each measured sheet and the scores behind it (§1.3 to §1.6)."""
    sheets, levels, person = measured.sheets, measured.levels, measured.person
    weights = fit_weights(instrument, sheets.answered)
    fitted = fit(instrument, sheets, weights)
    ready = readiness(instrument, levels, sheets.years)
    errors = role_errors(instrument, levels, ready, fitted, weights)
    comparison = compare(instrument, fitted, match(instrument, fitted, ready), errors, person)
    unseparated = not_separated(instrument, comparison)
    codes = verdict_codes(instrument, fitted, ready, person, unseparated)
    return Outcomes(
        fit=fitted.value,
        readiness=ready.value,
        difference=comparison.difference,
        error=comparison.error,
        top=comparison.top,
        other=comparison.other,
        verdict=codes,
        named_role=np.where(codes == VERDICTS.index(Verdict.ONE_ROLE), comparison.top, NO_ROLE),
    )
