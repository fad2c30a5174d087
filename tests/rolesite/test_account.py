"""A visitor's account: the code, the results it keeps, and taking everything away again."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import jsonschema
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.claims import KeptElsewhere, claim_attempt
from assessments.models import Attempt, Invitation, Share
from assessments.scoring import Verdict
from assessments.selectors import chain_ids, hash_of
from assessments.services import create_share, delete_attempt
from assessments.sharing import Detail, share_token
from roles.models import Edition
from rolesite.account.backend import PATH, CodeBackend
from rolesite.account.export import BELONGING, LEFT_OUT, belonging_relations
from rolesite.account.sign_in import open_account
from rolesite.account.urls import urlpatterns
from tests.assessments.conftest import NOW, at_once
from tests.assessments.sheets import sheet_for, technical
from tests.assessments.test_result_views import finished, result_path, text_of
from tests.desk import signed_in
from tests.html_validity import assert_valid_html

ADA, BEN = "ada@example.org", "ben@example.org"
SIGN_IN, CODE, KEEP = "/account/sign-in/", "/account/sign-in/code/", "/account/keep/"
CONFIRM = "/account/keep/confirm/"

pytestmark = pytest.mark.django_db


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"^ {4}(\S+)$", str(mail.body), re.MULTILINE)
    assert found, mail.body
    return found[1]


@pytest.fixture
def sign_in(mailoutbox: list[EmailMessage]) -> Callable[..., Client]:
    """Sign in as a person does: address, e-mail, code."""

    def go(email: str = ADA, client: Client | None = None) -> Client:
        cache.clear()  # limits have tests of their own
        client = client or Client()
        assert client.post(SIGN_IN, {"email": email}).headers["Location"] == CODE
        answer = client.post(CODE, {"code": code_in(mailoutbox[-1])})
        assert answer.status_code == 302
        return client

    return go


def keep(client: Client, token: str) -> Any:
    assert client.post(KEEP, {"token": token}).headers["Location"] == CONFIRM
    return client.post(CONFIRM)


# --- the code ---------------------------------------------------------------------------------
def test_the_first_code_opens_an_account_and_the_next_one_leads_back_to_it(
    sign_in: Callable[..., Client],
) -> None:
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
    sign_in: Callable[..., Client], mailoutbox: list[EmailMessage]
) -> None:
    sign_in(ADA)
    said = []
    for address in (ADA, BEN):
        client = Client()
        client.post(SIGN_IN, {"email": address})
        with CaptureQueriesContext(
            connection,
        ) as queries:
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
    for _ in range(2):
        page = client.post(CODE, {"code": "BBBB-BBBB"})
        assert page.status_code == 422
        assert "not the code we sent" in text_of(page)
    assert client.post(CODE, {"code": "BBBB-BBBB"}).status_code == 422
    late = client.post(CODE, {"code": code_in(mailoutbox[-1])})
    assert late.headers["Location"] == SIGN_IN
    assert not User.objects.exists()


def test_a_code_works_in_the_browser_that_asked_once_and_for_ten_minutes(
    client: Client, mailoutbox: list[EmailMessage], time_machine: Any
) -> None:
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    client.post(SIGN_IN, {"email": ADA})
    code = code_in(mailoutbox[-1])
    assert Client().post(CODE, {"code": code}).headers["Location"] == SIGN_IN
    time_machine.move_to("2026-11-25T10:11:00Z", tick=False)
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
    client: Client, sign_in: Callable[..., Client]
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


def test_forms_need_their_token_and_come_from_here(sign_in: Callable[..., Client]) -> None:
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
    sign_in: Callable[..., Client], draft: Edition, monkeypatch: pytest.MonkeyPatch
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


# --- keeping a result ---------------------------------------------------------------------------
def test_a_result_is_kept_after_signing_in_and_its_private_link_goes_on(
    published: Edition, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    token = finished(technical())
    page = client.get(result_path(token)).content.decode()
    assert 'action="/account/keep/"' in page
    assert client.post(KEEP, {"token": token}).headers["Location"] == CONFIRM
    assert client.get(CONFIRM).headers["Location"] == SIGN_IN
    assert token not in client.get(SIGN_IN).content.decode()
    client.post(SIGN_IN, {"email": ADA})
    asked = client.post(CODE, {"code": code_in(mailoutbox[-1])})
    assert asked.headers["Location"] == CONFIRM
    assert Attempt.objects.get().owner is None
    assert "Better match: Technical Project Manager." in text_of(client.get(CONFIRM))
    assert client.post(CONFIRM).headers["Location"] == "/account/?kept=yes"
    body = client.get("/account/").content.decode()
    assert f'href="{result_path(token)}"' in body
    assert "Better match: Technical Project Manager." in body
    assert Client().get(result_path(token)).status_code == 200
    assert client.post(CONFIRM).status_code == 404


def test_no_private_link_is_stored_readably(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    token, waiting = finished(technical()), finished(technical())
    client = sign_in()
    keep(client, token)
    client.post(KEEP, {"token": waiting})
    stored = json.dumps(
        [
            *Attempt.objects.values_list("token_hash", "kept_link"),
            *[session.get_decoded() for session in Session.objects.all()],
        ],
        default=str,
    )
    assert token not in stored
    assert waiting not in stored


def test_a_kept_link_opens_for_its_own_account_and_key_only(
    published: Edition, sign_in: Callable[..., Client], settings: Any
) -> None:
    token, other = finished(technical()), finished(sheet_for(Verdict.NEITHER))
    client = sign_in()
    keep(client, token)
    keep(client, other)
    first, second = Attempt.objects.order_by("pk")
    Attempt.objects.filter(pk=first.pk).update(kept_link=second.kept_link)
    body = client.get("/account/").content.decode()
    assert token not in body
    assert other in body
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, longer than the one before it was" * 2
    client = Client()
    client.force_login(User.objects.get(), backend=PATH)
    assert other in client.get("/account/").content.decode()
    settings.SECRET_KEY_FALLBACKS = []
    client.force_login(User.objects.get(), backend=PATH)
    page = client.get("/account/")
    assert other not in page.content.decode()
    assert "its own private link only" in text_of(page)


def test_an_attempt_has_one_owner_and_keeping_it_twice_is_no_fault(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    token = finished(technical())
    ada, ben = sign_in(ADA), sign_in(BEN)
    keep(ada, token)
    again = keep(ada, token)
    assert again.status_code == 302
    refused = keep(ben, token)
    assert refused.status_code == 409
    assert ADA not in refused.content.decode()
    assert Attempt.objects.get().owner == User.objects.get(emailaddress__email=ADA)


def test_a_share_link_or_a_number_is_not_enough_to_keep_a_result(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    token = finished(technical())
    key = "00000000-0000-4000-8000-000000000001"
    create_share(token=token, key=key, detail=Detail.FULL, days=30, now=timezone.now())
    client = sign_in()
    attempt = Attempt.objects.get()
    for wrong in (share_token(token, key), str(attempt.pk), attempt.token_hash, ""):
        assert keep(client, wrong).status_code == 404
    assert Attempt.objects.get().owner is None


def test_nobody_reaches_into_another_account(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    token = finished(technical())
    keep(sign_in(ADA), token)
    number = Attempt.objects.get().pk
    ben = sign_in(BEN)
    address = reverse("account_release", args=[number])
    assert ben.get(address).status_code == 404
    ben.post(address)
    assert token not in ben.get("/account/").content.decode()
    assert ben.get("/account/export.json").json()["attempts"] == []
    assert Attempt.objects.get().owner is not None


def test_a_result_is_taken_out_without_deleting_it(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    token = finished(technical())
    client = sign_in()
    keep(client, token)
    address = reverse("account_release", args=[Attempt.objects.get().pk])
    assert result_path(token) in client.get(address).content.decode()
    client.post(address)
    assert "No result yet" in text_of(client.get("/account/"))
    assert Attempt.objects.get().kept_link == ""
    assert client.get(result_path(token)).status_code == 200


def test_a_result_deleted_by_its_link_leaves_the_account_too(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    token = finished(technical())
    client = sign_in()
    keep(client, token)
    delete_attempt(token=token)
    assert "No result yet" in text_of(client.get("/account/"))


def test_the_history_costs_no_more_queries_with_more_results(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    client = sign_in()
    owner = User.objects.get().pk
    costs = []
    for count in (1, 6):
        while Attempt.objects.count() < count:
            claim_attempt(token=finished(technical()), owner_id=owner, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_results_of_an_account_are_set_side_by_side_when_their_owner_says_so(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    client = sign_in()
    tokens = [finished(technical()) for _ in range(3)]
    for days, token in enumerate(tokens):
        keep(client, token)
        at = NOW + dt.timedelta(days=100 * days)
        Attempt.objects.filter(token_hash=hash_of(token)).update(started_at=at, sealed_at=at)
    assert len(chain_ids(tokens[-1])) == 1
    assert "See what moved over time" in text_of(client.get("/account/"))
    client.get("/account/over-time/")
    assert len(chain_ids(tokens[-1])) == 1
    page = client.post("/account/over-time/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("assessments:over_time", args=[tokens[-1]])
    assert page.status_code == 200
    assert len(chain_ids(tokens[-1])) == 3
    assert len(chain_ids(tokens[0])) == 1  # its link shows no later result
    client.post("/account/over-time/")
    assert len(chain_ids(tokens[-1])) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_that_claim_at_once_one_gets_the_attempt(published: Edition) -> None:
    token = finished(technical())
    owners = [User.objects.create_user(f"visitor-{n}").pk for n in range(4)]

    def claim(owner: int) -> bool:
        try:
            claim_attempt(token=token, owner_id=owner, now=NOW)
        except KeptElsewhere:
            return False
        return True

    won = at_once([partial(claim, owner) for owner in owners])
    assert won.count(True) == 1
    assert Attempt.objects.get().owner_id == owners[won.index(True)]


@pytest.mark.django_db(transaction=True)
def test_of_two_first_codes_at_once_one_account_is_opened(db: None) -> None:
    opened = at_once([partial(open_account, ADA)] * 4)
    assert len({user.pk for user in opened}) == 1
    assert User.objects.count() == 1


# --- everything -------------------------------------------------------------------------------
def test_everything_stored_is_exported_and_no_secret(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    token = finished(technical())
    key = "00000000-0000-4000-8000-000000000001"
    create_share(token=token, key=key, detail=Detail.FULL, days=30, now=timezone.now())
    client = sign_in()
    keep(client, token)
    answer = client.get("/account/export.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    document = answer.json()
    schema = client.get(reverse("account_schema")).json()
    jsonschema.validate(document, schema)
    assert document["$schema"].endswith(schema["$id"].partition("://")[2].partition("/")[2])
    attempt = Attempt.objects.get()
    [exported] = document["attempts"]
    assert document["account"]["email"] == ADA
    assert exported["answers"] == attempt.answers
    assert exported["result"] == attempt.result
    assert exported["belonging"]["share"][0]["detail"] == "full"
    assert set(exported["belonging"]) == set(BELONGING)
    text = answer.content.decode()
    share = Share.objects.get()
    for secret in (token, attempt.token_hash, attempt.kept_link, share.token_hash, share.key):
        assert secret not in text


def test_every_kind_of_row_of_an_attempt_is_exported_or_left_out_on_purpose() -> None:
    relations = belonging_relations()
    assert set(relations) == set(BELONGING) | LEFT_OUT
    secret = {"token_hash", "key", "kept_link", "owner", "answers", "opened_at", "sent_at"}
    for name, fields in BELONGING.items():
        model = relations[name].related_model
        assert set(fields) <= {field.name for field in model._meta.concrete_fields}, name
        assert not set(fields) & secret, name


def test_what_a_single_colleague_answered_is_not_exported(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    client = sign_in()
    keep(client, finished(technical()))
    Invitation.objects.create(
        attempt=Attempt.objects.get(),
        key="k",
        number=1,
        token_hash="h" * 64,
        asker="Ada",
        created_at=NOW,
        expires_at=NOW + dt.timedelta(days=30),
        answers={"B01": {"value": "told in confidence"}},
        sent_at=NOW,
    )
    answer = client.get("/account/export.json")
    assert answer.json()["attempts"][0]["belonging"]["invitation"][0]["asker"] == "Ada"
    for hidden in ("told in confidence", "sent_at", "withdrawn_at", "agreed", "h" * 64):
        assert hidden not in answer.content.decode()


def test_an_account_goes_with_everything_in_it(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    kept, loose = finished(technical()), finished(technical())
    create_share(
        token=kept, key="00000000-0000-4000-8000-000000000001", detail=Detail.FULL, days=30, now=NOW
    )
    client, elsewhere = sign_in(), sign_in()
    keep(client, kept)
    old = client.cookies["sessionid"].value
    assert "1 result" in text_of(client.get("/account/delete/"))
    assert client.post("/account/delete/").headers["Location"] == "/account/deleted/"
    assert "It is gone" in text_of(client.get("/account/deleted/"))
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    assert not Share.objects.exists()
    assert client.get(result_path(kept)).status_code == 404
    assert client.get(result_path(loose)).status_code == 200
    client.cookies["sessionid"] = old
    for each in (client, elsewhere):
        assert each.get("/account/").headers["Location"] == SIGN_IN
    assert not [s for s in Session.objects.all() if "_auth_user_id" in s.get_decoded()]


def rows_by_table() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_nothing_is_left_in_any_table_of_an_account_that_went(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    before = rows_by_table()
    client = sign_in()
    for _ in range(2):
        token = finished(technical())
        create_share(
            token=token,
            key="00000000-0000-4000-8000-000000000001",
            detail=Detail.FULL,
            days=30,
            now=NOW,
        )
        keep(client, token)
    assert rows_by_table() != before
    client.post("/account/delete/")
    client.cookies.clear()
    assert rows_by_table() == before


# --- who may open what ---
# For each address: what a GET and a bare POST answer to nobody, another visitor, the owner, staff.
MATRIX = {
    "account": ((302, 302), (200, 405), (200, 405), (403, 403)),
    "account_login": ((200, 422), (302, 302), (302, 302), (403, 403)),
    "account_confirm_login_code": ((302, 302),) * 4,
    "account_logout": ((302, 302), (302, 200), (302, 200), (302, 302)),
    "account_keep": ((302, 302),) * 4,
    "account_confirm_keep": ((404, 404),) * 4,
    "account_release": ((302, 302), (404, 302), (200, 302), (403, 403)),
    "account_over_time": ((302, 302), (302, 302), (302, 302), (403, 403)),
    "account_export": ((302, 302), (200, 405), (200, 405), (403, 403)),
    "account_delete": ((302, 302), (200, 302), (200, 302), (403, 403)),
    "account_deleted": ((200, 405),) * 4,
}


@pytest.mark.parametrize("name", MATRIX)
def test_every_address_opens_for_those_it_is_for(
    published: Edition, sign_in: Callable[..., Client], name: str
) -> None:
    assert {pattern.name for pattern in urlpatterns} == set(MATRIX)
    owner, other = sign_in(ADA), sign_in(BEN)
    keep(owner, finished(technical()))
    number = Attempt.objects.get().pk
    address = reverse(name, args=[number] if name == "account_release" else [])
    clients = (Client(), other, owner, signed_in("staff"))
    got = tuple(client.get(address).status_code for client in clients)
    assert got == tuple(get for get, _ in MATRIX[name])
    for verb in ("put", "delete", "patch"):
        for client in clients:
            assert getattr(client, verb)(address).status_code in (302, 403, 405), verb
    assert Attempt.objects.get().owner is not None
    got = tuple(client.post(address).status_code for client in clients)
    assert got == tuple(post for _, post in MATRIX[name])


@pytest.mark.services
def test_the_pages_are_valid_html(
    published: Edition, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    token = finished(technical())
    pages = [("sign in", client.get(SIGN_IN)), ("wrong", client.post(SIGN_IN, {"email": "x"}))]
    client.post(KEEP, {"token": token})
    client.post(SIGN_IN, {"email": ADA})
    pages.append(("code", client.get(CODE)))
    client.post(CODE, {"code": code_in(mailoutbox[-1])})
    pages.append(("keep", client.get(CONFIRM)))
    client.post(CONFIRM)
    pages += [(path, client.get(path)) for path in ("/account/?kept=yes", "/account/delete/")]
    pages.append(
        ("release", client.get(reverse("account_release", args=[Attempt.objects.get().pk])))
    )
    pages.append(("nothing", client.get(CONFIRM)))
    client.post("/account/delete/")
    pages.append(("deleted", client.get("/account/deleted/")))
    assert_valid_html([(name, page.content) for name, page in pages])


# --- addresses --------------------------------------------------------------------------------
def test_account_pages_are_kept_by_nobody_and_found_by_nobody(
    published: Edition, sign_in: Callable[..., Client]
) -> None:
    client = sign_in()
    for path in ("/account/", "/account/delete/", "/account/export.json", SIGN_IN, CODE, CONFIRM):
        for each in (client, Client()):
            headers = each.get(path).headers
            assert headers["Cache-Control"] == "no-store, private", path
            assert "noindex" in headers["X-Robots-Tag"], path


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "login/",
        "email/",
        "password/change/",
        "password/reset/",
        "2fa/",
        "reauthenticate/",
    ],
)
def test_no_other_page_of_allauth_is_reachable(client: Client, path: str) -> None:
    for start in ("/account/", "/accounts/", "/"):
        assert client.get(f"{start}{path}").status_code == 404
