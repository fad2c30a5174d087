"""Choose and round what pages of statistics show; filters come with ``{% load statistics %}``."""

import datetime as dt
from typing import Any

from django import template

from assessments.analytics.research.anonymity import quarter_code
from assessments.analytics.statistics.figures import FACTOR, SHOW, Flag, QuestionReport, Report
from assessments.analytics.statistics.form import CHOICES
from assessments.instrument.questionnaire import GRADES, QuestionKind
from web.numbers import MINUS, number_text, percent

register = template.Library()
register.filter(quarter_code)

NOT_SHOWN = "–"
SCALES: dict[str, str] = {
    "pm": "Levels: project management",
    "tpm": "Levels: technical work",
    "soft": "Levels: working with people",
    CHOICES: "Choices between project and technical work",
}


def overview(told: Report) -> dict[str, Any]:
    """Return what the page of all questions shows in which order; its figures are in the report.

    ``looks`` are flags with their questions, ``most`` and ``complete`` the most answers so far.
    """
    flagged = (
        (flag, [each.asked for each in told.questions if flag in each.pressing]) for flag in Flag
    )
    exits = [(each.asked.name, each.exits) for each in told.questions if each.exits]
    if told.left_at_end and exits:
        exits.append(("After the last question, before asking for the result", told.left_at_end))
    most = max((each.answered or 0 for each in told.questions), default=0)
    complete = max((scale.n or 0 for scale in told.scales), default=0)
    return {
        "most": most,
        "complete": complete,
        "is_waiting": most < SHOW or complete < FACTOR or not told.curve,
        "looks": [(flag, asked) for flag, asked in flagged if asked],
        "questions": sorted(told.questions, key=_urgency),
        "exits": exits,
        "retested": [each for each in told.questions if each.retest],
        **_curve(told),
    }


def _urgency(told: QuestionReport) -> tuple[int, int, str]:
    """Return a sort key: the most pressing flag first, then the number of flags."""
    order = list(Flag)
    most = min((order.index(flag) for flag in told.pressing), default=len(order))
    return (most, -len(told.pressing), told.asked.key)


def _curve(told: Report) -> dict[str, Any]:
    """Return the chart of the shares still there before each question, empty for too few people."""
    if not told.curve or told.began is None:
        return {}
    width = 1.0 / len(told.curve)
    starts: dict[QuestionKind, int] = {}
    for number, asked in enumerate(told.form.questions):
        starts.setdefault(asked.kind, number)
    return {
        "columns": [
            (percent(number * width), percent(1.0 - share), percent(share))
            for number, share in enumerate(told.curve)
        ],
        "width": percent(width * 0.8),
        "ticks": [(percent(number * width), kind.label) for kind, number in starts.items()],
        "arrived": told.curve[-1],
    }


def answers_of(told: QuestionReport) -> list[tuple[str, float | None, str]]:
    """Return each answer to a question, its share or ``None``, and the length of its bar."""
    labels = told.asked.options or GRADES
    return [
        (label, share, percent(share or 0.0))
        for label, share in zip(labels, told.shares or (), strict=False)
    ]


@register.filter
def scale_name(group: str) -> str:
    return SCALES.get(group, f"Levels: {group}")


@register.filter
def months(quarter: int) -> tuple[dt.date, dt.date]:
    """Return the first days of the first and last month of a quarter (year · 4 + 0 to 3)."""
    year, number = divmod(quarter, 4)
    return dt.date(year, 3 * number + 1, 1), dt.date(year, 3 * number + 3, 1)


@register.filter
def whole_percent(share: float | None) -> str:
    return NOT_SHOWN if share is None else f"{number_text(100 * share)} %"


@register.filter
def seconds(value: float | None) -> str:
    return NOT_SHOWN if value is None else f"{number_text(value, 1 if value < 10 else 0)} s"


@register.filter
def people(number: int | None) -> str:
    if number is None:
        return "1 to 4 people"
    return f"{number:,} {'person' if number == 1 else 'people'}"


@register.filter
def number_or_few(number: int | None) -> str:
    """Return how many people answered as text; one to four are not told apart."""
    return "under 5" if number is None else f"{number:,}"


@register.filter
def number_or_dash(count: int | None) -> str:
    """Return a number of people as text, a dash for a hidden one."""
    return NOT_SHOWN if count is None else f"{count:,}"


@register.filter
def change(points: float | None) -> str:
    """Return a mean change in points as text, with one decimal and its sign."""
    if points is None:
        return NOT_SHOWN
    rounded = round(points, 1) + 0.0
    return "0.0" if rounded == 0 else f"{rounded:+.1f}".replace("-", MINUS)
