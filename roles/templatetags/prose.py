"""``{{ text|prose }}``: an editor's Markdown as clean HTML."""

import functools

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe

from web.markdown import html_of, plain

register = template.Library()
register.filter("plain", plain)

TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "code", "blockquote", "br"}
ATTRIBUTES = {"a": {"href", "title"}}
# Editions are few and their texts the same for everybody, so each is rendered once per process.
KEPT_TEXTS = 4096


@register.filter
@functools.lru_cache(maxsize=KEPT_TEXTS)
def prose(text: str) -> SafeString:
    """Return paragraphs, emphasis, lists and https links as HTML; remove everything else.

    Raw HTML in the text is shown as text, and the result is cleaned once more, so an editor's
    slip can never become a script.
    """
    html = nh3.clean(
        html_of(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"https", "mailto"},
        url_relative="deny",  # "//other.example" leads to another host
    )
    return mark_safe(html)  # noqa: S308 - cleaned in the line above
