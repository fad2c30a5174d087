"""Every set of some steps, and the best of them (docs/scoring.md §1.8.1). N sets, M must-haves."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray, IndexArray
from assessments.scoring.plans.step_sets import LEAST, StepSet, StepSets


@dataclass(frozen=True, slots=True)
class EverySet:
    """All legal sets of some steps, one a row; each holds the steps that the person wants."""

    choice: StepSets
    steps: tuple[int, ...]
    """Bit b of a mask is step b of these, none of which is wanted."""
    masks: IndexArray
    """(N,) rising."""
    hours: FloatArray
    worth: FloatArray
    """R (N,), rounded so that noise decides nothing."""
    met: BoolArray
    """Which must-haves are met (N, M)."""

    @classmethod
    def of(cls, choice: StepSets, among: StepSet) -> "EverySet":
        """List all legal sets of the open steps ``among``, which holds their prerequisites too."""
        free = tuple(i for i in choice.open if i in among - choice.fixed)
        masks, hours = np.zeros(1, np.intp), np.full(1, choice.hours(choice.fixed))
        level = choice.target.level[None, :]
        for index in choice.open:
            if index in choice.fixed:
                level = choice.steps.after(index, level)
            elif index in among:
                needed = _mask(free, choice.before[index] - {index})
                with_all = (masks & needed) == needed
                masks = np.concatenate((masks, masks[with_all] | _mask(free, {index})))
                hours = np.concatenate((hours, hours[with_all] + choice.steps.hours[index]))
                level = np.concatenate((level, choice.steps.after(index, level[with_all])))
        worth: FloatArray = np.round(choice.target.readiness(level), 9)
        return cls(choice, free, masks, hours, worth, choice.target.met(level))

    def best(self, hours: float) -> StepSet:
        """Return the best set within ``hours``: most must-haves, highest readiness, fewest hours.

        Only sets of which each step is worth it: without it a must-have or ``LEAST`` points would
        be missing. Steps that the person wants need not be.
        """
        met = self.met.sum(axis=1)
        rows = np.flatnonzero(self.hours <= hours + ROUNDING)
        rows = rows[met[rows] == met[rows].max()]
        for bit, index in enumerate(self.steps):
            with_it = _mask(self.steps, [i for i in self.steps if index in self.choice.before[i]])
            without = np.searchsorted(self.masks, self.masks[rows] & ~with_it)
            is_worth_it = self.worth[rows] >= self.worth[without] + LEAST - ROUNDING
            is_out = (self.masks[rows] >> bit & 1) == 0
            rows = rows[is_out | is_worth_it | (met[without] < met[rows])]
        return self._first(rows, -self.worth, self.hours)

    def cheapest(self, enough: BoolArray) -> StepSet | None:
        """Return the set of fewest hours among the rows that are ``enough`` (N,), or ``None``."""
        rows = np.flatnonzero(enough)
        return self._first(rows, self.hours, -self.worth) if rows.size else None

    def inside(self, chosen: StepSet) -> BoolArray:
        """Return which sets (N,) hold no step outside ``chosen``."""
        inside: BoolArray = (self.masks & ~_mask(self.steps, chosen)) == 0
        return inside

    def _first(self, rows: IndexArray, first: FloatArray, second: FloatArray) -> StepSet:
        mask = int(self.masks[rows[np.lexsort((second[rows], first[rows]))[0]]])
        return self.choice.fixed.union(i for b, i in enumerate(self.steps) if mask >> b & 1)


def _mask(steps: tuple[int, ...], chosen: Collection[int]) -> int:
    return sum(1 << bit for bit, index in enumerate(steps) if index in chosen)
