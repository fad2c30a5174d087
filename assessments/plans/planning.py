"""Work out a person's plan toward one role, with the steps of the edition of their result.

Only what the person decided is kept (``PlanPreferences``); the rest is worked out from it.
"""

import math
from dataclasses import dataclass

import numpy as np

from assessments.evaluation.result import MustHave, Result, RoleResult
from assessments.instrument.values import Step, assessments_of, instrument_of
from assessments.models.choices import MOST_HOURS
from assessments.plans.preferences import PlanPreferences
from assessments.scoring.plans.plan import Planner
from assessments.scoring.plans.step_sets import RoleTarget, Steps
from roles.snapshot.editions import Snapshot


@dataclass(frozen=True, slots=True)
class Raise:
    """How far a step raises one level, 0..100, in its place in the plan."""

    competency: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of the plan, in its order."""

    step: Step
    gain: float
    """Points of readiness that are its own; all together they are ``end - start``."""
    is_for_must_have: bool
    raises: tuple[Raise, ...]
    others: tuple[Step, ...]
    """Steps outside the plan that raise what it raises, the most points an hour first."""


@dataclass(frozen=True, slots=True)
class WayToReady:
    """The steps of fewest hours to the band "ready" with every must-have that steps can meet."""

    limit: float
    """Where the band starts."""
    steps: tuple[Step, ...]
    hours: float
    reach: float
    """Readiness at its end; without one, what all steps together reach."""
    is_reached: bool
    is_exact: bool
    missing: tuple[MustHave, ...]
    """Must-haves that no steps meet: hands-on years, and where all steps stay below."""

    @property
    def lacks_years(self) -> bool:
        return any(must.competency is None for must in self.missing)


@dataclass(frozen=True, slots=True)
class Later:
    """A must-have that the plan leaves unmet; ``steps`` are the cheapest that would meet it."""

    must_have: MustHave
    steps: tuple[Step, ...]
    hours: float


@dataclass(frozen=True, slots=True)
class MoreTime:
    """A few more hours a week with which the plan would meet must-haves that it misses."""

    hours_a_week: int
    must_haves: tuple[MustHave, ...]
    """Those that it would meet besides what it meets now."""


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """The plan toward one role. No step gives hands-on years."""

    preferences: PlanPreferences
    role: RoleResult
    planned: tuple[PlannedStep, ...]
    hours: float
    spent: float
    """Hours of what was done since the quiz; they are not planned again."""
    left: float
    """Hours that can still be planned."""
    start: float
    """Readiness today, with what was done since the quiz."""
    end: float
    is_exact: bool
    """Every set of steps was tried."""
    to_ready: WayToReady
    later: tuple[Later, ...]
    more_time: MoreTime | None
    """Where a little more time would meet more must-haves."""
    rest: tuple[Step, ...]
    """Steps that would still help, the most per hour first."""
    done: tuple[Step, ...]
    """Counted on top of the answers."""
    steps: tuple[Step, ...]
    """Every step of the edition."""


def steps_of(snapshot: Snapshot) -> tuple[Step, ...]:
    """Return the steps of an edition; none in editions older than development plans."""
    return assessments_of(snapshot).steps


def plan_of(result: Result, snapshot: Snapshot, preferences: PlanPreferences) -> PersonPlan:
    """Return the plan that ``preferences`` ask for.

    Raises ``KeyError`` for an unknown role and ``ValueError`` for a role without readiness.
    """
    role = result.role(preferences.role)
    listed = steps_of(snapshot)
    instrument = instrument_of(snapshot)
    competencies = instrument.competencies
    steps = _arrays(listed, competencies)

    def indexes(keys: frozenset[str]) -> list[int]:
        return [index for index in steps.order if listed[index].key in keys]

    since = indexes(preferences.done)
    spent = float(steps.hours[since].sum())
    left = max(preferences.hours - spent, 0.0)
    level = np.array(
        [np.nan if each.level is None else each.level for each in result.levels], dtype=np.float64
    )
    for index in since:
        level = steps.after(index, level)
    target = RoleTarget.of(instrument, instrument.roles.index(preferences.role), level)
    planner = Planner.of(
        target,
        steps,
        done=indexes(preferences.done | preferences.done_before),
        left_out=indexes(preferences.left_out),
        wanted=indexes(preferences.wanted),
    )
    found = planner.plan(left)
    # What is shown as the limit counts as ready, as it does on the result page.
    limit = math.floor(instrument.settings.bands.ready + 0.5) - 0.5
    way = planner.fewest_hours(limit)
    musts = {must.competency: must for must in role.must_haves}
    beyond = {competencies[each] for each in way.unmet}
    years = [must for must in role.must_haves if must.competency is None and must.is_unmet]
    more_time = None
    if any(each.steps for each in found.later):
        unmet, asked = {each.competency for each in found.later}, preferences.hours_a_week
        for more in range(asked + 1, min(max(asked + 1, asked * 3 // 2), MOST_HOURS) + 1):
            then = planner.unmet(max(more * preferences.weeks - spent, 0.0))
            if then < unmet:
                met = tuple(musts[competencies[each]] for each in sorted(unmet - then))
                more_time = MoreTime(more, met)
                break

    def named(found: tuple[int, ...]) -> tuple[Step, ...]:
        return tuple(listed[index] for index in found)

    return PersonPlan(
        preferences=preferences,
        role=role,
        planned=tuple(
            PlannedStep(
                step=listed[each.index],
                gain=each.gain,
                is_for_must_have=each.is_for_must_have,
                raises=tuple(
                    Raise(competencies[c], float(each.before[c]), float(each.after[c]))
                    for c in np.flatnonzero((each.after > each.before) & target.counts)
                ),
                others=named(each.others),
            )
            for each in found.steps
        ),
        hours=found.hours,
        spent=spent,
        left=left,
        start=found.start,
        end=found.readiness,
        is_exact=found.is_exact,
        to_ready=WayToReady(
            limit=limit,
            steps=named(way.steps),
            hours=way.hours,
            reach=way.readiness,
            is_reached=way.is_reached,
            is_exact=way.is_exact,
            missing=(*years, *(m for c, m in musts.items() if m.is_unmet and c in beyond)),
        ),
        later=(
            *(Later(must, (), 0.0) for must in years),  # no step gives them
            *(
                Later(musts[competencies[each.competency]], named(each.steps), each.hours)
                for each in found.later
            ),
        ),
        more_time=more_time,
        rest=named(found.rest),
        done=tuple(step for step in listed if step.key in preferences.done),
        steps=listed,
    )


def _arrays(listed: tuple[Step, ...], competencies: tuple[str, ...]) -> Steps:
    gain, ceiling = (np.zeros((len(listed), len(competencies))) for _ in range(2))
    place = {competency: index for index, competency in enumerate(competencies)}
    row = {step.key: index for index, step in enumerate(listed)}
    for index, step in enumerate(listed):
        for each in step.gains:
            gain[index, place[each.competency]] = each.gain
            ceiling[index, place[each.competency]] = each.ceiling
    return Steps(
        hours=np.array([step.hours for step in listed], dtype=np.float64),
        gain=gain,
        ceiling=ceiling,
        needs=tuple(tuple(row[key] for key in step.prerequisites) for step in listed),
    )
