"""Choose, order and round what the plan page shows; the words are in templates."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assessments.evaluation.presenters.dials import Together, together
from assessments.evaluation.presenters.reading import Reading, half_up, shares
from assessments.evaluation.result import MustHave, Result
from assessments.instrument.values import Step
from assessments.plans.planning import PersonPlan, plan_of, steps_of
from assessments.plans.preferences import PlanPreferences
from assessments.scoring import Verdict
from assessments.scoring.plans.plan import LaterMustHave
from roles.snapshot.certificates import Certification
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as any part of the page shows it."""

    step: Step
    certificate: Certification | None
    after: tuple[Step, ...]
    """What it comes after."""
    state: str
    """What the person said of it, if anything."""
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A step of the plan. The gains of all steps add up to that of the plan."""

    line: StepLine
    gain: int
    reached: int
    """Readiness after it."""
    when: str
    raises: tuple[tuple[str, int, int], ...]
    """What it raises, from where, to where."""
    is_for_must_have: bool
    others: tuple[Step, ...]
    """All steps for the same gap, the best first."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan page from top to bottom."""

    title: str
    role: Role
    found: PersonPlan
    planned: tuple[PlannedLine, ...]
    rest: tuple[StepLine, ...]
    """They would still help, but do not fit."""
    idle: tuple[StepLine, ...]
    """They add nothing to the plan."""
    ticked: tuple[StepLine, ...]
    later: tuple[tuple[str, MustHave, LaterMustHave[Step] | None], ...]
    """Must-haves that take longer than the plan, with their names, and what would meet them."""
    more_names: tuple[str, ...]
    """Must-haves that a few more hours a week would meet."""
    unmet: tuple[str, ...]
    """Must-haves that all steps leave unmet."""
    advice: Together | None
    is_inconsistent: bool
    roles: tuple[tuple[str, str], ...]
    """Roles to plan toward: slug and name."""

    @property
    def is_ready(self) -> bool:
        """Whether the levels are at the band "ready" already."""
        return self.found.way.is_reached and not self.found.way.steps

    @property
    def weeks_to_ready(self) -> int:
        return math.ceil(self.found.way.hours / self.found.preferences.hours_a_week)

    @property
    def reach(self) -> int:
        """Readiness that all steps together reach; never said too high."""
        return math.floor(self.found.way.readiness)


def plan_roles(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Return slug and name of the roles that can be planned toward, the best match first."""
    return tuple(
        (role.slug, reading.name(role.slug))
        for role in reading.ranked
        if role.is_comparable and reading.readiness(role) is not None
    )


def preferences_for(
    result: Result, snapshot: Snapshot, kept: PlanPreferences | None = None
) -> PlanPreferences | None:
    """Return what was kept, or the plan that nobody changed yet; ``None`` where there can be none.

    Without a role that the edition has, it is toward the named one or the lean.
    """
    roles = dict(plan_roles(Reading(result, snapshot)))
    if not roles or not steps_of(snapshot):
        return None
    if kept is not None and kept.role in roles:
        return kept
    return replace(kept or PlanPreferences(""), role=next(iter(roles)))


def kept_plan(result: Result, snapshot: Snapshot, kept: PlanPreferences | None) -> PlanPage | None:
    """Return the plan as the person left it; ``None`` where there can be none.

    Answers that contradict each other lead to none by themselves: no role was named.
    """
    if kept is None and result.verdict is Verdict.INCONSISTENT:
        return None
    preferences = preferences_for(result, snapshot, kept)
    return None if preferences is None else plan_page(result, snapshot, preferences)


def plan_page(result: Result, snapshot: Snapshot, preferences: PlanPreferences) -> PlanPage:
    """Show the plan that ``preferences`` ask for."""
    reading = Reading(result, snapshot)
    found = plan_of(result, snapshot, preferences)
    names, ticked = reading.competency_names, preferences.ticked
    role = reading.roles[found.role.slug]
    best = found.best
    shown = {each.step.key for each in best.steps} | {each.key for each in best.rest} | ticked

    def lines(steps: Iterable[Step]) -> tuple[StepLine, ...]:
        return tuple(_step_line(reading, found, step) for step in steps)

    return PlanPage(
        title=f"A plan toward {reading.name(preferences.role)}",
        role=role,
        found=found,
        planned=tuple(_planned_lines(reading, found)),
        rest=lines(best.rest),
        idle=lines(step for step in found.steps if step.key not in shown),
        ticked=lines(step for step in found.steps if step.key in ticked),
        later=tuple((reading.must_have_name(must), must, later) for must, later in found.later),
        more_names=tuple(
            names[must.competency]
            for must in (found.more_time.must_haves if found.more_time else ())
            if must.competency
        ),
        unmet=tuple(names[m.competency] for m in found.missing if m.competency),
        advice=next((each for each in together(reading) if each.role == role), None),
        is_inconsistent=result.verdict is Verdict.INCONSISTENT,
        roles=plan_roles(reading),
    )


def _planned_lines(reading: Reading, found: PersonPlan) -> Iterator[PlannedLine]:
    """Yield the steps of the plan in order, with weeks counted on from the steps already done."""
    best, hours, a_week = found.best, found.spent, found.preferences.hours_a_week
    reached, levels = half_up(best.start), reading.result.levels
    gains = shares([each.gain for each in best.steps], half_up(best.readiness) - reached)
    for each, gain in zip(best.steps, gains, strict=True):
        reached += gain
        first = int(hours / a_week) + 1
        hours += each.step.hours
        last = max(first, math.ceil(hours / a_week))
        raises = [
            (
                reading.competency_names[levels[place].competency],
                half_up(each.before[place]),
                half_up(each.after[place]),
            )
            for place in each.raises
        ]
        yield PlannedLine(
            line=_step_line(reading, found, each.step),
            gain=gain,
            reached=reached,
            when=f"Week {first}" if first == last else f"Weeks {first} to {last}",
            raises=tuple(one for one in raises if one[1] != one[2]),
            is_for_must_have=each.is_for_must_have,
            others=each.others,
        )


def _step_line(reading: Reading, found: PersonPlan, step: Step) -> StepLine:
    """Return one step with what its row on the page shows."""
    certificates = {each.slug: each for each in reading.snapshot.roles.certifications}
    steps = {each.key: each for each in found.steps}
    preferences, state = found.preferences, ""
    if step.key in preferences.done:
        state = "Done since the quiz"
    elif step.key in preferences.done_before:
        state = "Done before the quiz"
    elif step.key in preferences.left_out:
        state = "Left out"
    return StepLine(
        step=step,
        certificate=certificates.get(step.certification or ""),
        after=tuple(steps[key] for key in step.prerequisites),
        state=state,
        is_wanted=step.key in preferences.wanted,
    )
