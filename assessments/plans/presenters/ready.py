"""How far it is to the band "ready": the fewest hours, and the must-haves still to be met."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import half_up
from assessments.plans.planning import Later, PersonPlan
from assessments.plans.presenters.lines import hours_text, weeks_text, with_hours
from roles.graphics.charts import number_text
from web.words import listed, number_word

NOT_COUNTED = " What you left out is not counted."


@dataclass(frozen=True, slots=True)
class WayText:
    """The way to "ready" in words."""

    text: str
    """Where "ready" begins, and how sure the claim is or why there is none."""
    claim: str = ""
    """Its hours, steps and weeks; blank for who is there, and where no steps lead there."""
    steps: tuple[str, ...] = ()
    """The steps of that way, in order."""
    short: str = ""
    """The same in one line; blank for who is there already."""


def way_text(reading: Reading, found: PersonPlan, role: str) -> WayText:
    """The fewest hours to the band "ready", or how far the steps reach. ``role`` is its name."""
    way = found.to_ready
    begins = f"You count as ready for {role} from {half_up(way.limit)} of 100 with every must-have"
    lacks_years = any(must.competency is None for must in way.missing)
    years = " No step gives the hands-on years that are missing: they come on top." * lacks_years
    if not way.is_reached:
        return WayText(
            text=f"{begins} met. Our steps do not bring you there. {_reach(reading, found)}{years}",
            short="Our steps do not bring you to “ready”. The plan says how far they reach.",
        )
    if not way.steps:
        already = f"Your levels are at “ready” for {role} already"
        if found.done:
            already = f"With what you did since the quiz your levels may be at “ready” for {role}"
        limit = f"{half_up(way.limit)} of 100 with every must-have met"
        return WayText(f"{already}: {limit}.{years}")
    count = f"{number_word(len(way.steps))} {'step' if len(way.steps) == 1 else 'steps'}"
    a_week = found.preferences.hours_a_week
    weeks = weeks_text(math.ceil(way.hours / a_week))
    sure = "Our steps have no shorter way, if they work as usual."
    if not way.is_exact:
        sure = "There are too many steps to try every way, so a shorter one may exist."
    sure += NOT_COUNTED * bool(found.preferences.left_out)
    most = "Fewest hours to “ready”" if way.is_exact else "Fewest hours to “ready” that we found"
    besides = ", besides the missing years" * lacks_years
    return WayText(
        claim=f"About {hours_text(way.hours)}, in {count}. "
        f"At {hours_text(a_week)} a week that is {weeks}.",
        text=f"{begins} met. {sure}{years}",
        steps=tuple(with_hours(step) for step in way.steps),
        short=f"{most}: about {half_up(way.hours)}, in {count}{besides}.",
    )


def _reach(reading: Reading, found: PersonPlan) -> str:
    way = found.to_ready
    unmet = [reading.competency_names[m.competency] for m in way.missing if m.competency]
    below = f" {listed(unmet)} would stay below what is a must." if unmet else ""
    reach = (
        f"All that help together would take you to {math.floor(way.reach)} of 100 at most."
        if way.reach > found.start
        else f"You stand at {math.floor(way.reach)}, and no step of ours adds to that."
    )
    return f"{reach}{below}{NOT_COUNTED * bool(found.preferences.left_out)}"


def later_line(reading: Reading, later: Later) -> tuple[str, str]:
    """Name a must-have that the plan leaves unmet, and say what would meet it."""
    must, have = later.must_have, later.must_have.have or 0.0
    if must.competency is None:
        needed = number_text(must.needed, 1)
        return (
            "Hands-on technical work",
            f"Needs {needed} {'year' if needed == '1' else 'years'}. No step here gives years; "
            "paid, study and volunteer work all count.",
        )
    says = half_up(have) if half_up(have) < half_up(must.needed) else "a little less"
    text = f"Needs level {half_up(must.needed)} of 100. Your answers say {says}. "
    if later.steps:
        titles = listed([f"“{step.title}”" for step in later.steps])
        text += f"About {hours_text(later.hours)} would meet it: {titles}."
    else:
        text += "Our steps together do not reach that far. It takes longer work of this kind."
    return reading.competency_names[must.competency], text
