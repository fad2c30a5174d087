"""Count what a simulation shows: how often ranges hold, and how often the right role is named.

D is the match of the first role minus that of the second; "named": the verdict is ``one_role``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from assessments.scoring import (
    NO_ROLE,
    VERDICTS,
    Instrument,
    Scores,
    Verdict,
    ratings_exceed_examples,
)
from assessments.scoring.arithmetic import BoolArray, CodeArray, FloatArray, IndexArray
from assessments.simulation.people import TYPES

GAP = 20.0
"""True difference, in points of match, from which a role should be named."""
FIRST, SECOND = 0, 1
GAPS = (0.0, 1.0, 3.0, 6.0, 10.0, 15.0, 20.0, 25.0, 30.0, 100.0)
READY_ENOUGH = 56.0
"""The gap table leaves out people with every true readiness below this: most get "neither yet"."""
READY, NOT_READY = 85.0, 75.0

Row = dict[str, float | int | str | None]
"""One row of a table, or a set of figures: name to value, ``None`` where nobody was counted."""


@dataclass(frozen=True, slots=True, eq=False)
class WorldOutcomes:
    """Measured results of N simulated people beside their true scores."""

    kind: IndexArray
    """(N,) index in ``TYPES``."""
    true_difference: FloatArray
    """(N,) true D, in points of match."""
    true_readiness: FloatArray
    """(N, 2) true R."""
    difference: FloatArray
    """(N,) D; NaN where there is none."""
    error: FloatArray
    """(N,) SE_D."""
    covered: BoolArray
    """(N,) D ± z·SE_D holds the true D; not where there is no D."""
    readiness: FloatArray
    """(N, 2) R."""
    readiness_covered: BoolArray
    """(N, 2) the range of readiness holds the true one."""
    verdict: CodeArray
    """(N,) index in ``VERDICTS``."""
    named: IndexArray
    """(N,) 0, 1 or ``NO_ROLE``."""

    @classmethod
    def of(cls, kind: IndexArray, true: Scores, scores: Scores) -> WorldOutcomes:
        """Keep what the figures need of true and measured scores."""
        difference = true.first_minus_second
        size = np.where(scores.top == FIRST, difference, -difference)
        above = scores.readiness_low <= true.readiness
        return cls(
            kind=kind,
            true_difference=difference,
            true_readiness=true.readiness,
            difference=scores.first_minus_second,
            error=scores.standard_error,
            covered=(scores.difference_low <= size) & (size <= scores.difference_high),
            readiness=scores.readiness,
            readiness_covered=above & (true.readiness <= scores.readiness_high),
            verdict=scores.verdict,
            named=scores.named_role,
        )

    @property
    def truly_better(self) -> IndexArray:
        """(N,) the role that truly matches better; ``NO_ROLE`` for a true tie."""
        sign = np.sign(self.true_difference)
        return np.where(sign > 0, FIRST, np.where(sign < 0, SECOND, NO_ROLE))

    @property
    def right(self) -> BoolArray:
        """(N,) the truly better role is named."""
        right: BoolArray = (self.named != NO_ROLE) & (self.named == self.truly_better)
        return right

    @property
    def wrong(self) -> BoolArray:
        """(N,) confident-wrong: a role is named, and it is not the truly better one."""
        wrong: BoolArray = (self.named != NO_ROLE) & (self.named != self.truly_better)
        return wrong

    def where(self, mask: BoolArray) -> WorldOutcomes:
        """Return the outcomes of some of the people."""
        return WorldOutcomes(*(getattr(self, each.name)[mask] for each in fields(self)))


def together(parts: Sequence[WorldOutcomes]) -> WorldOutcomes:
    """Return the outcomes of several worlds as one."""
    names = [each.name for each in fields(WorldOutcomes)]
    return WorldOutcomes(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in names)
    )


def share(holds: BoolArray, of: BoolArray | None = None) -> float | None:
    """Return the share of people for whom it holds, of some of them; ``None`` of nobody."""
    chosen = holds if of is None else holds[of]
    return float(np.mean(chosen)) if chosen.size else None


def main_figures(outcomes: WorldOutcomes) -> Row:
    """Return the figures that are compared with the targets, but for retest and random clicks.

    ``coverage_d`` and ``coverage_r`` are the shares of ranges of D, and of readiness of both roles,
    that hold the true one; ``confident_wrong`` the share who are named the role that is not truly
    better; ``accuracy_gap20``, of those with a true |D| of 20 or more, who are named the better
    one, and ``accuracy_gap20_tpm`` the same of those whose better role is the second.
    """
    clear = np.abs(outcomes.true_difference) >= GAP
    return {
        "respondents": len(outcomes.kind),
        "coverage_d": share(outcomes.covered),
        "coverage_r": share(outcomes.readiness_covered),
        "confident_wrong": share(outcomes.wrong),
        "accuracy_gap20": share(outcomes.right, clear),
        "accuracy_gap20_tpm": share(outcomes.right, clear & (outcomes.true_difference < 0)),
    }


def swaps(first: WorldOutcomes, second: WorldOutcomes) -> float | None:
    """Return the share of people who are named one role, and later the other."""
    both = (first.named != NO_ROLE) & (second.named != NO_ROLE)
    return share(both & (first.named != second.named))


def slope(outcomes: WorldOutcomes) -> float:
    """Return the slope of the measured D on the true D: below 1 the instrument flattens."""
    known = ~np.isnan(outcomes.difference)
    true = outcomes.true_difference[known] - outcomes.true_difference[known].mean()
    return float(true @ outcomes.difference[known] / (true @ true))


def type_table(outcomes: WorldOutcomes) -> list[Row]:
    """Return one row for each type of person, and one for all."""
    rows = []
    kinds = [index for index in range(len(TYPES)) if (outcomes.kind == index).any()]
    for index in [*kinds, None]:
        some = outcomes if index is None else outcomes.where(outcomes.kind == index)
        deviation = some.difference - some.true_difference
        verdicts = {
            verdict.value: share(some.verdict == VERDICTS.index(verdict))
            for verdict in (Verdict.TOO_CLOSE, Verdict.NEITHER, Verdict.INCONSISTENT)
        }
        rows.append(
            {
                "type": "all" if index is None else TYPES[index].name,
                "true_d_mean": float(np.mean(some.true_difference)),
                "true_d_sd": float(np.std(some.true_difference)),
                "error_sd": float(np.nanstd(deviation)),
                "standard_error": float(np.nanmean(some.error)),
                "coverage_d": share(some.covered),
                "coverage_r": share(some.readiness_covered),
                "named_pm": share(some.named == FIRST),
                "named_tpm": share(some.named == SECOND),
                **verdicts,
                "accuracy_gap20": share(some.right, np.abs(some.true_difference) >= GAP),
                "confident_wrong": share(some.wrong),
            }
        )
    return rows


def gap_table(outcomes: WorldOutcomes) -> list[Row]:
    """Return how often a role is named, by the size of the true difference."""
    some = outcomes.where(outcomes.true_readiness.max(axis=1) >= READY_ENOUGH)
    size = np.abs(some.true_difference)
    rows: list[Row] = []
    for low, high in pairwise(GAPS):
        inside = (size >= low) & (size < high)
        rows.append(
            {
                "from": low,
                "to": None if high == GAPS[-1] else high,
                "respondents": int(inside.sum()),
                "named": share(some.named != NO_ROLE, inside),
                "right": share(some.right, inside),
                "wrong": share(some.wrong, inside),
                "too_close": share(some.verdict == VERDICTS.index(Verdict.TOO_CLOSE), inside),
            }
        )
    return rows


def inflation_row(
    name: str, instrument: Instrument, y: FloatArray, outcomes: WorldOutcomes, honest: WorldOutcomes
) -> Row:
    """Return what exaggeration does; ``honest`` are the same people without it.

    ``bias_r`` is the mean error of readiness, ``false_ready`` the share of readiness values at 85
    or above whose true value is below 75, ``note`` that of sheets with the note of §1.11.
    """
    main = main_figures(outcomes)
    false = (outcomes.readiness >= READY) & (outcomes.true_readiness < NOT_READY)
    other = outcomes.verdict != honest.verdict
    other |= outcomes.named != honest.named
    return {
        "inflation": name,
        "respondents": len(y),
        "bias_r": float(np.nanmean(outcomes.readiness - outcomes.true_readiness)),
        "coverage_d": main["coverage_d"],
        "coverage_r": share(outcomes.readiness_covered),
        "accuracy_gap20": main["accuracy_gap20"],
        "confident_wrong": main["confident_wrong"],
        "verdict_changed": share(other),
        "swaps": swaps(honest, outcomes),
        "false_ready": share(false),
        "note": share(ratings_exceed_examples(instrument, y)),
    }


def skip_row(skipped: float, outcomes: WorldOutcomes) -> Row:
    """Return what leaving out a share of the answers at random does."""
    main = main_figures(outcomes)
    return {
        "skipped": skipped,
        "respondents": main["respondents"],
        "coverage_d": share(outcomes.covered, ~np.isnan(outcomes.difference)),
        "insufficient": share(outcomes.verdict == VERDICTS.index(Verdict.INSUFFICIENT)),
        "accuracy_gap20": main["accuracy_gap20"],
        "confident_wrong": main["confident_wrong"],
    }
