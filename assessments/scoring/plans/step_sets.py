"""Sets of the steps that can still help a person, and what each set does (docs/scoring.md §1.8.1).

One sheet: n steps, C competencies, N sets.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray
from assessments.scoring.plans.steps import RoleTarget, Steps

StepSet = frozenset[int]
NONE: StepSet = frozenset()

LEAST = 0.5
"""Points of readiness that a step has to be worth: what rounds to 0 is not offered."""


@dataclass(frozen=True, slots=True)
class StepSets:
    """The steps that can still help, and what each set of them does."""

    target: RoleTarget
    steps: Steps
    open: tuple[int, ...]
    """Steps that help or come before one that does, in the order of ``Steps.order``."""
    before: dict[int, StepSet]
    """For each open step: itself and the open steps that must come before it."""
    fixed: StepSet
    """Open steps that are wanted whatever they cost, with what comes before them."""

    @classmethod
    def of(
        cls,
        target: RoleTarget,
        steps: Steps,
        done: AbstractSet[int] = NONE,
        left_out: AbstractSet[int] = NONE,
        wanted: AbstractSet[int] = NONE,
    ) -> "StepSets":
        chains = {index: steps.with_before(index) - done for index in steps.order}
        possible = {i for i, chain in chains.items() if i not in done and not chain & left_out}
        low = target.counts & (target.level < np.fmax(target.required, target.must_have) - ROUNDING)
        helpful = {
            i
            for i in possible
            if (steps.after(i, target.level) > target.level + ROUNDING)[low].any()
        }
        fixed = NONE.union(*(chains[i] for i in possible.intersection(wanted)))
        every = fixed.union(*(chains[i] for i in helpful))
        open_ = tuple(i for i in steps.order if i in every)
        return cls(target, steps, open_, {i: chains[i] for i in open_}, fixed)

    def hours(self, chosen: Collection[int]) -> float:
        return float(self.steps.hours[sorted(chosen)].sum())

    def levels(self, sets: Sequence[AbstractSet[int]]) -> FloatArray:
        """Return the levels (N, C) that N sets of steps lead to."""
        level = np.tile(self.target.level, (len(sets), 1))
        taken = np.zeros((len(sets), len(self.steps)), dtype=np.bool_)
        for row, chosen in enumerate(sets):
            taken[row, list(chosen)] = True
        for index in (i for i in self.open if taken[:, i].any()):
            rows = taken[:, index]
            level[rows] = self.steps.after(index, level[rows])
        return level

    def readiness(self, sets: Sequence[AbstractSet[int]]) -> FloatArray:
        """Return the readiness R (N,) after each of N sets of steps."""
        return self.target.readiness(self.levels(sets))

    def met(self, chosen: AbstractSet[int]) -> BoolArray:
        """Return which must-haves (M,) are met after the steps ``chosen``."""
        met: BoolArray = self.target.met(self.levels([chosen]))[0]
        return met

    def helping(self, base: StepSet, others: Iterable[int]) -> list[int]:
        """Return the ``others`` worth ``LEAST`` points after ``base``, or leading to a must-have.

        A step counts with its prerequisites; the most points an hour come first. A must-have may
        hold readiness down, so points are those of Rraw, readiness as if every one were met.
        """
        chains = {index: self.before[index] - base for index in others}
        level = self.levels([base, *(base | chain for chain in chains.values())])
        points, short = self.target.raw(level), self.target.short(level)
        helps = points[1:] >= points[0] + LEAST - ROUNDING
        helps |= (short[1:] < short[0] - ROUNDING).any(axis=1)
        rates = (points[1:] - points[0]) / [self.hours(chain) for chain in chains.values()]
        rate = dict(zip(chains, np.round(rates, 9).tolist(), strict=True))
        helping = [index for index, good in zip(chains, helps.tolist(), strict=True) if good]
        return sorted(helping, key=lambda i: (-rate[i], i))

    def in_order(self, first: StepSet, chosen: StepSet) -> Iterator[int]:
        """Yield the chosen steps by points an hour, those in ``first`` before the others.

        A step counts together with what must come before it, which is taken first.
        """
        before, done = self._before_in(chosen), NONE
        for group in (first, chosen):
            while left := sorted(group - done):
                chains = [before[i] - done for i in left]
                hours = np.array([self.hours(chain) for chain in chains])
                points = self.readiness([done, *(done | chain for chain in chains)])
                rate = np.round((points[1:] - points[0]) / hours, 9)
                longest = np.array([-len(chain) for chain in chains])
                chain = chains[int(np.lexsort((np.array(left), longest, -rate))[0])]
                index = next(i for i in self.open if i in chain)
                yield index
                done = done | {index}

    def _before_in(self, chosen: StepSet) -> dict[int, StepSet]:
        """Return, for each step of a set, the steps of the set that have to come before it.

        These are its prerequisites and, where levels reach a ceiling, earlier steps for the same
        competency: in the other order they would not raise levels as far as the set does.
        """
        final, today = self.levels([chosen])[0], self.target.level
        before: dict[int, StepSet] = {}
        for index in (i for i in self.open if i in chosen):
            found = self.before[index] & chosen
            for other in before:
                both = np.minimum(self.steps.gain[index], self.steps.gain[other]) > 0.0
                lower = np.minimum(self.steps.ceiling[index], self.steps.ceiling[other])
                if (both & (final > lower - ROUNDING) & (final > today))[self.target.counts].any():
                    found = found | {other}
            before[index] = found.union(*(before[i] for i in found if i != index))
        return before

    def greedy(
        self, missing: Callable[[FloatArray], FloatArray], base: StepSet = NONE
    ) -> Iterator[StepSet]:
        """Yield ``base``, then again and again the set with the most helpful steps per hour added.

        ``missing`` turns levels (N, C) into the points (N,) that should become 0. Ends when no
        other step reduces them.
        """
        while True:
            yield base
            chains = [chain for i in self.open if (chain := self.before[i] - base)]
            left = missing(self.levels([base, *(base | chain for chain in chains)]))
            if not chains or left[1:].min() > left[0] - ROUNDING:
                return
            hours = np.array([self.hours(chain) for chain in chains])
            base = base | chains[int(np.argmax((left[0] - left[1:]) / hours))]

    def few_hours(self, missing: Callable[[FloatArray], FloatArray]) -> StepSet | None:
        """Return steps of few hours after which nothing is ``missing``, none of them unneeded.

        ``None`` if even all steps together are not enough. ``missing`` is as for ``greedy``.
        """

        def enough(chosen: StepSet) -> bool:
            return bool(missing(self.levels([chosen]))[0] <= ROUNDING)

        found = next((chosen for chosen in self.greedy(missing) if enough(chosen)), None)
        for index in sorted(found or NONE, key=lambda i: (-self.steps.hours[i], i)):
            fewer = frozenset(i for i in found or NONE if index not in self.before[i])
            if enough(fewer):
                found = fewer
        return found
