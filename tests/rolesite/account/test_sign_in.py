"""Signing in to a visitor's account: the code, the session, and no way to the desk."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roles.models import Edition
from rolesite.account.sign_in import BACKEND as PATH
from rolesite.account.sign_in import CodeBackend
from tests.assessments.pages import text_of
from tests.assessments.quiz_pages import hidden
from tests.desk import signed_in
from tests.rolesite.visitors import ADA, BEN, CODE, CONFIRM, KEEP, SIGN_IN, SignIn, code_in

pytestmark = pytest.mark.django_db


def test_the_first_code_opens_an_account_and_the_next_one_leads_back_to_it(sign_in: SignIn) -> None:
    client = sign_in()
    assert ADA in text_of(client.get("/account/"))
    visitor = User.objects.get()
    assert (visitor.is_staff, visitor.is_superuser, visitor.has_usable_password()) == (False,) * 3
    assert ADA not in visitor.username
    sign_in("ADA@Example.org")
    assert User.objects.get() == visitor


def test_nothing_is_stored_of_an_address_before_its_code_was_typed(client: Client) -> None:
    client.post(SIGN_IN, {"email": ADA})
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


def test_a_known_and_an_unknown_address_are_answered_alike(
    sign_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    sign_in(ADA)
    said = []
    for address in (ADA, BEN):
        client = Client()
        client.post(SIGN_IN, {"email": address})
        with CaptureQueriesContext(connection) as queries:
            client.post(SIGN_IN, {"email": address})
        page = client.get(CODE)
        said.append((page.status_code, text_of(page).replace(address, "you"), len(queries)))
        assert mailoutbox[-1].subject.startswith("Your code for Rolesite")
    assert said[0][:2] == said[1][:2]
    assert {address for mail in mailoutbox for address in mail.to} == {ADA, BEN}


def test_a_wrong_code_is_refused_three_times_and_then_the_right_one_too(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    client.post(SIGN_IN, {"email": ADA})
    form = hidden(client.get(CODE), "sign_in")
    for wrong in ("BBBB-BBBB", "BBBB-BBBB", "CCCC-CCCC"):  # the same twice is a double click
        page = client.post(CODE, {"code": wrong})
        assert page.status_code == 422
        assert "not the code we sent" in text_of(page)
    assert client.post(CODE, {"code": "DDDD-DDDD"}).status_code == 422
    right = {"code": code_in(mailoutbox[-1]), "sign_in": form}
    for late in (client, Client()):  # the form alone gives no more tries
        assert late.post(CODE, right).status_code == 422
    assert client.get(CODE).headers["Location"] == SIGN_IN
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "typed",
    ["{}\u2011{}", "{}\u2013{}", "{}\u00a0{}", "\u200b{}{}\u2060", " {} {}\t", "\u2066{}-{}"],
)
@pytest.mark.parametrize("wide", [False, True])
def test_a_right_code_is_taken_however_it_is_set_in_type(
    client: Client, mailoutbox: list[EmailMessage], typed: str, wide: bool
) -> None:
    client.post(SIGN_IN, {"email": ADA})
    code = typed.format(*code_in(mailoutbox[-1]).lower().split("-"))
    if wide:
        code = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in code)
    assert client.post(CODE, {"code": code}).headers["Location"] == "/account/"


def test_a_used_code_opens_nothing_after_a_double_click(
    client: Client, mailoutbox: list[EmailMessage], time_machine: Any
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    client.post(SIGN_IN, {"email": ADA})
    sent = {"code": code_in(mailoutbox[-1]), "sign_in": hidden(client.get(CODE), "sign_in")}
    assert client.post(CODE, sent).headers["Location"] == "/account/"
    client.post("/account/sign-out/")
    time_machine.move_to("2026-11-25T10:00:20Z", tick=False)
    assert client.post(CODE, sent).status_code == 422
    assert client.get("/account/").headers["Location"] == SIGN_IN


@pytest.mark.parametrize("late", ["10:11", "09:49"])  # or the clock was set back
def test_a_code_works_in_the_browser_that_asked_once_and_for_ten_minutes(
    client: Client, mailoutbox: list[EmailMessage], time_machine: Any, late: str
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    client.post(SIGN_IN, {"email": ADA})
    code = code_in(mailoutbox[-1])
    assert Client().post(CODE, {"code": code}).headers["Location"] == SIGN_IN
    time_machine.move_to(f"2026-11-25T{late}:00Z", tick=False)
    assert client.post(CODE, {"code": code}).headers["Location"] == SIGN_IN
    client.post(SIGN_IN, {"email": ADA})
    code = code_in(mailoutbox[-1])
    assert client.post(CODE, {"code": code.lower().replace("-", " ")}).status_code == 302
    client.post("/account/sign-out/")
    assert client.post(CODE, {"code": code}).headers["Location"] == SIGN_IN


def test_a_new_code_replaces_the_old_one(client: Client, mailoutbox: list[EmailMessage]) -> None:
    client.post(SIGN_IN, {"email": ADA})
    client.post(CODE, {"action": "resend"})
    first, second = map(code_in, mailoutbox)
    assert client.post(CODE, {"code": first}).status_code == 422
    assert client.post(CODE, {"code": second}).status_code == 302


def test_one_address_gets_few_codes_and_others_still_get_theirs(
    mailoutbox: list[EmailMessage],
) -> None:
    answers = [Client().post(SIGN_IN, {"email": ADA}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert len(mailoutbox) == 3
    tagged = ADA.replace("@", "+news@")
    assert Client().post(SIGN_IN, {"email": tagged}).status_code == 429
    page = Client().post(SIGN_IN, {"email": ADA}, headers={"x-forwarded-for": "203.0.113.9"})
    assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    assert Client().post(SIGN_IN, {"email": BEN}).status_code == 302


def test_one_network_gets_few_codes_whatever_it_says_of_itself() -> None:
    answers = [
        Client()
        .post(
            SIGN_IN,
            {"email": f"person{number}@example.org"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
        .status_code
        for number in range(22)
    ]
    assert answers == [302] * 20 + [429] * 2


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", f"{'a' * 250}@example.org"])
def test_what_is_no_address_is_said_beside_the_field(client: Client, typed: str) -> None:
    page = client.post(SIGN_IN, {"email": typed})
    assert page.status_code == 422
    assert 'href="#email"' in page.content.decode()


def test_a_mail_server_that_is_away_is_told_calmly(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", away)
    page = client.post(SIGN_IN, {"email": ADA})
    assert page.status_code == 503
    assert "could not send" in text_of(page)


# --- sessions ---------------------------------------------------------------------------------
def test_signing_in_changes_the_session_and_signing_out_ends_it(
    client: Client, sign_in: SignIn
) -> None:
    client.post(SIGN_IN, {"email": BEN})
    before = client.cookies["sessionid"].value
    sign_in(client=client)
    during = client.cookies["sessionid"].value
    assert before != during
    client.get("/account/sign-out/")
    assert client.get("/account/").status_code == 200
    client.post("/account/sign-out/")
    for old in (before, during):
        client.cookies["sessionid"] = old
        assert client.get("/account/").headers["Location"] == SIGN_IN


def test_forms_need_their_token_and_come_from_here(sign_in: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SIGN_IN, {"email": ADA}).status_code == 403
    signed = sign_in()
    strict.cookies = signed.cookies
    for path in ("/account/delete/", "/account/sign-out/", CONFIRM, "/account/results/1/release/"):
        assert strict.post(path).status_code == 403, path
    foreign = signed.post(KEEP, {"token": "A" * 43}, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403


# --- staff ------------------------------------------------------------------------------------
def test_a_code_never_opens_the_desk(
    sign_in: SignIn, draft: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = User.objects.create_superuser("head", email=ADA, password="known to the head only")
    visitor = sign_in(ADA)
    assert User.objects.count() == 2
    assert visitor.get("/admin/").status_code == 302
    client = Client()
    client.force_login(staff, backend=PATH)
    assert client.get("/admin/").status_code == 302
    assert client.get("/account/").headers["Location"] == SIGN_IN
    # Not even if such a session were found to be the staff's.
    monkeypatch.setattr(CodeBackend, "get_user", lambda self, pk: staff)
    assert client.get("/admin/").status_code == 302


def test_an_address_that_is_noted_for_the_staff_opens_nothing(
    client: Client, mailoutbox: list[EmailMessage], draft: Edition
) -> None:
    staff = User.objects.create_user("head", is_staff=True)
    EmailAddress.objects.create(user=staff, email=BEN, verified=True, primary=True)
    client.post(SIGN_IN, {"email": BEN})
    assert client.post(CODE, {"code": code_in(mailoutbox[-1])}).status_code == 403
    assert client.get("/account/").headers["Location"] == SIGN_IN
    assert User.objects.get() == staff


def test_who_works_at_the_desk_is_told_that_accounts_are_something_else(draft: Edition) -> None:
    client = signed_in()
    for path in ("/account/", SIGN_IN, "/account/export.json", "/account/delete/"):
        assert client.get(path).status_code == 403
    assert client.post("/account/delete/").status_code == 403
    assert User.objects.exists()
