"""The development plan: which steps to take within some hours (docs/scoring.md §1.8.1).

A step raises levels by its gains, never above its ceilings. One sheet: n steps, C competencies.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Generic, TypeVar

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, FloatArray
from assessments.scoring.plans.step_sets import NONE, EverySet, RoleTarget, Steps, StepSet, StepSets

S = TypeVar("S")
"""What the caller has for a step: results speak of steps as the caller does."""

EXACT_UP_TO = 16
"""Steps of which every set is tried: 65,536 sets take about 50 ms."""


@dataclass(frozen=True, slots=True)
class ScoredStep(Generic[S]):
    """One step of a plan, in its order."""

    step: S
    gain: float
    """Its own share: readiness after it minus readiness before it, ≥ 0."""
    before: FloatArray = field(compare=False)
    """Levels (C,) when its turn comes."""
    after: FloatArray = field(compare=False)
    """Levels (C,) once it is done; none is lifted above the step's ceiling."""
    raises: tuple[int, ...]
    """Competencies whose level it raises, of those that count for the role."""
    is_for_must_have: bool
    """It belongs to the cheapest steps that meet a must-have."""
    others: tuple[S, ...]
    """Steps outside the plan that help with the same, the most points an hour first."""


@dataclass(frozen=True, slots=True)
class LaterMustHave(Generic[S]):
    """A must-have that the plan leaves unmet."""

    competency: int
    steps: tuple[S, ...]
    """The cheapest steps that would meet it; empty where none do."""
    hours: float


@dataclass(frozen=True, slots=True)
class Fewest(Generic[S]):
    """The steps of fewest hours that make somebody ready; if none do, what all steps reach."""

    steps: tuple[S, ...]
    """In order; empty where ``start`` is ready and where no steps reach it."""
    hours: float
    readiness: float
    """R with ``steps``; with every step that helps where none reach it."""
    unmet: tuple[int, ...]
    """Competencies whose must-have not even all steps meet."""
    is_reached: bool
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Plan(Generic[S]):
    """The steps to take within the hours, in order; gains add up to ``readiness`` - ``start``."""

    steps: tuple[ScoredStep[S], ...]
    hours: float
    start: float
    """R today, as far as steps can change it."""
    readiness: float
    later: tuple[LaterMustHave[S], ...]
    rest: tuple[S, ...]
    """Steps outside the plan that would still help once it is done, the most per hour first."""
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Planner(Generic[S]):
    """A person's steps toward a role, ready to plan with any number of hours.

    Every set of up to ``EXACT_UP_TO`` steps that can help is tried; of more, the most promising.
    """

    wanted: EverySet
    """Sets that hold what the person wants."""
    free: EverySet
    """Sets that need not."""
    listed: Sequence[S]

    @classmethod
    def of(
        cls,
        target: RoleTarget,
        steps: Steps,
        listed: Sequence[S],
        *,
        done: Collection[int] = (),
        left_out: Collection[int] = (),
        wanted: Collection[int] = (),
        tried: int = EXACT_UP_TO,
    ) -> "Planner[S]":
        """Prepare plans for a person who did ``done``, rejects ``left_out`` and wants ``wanted``.

        All are indices of ``steps``; results speak of them as ``listed`` does. A step whose
        prerequisite is left out is left out too. Up to ``tried`` steps, every set is compared.
        """

        def sets(wanted: Collection[int]) -> EverySet:
            choice = StepSets.of(target, steps, {*done}, {*left_out}, {*wanted})
            *_, promising = takewhile(
                lambda chosen: len(chosen - choice.fixed) <= tried,
                choice.greedy(lambda level: _missing_points(target, level, 100.0), choice.fixed),
            )
            few = len(choice.open) - len(choice.fixed) <= tried
            return EverySet.of(choice, frozenset(choice.open) if few else promising)

        free = sets(())
        return cls(sets(wanted) if wanted else free, free, listed)

    @property
    def is_exact(self) -> bool:
        """Whether every set is tried."""
        tried = len(self.wanted.steps) + len(self.wanted.choice.fixed)
        return tried == len(self.wanted.choice.open)

    def plan(self, hours: float) -> Plan[S]:
        """Return the best plan within ``hours``: must-haves, then readiness, then fewest hours.

        Each step of it is worth ``LEAST`` points or needed for a must-have. A wanted step is taken
        with what comes before it, though it helps little or takes more hours than there are;
        nothing else goes beyond the hours. Raises ``ValueError`` for hours below 0.
        """
        choice, chosen = self.wanted.choice, self._chosen(hours)
        start, readiness = choice.readiness([NONE, chosen]).tolist()
        helping = choice.helping(chosen, [i for i in choice.open if i not in chosen])
        rest = [j for i in helping for j in choice.open if j in choice.before[i] - chosen]
        return Plan(
            steps=tuple(self._planned(chosen)),
            hours=choice.hours(chosen),
            start=start,
            readiness=readiness,
            later=tuple(map(self._later, np.flatnonzero(~choice.met(chosen)).tolist())),
            rest=self._named(dict.fromkeys(rest)),
            is_exact=self.is_exact,
        )

    def unmet(self, hours: float) -> frozenset[int]:
        """Return the competencies whose must-have the best plan within ``hours`` does not meet."""
        choice = self.wanted.choice
        return frozenset(choice.target.musts[~choice.met(self._chosen(hours))].tolist())

    def fewest_hours(self, ready: float) -> Fewest[S]:
        """Return the steps of fewest hours to readiness ``ready`` with every must-have met.

        Of several with the same hours, those that raise readiness most. Beyond ``EXACT_UP_TO``
        steps it goes by points per hour, then drops the unneeded; there may be a shorter way.
        """
        choice, target = self.free.choice, self.free.choice.target
        if self.is_exact:
            enough = (self.free.worth >= ready - 2.0 * ROUNDING) & self.free.met.all(axis=1)
            way = self.free.cheapest(enough)
        else:
            way = choice.few_hours(lambda level: _missing_points(target, level, ready))
        chosen = frozenset(choice.open) if way is None else way
        return Fewest(
            steps=self._named(choice.in_order(NONE, way or NONE)),
            hours=choice.hours(way or NONE),
            readiness=float(choice.readiness([chosen])[0]),
            unmet=tuple(target.musts[~choice.met(chosen)].tolist()),
            is_reached=way is not None,
            is_exact=self.is_exact or not way,
        )

    def _named(self, indices: Iterable[int]) -> tuple[S, ...]:
        return tuple(self.listed[index] for index in indices)

    def _chosen(self, hours: float) -> StepSet:
        if not hours >= 0.0:
            raise ValueError(f"Hours are {hours}; allowed: 0 or more.")
        return self.wanted.best(max(hours, self.wanted.choice.hours(self.wanted.choice.fixed)))

    def _for_must_haves(self, chosen: StepSet) -> StepSet:
        """Return the wanted steps and the cheapest of ``chosen`` that meet as many must-haves."""
        met, already = (self.wanted.choice.met(each).sum() for each in (chosen, NONE))
        if met <= already:
            return self.wanted.choice.fixed
        enough = self.wanted.inside(chosen) & (self.wanted.met.sum(axis=1) == met)
        return self.wanted.cheapest(enough) or chosen

    def _planned(self, chosen: StepSet) -> Iterator[ScoredStep[S]]:
        choice, target = self.wanted.choice, self.wanted.choice.target
        first = self._for_must_haves(chosen)
        unmet = target.musts[~choice.met(NONE)]
        level = target.level
        for index in choice.in_order(first, chosen):
            after = choice.steps.after(index, level)
            start, end = target.readiness(np.array([level, after])).tolist()
            raised = np.greater(after, level + ROUNDING)
            is_for_must_have = index in first and (
                index not in choice.fixed or bool(raised[unmet].any())
            )
            counting = np.flatnonzero(raised & target.counts).tolist()
            same = {*np.nonzero(choice.steps.gain[:, counting])[0].tolist()}
            base = frozenset(i for i in chosen if index not in choice.before[i])
            free = [i for i in choice.open if i in same - chosen]
            others = choice.helping(base, [i for i in free if index not in choice.before[i]])
            yield ScoredStep(
                step=self.listed[index],
                gain=end - start,
                before=level,
                after=after,
                raises=tuple(counting),
                is_for_must_have=is_for_must_have,
                others=self._named(others),
            )
            level = after

    def _later(self, must: int) -> LaterMustHave[S]:
        """Return the must-have with index ``must``, and the cheapest steps that would meet it."""
        choice, competency = self.free.choice, int(self.free.choice.target.musts[must])
        found = self.free.cheapest(self.free.met[:, must])
        if found is None and not self.is_exact:
            needed = choice.target.must_have[competency]
            found = choice.few_hours(lambda level: np.maximum(needed - level[:, competency], 0.0))
        steps = self._named(choice.in_order(NONE, found or NONE))
        return LaterMustHave(competency, steps, choice.hours(found or NONE))


def _missing_points(target: RoleTarget, level: FloatArray, ready: float) -> FloatArray:
    """Return the points (N,) missing at levels (N, C) to ``ready`` with every must-have met."""
    missing: FloatArray = 100.0 * target.short(level).sum(axis=1)
    missing += np.maximum(ready - target.readiness(level), 0.0)
    return missing
