"""Sets of the steps that can still help a person, and what each set does (docs/scoring.md §1.8.1).

One sheet: n steps, C competencies.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray
from assessments.scoring.plans.steps import Steps, Target


@dataclass(frozen=True, slots=True)
class StepSets:
    """The steps that can still help, and what each does."""

    target: Target
    steps: Steps
    open: tuple[int, ...]
    """Indexes of steps that help or come before one that does."""
    raised: FloatArray
    """e (n, C) at today's levels."""
    before: dict[int, frozenset[int]]
    """For each open step: itself and the open steps that must come before it."""
    fixed: frozenset[int]
    """Open steps that are wanted whatever they cost, with what comes before them."""

    @classmethod
    def of(
        cls,
        target: Target,
        steps: Steps,
        done: frozenset[int],
        left_out: frozenset[int],
        wanted: frozenset[int] = frozenset(),
    ) -> "StepSets":
        raised = steps.raised(target.level)
        chains = {index: steps.with_before(index) - done for index in range(len(steps))}
        possible = {i for i, chain in chains.items() if i not in done and not chain & left_out}
        room = _room(target, target.level)
        helpful = {i for i in possible if (raised[i][room] > ROUNDING).any()}
        fixed = frozenset[int]().union(*(chains[i] for i in wanted & possible))
        open_ = sorted(fixed.union(*(chains[i] for i in helpful)))
        return cls(target, steps, tuple(open_), raised, {i: chains[i] for i in open_}, fixed)

    def hours(self, chosen: AbstractSet[int]) -> float:
        return float(self.steps.hours[sorted(chosen)].sum())

    def total(self, chosen: frozenset[int]) -> FloatArray:
        """What a set of steps raises, (1, C)."""
        summed: FloatArray = self.raised[sorted(chosen)].sum(axis=0, keepdims=True)
        return summed

    def readiness(self, chosen: frozenset[int]) -> float:
        return float(self.target.readiness(self.total(chosen))[0])

    def each(self, sets: Sequence[frozenset[int]]) -> FloatArray:
        """R of several sets at once."""
        member = np.zeros((len(sets), len(self.steps)))
        for row, chosen in enumerate(sets):
            member[row, list(chosen)] = 1.0
        return self.target.readiness(member @ self.raised)

    def met(self, chosen: frozenset[int]) -> BoolArray:
        met: BoolArray = self.target.met(self.total(chosen))[0]
        return met

    def is_ready(self, chosen: frozenset[int], ready: float) -> bool:
        """Whether a set of steps leads to readiness `ready` with every must-have met."""
        return self.readiness(chosen) >= ready - ROUNDING and bool(self.met(chosen).all())

    def helping_after(self, chosen: frozenset[int]) -> frozenset[int]:
        """Open steps that still raise what is too low once `chosen` is done, with what is before.

        A must-have may hold readiness down, so that such a step shows only once that is met.
        """
        level = self.target.level + self.total(chosen)[0]
        room = _room(self.target, level)
        helping = {i for i in self.open if (self.raised[i][room] > ROUNDING).any()}
        chains = (self.before[i] - chosen for i in helping - chosen)
        return frozenset[int]().union(*chains)

    def for_must_haves(self, forced: frozenset[int]) -> frozenset[int]:
        """Of the steps that come first those that a must-have needs, not only the person."""
        unmet = self.target.musts[~self.met(frozenset())]
        return frozenset(
            i for i in forced if i not in self.fixed or (self.raised[i, unmet] > ROUNDING).any()
        )

    def ordered(self, chosen: frozenset[int], base: frozenset[int]) -> Iterator[int]:
        """Steps by gain per hour once `base` is done.

        A step counts together with what must come before it, and the first of these is taken.
        """
        left = chosen
        while left:
            indexes = sorted(left)
            chains = [self.before[i] - base for i in indexes]
            hours = np.array([self.hours(chain) for chain in chains])
            gains = self.each([base | chain for chain in chains]) - self.readiness(base)
            lengths = np.array([len(chain) for chain in chains])
            order = np.lexsort((np.array(indexes), -lengths, -np.round(gains / hours, 9)))
            best = int(order[0])
            first = min(chains[best], key=lambda i: (len(self.before[i]), i))
            yield first
            base, left = base | {first}, left - {first}


def _room(target: Target, level: FloatArray) -> BoolArray:
    """Where levels (C,) are below what the role asks."""
    room: BoolArray = (target.weight > 0.0) & (level < target.required - ROUNDING)
    room[target.musts] |= level[target.musts] < target.must_have[target.musts] - ROUNDING
    return room
