"""A password and a code: both are needed, and each code works once."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roles.models import Edition
from rolesite.staff.second_factor.factors import accept, app_code, enrol, new_secret
from tests.concurrency import at_once
from tests.html_validity import assert_valid_html
from tests.rolesite.staff.second_factor.steps import (
    CODES,
    LOGIN,
    SET_UP,
    STEP,
    both_steps,
    code_of,
    first_step,
)

pytestmark = pytest.mark.django_db


def test_a_password_alone_opens_no_address_once_a_factor_is_set_up(
    draft: Edition, secret: str, client: Client
) -> None:
    assert first_step(client).headers["Location"] == STEP
    for name in ("index", "factor", "roles_role_changelist", "roles_edition_publish"):
        assert client.get(reverse(f"admin:{name}")).status_code == 302, name
    assert client.get(SET_UP).headers["Location"] == STEP
    assert "_auth_user_id" not in client.session
    assert client.post(STEP, {"code": code_of(secret)}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_second_step_leads_to_where_the_first_one_started(
    draft: Edition, secret: str, client: Client
) -> None:
    first_step(client, next="/admin/roles/role/")
    assert client.post(STEP, {"code": code_of(secret)}).headers["Location"] == "/admin/roles/role/"
    first_step(client, next="https://evil.example/")
    assert client.post(STEP, {"code": code_of(secret, 1)}).headers["Location"] == "/admin/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "https:///evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x",
        "///evil.example", "http://testserver@evil.example", "\t//evil.example", " //evil.example",
        "/\t/evil.example", "//evil.example/%2e%2e", "https://testserver.evil.example/",
        "ftp://evil.example", "\x00//evil.example", "http:\\\\evil.example", "//[::1]/", "https://",
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(ada: User, secret: str, elsewhere: str) -> None:
    client = Client()
    assert first_step(client, next=elsewhere).headers["Location"] == STEP
    Authenticator.objects.all().delete()
    other = Client()
    for answer in (first_step(other, next=elsewhere), other.get("/admin/login/")):
        assert answer.headers["Location"] == "/admin/", elsewhere
    assert client.session["desk_waiting"]["next"] == "/admin/"


@pytest.mark.parametrize("wrong", ["", "000000000000", "12 34", "١٢٣٤٥٦", "a" * 20, "\0"])
def test_a_wrong_code_is_refused_in_plain_words(secret: str, client: Client, wrong: str) -> None:
    first_step(client)
    page = client.post(STEP, {"code": wrong})
    assert page.status_code == 200
    assert page.context["form"].errors["code"]
    assert client.get("/admin/").status_code == 302


def test_a_code_works_once(secret: str) -> None:
    code = code_of(secret)
    assert both_steps(Client(), code).headers["Location"] == "/admin/"
    assert both_steps(Client(), code).status_code == 200
    assert both_steps(Client(), code_of(secret, -1)).status_code == 200
    assert both_steps(Client(), code_of(secret, 1)).headers["Location"] == "/admin/"


def test_a_clock_that_is_set_back_keeps_nobody_out(secret: str, time_machine: Any) -> None:
    for day in ("2026-11-26", "2026-11-25"):
        time_machine.move_to(f"{day}T10:00:00Z", tick=False)
        assert both_steps(Client(), code_of(secret)).headers["Location"] == "/admin/"
        assert both_steps(Client(), code_of(secret)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_who_type_the_same_code_at_once_one_gets_in() -> None:
    user = User.objects.create_user("twice", is_staff=True)
    secret = new_secret()
    enrol(user=user, secret=secret)
    now = timezone.now()
    code = code_of(secret)
    passed = at_once([lambda: accept(user=user, code=code, now=now)] * 4)
    assert passed.count(True) == 1


def test_codes_are_those_that_apps_show() -> None:
    """The examples of RFC 6238, of whose eight digits apps show the last six."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    for seconds, shown in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert app_code(secret, seconds // 30) == shown


def test_each_spare_code_works_once(ada: User, spare: list[str]) -> None:
    assert len(set(spare)) == 10
    assert both_steps(Client(), spare[3]).headers["Location"] == "/admin/"
    assert both_steps(Client(), spare[3]).status_code == 200
    assert both_steps(Client(), spare[4]).headers["Location"] == "/admin/"


@pytest.mark.parametrize("late", ["10:11", "09:49"])  # or the clock was set back
def test_the_second_step_waits_ten_minutes(
    secret: str, client: Client, time_machine: Any, late: str
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    first_step(client)
    time_machine.move_to(f"2026-11-25T{late}:00Z", tick=False)
    assert client.post(STEP, {"code": code_of(secret)}).headers["Location"].startswith(LOGIN)


def test_the_secret_is_stored_encrypted(ada: User, secret: str, spare: list[str]) -> None:
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not [code for code in spare if code in stored]


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(
    draft: Edition, both: Callable[[], Client], secret: str, ada: User, client: Client
) -> None:
    inside = both()
    pages = [
        (path, inside.get(path))
        for path in ("/admin/second-factor/", SET_UP, CODES, "/admin/second-factor/remove/",
                     "/admin/history/", reverse("admin:auth_user_reset_factor", args=[ada.pk]))
    ]  # fmt: skip
    pages.append(("sign in", client.get(f"{LOGIN}?ended=yes")))
    first_step(client)
    pages.append(("second step", client.post(STEP, {"code": "000000"})))
    pages.append(("codes", inside.post(CODES, {"code": code_of(secret, 1)})))
    assert_valid_html([(name, page.content) for name, page in pages])
