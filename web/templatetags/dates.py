"""Filters ``day`` and ``moment``: dates in words, wrapped in ``<time>`` for programs."""

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.dates import day_text, moment_text

register = template.Library()


@register.filter
def day(value: dt.date) -> SafeString:
    """Return a day, or the day of a ``datetime``, as a ``<time>`` element."""
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", day_text(value))


@register.filter
def moment(value: dt.datetime) -> SafeString:
    """Return a ``datetime``, in UTC, as a ``<time>`` element."""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), moment_text(value)
    )
