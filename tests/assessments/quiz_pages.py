"""Read the quiz's pages and press their buttons, without a browser."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

from assessments.attempts.forms import KEY, SEQ, TO
from assessments.attempts.selectors import find_sheet

if TYPE_CHECKING:  # Django's test client adds to its responses; the stubs name that privately
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

Fields = dict[str, Any]


RATINGS = 6  # the first screen of the ratings, the one with B01


def address(token: str, number: int = RATINGS) -> str:
    return reverse("assessments:quiz_screen", args=[token, number])


def text_of(response: Page) -> str:
    """Return what a person reads, on one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def hidden(response: Page, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]


def chosen(response: Page) -> dict[str, Any]:
    """Return what is checked on a page, by question."""
    found: dict[str, Any] = {}
    for tag in re.findall(
        r"<input class=\"choice__input\"[^>]* checked>", unescape(response.content.decode())
    ):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        assert value
        found.setdefault(name[1], []).append(value[1])
    return found


def send(client: Client, page: Page, path: str, to: str = "next", **answers: Any) -> Page:
    """Press a button on a page that was opened before."""
    fields: Fields = {KEY: hidden(page, KEY), SEQ: hidden(page, SEQ), TO: to, **answers}
    return client.post(path, fields)


def answers_of(token: str) -> dict[str, Any]:
    sheet = find_sheet(token)
    assert sheet is not None
    return dict(sheet.answers)
