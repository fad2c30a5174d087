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
from assessments.scoring.plans.plan import Fewest, LaterMustHave, Plan, Planner
from assessments.scoring.plans.step_sets import RoleTarget, Steps
from roles.snapshot.editions import Snapshot


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
    spent: float
    """Hours of what was done since the quiz; they are not planned again."""
    left: float
    """Hours that can still be planned."""
    best: Plan[Step]
    """The plan within these hours, from the levels today with what was done since the quiz."""
    limit: float
    """Where the band "ready" starts."""
    way: Fewest[Step]
    """The steps of fewest hours to it, with every must-have that steps can meet."""
    missing: tuple[MustHave, ...]
    """Must-haves that no steps meet: hands-on years, and where all steps stay below."""
    later: tuple[tuple[MustHave, LaterMustHave[Step] | None], ...]
    """Must-haves that the plan leaves unmet; ``None`` for years."""
    more_time: MoreTime | None
    """Where a little more time would meet more must-haves."""
    done: tuple[Step, ...]
    """Counted on top of the answers."""
    steps: tuple[Step, ...]
    """Every step of the edition."""

    @property
    def lacks_years(self) -> bool:
        return any(must.competency is None for must in self.missing)


def steps_of(snapshot: Snapshot) -> tuple[Step, ...]:
    """Return the steps of an edition; none in editions older than development plans."""
    return assessments_of(snapshot).steps


def plan_of(result: Result, snapshot: Snapshot, preferences: PlanPreferences) -> PersonPlan:
    """Return the plan. Raises ``KeyError`` for an unknown role, ``ValueError`` for no readiness."""
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
        listed,
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

    return PersonPlan(
        preferences=preferences,
        role=role,
        spent=spent,
        left=left,
        best=found,
        limit=limit,
        way=way,
        missing=(*years, *(m for c, m in musts.items() if m.is_unmet and c in beyond)),
        later=(
            *((must, None) for must in years),
            *((musts[competencies[each.competency]], each) for each in found.later),
        ),
        more_time=more_time,
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
