"""``{% load figures %}``: numbers in a page as people read them."""

from __future__ import annotations

from django import template

from web.numbers import exact_text, number_text

register = template.Library()

register.filter("number", number_text)
register.filter("exact", exact_text)
