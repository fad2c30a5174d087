"""Filters for numbers and lists as people read them: ``{% load figures %}``."""

from functools import partial

from django import template

from web.numbers import exact_text, number_text, percent, place
from web.words import listed, lowered, number_word

register = template.Library()

register.filter("number", number_text)
register.filter("exact", exact_text)
register.filter("signed", partial(number_text, signed=True))
register.filter("listed", listed)
register.filter("lowered", lowered)
register.filter("number_word", number_word)


@register.filter
def minus(number: float, other: float) -> float:
    """Return how much of a number is left when another is taken away."""
    return number - other


@register.filter
def on_line(value: float, reach: float) -> str:
    """Return where ``value`` lies on a line from -``reach`` to ``reach``, as an SVG position."""
    return percent(place(value, -reach, reach))


@register.filter
def on_scale(value: float, highest: float) -> str:
    """Return where ``value`` lies on a scale from 0 to ``highest``, as an SVG position (40%)."""
    return percent(place(value, 0, highest))
