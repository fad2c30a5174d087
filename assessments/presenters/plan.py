"""The development plan in words: what to do, in which order, and what each step adds."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from assessments.calendar_file import Entry
from assessments.catalogue import Step, StepKind
from assessments.plan_choice import PlanChoice
from assessments.plans import Later, PersonPlan, plan_of, steps_of
from assessments.presenters.result.gaps import cost_text
from assessments.presenters.result.reading import Reading
from assessments.presenters.result.rounding import half_up, shares
from assessments.results import Result
from roles.charts import RoleMark, number_text
from roles.editions import Catalogue
from roles.presenters.words import listed, number_word

KINDS = {
    StepKind.PRACTICE: "Practice task",
    StepKind.PROJECT: "Project",
    StepKind.SHADOWING: "Working beside somebody",
    StepKind.COURSE: "Course",
    StepKind.CERTIFICATE: "Certificate",
    StepKind.READING: "Reading",
}
AS_USUAL = "if the steps work as usual"
DAYS_A_WEEK = 7
FIRST = 3
MOST_SWAPS = 6


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step with its buttons. ``effort`` is its kind and hours."""

    key: str
    title: str
    effort: str
    text: str
    certificate: tuple[str, str] | None
    """Name and slug."""
    after: str
    """What it comes after."""
    state: str
    """What the person said of it, if anything."""
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A step of the plan. The gains add up to the page's ``total_gain``."""

    line: StepLine
    gain_text: str
    up_to: str
    when: str
    raises: tuple[str, ...]
    is_for_must_have: bool
    swaps: tuple[tuple[str, str], ...]
    """Keys of steps for the same gap, and what their buttons say."""


@dataclass(frozen=True, slots=True)
class LaterLine:
    """A must-have that takes longer than the plan."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan page from top to bottom. Without ``planned`` the lead says why there is none."""

    title: str
    role: RoleMark | None
    lead: str
    notes: tuple[str, ...]
    planned: tuple[PlannedLine, ...]
    total: str
    progress: str
    """How many steps are done; blank while none is."""
    ready: str
    """The fewest hours to the band "ready", or how far the steps reach."""
    ready_steps: tuple[str, ...]
    """The steps of that way."""
    ready_short: str
    """The same in one line; blank for who is there already."""
    later: tuple[LaterLine, ...]
    rest: tuple[StepLine, ...]
    """They would still help, but do not fit."""
    idle: tuple[StepLine, ...]
    """They add nothing toward this role now."""
    ticked: tuple[StepLine, ...]
    roles: tuple[tuple[str, str], ...]
    """Roles to plan toward: slug and name."""
    choice: PlanChoice | None

    @property
    def first(self) -> tuple[PlannedLine, ...]:
        return self.planned[:FIRST]

    @property
    def more(self) -> str:
        """What the link to the whole plan says."""
        left = len(self.planned) - FIRST
        if left > 0:
            return f"See all {len(self.planned)} steps and change the plan"
        return "See the plan and change it"


def plan_roles(result: Result, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Slug and name of the roles that can be planned toward."""
    return _roles(Reading(result, catalogue))


def default_choice(result: Result, catalogue: Catalogue) -> PlanChoice | None:
    """The plan toward the named role or the lean; None where no role can be planned for."""
    reading = Reading(result, catalogue)
    slugs = [slug for slug, _ in _roles(reading)]
    return PlanChoice(slugs[0]) if slugs and steps_of(catalogue) else None


def kept_choice(result: Result, catalogue: Catalogue, kept: PlanChoice | None) -> PlanChoice | None:
    """What was kept, or the plan that nobody changed yet; None where there can be none."""
    default = default_choice(result, catalogue)
    if default is None or kept is None:
        return default
    known = {slug for slug, _ in plan_roles(result, catalogue)}
    return kept if kept.role in known else replace(kept, role=default.role)


def kept_plan(result: Result, catalogue: Catalogue, kept: PlanChoice | None) -> PlanPage | None:
    """The plan as the person left it; None where there can be none."""
    choice = kept_choice(result, catalogue, kept)
    return None if choice is None else plan_page(result, catalogue, choice)


def plan_page(result: Result, catalogue: Catalogue, choice: PlanChoice | None) -> PlanPage:
    """The plan that ``choice`` asks for, or the page that says why there is none."""
    reading = Reading(result, catalogue)
    if choice is None:
        return _no_plan(reading)
    found = plan_of(result, catalogue, choice)
    shown_start, shown_end = half_up(found.start), half_up(found.end)
    gains = shares([each.gain for each in found.planned], shown_end - shown_start)
    short = reading.short(choice.role)
    lines, hours, reached = [], 0.0, shown_start
    for each, gain in zip(found.planned, gains, strict=True):
        reached += gain
        first, last = _weeks(hours, hours + each.step.hours, choice)
        hours += each.step.hours
        lines.append(
            PlannedLine(
                line=_line(reading, found, each.step),
                gain_text=f"+ {cost_text(gain)}",
                up_to=f"up to {reached} of 100",
                when=f"Week {first}" if first == last else f"Weeks {first} to {last}",
                raises=tuple(
                    f"{reading.competency_names[one.competency]} "
                    f"{half_up(one.before)} → {half_up(one.after)}"
                    for one in each.raises
                    if half_up(one.before) != half_up(one.after)
                ),
                is_for_must_have=each.is_for_must_have,
                swaps=tuple(
                    (other.key, f"{other.title}, about {_hours(other.hours)}")
                    for other in each.others[:MOST_SWAPS]
                ),
            )
        )
    planned = {each.step.key for each in found.planned}
    ticks = choice.ticked
    over = "" if found.hours <= choice.hours else "That is more than you have: you chose it so. "
    return PlanPage(
        title=f"A plan toward {reading.name(choice.role)}",
        role=reading.marks[choice.role],
        lead=_lead(found, short, shown_start, shown_end) if lines else _nothing(found, short),
        notes=tuple(_notes(reading, found, short)),
        planned=tuple(lines),
        total=f"{half_up(found.hours)} of your {_hours(choice.hours)}. {over}Readiness for {short} "
        f"goes from {shown_start} to at most {shown_end} of 100, {AS_USUAL}.",
        progress=_progress(found),
        ready=_ready(reading, found, short),
        ready_steps=tuple(f"{s.title}, about {_hours(s.hours)}" for s in found.to_ready.steps),
        ready_short=_ready_short(found),
        later=tuple(_later(reading, each) for each in found.later),
        rest=tuple(_line(reading, found, step) for step in found.rest),
        idle=tuple(
            _line(reading, found, step)
            for step in found.catalogue
            if step not in found.rest and step.key not in planned | ticks
        ),
        ticked=tuple(_line(reading, found, s) for s in found.catalogue if s.key in ticks),
        roles=_roles(reading),
        choice=choice,
    )


def calendar_entries(result: Result, catalogue: Catalogue, choice: PlanChoice) -> tuple[Entry, ...]:
    """The plan laid over the weeks from the first day on, and the quiz again at its end."""
    found = plan_of(result, catalogue, choice)
    entries, hours = [], 0.0
    for each in found.planned:
        first = int(hours / choice.hours_a_week * DAYS_A_WEEK)
        hours += each.step.hours
        last = max(first + 1, int(hours / choice.hours_a_week * DAYS_A_WEEK))
        text = f"{each.step.description}\n\n{_effort(each.step)}."
        entries.append(Entry(each.step.key, each.step.title, text, first, last - first))
    return (
        *entries,
        Entry(
            "again",
            "Take the quiz again and compare",
            "Your plan ends here. New answers show what has moved.",
            choice.weeks * DAYS_A_WEEK,
            1,
            reminds=True,
        ),
    )


def _roles(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The roles with readiness, the named one or the lean first."""
    return tuple(
        (role.slug, reading.name(role.slug))
        for role in reading.ranked
        if role.is_comparable and reading.readiness(role) is not None
    )


def _no_plan(reading: Reading) -> PlanPage:
    if steps_of(reading.catalogue):
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
        progress="", ready="", ready_steps=(), ready_short="", later=(),
        rest=(), idle=(), ticked=(), roles=(), choice=None,
    )  # fmt: skip


def _weeks(start: float, end: float, choice: PlanChoice) -> tuple[int, int]:
    first = int(start / choice.hours_a_week) + 1
    return first, max(first, -int(-end // choice.hours_a_week))


def _hours(count: int) -> str:
    return "1 hour" if count == 1 else f"{count} hours"


def _effort(step: Step) -> str:
    return f"{KINDS[step.kind]}, about {_hours(step.hours)}"


def _line(reading: Reading, found: PersonPlan, step: Step) -> StepLine:
    titles = {each.key: each.title for each in found.catalogue}
    names = {each.slug: each.name for each in reading.catalogue.roles.certifications}
    before = [f"“{titles[key]}”" for key in step.prerequisites]
    certificate = None
    if step.certification in names:
        certificate = (names[step.certification], step.certification)
    return StepLine(
        key=step.key,
        title=step.title,
        effort=_effort(step),
        text=step.description,
        certificate=certificate,
        after=f"Comes after {listed(before)}." if before else "",
        state=_state(found.choice, step.key),
        is_wanted=step.key in found.choice.wanted,
    )


def _state(choice: PlanChoice, key: str) -> str:
    if key in choice.done:
        return "Done since the quiz"
    if key in choice.done_before:
        return "Done before the quiz"
    return "Left out" if key in choice.left_out else ""


def _progress(found: PersonPlan) -> str:
    done = len(found.done)
    if not done:
        return ""
    return f"You have done {done} of {done + len(found.planned)} steps."


def _ready(reading: Reading, found: PersonPlan, short: str) -> str:
    way = found.to_ready
    limit = f"{half_up(way.limit)} of 100 with every must-have met"
    years = " No step gives the hands-on years that are missing: they come on top." * any(
        must.competency is None for must in way.missing
    )
    if not way.is_reached:
        unmet = [reading.competency_names[m.competency] for m in way.missing if m.competency]
        below = f" {listed(unmet)} would stay below what is a must." if unmet else ""
        left = " What you left out is not counted." if found.choice.left_out else ""
        reach = (
            f"All that help together would take you to {math.floor(way.reach)} of 100 at most."
            if way.reach > found.start
            else f"You stand at {math.floor(way.reach)}, and no step of ours adds to that."
        )
        return (
            f"You count as ready for {short} from {limit}. Our steps do not bring you there. "
            f"{reach}{below}{left}{years}"
        )
    if not way.steps:
        return f"Your levels are at “ready” for {short} already: {limit}.{years}"
    a_week = found.choice.hours_a_week
    weeks = math.ceil(way.hours / a_week)
    kind = "The fewest hours that take you there are" if way.is_exact else "Our best way takes"
    sure = "" if way.is_exact else " There are too many steps to try every way."
    return (
        f"You count as ready for {short} from {limit}. {kind} about "
        f"{_hours(half_up(way.hours))}, {AS_USUAL}. At {_hours(a_week)} a week that is "
        f"{weeks} {'week' if weeks == 1 else 'weeks'}.{sure}{years}"
    )


def _ready_short(found: PersonPlan) -> str:
    way = found.to_ready
    if not way.is_reached:
        return "Our steps do not bring you to “ready”. The plan says how far they reach."
    if not way.steps:
        return ""
    count = len(way.steps)
    most = "Fewest hours to “ready”" if way.is_exact else "Fewest hours to “ready” that we found"
    years = any(must.competency is None for must in way.missing)
    return (
        f"{most}: about {half_up(way.hours)}, in {number_word(count)} "
        f"{'step' if count == 1 else 'steps'}{', besides the missing years' if years else ''}."
    )


def _lead(found: PersonPlan, short: str, start: int, end: int) -> str:
    choice = found.choice
    time = (
        f"{_hours(choice.hours_a_week)} a week for "
        f"{choice.weeks} {'week' if choice.weeks == 1 else 'weeks'}"
    )
    count = len(found.planned)
    return (
        f"{time}: {number_word(count)} {'step' if count == 1 else 'steps'} that may take your "
        f"readiness for {short} from {start} up to {end} of 100, {AS_USUAL}."
    )


def _notes(reading: Reading, found: PersonPlan, short: str) -> list[str]:
    notes = []
    years = [each for each in found.later if each.must_have.competency is None]
    shown = reading.readiness(found.role)
    if years and shown is not None and half_up(found.start) > shown and not found.done:
        notes.append(
            f"Your result shows {shown} of 100 for {short}, because hands-on years are missing. "
            "No step gives years, so this plan counts without them."
        )
    if found.done:
        done = listed([f"“{step.title}”" for step in found.done])
        notes.append(
            f"The plan starts from your answers plus what you did since: {done}, counted as usual. "
            "Only a new quiz shows whether it worked."
        )
    return notes


def _nothing(found: PersonPlan, short: str) -> str:
    choice = found.choice
    untouched = [s for s in found.catalogue if s.key not in choice.ticked]
    if found.catalogue and not untouched:
        return (
            "Every step is done or left out. Take one back to plan with it, or take the quiz "
            "again to see what has moved."
        )
    if found.rest:
        shortest = min(found.rest, key=lambda step: step.hours)
        return (
            f"Nothing that helps fits into {_hours(choice.hours)}. The shortest step takes about "
            f"{_hours(shortest.hours)}: “{shortest.title}”. Give it more hours or more weeks."
        )
    if half_up(found.start) == 100:
        return (
            f"By your own ratings you meet every level that {short} asks for, so no step adds to "
            "it. Look for harder work of the same kind, and for ways to show what you can do."
        )
    return (
        f"No step in our list would raise what is still missing for {short}. What is missing "
        "grows with years of real work more than with a task or a course."
    )


def _later(reading: Reading, later: Later) -> LaterLine:
    must, have = later.must_have, later.must_have.have or 0.0
    if must.competency is None:
        needed = number_text(must.needed, 1)
        return LaterLine(
            "Hands-on technical work",
            f"Needs {needed} {'year' if needed == '1' else 'years'}. No step here gives years; "
            "paid, study and volunteer work all count.",
        )
    text = f"Needs level {half_up(must.needed)} of 100. Your answers say {half_up(have)}. "
    if later.steps:
        titles = listed([f"“{step.title}”" for step in later.steps])
        text += f"About {_hours(half_up(later.hours))} would meet it: {titles}."
    else:
        text += "Our steps together do not reach that far. It takes longer work of this kind."
    return LaterLine(reading.competency_names[must.competency], text)
