"""``{% load statistics %}``: figures of the statistics as people read them, flags in words."""

from __future__ import annotations

from django import template

from assessments.analytics.statistics.presenters import words

register = template.Library()

for show in (
    words.advice,
    words.coefficient,
    words.kind_name,
    words.number_or_few,
    words.people,
    words.quarter_code,
    words.quarter_label,
    words.quarter_name,
    words.scale_name,
    words.scale_note,
    words.score,
    words.seconds,
    words.whole_percent,
):
    register.filter(show.__name__, show)
