"""The development plan: which steps to take within some hours (docs/scoring.md §1.8.1).

A step raises levels, each by its gain and never above its ceiling; interest stays as it is. With
few steps the plan is the exact best; with many it is found by a greedy search and swaps. Works on
one sheet: n steps, C competencies.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessments.scoring.plans.every_set import EXACT_UP_TO, best_set, shortest_set
from assessments.scoring.plans.set_search import cheapest_for, searched_set, shortened_set
from assessments.scoring.plans.step_sets import StepSets
from assessments.scoring.plans.steps import Steps, Target


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
    """Steps outside the plan that would still help once it is done, the most per hour first."""
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
    choice = StepSets.of(target, steps, frozenset(done), frozenset(left_out), frozenset(wanted))
    hours = max(hours, choice.hours(choice.fixed))
    exact = len(choice.open) <= EXACT_UP_TO
    chosen, forced = best_set(choice, hours) if exact else searched_set(choice, hours)
    return laid_out(choice, chosen, forced, is_exact=exact)


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
    choice = StepSets.of(target, steps, frozenset(done), frozenset(left_out))
    none, every = frozenset[int](), frozenset(choice.open)
    if not choice.is_ready(every, ready):
        unmet = tuple(choice.target.musts[~choice.met(every)].tolist())
        return Fewest((), 0.0, choice.readiness(every), unmet, is_reached=False, is_exact=True)
    exact = len(choice.open) <= EXACT_UP_TO
    chosen = shortest_set(choice, ready) if exact else shortened_set(choice, ready)
    return Fewest(
        steps=tuple(choice.ordered(chosen, none)),
        hours=choice.hours(chosen),
        readiness=choice.readiness(chosen),
        unmet=(),
        is_reached=True,
        is_exact=exact or not chosen,
    )


def laid_out(
    choice: StepSets, chosen: frozenset[int], forced: frozenset[int], *, is_exact: bool
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
        wanted = cheapest_for(choice, none, must)
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
        rest=tuple(choice.ordered(choice.helping_after(chosen), chosen)),
        is_exact=is_exact,
    )
