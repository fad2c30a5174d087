"""``{% load impact %}``: figures of the impact of a draft as people read them."""

from __future__ import annotations

from django import template

from assessments.analytics.impact.presenters import change, moved_share, number_or_dash
from assessments.analytics.statistics.presenters.words import whole_percent

register = template.Library()

for show in (change, moved_share, number_or_dash, whole_percent):
    register.filter(show.__name__, show)
