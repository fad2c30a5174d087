"""Signing in at the desk in two steps, and sessions that end by themselves."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Step
from roles.models import Edition
from rolesite.checks import mail_goes_somewhere, staff_need_two_steps
from rolesite.second_factor.factors import accept, enrol, factor_id, new_secret
from rolesite.second_factor.forms import TOO_MANY
from rolesite.staff import ADMINISTRATORS, GROUPS, make_groups
from tests.assessments.conftest import at_once
from tests.desk import screen, signed_in
from tests.html_validity import assert_valid_html

PASSWORD = "a password for tests"
LOGIN, STEP, SET_UP = "/admin/login/", "/admin/second-step/", "/admin/second-factor/set-up/"

pytestmark = pytest.mark.django_db


def code_of(secret: str, later: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


@pytest.fixture
def ada() -> User:
    make_groups()
    user = User.objects.create_user("ada", password=PASSWORD, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=GROUPS))
    return user


@pytest.fixture
def secret(ada: User) -> str:
    secret = new_secret()
    enrol(user=ada, secret=secret)
    return secret


@pytest.fixture
def spare(ada: User) -> list[str]:
    return enrol(user=ada, secret=new_secret())


def first_step(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"username": "ada", "password": password} | more)


def both_steps(client: Client, code: str) -> Any:
    assert first_step(client).headers["Location"] == STEP
    return client.post(STEP, {"code": code})


@pytest.fixture
def both(secret: str) -> Callable[[], Client]:
    """A browser in which Ada has passed both steps."""

    def go() -> Client:
        row = Authenticator.objects.get(type="totp")
        row.data.pop("last_counter", None)
        row.save()
        client = Client()
        assert both_steps(client, code_of(secret)).headers["Location"] == "/admin/"
        return client

    return go


# --- two steps ----------------------------------------------------------------------------------
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


@pytest.mark.django_db(transaction=True)
def test_of_two_who_type_the_same_code_at_once_one_gets_in() -> None:
    user = User.objects.create_user("twice", is_staff=True)
    secret = new_secret()
    enrol(user=user, secret=secret)
    now = timezone.now()
    code = code_of(secret)
    passed = at_once([lambda: accept(user=user, code=code, now=now)] * 4)
    assert passed.count(True) == 1


def test_each_spare_code_works_once(ada: User, spare: list[str]) -> None:
    assert len(set(spare)) == 10
    assert both_steps(Client(), spare[3]).headers["Location"] == "/admin/"
    assert both_steps(Client(), spare[3]).status_code == 200
    assert both_steps(Client(), spare[4]).headers["Location"] == "/admin/"


def test_guessing_passwords_and_codes_is_slowed_down(secret: str, client: Client) -> None:
    for _ in range(5):
        assert "Too many" not in first_step(client, "wrong").content.decode()
    assert "Too many tries" in first_step(client).content.decode()
    other = Client()
    User.objects.create_user("ben", password=PASSWORD, is_staff=True)
    assert other.post(LOGIN, {"username": "ben", "password": PASSWORD}).status_code == 302


def test_guessing_the_code_is_slowed_down(secret: str, client: Client) -> None:
    first_step(client)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})
    page = client.post(STEP, {"code": code_of(secret)})
    assert page.context["form"].errors["code"] == [TOO_MANY]


def test_the_second_step_waits_ten_minutes(secret: str, client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    first_step(client)
    time_machine.move_to("2026-11-25T10:11:00Z", tick=False)
    assert client.post(STEP, {"code": code_of(secret)}).headers["Location"].startswith(LOGIN)


def test_the_secret_is_stored_encrypted(ada: User, secret: str, spare: list[str]) -> None:
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not [code for code in spare if code in stored]


# --- setting it up ------------------------------------------------------------------------------
def set_up(client: Client) -> Any:
    page = client.get(SET_UP).content.decode()
    spelt = re.search(r'class="desk-key">([A-Z2-7 ]+)<', page)
    assert spelt
    return client.post(SET_UP, {"code": code_of(spelt[1].replace(" ", ""))})


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
    set_up(second)
    assert second.get("/admin/").status_code == 200
    assert first.get("/admin/").status_code == 302
    assert both_steps(Client(), code_of(secret, 1)).status_code == 200


def test_new_spare_codes_replace_the_old_ones(
    draft: Edition, both: Callable[[], Client], ada: User
) -> None:
    client = both()
    body = client.post("/admin/second-factor/codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", body)
    assert len(codes) == 10
    assert both_steps(Client(), codes[0]).headers["Location"] == "/admin/"


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


# --- resetting it -------------------------------------------------------------------------------
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


# --- sessions -----------------------------------------------------------------------------------
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


def test_half_an_hour_without_a_request_ends_a_staff_session(
    draft: Edition, both: Callable[[], Client], time_machine: Any
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    client = both()
    for minute in (25, 50):
        time_machine.move_to(f"2026-11-25T10:{minute}:00Z", tick=False)
        assert client.get("/admin/").status_code == 200
    time_machine.move_to("2026-11-25T11:21:00Z", tick=False)
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
    for name, value in kept.fields:
        again.setdefault(name, []).append(value)
    assert client.post(kept.path, again).status_code == 302
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


@pytest.mark.services
def test_the_pages_are_valid_html(
    draft: Edition, both: Callable[[], Client], ada: User, client: Client
) -> None:
    inside = both()
    pages = [
        (path, inside.get(path))
        for path in ("/admin/second-factor/", SET_UP, "/admin/second-factor/remove/",
                     "/admin/history/", reverse("admin:auth_user_reset_factor", args=[ada.pk]))
    ]  # fmt: skip
    pages.append(("sign in", client.get(f"{LOGIN}?ended=yes")))
    first_step(client)
    pages.append(("second step", client.post(STEP, {"code": "000000"})))
    pages.append(("codes", inside.post("/admin/second-factor/codes/")))
    assert_valid_html([(name, page.content) for name, page in pages])


def test_deploying_warns_of_a_site_that_needs_no_second_factor_or_sends_no_mail(
    settings: Any,
) -> None:
    settings.PRODUCTION = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    warned = [*mail_goes_somewhere(None), *staff_need_two_steps(None)]
    assert [each.id for each in warned] == ["rolesite.W002", "rolesite.W003"]
    assert all(each.hint for each in warned)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.STAFF_SECOND_FACTOR = "required"
    assert [*mail_goes_somewhere(None), *staff_need_two_steps(None)] == []
