"""A person's plan: the steps of the edition their result is pinned to, toward one role.

Only what the person decided is kept (``PlanPreferences``); the rest is worked out from it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from assessments.evaluation.result import MustHave, Result, RoleResult
from assessments.instrument.arrays import assessments_of, instrument_of
from assessments.instrument.values import Step
from assessments.plans.preferences import PlanPreferences
from assessments.scoring.arithmetic import ROUNDING, FloatArray
from assessments.scoring.plans.plan import LaterMustHave, Plan, fewest_hours, plan
from assessments.scoring.plans.steps import Steps, Target
from roles.snapshot.editions import Snapshot


@dataclass(frozen=True, slots=True)
class Raise:
    """What a step does to one level, 0..100, when its turn comes."""

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
    """The fewest hours to the band "ready" with every must-have that steps can meet."""

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


@dataclass(frozen=True, slots=True)
class Later:
    """A must-have that stays unmet: ``steps`` are the cheapest that would meet it, if any."""

    must_have: MustHave
    steps: tuple[Step, ...]
    hours: float


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """The plan toward one role. Readiness is without the hands-on years, which no step gives."""

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
    rest: tuple[Step, ...]
    """Steps that would still help, the most per hour first."""
    done: tuple[Step, ...]
    """Counted on top of the answers."""
    steps: tuple[Step, ...]
    """Every step of the edition."""


def steps_of(snapshot: Snapshot) -> tuple[Step, ...]:
    """The steps of an edition; none in editions from before there were any."""
    return assessments_of(snapshot).steps


def plan_of(result: Result, snapshot: Snapshot, preferences: PlanPreferences) -> PersonPlan:
    """The plan that ``preferences`` ask for.

    Raises KeyError for an unknown role and ValueError for a role without readiness.
    """
    role = result.role(preferences.role)
    listed = steps_of(snapshot)
    instrument = instrument_of(snapshot)
    keys = [step.key for step in listed]
    steps = _arrays(listed, instrument.competencies)
    level = np.array(
        [np.nan if each.level is None else each.level for each in result.levels], dtype=np.float64
    )
    since = [i for i, key in enumerate(keys) if key in preferences.done]
    spent = float(steps.hours[since].sum())
    left = max(preferences.hours - spent, 0.0)
    level = np.minimum(level + steps.raised(level)[since].sum(axis=0), 100.0)
    target = Target.of(instrument, instrument.roles.index(preferences.role), level)
    done = [i for i, key in enumerate(keys) if key in preferences.done | preferences.done_before]
    out = [i for i, key in enumerate(keys) if key in preferences.left_out]
    found = plan(
        target,
        steps,
        left,
        done=done,
        left_out=out,
        wanted=[i for i, key in enumerate(keys) if key in preferences.wanted],
    )
    limit = instrument.settings.bands.ready
    way = fewest_hours(target, steps, limit, done=done, left_out=out)
    beyond = {instrument.competencies[each] for each in way.unmet}
    return PersonPlan(
        preferences=preferences,
        role=role,
        planned=_planned(found, listed, steps, target, instrument.competencies, {*done, *out}),
        hours=found.hours,
        spent=spent,
        left=left,
        start=found.start,
        end=found.readiness,
        is_exact=found.is_exact,
        to_ready=WayToReady(
            limit=limit,
            steps=tuple(listed[i] for i in way.steps),
            hours=way.hours,
            reach=way.readiness,
            is_reached=way.is_reached,
            is_exact=way.is_exact,
            missing=tuple(
                must
                for must in role.must_haves
                if must.is_unmet and (must.competency is None or must.competency in beyond)
            ),
        ),
        later=(*_years(role), *_later(found.later, role, listed, instrument.competencies)),
        rest=tuple(listed[i] for i in found.rest),
        done=tuple(listed[i] for i in since),
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


def _planned(
    found: Plan,
    listed: tuple[Step, ...],
    steps: Steps,
    target: Target,
    competencies: tuple[str, ...],
    ticked: AbstractSet[int],
) -> tuple[PlannedStep, ...]:
    raised = steps.raised(target.level)
    taken = ticked | {each.index for each in found.steps}
    free = [i for i in range(len(listed)) if i not in taken]
    needed = np.fmax(target.required, target.must_have)
    room = np.where(target.weight > 0.0, np.maximum(needed - target.level, 0.0), 0.0)
    closes = np.minimum(raised, room)
    level: FloatArray = target.level
    planned = []
    for each in found.steps:
        after = np.minimum(level + raised[each.index], 100.0)
        moved = np.flatnonzero((after > level) & (target.weight > 0.0)).tolist()
        same = closes[:, closes[each.index] > ROUNDING].sum(axis=1)
        planned.append(
            PlannedStep(
                step=listed[each.index],
                gain=each.gain,
                is_for_must_have=each.is_for_must_have,
                raises=tuple(
                    Raise(competencies[c], float(level[c]), float(after[c])) for c in moved
                ),
                others=tuple(
                    listed[i]
                    for i in sorted(free, key=lambda i: (-same[i] / steps.hours[i], i))
                    if same[i] > ROUNDING
                ),
            )
        )
        level = after
    return tuple(planned)


def _years(role: RoleResult) -> tuple[Later, ...]:
    """Hands-on years that are missing: no step gives them."""
    unmet = [must for must in role.must_haves if must.competency is None and must.is_unmet]
    return tuple(Later(must, (), 0.0) for must in unmet)


def _later(
    found: tuple[LaterMustHave, ...],
    role: RoleResult,
    listed: tuple[Step, ...],
    competencies: tuple[str, ...],
) -> tuple[Later, ...]:
    by_competency = {must.competency: must for must in role.must_haves}
    return tuple(
        Later(
            by_competency[competencies[each.competency]],
            tuple(listed[i] for i in each.steps),
            each.hours,
        )
        for each in found
    )
