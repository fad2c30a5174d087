"""Filters for numbers, days and lists as people read them, in every template."""

import datetime as dt
from functools import partial

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.numbers import exact_text, number_text, percent, place
from web.words import day_text, listed, lowered, moment_text, number_word

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


@register.filter
def day(value: dt.date) -> SafeString:
    """Return a day, or the day of a ``datetime``, as a ``<time>`` element for programs."""
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", day_text(value))


@register.filter
def moment(value: dt.datetime) -> SafeString:
    """Return a ``datetime``, in UTC, as a ``<time>`` element for programs."""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), moment_text(value)
    )
