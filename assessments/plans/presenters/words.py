"""Word hours, weeks, points and steps for people; the filters come with ``{% load plans %}``."""

from collections.abc import Iterable

from django import template

from assessments.evaluation.presenters.reading import half_up
from assessments.instrument.values import Step
from web.words import listed

register = template.Library()


def cost_text(cost: int) -> str:
    """Return a cost in points as text; one that rounds to 0 is "less than 1 point"."""
    if cost == 0:
        return "less than 1 point"
    return "1 point" if cost == 1 else f"{cost} points"


@register.filter
def hours(count: float) -> str:
    """Return a number of hours as text, rounded to whole ones."""
    shown = half_up(count)
    return "1 hour" if shown == 1 else f"{shown} hours"


@register.filter
def weeks(count: int) -> str:
    """Return a number of weeks as text."""
    return "1 week" if count == 1 else f"{count} weeks"


@register.filter
def with_hours(step: Step) -> str:
    """Return a step's title with its hours."""
    return f"{step.title}, about {hours(step.hours)}"


@register.filter
def effort(step: Step) -> str:
    """Return the kind of a step and its hours as text."""
    return f"{step.kind.label}, about {hours(step.hours)}"


@register.filter
def titles(steps: Iterable[Step]) -> str:
    """Return the titles of steps in quotation marks, as a list in a sentence."""
    return listed([f"“{step.title}”" for step in steps])


register.filter("points", cost_text)
register.filter("half_up", half_up)
