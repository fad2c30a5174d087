"""Match, the order of roles and the verdict (docs/scoring.md §1.5)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assessments.scoring.arithmetic import (
    ROUNDING,
    BoolArray,
    CodeArray,
    FloatArray,
    IndexArray,
    normal_cdf,
    slack,
)
from assessments.scoring.fit import Fit
from assessments.scoring.instrument import Instrument
from assessments.scoring.levels import Readiness
from assessments.scoring.uncertainty import PersonFit, RoleErrors, difference_error


class Verdict(StrEnum):
    """What a result says about the roles; the values are stored codes, never shown."""

    ONE_ROLE = "one_role"
    TOO_CLOSE = "too_close"
    NEITHER = "neither"
    INSUFFICIENT = "insufficient"
    INCONSISTENT = "inconsistent"


VERDICTS = tuple(Verdict)
NO_ROLE = -1


@dataclass(frozen=True, slots=True)
class MatchComparison:
    """The top role against every other role, roles first."""

    top: IndexArray
    """(n,) role with the highest match; exact ties go to the earlier profile."""
    other: IndexArray
    """(n,) strongest other role, ``NO_ROLE`` where nothing is left to compare."""
    difference: FloatArray
    """(R, n) M_top - M_r; NaN where one of the two has no match."""
    error: FloatArray
    """(R, n) SE of each difference; NaN where there is none, and for the top role itself."""


def match(instrument: Instrument, fit: Fit, ready: Readiness) -> FloatArray:
    """Return M = λF + (1-λ)R (R, n), NaN where readiness is."""
    lam = instrument.settings.lambda_fit
    return lam * fit.value + (1.0 - lam) * ready.value


def compare(
    instrument: Instrument, fit: Fit, matched: FloatArray, errors: RoleErrors, person: PersonFit
) -> MatchComparison:
    """Order the roles by match and give every difference from the top with its own error.

    Where no role has a readiness, the order follows fit alone and there is no difference.
    """
    order = _order_values(instrument, fit, matched)
    top = _first_highest(order)
    rest = order.copy()
    best = order[0].copy()
    for role in range(len(order)):
        np.putmask(best, top == role, order[role])
        np.putmask(rest[role], top == role, -np.inf)
    other = np.where(np.isneginf(rest.max(axis=0)), NO_ROLE, _first_highest(rest))
    with np.errstate(invalid="ignore"):
        difference = best - order
    difference[np.isnan(matched)] = np.nan
    error = _errors_from_top(instrument, errors, person, top, matched.shape)
    error[np.isnan(difference)] = np.nan
    return MatchComparison(top, other, difference, error)


def _order_values(instrument: Instrument, fit: Fit, matched: FloatArray) -> FloatArray:
    """Return what roles are ordered by (R, n): M, or λF where no M exists; -∞ = cannot be."""
    order = np.where(np.isnan(matched), -np.inf, matched)
    unknown = np.isnan(matched).all(axis=0)
    if unknown.any():
        interest = instrument.settings.lambda_fit * fit.value[:, unknown]
        usable = instrument.comparable[:, None] | ~instrument.comparable.any()
        order[:, unknown] = np.where(usable, interest, -np.inf)
    return order


def _first_highest(order: FloatArray) -> IndexArray:
    """Return the first row within rounding of the highest, by column."""
    highest = order >= order.max(axis=0) - slack(order)
    first = np.zeros(order.shape[1], dtype=np.intp)
    for row in reversed(range(len(order))):  # argmax walks down columns, ten times as slow
        np.putmask(first, highest[row], row)
    return first


def _errors_from_top(
    instrument: Instrument,
    errors: RoleErrors,
    person: PersonFit,
    top: IndexArray,
    shape: tuple[int, ...],
) -> FloatArray:
    """Return SE_D (R, n) of the top role against each other; each pair is worked out once."""
    roles, n = shape
    error = np.full((roles, n), np.nan, dtype=errors.level_gradient.dtype)
    pairs: dict[tuple[int, int], FloatArray] = {}
    tops = np.flatnonzero(np.bincount(top, minlength=roles)).tolist()
    for first in tops:
        mine = top == first
        for second in range(roles):
            if second == first:
                continue
            pair = (min(first, second), max(first, second))
            if pair not in pairs:
                pairs[pair] = difference_error(instrument, errors, person.widening, *pair)
            np.putmask(error[second], mine, pairs[pair])
    return error


def chance(instrument: Instrument, difference: FloatArray, error: FloatArray) -> FloatArray:
    """Return P = Φ(0.8·|D|/SE_D) (n,): the stated chance that the top role is the better match.

    With SE_D = 0 it is ½ for no difference and 1 for any other.
    """
    size = np.abs(difference)
    certain = np.where(size > ROUNDING, np.inf, size * 0.0)
    scaled = np.divide(size, error, out=certain, where=~(error <= 0.0))
    return normal_cdf(instrument.settings.chance_factor * scaled)


def not_separated(instrument: Instrument, comparison: MatchComparison) -> BoolArray:
    """Return (R, n): comparable roles that rule 4 cannot tell from the top one."""
    settings = instrument.settings
    compared = int(instrument.comparable.sum())
    z, least = settings.z(compared), settings.least_difference(compared)
    clear = comparison.difference >= least - slack(comparison.difference)
    clear &= comparison.difference - z * comparison.error > slack(comparison.error)
    mask: BoolArray = ~clear & instrument.comparable[:, None]
    mask[comparison.top, np.arange(comparison.top.size)] = False
    return mask


def verdict_codes(
    instrument: Instrument, fit: Fit, ready: Readiness, person: PersonFit, unseparated: BoolArray
) -> CodeArray:
    """Return the index in ``VERDICTS`` of the first rule of §1.5 that applies (n,)."""
    settings = instrument.settings
    codes = np.where(
        unseparated.any(axis=0), VERDICTS.index(Verdict.TOO_CLOSE), VERDICTS.index(Verdict.ONE_ROLE)
    ).astype(np.int8)
    best = np.where(np.isnan(ready.value), -np.inf, ready.value).max(axis=0)
    codes[best < settings.theta_neither - slack(best)] = VERDICTS.index(Verdict.NEITHER)
    # Near 2, single precision is far finer than on the scale of scores.
    scattered = person.index > settings.pf_critical + min(slack(person.index), 1e-5)
    scattered = scattered & (person.df >= settings.min_person_fit_df - slack(person.df))
    codes[scattered] = VERDICTS.index(Verdict.INCONSISTENT)
    few = ready.coverage < settings.min_coverage - slack(ready.coverage)
    few = few | (fit.coverage < settings.min_coverage_fit - slack(fit.coverage))
    insufficient = (few & instrument.comparable[:, None]).any(axis=0)
    insufficient = insufficient | ~instrument.comparable.any()
    codes[np.broadcast_to(insufficient, codes.shape)] = VERDICTS.index(Verdict.INSUFFICIENT)
    return codes


def disagreement(
    instrument: Instrument, fit: Fit, ready: Readiness, comparison: MatchComparison
) -> tuple[IndexArray, IndexArray]:
    """Return the role interests point to and the role skills point to (n,), §1.5 last line.

    Both are ``NO_ROLE`` unless, between the top role and the strongest other, fit and readiness
    differ by more than the margin in opposite directions.
    """
    columns = np.arange(comparison.top.size)
    top, other = comparison.top, np.maximum(comparison.other, 0)
    by_fit = fit.value[top, columns] - fit.value[other, columns]
    by_readiness = ready.value[top, columns] - ready.value[other, columns]
    margin = instrument.settings.disagreement_margin + ROUNDING
    opposed = (np.abs(by_fit) > margin) & (np.abs(by_readiness) > margin)
    opposed &= (by_fit > 0.0) != (by_readiness > 0.0)
    interests = np.where(by_fit > 0.0, top, other)
    skills = np.where(by_readiness > 0.0, top, other)
    return np.where(opposed, interests, NO_ROLE), np.where(opposed, skills, NO_ROLE)
