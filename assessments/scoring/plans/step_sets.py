"""What a development plan starts from, and what sets of steps do (docs/scoring.md §1.8.1).

One person: n steps, C competencies, M must-haves, N sets.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray, IndexArray, ratio
from assessments.scoring.instrument import Instrument


@dataclass(frozen=True)
class RoleTarget:
    """What a role asks for, as it stands for one person today."""

    weight: FloatArray
    """ŵ (C,): importance over Σ importance of the competencies that have a level, else 0."""
    required: FloatArray
    """(C,) required level 0..100."""
    must_have: FloatArray
    """(C,) must-have level, NaN where there is none or nothing is known."""
    level: FloatArray
    """x (C,), 0 where there is no level: such a competency has no weight and no must-have."""
    cap_slope: float

    @classmethod
    def of(cls, instrument: Instrument, role: int, level: FloatArray) -> "RoleTarget":
        """Return the role at index ``role`` for a person with levels (C,), NaN where unknown.

        Hands-on years are left out: no step gives any. Raises ``ValueError`` when the shape is not
        (C,), or when no competency that the role weighs has a level, so that it has no readiness.
        """
        if level.shape != instrument.importance[role].shape:
            raise ValueError(
                f"Levels have shape {level.shape}; allowed: ({instrument.alpha.shape[1]},)."
            )
        known = ~np.isnan(level)
        weighed = np.where(known, instrument.importance[role], 0.0)
        if weighed.sum() <= 0.0:
            raise ValueError("No competency of this role has a level, so there is no readiness.")
        return cls(
            weight=weighed / weighed.sum(),
            required=instrument.required_level[role],
            must_have=np.where(known, instrument.must_have[role], np.nan),
            level=np.where(known, level, 0.0),
            cap_slope=instrument.settings.cap_slope,
        )

    @cached_property
    def musts(self) -> IndexArray:
        """Competencies with a must-have (M,)."""
        return np.flatnonzero(~np.isnan(self.must_have))

    @cached_property
    def counts(self) -> BoolArray:
        """Competencies that the role weighs or names as a must-have (C,)."""
        return (self.weight > 0.0) | ~np.isnan(self.must_have)

    def raw(self, level: FloatArray) -> FloatArray:
        """Return Rraw (N,) at levels (N, C): readiness as if every must-have were met."""
        met = np.minimum(level * ratio(1.0, self.required) + (self.required == 0.0), 1.0)
        value: FloatArray = 100.0 * (met @ self.weight)
        return value

    def short(self, level: FloatArray) -> FloatArray:
        """Return the share of each must-have (N, M) that is missing at levels (N, C)."""
        share = 1.0 - level[:, self.musts] / self.must_have[self.musts]
        return np.maximum(share, 0.0)

    def readiness(self, level: FloatArray) -> FloatArray:
        """Return readiness R (N,) = min(Rraw, cap) at levels (N, C)."""
        value = self.raw(level)
        if self.musts.size:
            value = np.minimum(value, 100.0 - self.cap_slope * self.short(level).max(axis=1))
        return value

    def met(self, level: FloatArray) -> BoolArray:
        """Return which must-haves (N, M) are met at levels (N, C)."""
        return level[:, self.musts] >= self.must_have[self.musts] - ROUNDING


@dataclass(frozen=True)
class Steps:
    """The n steps that people can take: hours, gains, ceilings and prerequisites."""

    hours: FloatArray
    """(n,) > 0."""
    gain: FloatArray
    """(n, C) points of the level, 0 where a step does nothing."""
    ceiling: FloatArray
    """(n, C) the level that the gain can lift to."""
    needs: tuple[tuple[int, ...], ...] = field(default=())
    """For each step the steps that come before it. No circles."""

    def __post_init__(self) -> None:
        if not self.needs:
            object.__setattr__(self, "needs", ((),) * len(self.hours))
        for index in range(len(self.hours)):
            self.with_before(index)

    def __len__(self) -> int:
        return len(self.hours)

    def after(self, index: int, level: FloatArray) -> FloatArray:
        """Return ``level`` (..., C) after a step: raised by its gain, never above its ceiling."""
        raised: FloatArray = np.minimum(level + self.gain[index], self._lifts_to[index])
        np.maximum(level, raised, out=raised)
        return raised

    @cached_property
    def _lifts_to(self) -> FloatArray:
        return np.where(self.gain > 0.0, self.ceiling, 0.0)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """All steps, each after its prerequisites; otherwise those with a lower ceiling first.

        Taken in this order, steps for one competency lose least to their ceilings.
        """
        lifts = self.gain > 0.0
        height = (self.ceiling * lifts).sum(axis=1) * ratio(1.0, lifts.sum(axis=1).astype(float))
        found: dict[int, None] = {}
        for index in np.argsort(height, kind="stable").tolist():
            chain = self.with_before(index)
            found |= dict.fromkeys(sorted(chain, key=lambda i: (len(self.with_before(i)), i)))
        return tuple(found)

    def with_before(self, index: int, *path: int) -> frozenset[int]:
        """Return a step and everything that must come before it, however far back.

        Raises ``ValueError`` for a circle; ``path`` holds the steps that led here.
        """
        if index in path:
            raise ValueError(f"Steps {sorted({*path})} wait for each other; allowed: no circles.")
        return frozenset((index,)).union(
            *(self.with_before(before, index, *path) for before in self.needs[index])
        )


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

        A step counts with its prerequisites; the most points per hour come first. A must-have may
        cap readiness, so points are those of Rraw, readiness as if every one were met.
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
        """Yield the chosen steps by points per hour, those in ``first`` before the others.

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

        ``missing`` turns levels (N, C) into points (N,) to bring to 0. Ends when no step does.
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


@dataclass(frozen=True, slots=True)
class EverySet:
    """All legal sets of some steps, one per row; each holds the steps that the person wants."""

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
