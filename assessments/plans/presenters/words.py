"""``{% load plans %}``: hours, weeks, points and steps as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from assessments.evaluation.presenters.rounding import half_up
from assessments.instrument.values import Step
from web.words import listed

register = template.Library()


def cost_text(cost: int) -> str:
    """A cost as shown; one that rounds to nothing says so."""
    if cost == 0:
        return "less than 1 point"
    return "1 point" if cost == 1 else f"{cost} points"


@register.filter
def hours(count: float) -> str:
    """Hours, rounded to whole ones."""
    shown = half_up(count)
    return "1 hour" if shown == 1 else f"{shown} hours"


@register.filter
def weeks(count: int) -> str:
    """Weeks."""
    return "1 week" if count == 1 else f"{count} weeks"


@register.filter
def with_hours(step: Step) -> str:
    """Name a step with its hours."""
    return f"{step.title}, about {hours(step.hours)}"


@register.filter
def effort(step: Step) -> str:
    """What kind of step it is, and its hours."""
    return f"{step.kind.label}, about {hours(step.hours)}"


@register.filter
def titles(steps: Iterable[Step]) -> str:
    """The titles of steps, in quotation marks."""
    return listed([f"“{step.title}”" for step in steps])


register.filter("points", cost_text)
register.filter("half_up", half_up)
