"""One step as a line: what it is, when its turn comes, what it adds, and what can stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import half_up, shares
from assessments.instrument.values import Step
from assessments.models.choices import StepKind
from assessments.plans.planning import PersonPlan, PlannedStep
from assessments.plans.preferences import PlanPreferences
from web.words import listed

KINDS = {
    StepKind.PRACTICE: "Practice task",
    StepKind.PROJECT: "Project",
    StepKind.SHADOWING: "Working beside somebody",
    StepKind.COURSE: "Course",
    StepKind.CERTIFICATE: "Certificate",
    StepKind.READING: "Reading",
}
SWAPS_AT_FIRST = 6


def cost_text(cost: int) -> str:
    """A cost as shown; one that rounds to nothing says so."""
    if cost == 0:
        return "less than 1 point"
    return "1 point" if cost == 1 else f"{cost} points"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step with its buttons. ``effort`` is its kind and hours."""

    step: Step
    effort: str
    certificate: tuple[str, str] | None
    """Name and slug."""
    after: str
    """What it comes after."""
    state: str
    """What the person said of it, if anything."""
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A step of the plan. The gains of all add up to what the plan gains."""

    line: StepLine
    gain_text: str
    up_to: str
    when: str
    raises: tuple[str, ...]
    is_for_must_have: bool
    swaps: tuple[tuple[str, str], ...]
    """Keys of all steps for the same gap, and what their buttons say; the best first."""

    @property
    def first_swaps(self) -> tuple[tuple[str, str], ...]:
        return self.swaps[:SWAPS_AT_FIRST]

    @property
    def more_swaps(self) -> tuple[tuple[str, str], ...]:
        return self.swaps[SWAPS_AT_FIRST:]


def planned_lines(reading: Reading, found: PersonPlan) -> Iterator[PlannedLine]:
    """The steps of the plan in their order, in weeks that count on from what was done."""
    reached, hours = half_up(found.start), found.spent
    gains = shares([each.gain for each in found.planned], half_up(found.end) - reached)
    for each, gain in zip(found.planned, gains, strict=True):
        reached += gain
        yield PlannedLine(
            line=step_line(reading, found, each.step),
            gain_text=f"+ {cost_text(gain)}",
            up_to=f"up to {reached} of 100",
            when=_weeks(hours, hours + each.step.hours, found.preferences),
            raises=_raises(reading, each),
            is_for_must_have=each.is_for_must_have,
            swaps=tuple((other.key, with_hours(other)) for other in each.others),
        )
        hours += each.step.hours


def step_line(reading: Reading, found: PersonPlan, step: Step) -> StepLine:
    """One step, wherever on the page it stands."""
    titles = {each.key: each.title for each in found.steps}
    names = {each.slug: each.name for each in reading.snapshot.roles.certifications}
    before = [f"“{titles[key]}”" for key in step.prerequisites]
    certificate = None
    if step.certification in names:
        certificate = (names[step.certification], step.certification)
    return StepLine(
        step=step,
        effort=effort(step),
        certificate=certificate,
        after=f"Comes after {listed(before)}." if before else "",
        state=_state(found.preferences, step.key),
        is_wanted=step.key in found.preferences.wanted,
    )


def hours_text(count: float) -> str:
    """Hours, rounded to whole ones."""
    shown = half_up(count)
    return "1 hour" if shown == 1 else f"{shown} hours"


def weeks_text(count: int) -> str:
    """Weeks."""
    return "1 week" if count == 1 else f"{count} weeks"


def with_hours(step: Step) -> str:
    """Name a step with its hours."""
    return f"{step.title}, about {hours_text(step.hours)}"


def effort(step: Step) -> str:
    """What kind of step it is, and its hours."""
    return f"{KINDS[step.kind]}, about {hours_text(step.hours)}"


def _weeks(start: float, end: float, preferences: PlanPreferences) -> str:
    first = int(start / preferences.hours_a_week) + 1
    last = max(first, -int(-end // preferences.hours_a_week))
    return f"Week {first}" if first == last else f"Weeks {first} to {last}"


def _raises(reading: Reading, planned: PlannedStep) -> tuple[str, ...]:
    return tuple(
        f"{reading.competency_names[one.competency]} {half_up(one.before)} → {half_up(one.after)}"
        for one in planned.raises
        if half_up(one.before) != half_up(one.after)
    )


def _state(preferences: PlanPreferences, key: str) -> str:
    if key in preferences.done:
        return "Done since the quiz"
    if key in preferences.done_before:
        return "Done before the quiz"
    return "Left out" if key in preferences.left_out else ""
