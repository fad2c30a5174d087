"""The plan page from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessments.evaluation.presenters.dials import DOCUMENT, THINK_IT_OVER, together
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import half_up
from assessments.evaluation.result import Result
from assessments.instrument.values import Step
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
from assessments.plans.presenters.ready import WayText, later_line, way_text
from assessments.scoring import Verdict
from roles.graphics.charts import RoleMark
from roles.snapshot.editions import Snapshot
from web.words import listed, lowered, number_word

AS_USUAL = "if the steps work as usual"
FIRST = 3
NAMED = 3


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan page from top to bottom. Without ``planned`` the lead says why there is none."""

    title: str
    lead: str
    preferences: PlanPreferences | None = None
    role: RoleMark | None = None
    notes: tuple[str, ...] = ()
    planned: tuple[PlannedLine, ...] = ()
    total: str = ""
    search: str = ""
    """Whether a better plan may exist."""
    progress: str = ""
    """How many steps are done and how many hours that took; blank while none is."""
    more_time: str = ""
    """What a few more weeks would meet; the weeks of such a plan are ``more_weeks``."""
    more_weeks: int = 0
    ready: WayText | None = None
    later: tuple[tuple[str, str], ...] = ()
    """Must-haves that take longer than the plan: name and text."""
    rest: tuple[StepLine, ...] = ()
    """They would still help, but do not fit."""
    idle: tuple[StepLine, ...] = ()
    """They add nothing to the plan."""
    ticked: tuple[StepLine, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    """Roles to plan toward: slug and name."""

    @property
    def first(self) -> tuple[PlannedLine, ...]:
        return self.planned[:FIRST]

    @property
    def more(self) -> str:
        """What the link to the whole plan says."""
        if not self.planned:
            return "See all steps and choose your own"
        if len(self.planned) > FIRST:
            return f"See all {len(self.planned)} steps and change the plan"
        return "See the plan and change it"


def plan_roles(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Name the roles that can be planned toward with their slugs, the lean or named one first."""
    return tuple(
        (role.slug, reading.name(role.slug))
        for role in reading.ranked
        if role.is_comparable and reading.readiness(role) is not None
    )


def preferences_for(
    result: Result, snapshot: Snapshot, kept: PlanPreferences | None = None
) -> PlanPreferences | None:
    """Return what was kept, or the plan that nobody changed yet; None where there can be none.

    Without a role, or with one that the edition does not have, it is toward the named one or the
    lean.
    """
    roles = dict(plan_roles(Reading(result, snapshot)))
    if not roles or not steps_of(snapshot):
        return None
    if kept is not None and kept.role in roles:
        return kept
    return replace(kept or PlanPreferences(""), role=next(iter(roles)))


def kept_plan(result: Result, snapshot: Snapshot, kept: PlanPreferences | None) -> PlanPage | None:
    """Return the plan as the person left it; None where there can be none.

    Answers that contradict each other lead to none by themselves: no role was named.
    """
    if kept is None and result.verdict is Verdict.INCONSISTENT:
        return None
    preferences = preferences_for(result, snapshot, kept)
    return None if preferences is None else plan_page(result, snapshot, preferences)


def plan_page(result: Result, snapshot: Snapshot, preferences: PlanPreferences | None) -> PlanPage:
    """Show the plan that ``preferences`` ask for, or say why there is none."""
    reading = Reading(result, snapshot)
    if preferences is None:
        return _no_plan(reading)
    found = plan_of(result, snapshot, preferences)
    short, ticked = reading.short(preferences.role), preferences.ticked
    shown = {each.step.key for each in found.planned} | {each.key for each in found.rest} | ticked

    def lines(steps: Iterable[Step]) -> tuple[StepLine, ...]:
        return tuple(step_line(reading, found, step) for step in steps)

    return PlanPage(
        title=f"A plan toward {reading.name(preferences.role)}",
        lead=_lead(found, short) if found.planned else _nothing(found, short),
        preferences=preferences,
        role=reading.marks[preferences.role],
        notes=tuple(_notes(reading, found, short)),
        planned=tuple(planned_lines(reading, found)),
        total=_total(found, short),
        search=_search(found),
        progress=_progress(found),
        more_time=_more_time(reading, found),
        more_weeks=found.more_time.weeks if found.more_time else 0,
        ready=way_text(reading, found, short),
        later=tuple(later_line(reading, each) for each in found.later),
        rest=lines(found.rest),
        idle=lines(step for step in found.steps if step.key not in shown),
        ticked=lines(step for step in found.steps if step.key in ticked),
        roles=plan_roles(reading),
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
    return PlanPage(title="No plan yet", lead=empty)


def _lead(found: PersonPlan, short: str) -> str:
    preferences, count = found.preferences, len(found.planned)
    time = f"{hours_text(preferences.hours_a_week)} a week for {weeks_text(preferences.weeks)}"
    if found.done:
        left = half_up(found.left)
        time = f"{left or 'None'} of your {hours_text(preferences.hours)} {_is(left)} left"
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
            "More steps could help than we can try in every mix, so we tried every mix of the most "
            "promising ones. A slightly better plan may exist."
        )
    first = "your own choices and must-haves" if found.preferences.wanted else "must-haves"
    steps = "the steps you did not leave out" if found.preferences.left_out else "our steps"
    return (
        f"We put {first} first, then readiness, then the fewest hours. By that order no "
        f"mix of {steps} is better in this time. A step worth less than half a point stays out."
    )


def _more_time(reading: Reading, found: PersonPlan) -> str:
    more = found.more_time
    if more is None:
        return ""
    names = [reading.competency_names[m.competency] for m in more.must_haves if m.competency]
    extra = hours_text(max(more.hours - found.left, 1.0))
    musts = "a must-have" if len(names) == 1 else "must-haves"
    return (
        f"With about {extra} more, this plan would also meet {musts} that it misses now: "
        f"{listed(names)}. That is {weeks_text(more.weeks)} in all."
    )


def _progress(found: PersonPlan) -> str:
    done = len(found.done)
    if not done:
        return ""
    text = f"You have done {done} of {done + len(found.planned)} steps, about "
    if found.spent > found.preferences.hours:
        text += f"{hours_text(found.spent)}. You had set aside {half_up(found.preferences.hours)}."
    else:
        text += f"{half_up(found.spent)} of your {hours_text(found.preferences.hours)}."
    return f"{text} The weeks count on from there." if found.planned else text


def _notes(reading: Reading, found: PersonPlan, short: str) -> list[str]:
    notes = []
    advice = next(
        (each for each in together(reading) if each.role == reading.marks[found.role.slug]), None
    )
    if advice and advice.advice == DOCUMENT:
        then = ", then go on with these steps" if found.planned else ""
        notes.append(
            f"First write down what you can do for {short} already: keep samples of your work and "
            f"ask people who saw it to vouch for it{then}. That adds no points here, because "
            "readiness counts what you can do, but it is what others can see."
        )
    if advice and advice.advice == THINK_IT_OVER:
        notes.append(f"Before you start: {lowered(advice.text)}")
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
    preferences = found.preferences
    untouched = [s for s in found.steps if s.key not in preferences.ticked]
    if found.steps and not untouched:
        return (
            "Every step is done or left out. Take one back to plan with it, or take the quiz "
            "again to see what has moved."
        )
    if found.rest and not found.left:
        return (
            f"You have used the {hours_text(preferences.hours)} that you set aside. Give the plan "
            "more weeks to go on, or take the quiz again to see what has moved."
        )
    if found.rest:
        shortest = min(found.rest, key=lambda step: step.hours)
        into = f"the {hours_text(found.left)} left" if found.done else hours_text(found.left)
        return (
            f"Nothing that helps fits into {into}. The shortest step takes about "
            f"{hours_text(shortest.hours)}: “{shortest.title}”. Give it more hours or more weeks."
        )
    if half_up(found.start) >= 100 and found.done:
        return (
            f"With what you did since the quiz you may meet every level that {short} asks for. "
            "Take the quiz again to see whether it worked."
        )
    if half_up(found.start) >= 100:
        return (
            f"By your own ratings you meet every level that {short} asks for, or nearly, so no "
            "step would add a point. Look for harder work of the same kind, and for ways to show "
            "what you can do."
        )
    return (
        f"No step in our list would bring you half a point nearer to {short}. What is missing "
        "grows with years of real work more than with a task or a course."
    )
