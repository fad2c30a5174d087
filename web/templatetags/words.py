"""``{% load words %}``: lists, numbers up to ten and first letters inside a sentence."""

from __future__ import annotations

from django import template

from web.words import listed, lowered, number_word

register = template.Library()

register.filter("listed", listed)
register.filter("lowered", lowered)
register.filter("number_word", number_word)
