"""Laws over every form as a browser gets it: of visitors, of accounts and of the desk."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Attempt
from roles.models import Edition, Role
from rolesite.staff.groups import make_groups
from tests.assessments.factories import finished
from tests.assessments.sheets import technical
from tests.desk import row_addresses, signed_in
from tests.personal_pages import personal_paths
from tests.rolesite.visitors import SignIn

pytestmark = pytest.mark.django_db

PRESSED = ("checkbox", "radio", "submit", "button", "hidden", "reset", "file", "image")


@dataclass
class Form:
    """A form with its submit buttons in tree order, and whether Enter in a field sends it."""

    page: str
    action: str = ""
    method: str = "get"
    buttons: list[str] = field(default_factory=list)
    is_typed: bool = False


class Forms(HTMLParser):
    """A parser that collects the forms of a page, and whatever has a ``maxlength``."""

    def __init__(self, page: str, body: str) -> None:
        super().__init__()
        self.page, self.forms, self.cut = page, list[Form](), list[str]()
        self.by_id: dict[str, Form] = {}
        self.inside: Form | None = None
        self.button: Form | None = None
        self.feed(re.sub(r"<template\b.*?</template>", "", body, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "maxlength" in given:
            self.cut.append(f"{self.page}: {given.get('name')}")
        if tag == "form":
            action, method = given.get("action", ""), given.get("method", "get")
            self.inside = Form(self.page, action, method)
            self.forms.append(self.inside)
            self.by_id[given.get("id", "")] = self.inside
        owner = self.by_id.get(given["form"]) if "form" in given else self.inside
        if owner is None or "disabled" in given:
            return
        kind = given.get("type", "submit" if tag == "button" else "text")
        if tag == "button" and kind == "submit":
            owner.buttons.append("")
            self.button = owner
        elif tag == "input" and kind in ("submit", "image"):
            owner.buttons.append(given.get("value", ""))
        elif tag == "input" and kind not in PRESSED and "readonly" not in given:
            owner.is_typed = True

    def handle_data(self, data: str) -> None:
        if self.button is not None:
            self.button.buttons[-1] = f"{self.button.buttons[-1]} {data}".strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self.button = None
        elif tag == "form":
            self.inside = None


def pages(draft: Edition, sign_in: SignIn) -> Iterator[tuple[str, str]]:
    """Yield every page with a form: its address and its markup."""
    account, desk = sign_in(), signed_in("head", superuser=True)
    now = timezone.now()
    Attempt.objects.create(token_hash="0" * 64, edition=draft, started_at=now, saved_at=now)
    Role.objects.update(summary="Another line.")
    make_groups()
    personal, _ = personal_paths()
    done = finished(technical(), now=now)
    personal.append(reverse("assessments:plan", args=[done]))
    chosen = {"action": "delete_selected", "_selected_action": [Role.objects.all()[0].pk]}
    yield "delete selected", desk.post("/admin/roles/role/", chosen).content.decode()
    site = (
        "/",
        "/search/?q=role",
        "/quiz/",
        reverse("roles:which_exams"),
        reverse("roles:choose_certificate"),
    )
    own = ("publish", "changes", "content")
    editions = [reverse(f"admin:roles_edition_{name}") for name in own]
    editions += [reverse(f"admin:roles_edition_{name}", args=[1]) for name in ("note", "restore")]
    names = ("index", "password_change", "factor", "factor_set_up", "history", "impact",
             "roles_role_profiles", "assessments_statistics", "assessments_study")  # fmt: skip
    person = User.objects.get(username="head")
    users = [reverse("admin:auth_user_password_change", args=[person.pk])]
    for client, addresses in (
        (Client(), [*site, *personal, "/account/sign-in/", "/admin/login/"]),
        (account, ["/account/", "/account/delete/", "/account/keep/"]),
        (desk, [*(reverse(f"admin:{name}") for name in names), *editions, *users]),
        (desk, [each for _, what, each in row_addresses() if what not in ("preview", "history")]),
    ):
        for address in addresses:
            answer = client.get(address)
            if answer.status_code == 200:
                yield address, answer.content.decode()


# What Enter may do in a field: look, save, or what the field itself is for.
HARMLESS = {
    "Search", "Show", "Check", "Sign in", "Send me a code", "Sign me in", "Save", "Save all", "Go",
    "Save the order", "Make the link", "Add it", "Update plan", "Show my exams", "Set it up",
    "Change my password", "Set the password",
}  # fmt: skip


@pytest.mark.once
def test_enter_never_does_what_cannot_be_undone_and_no_browser_cuts_a_text(
    draft: Edition, sign_in: SignIn
) -> None:
    first, cut = dict[str, str](), list[str]()
    for address, body in pages(draft, sign_in):
        found = Forms(address, body)
        cut += found.cut
        first |= {f.buttons[0]: address for f in found.forms if f.is_typed and f.buttons}
    assert cut == []
    assert {label: page for label, page in first.items() if label not in HARMLESS} == {}
    assert len(first) > 12


@pytest.mark.parametrize(
    ("address", "name", "longest"),
    [
        ("peer_feedback", "asker", 60),
        ("over_time", "link", 500),
        ("/account/sign-in/", "email", 254),
        ("/search/", "q", 100),
        ("/admin/roles/edition/publish/", "note", 500),
        ("/admin/roles/edition/1/note/", "note", 500),
        ("/admin/roles/role/1/change/", "short_name", 12),
        ("/admin/auth/user/add/", "username", 150),
    ],
)
def test_a_text_that_is_too_long_is_refused_with_both_numbers_and_kept_whole(
    draft: Edition, address: str, name: str, longest: int
) -> None:
    Role.objects.update(summary="Another line.")
    text = "x" * (longest + 1)
    client = signed_in("head", superuser=True) if address.startswith("/admin") else Client()
    if not address.startswith("/"):
        done = finished(technical(), now=timezone.now())
        address = reverse(f"assessments:{address}", args=[done])
    fields = {name: text, "key": str(uuid.uuid4()), "days": "7", "shown": "together"}
    answer = client.get(address, {name: text}) if name == "q" else client.post(address, fields)
    body = answer.content.decode()
    assert answer.status_code in (200, 400, 422)
    assert f"{longest + 1} characters; at most {longest}" in body
    assert text in body
