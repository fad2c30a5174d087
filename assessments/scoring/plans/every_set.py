"""The best sets of steps, found by trying every one (docs/scoring.md §1.8.1)."""

from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, FloatArray, IndexArray
from assessments.scoring.plans.step_sets import StepSets

EXACT_UP_TO = 16
"""Steps of which every set is tried: 65,536 sets take about 50 ms."""

CHUNK = 8192


@dataclass(frozen=True, slots=True)
class _Tried:
    """Every legal set of the open steps, one a row; bit b of a mask is open step b."""

    open: tuple[int, ...]
    masks: IndexArray
    cost: FloatArray
    worth: FloatArray
    met: IndexArray
    """How many must-haves are met."""

    @classmethod
    def of(cls, choice: StepSets, hours: float) -> "_Tried":
        n = len(choice.open)
        place = {index: bit for bit, index in enumerate(choice.open)}
        costs = choice.steps.hours[list(choice.open)]
        masks, cost, value, met = [], [], [], []
        for start in range(0, 1 << n, CHUNK):
            mask = np.arange(start, min(start + CHUNK, 1 << n))
            bits = (mask[:, None] >> np.arange(n)) & 1
            spent = bits @ costs
            legal = spent <= hours + ROUNDING
            legal &= bits[:, [place[index] for index in sorted(choice.fixed)]].all(axis=1)
            for index in choice.open:
                for before in choice.before[index] - {index}:
                    legal &= bits[:, place[index]] <= bits[:, place[before]]
            kept = bits[legal].astype(np.float64)
            raised = kept @ choice.raised[list(choice.open)]
            masks.append(mask[legal])
            cost.append(spent[legal])
            value.append(choice.target.readiness(raised))
            met.append(choice.target.met(raised).sum(axis=1))
        return cls(
            choice.open, np.concatenate(masks), np.concatenate(cost),
            np.round(np.concatenate(value), 9).astype(np.float64), np.concatenate(met),
        )  # fmt: skip

    def best(self, rows: IndexArray, *keys: np.ndarray) -> int:
        """The mask among `rows` whose keys are lowest, the first key first."""
        order = np.lexsort(tuple(key[rows] for key in reversed(keys)))
        return int(self.masks[rows[order[0]]])

    def members(self, mask: int) -> frozenset[int]:
        return frozenset(index for bit, index in enumerate(self.open) if mask >> bit & 1)


def best_set(choice: StepSets, hours: float) -> tuple[frozenset[int], frozenset[int]]:
    """The best set and, in it, the cheapest set that meets as many must-haves; all sets tried."""
    tried = _Tried.of(choice, hours)
    most = np.flatnonzero(tried.met == tried.met.max())
    # The first row is the smallest legal set: what is wanted, or nothing.
    forced = int(tried.masks[0])
    if tried.met.max() > tried.met[0]:
        forced = tried.best(most, tried.cost, -tried.worth)
    holding = np.flatnonzero((tried.masks & forced) == forced)
    chosen = tried.best(holding, -tried.worth, tried.cost)
    return tried.members(chosen), tried.members(forced)


def shortest_set(choice: StepSets, ready: float) -> frozenset[int]:
    """The set of fewest hours that is ready; all sets tried. Some set must be."""
    tried = _Tried.of(choice, choice.hours(frozenset(choice.open)))
    enough = (tried.worth >= ready - 2.0 * ROUNDING) & (tried.met == choice.target.musts.size)
    return tried.members(tried.best(np.flatnonzero(enough), tried.cost, -tried.worth))
