"""The development plan: which steps to take within some hours (docs/scoring.md §1.8).

A step raises levels, each by its gain and never above its ceiling; interest stays as it is. With
few steps the plan is the exact best; with many it is found by a greedy search and swaps. Works on
one sheet: n steps, C competencies.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray, IndexArray
from assessments.scoring.steps import Steps, Target

EXACT_UP_TO = 16
"""Steps of which every set is tried: 65,536 sets take about 50 ms."""

CHUNK = 8192
SWAP_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of a plan, in its order."""

    index: int
    gain: float
    """Its own share: readiness after it minus readiness before it, ≥ 0."""
    readiness: float
    """R once it and all steps before it are done."""
    is_for_must_have: bool
    """It belongs to the cheapest steps that meet a must-have."""


@dataclass(frozen=True, slots=True)
class LaterMustHave:
    """A must-have that the plan leaves unmet."""

    competency: int
    steps: tuple[int, ...]
    """The cheapest steps that would meet it; empty where none do."""
    hours: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do within the hours, in order. Gains add up to `readiness` - `start`."""

    steps: tuple[PlannedStep, ...]
    hours: float
    start: float
    """R today, as far as steps can change it."""
    readiness: float
    later: tuple[LaterMustHave, ...]
    rest: tuple[int, ...]
    """Steps that would still help but are not in the plan, the most per hour first."""
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Fewest:
    """The steps that take the fewest hours to be ready; where none do, how far all reach."""

    steps: tuple[int, ...]
    """In order; empty where `start` is ready and where no steps reach it."""
    hours: float
    readiness: float
    """R with `steps`; with every step that helps where none reach it."""
    unmet: tuple[int, ...]
    """Competencies whose must-have not even all steps meet."""
    is_reached: bool
    is_exact: bool


def plan(
    target: Target,
    steps: Steps,
    hours: float,
    *,
    done: Sequence[int] = (),
    left_out: Sequence[int] = (),
    wanted: Sequence[int] = (),
) -> Plan:
    """The best plan within `hours` for a person who did `done` and will not do `left_out`.

    First the cheapest steps that meet as many must-haves as fit, then the highest readiness that
    the hours left allow. Of equally good plans the shorter one is taken. A step whose prerequisite
    is left out is left out too. A `wanted` step is taken with what comes before it, though it helps
    little or takes more hours than there are; nothing else goes beyond the hours. Raises
    `ValueError` for hours below 0.
    """
    if not hours >= 0.0:
        raise ValueError(f"Hours are {hours}; legal: 0 or more.")
    choice = _Choice.of(target, steps, frozenset(done), frozenset(left_out), frozenset(wanted))
    hours = max(hours, choice.hours(choice.fixed))
    exact = len(choice.open) <= EXACT_UP_TO
    chosen, forced = _exact(choice, hours) if exact else _searched(choice, hours)
    return _laid_out(choice, chosen, forced, is_exact=exact)


def fewest_hours(
    target: Target,
    steps: Steps,
    ready: float,
    *,
    done: Sequence[int] = (),
    left_out: Sequence[int] = (),
) -> Fewest:
    """The fewest hours of steps to readiness `ready` with every must-have met.

    Of equally short ways the one that leads highest. With many steps the way is found by gain per
    hour and rid of what proves unneeded; it need not be the shortest then.
    """
    choice = _Choice.of(target, steps, frozenset(done), frozenset(left_out))
    none, every = frozenset[int](), frozenset(choice.open)
    if not choice.is_ready(every, ready):
        unmet = tuple(choice.target.musts[~choice.met(every)].tolist())
        return Fewest((), 0.0, choice.readiness(every), unmet, is_reached=False, is_exact=True)
    exact = len(choice.open) <= EXACT_UP_TO
    chosen = _shortest(choice, ready) if exact else _shortened(choice, ready)
    return Fewest(
        steps=tuple(choice.ordered(chosen, none)),
        hours=choice.hours(chosen),
        readiness=choice.readiness(chosen),
        unmet=(),
        is_reached=True,
        is_exact=exact or not chosen,
    )


@dataclass(frozen=True, slots=True)
class _Choice:
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
    ) -> "_Choice":
        raised = steps.raised(target.level)
        chains = {index: steps.with_before(index) - done for index in range(len(steps))}
        possible = {i for i, chain in chains.items() if i not in done and not chain & left_out}
        room = (target.weight > 0.0) & (target.level < target.required)
        room[target.musts] |= target.level[target.musts] < target.must_have[target.musts]
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
    def of(cls, choice: _Choice, hours: float) -> "_Tried":
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


def _exact(choice: _Choice, hours: float) -> tuple[frozenset[int], frozenset[int]]:
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


def _shortest(choice: _Choice, ready: float) -> frozenset[int]:
    """The set of fewest hours that is ready; all sets tried. Some set must be."""
    tried = _Tried.of(choice, choice.hours(frozenset(choice.open)))
    enough = (tried.worth >= ready - 2.0 * ROUNDING) & (tried.met == choice.target.musts.size)
    return tried.members(tried.best(np.flatnonzero(enough), tried.cost, -tried.worth))


def _shortened(choice: _Choice, ready: float) -> frozenset[int]:
    """A ready set of few hours: must-haves, then by gain per hour, then without the unneeded."""
    chosen = _with_must_haves(choice, frozenset(), np.inf)
    while not choice.is_ready(chosen, ready):
        chains = [chain for i in choice.open if (chain := choice.before[i] - chosen)]
        costs = np.array([choice.hours(chain) for chain in chains])
        gains = choice.each([chosen | chain for chain in chains]) - choice.readiness(chosen)
        chosen = chosen | chains[int(np.argmax(gains / costs))]
    for index in sorted(chosen, key=lambda i: (-choice.steps.hours[i], i)):
        fewer = frozenset(i for i in chosen if index not in choice.before[i])
        if choice.is_ready(fewer, ready):
            chosen = fewer
    return chosen


def _searched(choice: _Choice, hours: float) -> tuple[frozenset[int], frozenset[int]]:
    """A good set by gain per hour and swaps, and in it the steps that meet must-haves."""
    forced = _with_must_haves(choice, choice.fixed, hours)
    chosen = _filled(choice, forced, hours)
    single = max(
        (
            forced | choice.before[i]
            for i in choice.open
            if choice.hours(forced | choice.before[i]) <= hours + ROUNDING
        ),
        key=choice.readiness,
        default=forced,
    )
    if choice.readiness(single) > choice.readiness(chosen) + ROUNDING:
        chosen = _filled(choice, single, hours)
    return _swapped(choice, chosen, forced, hours), forced


def _with_must_haves(choice: _Choice, forced: frozenset[int], hours: float) -> frozenset[int]:
    """`forced` and the cheapest steps that meet one must-have after the other, as far as fits."""
    for _ in range(choice.target.musts.size):
        offers = [
            forced | offer
            for must in np.flatnonzero(~choice.met(forced)).tolist()
            if (offer := _cheapest_for(choice, forced, must))
        ]
        fitting = [offer for offer in offers if choice.hours(offer) <= hours + ROUNDING]
        if not fitting:
            break
        forced = min(fitting, key=lambda offer: (choice.hours(offer), -choice.readiness(offer)))
    return forced


def _filled(choice: _Choice, chosen: frozenset[int], hours: float) -> frozenset[int]:
    """Add what gives most per hour, with what must come before it, while it fits and helps."""
    while True:
        chains = [
            chain
            for i in choice.open
            if (chain := choice.before[i] - chosen)
            and choice.hours(chosen | chain) <= hours + ROUNDING
        ]
        if not chains:
            return chosen
        costs = np.array([choice.hours(chain) for chain in chains])
        gains = choice.each([chosen | chain for chain in chains]) - choice.readiness(chosen)
        best = int(np.argmax(gains / costs))
        if gains[best] <= ROUNDING:
            return chosen
        chosen = chosen | chains[best]


def _swapped(
    choice: _Choice, chosen: frozenset[int], forced: frozenset[int], hours: float
) -> frozenset[int]:
    """Take one step out, put the best other one in and fill up again, while that is better."""
    for _ in range(SWAP_ROUNDS):
        tried = []
        for out in sorted(chosen - forced):
            kept = frozenset(i for i in chosen if out not in choice.before[i])
            if not forced <= kept:
                continue
            others = [
                other
                for i in choice.open
                if i not in chosen
                and out not in choice.before[i]
                and choice.hours(other := kept | choice.before[i]) <= hours + ROUNDING
            ]
            if others:
                best = others[int(np.argmax(choice.each(others)))]
                tried.append(_filled(choice, best, hours))
        better = max(tried, key=choice.readiness, default=chosen)
        if choice.readiness(better) <= choice.readiness(chosen) + ROUNDING:
            return chosen
        chosen = better
    return chosen


def _cheapest_for(choice: _Choice, base: frozenset[int], must: int) -> frozenset[int]:
    """Few hours that meet the must-have at place `must` on top of `base`; empty where none do.

    Adds steps by their points of that level per hour, then drops those that prove unneeded.
    """
    competency = int(choice.target.musts[must])
    added: frozenset[int] = frozenset()

    def is_met(steps: frozenset[int]) -> bool:
        return bool(choice.met(base | steps)[must])

    def rate(chain: AbstractSet[int]) -> float:
        return float(choice.raised[sorted(chain), competency].sum()) / choice.hours(chain)

    while not is_met(added):
        chains = [
            frozenset(choice.before[i] - base - added)
            for i in choice.open
            if choice.raised[i, competency] > ROUNDING and not choice.before[i] <= base | added
        ]
        if not chains:
            return frozenset()
        added = added | max(chains, key=rate)
    for index in sorted(added, key=lambda i: -choice.steps.hours[i]):
        fewer = frozenset(i for i in added if index not in choice.before[i])
        if is_met(fewer):
            added = fewer
    return added


def _laid_out(
    choice: _Choice, chosen: frozenset[int], forced: frozenset[int], *, is_exact: bool
) -> Plan:
    """The chosen steps in order, each with its own share, and what is left for later."""
    none: frozenset[int] = frozenset()
    start = choice.readiness(none)
    for_must_have = choice.for_must_haves(forced)
    order = [*choice.ordered(forced, none), *choice.ordered(chosen - forced, forced)]
    planned, done, reached = [], none, start
    for index in order:
        done = done | {index}
        after = choice.readiness(done)
        planned.append(PlannedStep(index, after - reached, after, index in for_must_have))
        reached = after
    later = []
    for must in np.flatnonzero(~choice.met(chosen)).tolist():
        wanted = _cheapest_for(choice, none, must)
        later.append(
            LaterMustHave(
                int(choice.target.musts[must]), tuple(sorted(wanted)), choice.hours(wanted)
            )
        )
    return Plan(
        steps=tuple(planned),
        hours=choice.hours(chosen),
        start=start,
        readiness=reached,
        later=tuple(later),
        rest=tuple(choice.ordered(frozenset(choice.open) - chosen, chosen)),
        is_exact=is_exact,
    )
