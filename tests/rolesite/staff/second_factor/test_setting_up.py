"""Setting a second factor up, changing it, taking it away, and having it reset."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from roles.models import Edition
from rolesite.operations.checks import ready_for_visitors
from rolesite.staff.groups import ADMINISTRATORS, GROUPS
from rolesite.staff.second_factor.factors import enrol, factor_id, new_secret
from tests.desk import signed_in
from tests.rolesite.staff.second_factor.steps import (
    CODES,
    SET_UP,
    both_steps,
    code_of,
    confirmed,
    first_step,
    set_up,
)

pytestmark = pytest.mark.django_db


def test_where_it_is_required_the_desk_opens_once_it_is_set_up(
    draft: Edition, ada: User, client: Client, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    assert first_step(client, next="/admin/roles/role/").headers["Location"] == SET_UP
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session
    page = set_up(client)
    codes = re.findall(r"<code>(\d{8})</code>", page.content.decode())
    assert len(codes) == 10
    assert 'href="/admin/roles/role/"' in page.content.decode()
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/second-factor/remove/").status_code == 302
    client.post("/admin/second-factor/remove/", {"code": codes[0]})
    assert factor_id(ada) is not None


def test_a_session_without_it_ends_when_it_becomes_required(draft: Edition, settings: Any) -> None:
    client = signed_in()
    assert client.get("/admin/").status_code == 200
    settings.STAFF_SECOND_FACTOR = "required"
    assert client.get("/admin/").status_code == 302


def test_setting_it_up_needs_the_right_code_and_shows_the_spare_codes_once(
    draft: Edition, ada: User, client: Client
) -> None:
    first_step(client)
    assert client.post(SET_UP, {"code": "000000"}).status_code == 200
    assert factor_id(ada) is None
    codes = re.findall(r"<code>(\d{8})</code>", set_up(client).content.decode())
    assert factor_id(ada) is not None
    assert client.get("/admin/").status_code == 200
    for path in ("/admin/second-factor/", SET_UP, "/admin/second-factor/codes/"):
        body = client.get(path, follow=True).content.decode()
        assert not [code for code in codes if code in body], path


def test_another_app_replaces_the_old_one_and_ends_other_sessions(
    draft: Edition, both: Callable[[], Client], secret: str, ada: User
) -> None:
    first, second = both(), both()
    assert "Is it you?" in second.get(SET_UP).content.decode()
    confirmed(second, code_of(secret, 1))
    set_up(second)
    assert second.get("/admin/").status_code == 200
    assert first.get("/admin/").status_code == 302
    assert both_steps(Client(), code_of(secret, 1)).status_code == 200
    assert "Is it you?" in second.get(SET_UP).content.decode(), "Each change wants its own code."


def test_a_stolen_session_changes_no_factor(
    draft: Edition, both: Callable[[], Client], ada: User, time_machine: Any
) -> None:
    stolen = both()
    app = factor_id(ada)
    for path in (SET_UP, CODES):
        for sent in ({}, {"code": ""}, {"code": "000000"}):
            page = stolen.post(path, sent).content.decode()
            assert "Your spare codes" not in page
            assert "Your new spare codes" not in page
            assert 'class="desk-key"' not in page
    assert factor_id(ada) == app


@pytest.mark.parametrize("late", ["10:11", "09:49"])  # or the clock was set back
def test_ten_minutes_after_the_code_it_is_asked_for_again(
    draft: Edition, both: Callable[[], Client], secret: str, time_machine: Any, late: str
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    client = both()
    confirmed(client, code_of(secret, 1))
    assert 'class="desk-key"' in client.get(SET_UP).content.decode()
    time_machine.move_to(f"2026-11-25T{late}:00Z", tick=False)
    assert "Is it you?" in client.get(SET_UP).content.decode()


def test_new_spare_codes_replace_the_old_ones(
    draft: Edition, both: Callable[[], Client], secret: str, ada: User
) -> None:
    client = both()
    body = client.post(CODES, {"code": code_of(secret, 1)}).content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", body)
    assert len(codes) == 10
    assert both_steps(Client(), codes[0]).headers["Location"] == "/admin/"


@pytest.mark.parametrize("late", ["10:06", "09:54"])  # or the clock was set back
def test_a_second_press_shows_the_codes_that_the_first_one_made(
    draft: Edition, both: Callable[[], Client], secret: str, time_machine: Any, late: str
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    client = both()
    code = code_of(secret, 1)
    pages = [client.post(CODES, {"code": code}).content.decode() for _ in range(2)]
    first, second = (re.findall(r"<code>(\d{8})</code>", page) for page in pages)
    assert first == second
    assert len(first) == 10
    assert not re.findall(r"<code>\d{8}", client.post(CODES, {"code": "000000"}).content.decode())
    time_machine.move_to(f"2026-11-25T{late}:00Z", tick=False)
    assert "That code is not right." in client.post(CODES, {"code": code}).content.decode()


def test_setting_it_up_by_a_press_too_many_shows_the_same_codes(
    draft: Edition, ada: User, client: Client
) -> None:
    first_step(client)
    secret = client.get(SET_UP).context["spelt"].replace(" ", "")
    code = {"code": code_of(secret, 0)}
    pages = [client.post(SET_UP, code, follow=True).content.decode() for _ in range(2)]
    first, second = (re.findall(r"<code>(\d{8})</code>", page) for page in pages)
    assert first == second
    assert len(first) == 10


def test_where_it_is_optional_it_is_taken_away_with_a_code(
    draft: Edition, both: Callable[[], Client], secret: str, ada: User
) -> None:
    client = both()
    address = "/admin/second-factor/remove/"
    assert client.post(address, {"code": "000000"}).status_code == 200
    assert client.post(address, {"code": code_of(secret, 1)}).status_code == 302
    assert factor_id(ada) is None
    assert client.get("/admin/").status_code == 200
    assert not Authenticator.objects.exists()


def test_an_administrator_resets_a_colleagues_factor_and_it_stands_in_the_history(
    draft: Edition, both: Callable[[], Client], ada: User
) -> None:
    open_session = both()
    address = reverse("admin:auth_user_reset_factor", args=[ada.pk])
    for name in GROUPS:
        if name != ADMINISTRATORS:
            assert signed_in(name, groups=[name]).post(address).status_code == 403
    administrator = signed_in("head", groups=[ADMINISTRATORS])
    assert "Reset the second factor" in administrator.get(address).content.decode()
    assert factor_id(ada) is not None
    administrator.post(address)
    assert factor_id(ada) is None
    assert open_session.get("/admin/").status_code == 302
    entry = LogEntry.objects.get(change_message="Reset the second factor.")
    assert (entry.user.username, entry.object_repr) == ("head", "ada")


def test_an_administrator_does_not_reset_a_superusers_or_a_visitors_factor(db: None) -> None:
    head = User.objects.create_superuser("head")
    visitor = User.objects.create_user("visitor-1")
    enrol(user=head, secret=new_secret())
    administrator = signed_in("admin", groups=[ADMINISTRATORS])
    for user, status in ((head, 403), (visitor, 404)):
        address = reverse("admin:auth_user_reset_factor", args=[user.pk])
        assert administrator.post(address).status_code == status
    assert factor_id(head) is not None


def test_the_only_superuser_is_reset_from_the_command_line(ada: User, secret: str) -> None:
    call_command("reset_second_factor", "ada", stdout=io.StringIO())
    assert factor_id(ada) is None
    with pytest.raises(CommandError, match="Nobody on the staff"):
        call_command("reset_second_factor", "nobody")


def test_deploying_warns_of_a_site_that_needs_no_second_factor_or_sends_no_mail(
    settings: Any,
) -> None:
    settings.PRODUCTION = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    warned = [each for each in ready_for_visitors() if each.id != "rolesite.W001"]  # of SQLite
    assert [each.id for each in warned] == ["rolesite.W002", "rolesite.W003"]
    assert all(each.hint for each in warned)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.STAFF_SECOND_FACTOR = "required"
    assert [each for each in ready_for_visitors() if each.id != "rolesite.W001"] == []
