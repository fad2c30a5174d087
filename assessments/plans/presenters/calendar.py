"""The plan laid over the days from today."""

from __future__ import annotations

import math

from assessments.evaluation.result import Result
from assessments.plans.calendar_file import Entry
from assessments.plans.planning import plan_of
from assessments.plans.preferences import PlanPreferences
from assessments.plans.presenters.lines import effort
from roles.snapshot.editions import Snapshot

DAYS_A_WEEK = 7


def calendar_entries(
    result: Result, snapshot: Snapshot, choice: PlanPreferences
) -> tuple[Entry, ...]:
    """What is still to be done, from the first day on, and the quiz again once its hours are over.

    What was done took its hours, so a plan that is half done takes half of its weeks.
    """
    found = plan_of(result, snapshot, choice)

    def days(hours: float) -> float:
        return hours / choice.hours_a_week * DAYS_A_WEEK

    entries, hours = [], 0.0
    for each in found.planned:
        first = int(days(hours))
        hours += each.step.hours
        last = max(first + 1, int(days(hours)))
        text = f"{each.step.description}\n\n{effort(each.step)}."
        entries.append(Entry(each.step.key, each.step.title, text, first, last - first))
    return (
        *entries,
        Entry(
            "again",
            "Take the quiz again and compare",
            "Your plan ends here. New answers show what has moved.",
            math.ceil(days(max(found.left, found.hours))),
            1,
            reminds=True,
        ),
    )
