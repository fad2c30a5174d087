"""Write the plan as a calendar file (RFC 5545), to be opened in any calendar program.

It holds what the steps say and their days, and nothing about the person.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event

from assessments.evaluation.result import Result
from assessments.instrument.values import Step
from assessments.plans.planning import plan_of
from assessments.plans.preferences import PlanPreferences
from assessments.plans.presenters.words import effort
from roles.snapshot.editions import Snapshot
from web.typed import cleaned_text
from web.words import day_text

PRODUCT = "-//Rolesite//Development plan//EN"
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A calendar entry over whole days, counted from the day the plan starts."""

    key: str
    title: str
    text: str
    first_day: int
    days: int
    reminds: bool = False


def calendar_entries(
    result: Result, snapshot: Snapshot, preferences: PlanPreferences
) -> tuple[CalendarEntry, ...]:
    """Return entries for the open steps from the first day on, then for taking the quiz again.

    Steps that are done took their hours, so a plan that is half done takes half of its weeks.
    """
    found = plan_of(result, snapshot, preferences)

    def days(hours: float) -> float:
        return hours / preferences.hours_a_week * DAYS_A_WEEK

    entries, hours = [], 0.0
    for each in found.best.steps:
        first = int(days(hours))
        hours += each.step.hours
        last = max(first + 1, int(days(hours)))
        text = "\n\n".join(_paragraphs(each.step))
        entries.append(CalendarEntry(each.step.key, each.step.title, text, first, last - first))
    return (
        *entries,
        CalendarEntry(
            "again",
            "Take the quiz again and compare",
            "Your plan ends here. New answers show what has changed.",
            math.ceil(days(max(found.left, found.best.hours))),
            1,
            reminds=True,
        ),
    )


def _paragraphs(step: Step) -> Iterator[str]:
    """Yield what an entry says of a step: what to do, then what helps and what to keep."""
    yield step.description
    yield f"{effort(step)}."
    for each in step.resources:
        yield f"Free: {each.source}, read on {day_text(each.read_on)}\n{each.source_url}"
    if step.template:
        yield f"To fill in:\n{step.template}"
    if step.evidence:
        yield f"Evidence: {step.evidence}"


def calendar_file(
    entries: Sequence[CalendarEntry], *, name: str, seed: str, now: dt.datetime, link: str = ""
) -> bytes:
    """Return the content of the calendar file. Days count from the day of ``now``.

    ``seed`` makes the entries' ids: the same plan opened again replaces its entries instead of
    doubling them, and no id gives it away. ``link``, if a person asked for it, is in every entry.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        first = now.date() + dt.timedelta(days=entry.first_day)
        event = Event()
        uid = hashlib.sha256(f"plan:{seed}:{entry.key}".encode()).hexdigest()[:32]
        event.add("uid", f"{uid}@rolesite")
        event.add("dtstamp", now.astimezone(dt.UTC))
        event.add("dtstart", first)
        event.add("dtend", first + dt.timedelta(days=entry.days))
        title, text = cleaned_text(entry.title), cleaned_text(entry.text, lines=True)
        event.add("summary", title)
        event.add("description", f"{text}\n\n{link}" if link else text)
        event.add("transp", "TRANSPARENT")  # a step leaves the days free for other work
        event.add("class", "PRIVATE")
        if link:
            event.add("url", link)
        if entry.reminds:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", title)
            alarm.add("trigger", dt.timedelta(hours=9))  # nine in the morning of the day
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
