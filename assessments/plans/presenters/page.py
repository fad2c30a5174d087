"""The plan page from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import NOISE, half_up
from assessments.evaluation.result import Result
from assessments.plans.planning import PersonPlan, plan_of, steps_of
from assessments.plans.preferences import PlanPreferences
from assessments.plans.presenters.lines import (
    PlannedLine,
    StepLine,
    hours_text,
    planned_lines,
    step_line,
    weeks_text,
)
from assessments.plans.presenters.ready import LaterLine, WayText, later_line, way_text
from assessments.scoring import Verdict
from roles.graphics.charts import RoleMark
from roles.snapshot.editions import Snapshot
from web.words import listed, number_word

AS_USUAL = "if the steps work as usual"
FIRST = 3
NAMED = 3


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan page from top to bottom. Without ``planned`` the lead says why there is none."""

    title: str
    role: RoleMark | None
    lead: str
    notes: tuple[str, ...]
    planned: tuple[PlannedLine, ...]
    total: str
    search: str
    """Whether a better plan may exist."""
    progress: str
    """How many steps are done and how many hours that took; blank while none is."""
    ready: WayText | None
    later: tuple[LaterLine, ...]
    rest: tuple[StepLine, ...]
    """They would still help, but do not fit."""
    idle: tuple[StepLine, ...]
    """They add nothing to the plan."""
    ticked: tuple[StepLine, ...]
    roles: tuple[tuple[str, str], ...]
    """Roles to plan toward: slug and name."""
    choice: PlanPreferences | None

    @property
    def first(self) -> tuple[PlannedLine, ...]:
        return self.planned[:FIRST]

    @property
    def more(self) -> str:
        """What the link to the whole plan says."""
        if not self.planned:
            return "See all steps and choose your own"
        left = len(self.planned) - FIRST
        if left > 0:
            return f"See all {len(self.planned)} steps and change the plan"
        return "See the plan and change it"


def plan_roles(result: Result, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Slug and name of the roles that can be planned toward."""
    return _roles(Reading(result, snapshot))


def default_choice(result: Result, snapshot: Snapshot) -> PlanPreferences | None:
    """The plan toward the named role or the lean; None where no role can be planned for."""
    reading = Reading(result, snapshot)
    slugs = [slug for slug, _ in _roles(reading)]
    return PlanPreferences(slugs[0]) if slugs and steps_of(snapshot) else None


def kept_choice(
    result: Result, snapshot: Snapshot, kept: PlanPreferences | None
) -> PlanPreferences | None:
    """What was kept, or the plan that nobody changed yet; None where there can be none."""
    default = default_choice(result, snapshot)
    if default is None or kept is None:
        return default
    known = {slug for slug, _ in plan_roles(result, snapshot)}
    return kept if kept.role in known else replace(kept, role=default.role)


def kept_plan(result: Result, snapshot: Snapshot, kept: PlanPreferences | None) -> PlanPage | None:
    """The plan as the person left it; None where there can be none.

    Answers that contradict each other lead to none by themselves: no role was named.
    """
    if kept is None and result.verdict is Verdict.INCONSISTENT:
        return None
    choice = kept_choice(result, snapshot, kept)
    return None if choice is None else plan_page(result, snapshot, choice)


def plan_page(result: Result, snapshot: Snapshot, choice: PlanPreferences | None) -> PlanPage:
    """The plan that ``choice`` asks for, or the page that says why there is none."""
    reading = Reading(result, snapshot)
    if choice is None:
        return _no_plan(reading)
    found = plan_of(result, snapshot, choice)
    short = reading.short(choice.role)
    shown = {each.step.key for each in found.planned} | {each.key for each in found.rest}
    ticks = choice.ticked
    return PlanPage(
        title=f"A plan toward {reading.name(choice.role)}",
        role=reading.marks[choice.role],
        lead=_lead(found, short) if found.planned else _nothing(found, short),
        notes=tuple(_notes(reading, found, short)),
        planned=tuple(planned_lines(reading, found)),
        total=_total(found, short),
        search=_search(found),
        progress=_progress(found),
        ready=way_text(reading, found, short),
        later=tuple(later_line(reading, each) for each in found.later),
        rest=tuple(step_line(reading, found, step) for step in found.rest),
        idle=tuple(
            step_line(reading, found, step)
            for step in found.snapshot
            if step.key not in shown | ticks
        ),
        ticked=tuple(step_line(reading, found, s) for s in found.snapshot if s.key in ticks),
        roles=_roles(reading),
        choice=choice,
    )


def _roles(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The roles with readiness, the named one or the lean first."""
    return tuple(
        (role.slug, reading.name(role.slug))
        for role in reading.ranked
        if role.is_comparable and reading.readiness(role) is not None
    )


def _no_plan(reading: Reading) -> PlanPage:
    if steps_of(reading.snapshot):
        empty = (
            "You told us too little about what you can do, so we cannot say what would help most. "
            "Take the quiz again and answer what you skipped, as far as you can."
        )
    else:
        empty = (
            f"Edition {reading.result.edition}, which this result belongs to, has no steps to "
            "plan with. A new quiz uses the newest edition."
        )
    return PlanPage(
        title="No plan yet", role=None, lead=empty, notes=(), planned=(), total="",
        search="", progress="", ready=None, later=(),
        rest=(), idle=(), ticked=(), roles=(), choice=None,
    )  # fmt: skip


def _lead(found: PersonPlan, short: str) -> str:
    choice, count = found.choice, len(found.planned)
    time = f"{hours_text(choice.hours_a_week)} a week for {weeks_text(choice.weeks)}"
    if found.done:
        left = half_up(found.left)
        time = f"{left or 'None'} of your {hours_text(choice.hours)} {_is(left)} left"
    return (
        f"{time}: {number_word(count)} {'step' if count == 1 else 'steps'} that may take your "
        f"readiness for {short} from {half_up(found.start)} up to {half_up(found.end)} of 100, "
        f"{AS_USUAL}."
    )


def _is(hours: int) -> str:
    return "is" if hours < 2 else "are"


def _total(found: PersonPlan, short: str) -> str:
    of = hours_text(found.left)
    time = f"{half_up(found.hours)} of {f'the {of} left' if found.done else f'your {of}'}. "
    over = "" if found.hours <= found.left else "That is more than you have: you chose it so. "
    return (
        f"{time}{over}Readiness for {short} goes from {half_up(found.start)} to at most "
        f"{half_up(found.end)} of 100, {AS_USUAL}."
    )


def _search(found: PersonPlan) -> str:
    if not found.is_exact:
        return (
            "More steps could help than we can try in every mix, so we searched by points an hour "
            "and by swaps. A slightly better plan may exist."
        )
    wanted = any(each.step.key in found.choice.wanted for each in found.planned)
    first = "With must-haves and your own choices first" if wanted else "With must-haves first"
    steps = "the steps you did not leave out" if found.choice.left_out else "our steps"
    return f"{first}, no mix of {steps} gives more in this time."


def _progress(found: PersonPlan) -> str:
    done = len(found.done)
    if not done:
        return ""
    text = f"You have done {done} of {done + len(found.planned)} steps, about "
    if found.spent > found.choice.hours:
        text += f"{hours_text(found.spent)}. You had set aside {half_up(found.choice.hours)}."
    else:
        text += f"{half_up(found.spent)} of your {hours_text(found.choice.hours)}."
    return f"{text} The weeks count on from there." if found.planned else text


def _notes(reading: Reading, found: PersonPlan, short: str) -> list[str]:
    notes = []
    if reading.result.verdict is Verdict.INCONSISTENT:
        notes.append(
            "Your answers point in different directions, so this plan may start from wrong levels. "
            "Taking the quiz again at a calm moment comes first."
        )
    years = [each for each in found.later if each.must_have.competency is None]
    shown = reading.readiness(found.role)
    if years and shown is not None and half_up(found.start) > shown and not found.done:
        notes.append(
            f"Your result shows {shown} of 100 for {short}, because hands-on years are missing. "
            "No step gives years, so this plan counts without them."
        )
    if found.done:
        done = f"the {number_word(len(found.done))} steps you did since"
        if len(found.done) <= NAMED:
            titles = listed([f"“{step.title}”" for step in found.done])
            done = f"what you did since: {titles}"
        notes.append(
            f"The plan starts from your answers plus {done}, counted as usual. "
            "Only a new quiz shows whether that worked."
        )
    return notes


def _nothing(found: PersonPlan, short: str) -> str:
    choice = found.choice
    untouched = [s for s in found.snapshot if s.key not in choice.ticked]
    if found.snapshot and not untouched:
        return (
            "Every step is done or left out. Take one back to plan with it, or take the quiz "
            "again to see what has moved."
        )
    if found.rest and not found.left:
        return (
            f"You have used the {hours_text(choice.hours)} that you set aside. Give the plan more "
            "weeks to go on, or take the quiz again to see what has moved."
        )
    if found.rest:
        shortest = min(found.rest, key=lambda step: step.hours)
        into = f"the {hours_text(found.left)} left" if found.done else hours_text(found.left)
        return (
            f"Nothing that helps fits into {into}. The shortest step takes about "
            f"{hours_text(shortest.hours)}: “{shortest.title}”. Give it more hours or more weeks."
        )
    if found.start >= 100.0 - NOISE and found.done:
        return (
            f"With what you did since the quiz you may meet every level that {short} asks for. "
            "Take the quiz again to see whether it worked."
        )
    if found.start >= 100.0 - NOISE:
        return (
            f"By your own ratings you meet every level that {short} asks for, so no step adds to "
            "it. Look for harder work of the same kind, and for ways to show what you can do."
        )
    return (
        f"No step in our list would raise what is still missing for {short}. What is missing "
        "grows with years of real work more than with a task or a course."
    )
