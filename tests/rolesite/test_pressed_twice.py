"""Every button of the public site may be pressed twice: the second press shows what the first did.

At once, with the cookies of before, as a double click sends it; and after it, as from "Back".
"""

import re
import uuid
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.sheets import technical
from tests.rolesite.presses import PRESSES, Fields, Visit, form_at, path_of
from tests.rolesite.visitors import SIGN_IN, SignIn
from web.models import Counter

pytestmark = pytest.mark.django_db

# Sent by browsers and by scripts; and a calculator and a chooser, which keep nothing.
NO_BUTTONS = {"csp_report", "quiz_answer", "rate_answer", "which_exams", "choose_certificate"}


def addresses(resolver: URLResolver, space: str = "") -> dict[str, str]:
    """Return an address of each pattern outside the desk, by the pattern's name."""
    found: dict[str, str] = {}
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if each.app_name != "admin":
                found |= addresses(each, f"{each.namespace}:" if each.namespace else "")
        elif each.name:
            values = {key: SAMPLES[type(kind).__name__] for key, kind in _converters(each)}
            found[each.name] = reverse(space + each.name, kwargs=values)
    return found


def _converters(pattern: URLPattern) -> list[tuple[str, object]]:
    return list(pattern.pattern.converters.items())


SAMPLES = {
    "TokenConverter": "a" * 43,
    "UUIDConverter": uuid.UUID(int=1),
    "IntConverter": 1,
    "SlugConverter": "a",
    "StringConverter": "a",
    "PathConverter": "a",
}


def test_every_address_that_takes_a_post_is_pressed_here(published: Edition) -> None:
    for name, path in addresses(get_resolver()).items():
        if name not in PRESSES and name not in NO_BUTTONS:
            reply = Client().post(path)
            is_asked_first = reply.headers.get("Location") == SIGN_IN
            assert is_asked_first or reply.status_code in (400, 403, 404, 405), path


RENEWED = ("last_login", "saved_at")


def stored() -> dict[str, list[tuple[str, ...]]]:
    """Return all rows but sessions and counts, without times that a second press may renew."""
    found = {}
    for model in {*apps.get_models()} - {Session, Counter}:
        fields = [f.attname for f in model._meta.concrete_fields if f.name not in RENEWED]
        found[model.__name__] = sorted(
            # PostgreSQL hands bytes over as a view of memory, which says nothing of its content.
            tuple(str(bytes(v) if isinstance(v, memoryview) else v) for v in row)
            for row in model._default_manager.values_list(*fields)
        )
    return found


def end_of(client: Client, address: str) -> Any:
    """Return the page that an address leads to in the end."""
    page = client.get(address.partition("#")[0])
    return end_of(client, page.headers["Location"]) if "Location" in page.headers else page


def outcome(reply: Any) -> tuple[int, str, str]:
    """Return what somebody sees: status, address to go to, and text without new random keys."""
    body = re.sub(r'value="[^"]*"', "", reply.content.decode())
    return reply.status_code, reply.headers.get("Location", ""), body


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "after it"])
@pytest.mark.parametrize("press", [each for presses in PRESSES.values() for each in presses])
def test_a_second_press_shows_what_the_first_one_did(
    press: Callable[[Visit], tuple[str, Fields]],
    at_once: bool,
    published: Edition,
    client: Client,
    sign_in: SignIn,
    mailoutbox: list[EmailMessage],
) -> None:
    visit = Visit(client, mailoutbox, sign_in)
    path, fields = press(visit)
    cookies = deepcopy(visit.client.cookies)
    first = visit.client.post(path, fields)
    assert first.status_code in (200, 302, 303, 422), first.content.decode()
    after, mails = stored(), len(mailoutbox)
    if at_once:
        visit.client.cookies = cookies
    second = visit.client.post(path, fields)
    assert outcome(second) == outcome(first)
    assert stored() == after
    assert len(mailoutbox) == mails
    if first.status_code in (302, 303):
        assert end_of(visit.client, first.headers["Location"]).status_code == 200


def test_back_to_the_page_of_a_retake_leads_to_the_retake_that_was_begun(
    published: Edition, client: Client
) -> None:
    path = path_of("retake", finished(technical(), now=timezone.now()))
    first = client.post(path, form_at(client, path)).headers["Location"]
    assert client.post(path, form_at(client, path)).headers["Location"] == first
    short = client.post(path, form_at(client, path) | {"length": "short"}).headers["Location"]
    assert short != first
    client.post(first, form_at(client, first) | {"F01": "3", "save-to": "next"})
    assert client.post(path, form_at(client, path)).headers["Location"] not in (first, short)


def test_the_other_length_is_another_quiz(published: Edition, client: Client) -> None:
    fields = form_at(client, "/quiz/")
    sent = [fields | {"length": each} for each in ("full", "short")]
    assert len({client.post("/quiz/", each).headers["Location"] for each in sent}) == 2
