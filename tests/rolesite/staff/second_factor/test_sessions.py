"""A session of the staff ends by itself, and what was typed is not lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from assessments.models import Step
from roles.models import Edition
from tests.desk import screen, signed_in
from tests.rolesite.staff.second_factor.steps import LOGIN, PASSWORD, STEP, code_of, first_step

pytestmark = pytest.mark.django_db


def test_the_key_of_the_session_changes_at_each_step_and_old_ones_are_dead(
    draft: Edition, secret: str, client: Client
) -> None:
    client.get(LOGIN)
    first_step(client)
    between = client.cookies["sessionid"].value
    client.post(STEP, {"code": code_of(secret)})
    inside = client.cookies["sessionid"].value
    assert between != inside
    client.post("/admin/logout/")
    for old in (between, inside):
        client.cookies["sessionid"] = old
        assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("late", ["11:21", "10:19"])  # or the clock was set back
def test_half_an_hour_without_a_request_ends_a_staff_session(
    draft: Edition, both: Callable[[], Client], time_machine: Any, late: str
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    client = both()
    for minute in (25, 50):
        time_machine.move_to(f"2026-11-25T10:{minute}:00Z", tick=False)
        assert client.get("/admin/").status_code == 200
    time_machine.move_to(f"2026-11-25T{late}:00Z", tick=False)
    ended = client.get("/admin/roles/role/")
    assert ended.headers["Location"] == "/admin/login/?next=%2Fadmin%2Froles%2Frole%2F&ended=yes"
    assert "half an hour" in client.get(ended.headers["Location"]).content.decode()
    assert client.get("/admin/").status_code == 302


def test_a_staff_session_ends_after_twelve_hours_of_work(
    draft: Edition, both: Callable[[], Client], time_machine: Any
) -> None:
    start = dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.UTC)
    time_machine.move_to(start, tick=False)
    client = both()
    for minutes in range(20, 12 * 60 + 1, 20):
        time_machine.move_to(start + dt.timedelta(minutes=minutes), tick=False)
        assert client.get("/admin/second-factor/").status_code == 200, minutes
    time_machine.move_to(start + dt.timedelta(hours=12, minutes=1), tick=False)
    assert client.get("/admin/second-factor/").status_code == 302


def test_what_was_typed_when_the_session_had_ended_is_sent_again_by_the_same_person(
    draft: Edition, ada: User, client: Client, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    first_step(client)
    step = Step.objects.all()[0]
    address = reverse("admin:assessments_step_change", args=[step.pk])
    data = screen(client, address) | {"title": "A title typed for long"}
    time_machine.move_to("2026-11-25T10:31:00Z", tick=False)
    ended = client.post(address, data)
    assert "ended=yes" in ended.headers["Location"]
    assert "is kept" in client.get(ended.headers["Location"]).content.decode()
    step.refresh_from_db()
    assert step.title != "A title typed for long"

    assert first_step(client).headers["Location"] == "/admin/typed/"
    page = client.get("/admin/typed/")
    assert f'action="{address}"' in page.content.decode()
    kept = page.context["typed"]
    again: dict[str, Any] = {"_typed": "yes"}
    for name, value in kept["fields"]:
        again.setdefault(name, []).append(value)
    assert client.post(kept["path"], again).status_code == 302
    step.refresh_from_db()
    assert step.title == "A title typed for long"
    assert client.get("/admin/typed/").status_code == 302


def test_what_was_typed_is_shown_to_nobody_else(
    draft: Edition, ada: User, client: Client, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    first_step(client)
    time_machine.move_to("2026-11-25T10:31:00Z", tick=False)
    client.post("/admin/roles/role/add/", {"name": "Typed by Ada"})
    ben = User.objects.create_user("ben", password=PASSWORD, is_staff=True)
    sent = client.post(LOGIN, {"username": ben.username, "password": PASSWORD})
    assert sent.headers["Location"] == "/admin/"
    assert "Typed by Ada" not in client.get("/admin/typed/", follow=True).content.decode()


@pytest.mark.parametrize("how", ["cookie", "signed out", "password"])
def test_what_was_typed_is_kept_whatever_ended_the_session(
    draft: Edition, ada: User, client: Client, how: str
) -> None:
    first_step(client)
    step = Step.objects.all()[0]
    address = reverse("admin:assessments_step_change", args=[step.pk])
    data = screen(client, address) | {"title": "A title typed for long"}
    if how == "cookie":
        del client.cookies["sessionid"]
    elif how == "signed out":
        client.post(reverse("admin:logout"))
    else:
        ada.set_password(PASSWORD)
        ada.save()
    sent = client.post(address, data)
    assert sent.status_code == 302
    assert "is kept" in client.get(sent.headers["Location"]).content.decode()
    assert first_step(client).headers["Location"] == "/admin/typed/"
    kept = client.get("/admin/typed/").context["typed"]
    assert kept["path"] == address
    assert ["title", "A title typed for long"] in kept["fields"]
    foreign = {"origin": "https://evil.example"}
    client.post(reverse("admin:logout"))
    client.post(address, data, headers=foreign)
    assert first_step(client).headers["Location"] == "/admin/"


def test_a_password_that_was_typed_too_late_is_not_kept(
    draft: Edition, ada: User, client: Client, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    first_step(client)
    address = reverse("admin:auth_user_password_change", args=[ada.pk])
    time_machine.move_to("2026-11-25T10:31:00Z", tick=False)
    client.post(address, {"password1": "not for the database", "and": "something else"})
    stored = str([session.get_decoded() for session in Session.objects.all()])
    assert "something else" in stored
    assert "not for the database" not in stored


def test_pages_outside_the_desk_read_no_session(
    draft: Edition, both: Callable[[], Client], django_assert_num_queries: Any
) -> None:
    client = both()
    client.get("/")
    with django_assert_num_queries(1):
        page = client.get("/")
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")


def test_a_new_password_ends_other_sessions(draft: Edition, ada: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        first_step(client)
    words = {"new_password1": "another password, long", "new_password2": "another password, long"}
    here.post("/admin/password_change/", {"old_password": PASSWORD} | words)
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


def test_the_address_of_a_button_has_the_way_back_when_it_is_only_opened(draft: Edition) -> None:
    client = signed_in("boss", superuser=True)
    for name, *number in (
        ("logout",), ("prose",), ("roles_edition_discard",), ("roles_edition_cancel_schedule", 1),
    ):  # fmt: skip
        opened = client.get(reverse(f"admin:{name}", args=number))
        assert (opened.status_code, "POST" in opened.headers["Allow"]) == (405, True)
        assert "Back to the desk" in opened.content.decode()
