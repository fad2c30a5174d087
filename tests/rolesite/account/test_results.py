"""The results that an account keeps: who may keep one, read it, and take it out."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.attempts.selectors import hash_of, history_ids
from assessments.attempts.services import KeptElsewhere, delete_attempt, keep_attempt, start_attempt
from assessments.models import Attempt
from assessments.models.choices import Detail
from assessments.plans.services import finish_quiz
from assessments.scoring import Verdict
from assessments.sharing.services import create_share, share_token
from roles.models import Edition
from rolesite.account.sign_in import BACKEND as PATH
from rolesite.account.sign_in import open_account
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import result_path, text_of
from tests.assessments.sheets import sheet_for, technical
from tests.concurrency import at_once
from tests.rolesite.visitors import ADA, BEN, CODE, CONFIRM, KEEP, SIGN_IN, SignIn, code_in, keep

pytestmark = pytest.mark.django_db


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


def test_no_private_link_is_stored_readably(published: Edition, sign_in: SignIn) -> None:
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
    published: Edition, sign_in: SignIn, settings: Any
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
    assert "with its own private link" in text_of(page)


def test_an_attempt_has_one_owner_and_keeping_it_twice_is_no_fault(
    published: Edition, sign_in: SignIn
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
    published: Edition, sign_in: SignIn
) -> None:
    token = finished(technical())
    key = "00000000-0000-4000-8000-000000000001"
    create_share(token=token, key=key, detail=Detail.FULL, days=30, now=timezone.now())
    client = sign_in()
    attempt = Attempt.objects.get()
    for wrong in (share_token(token, key), str(attempt.pk), attempt.token_hash, ""):
        assert keep(client, wrong).status_code == 404
    assert Attempt.objects.get().owner is None


def test_nobody_reaches_into_another_account(published: Edition, sign_in: SignIn) -> None:
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


def test_a_result_is_taken_out_without_deleting_it(published: Edition, sign_in: SignIn) -> None:
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
    published: Edition, sign_in: SignIn
) -> None:
    token = finished(technical())
    client = sign_in()
    keep(client, token)
    delete_attempt(token=token)
    assert "No result yet" in text_of(client.get("/account/"))


def test_the_history_costs_no_more_queries_with_more_results(
    published: Edition, sign_in: SignIn
) -> None:
    client = sign_in()
    owner = User.objects.get().pk
    costs = []
    for count in (1, 6):
        while Attempt.objects.count() < count:
            keep_attempt(token=finished(technical()), owner_id=owner, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_results_of_an_account_are_set_side_by_side_when_their_owner_says_so(
    published: Edition, sign_in: SignIn
) -> None:
    client = sign_in()
    tokens = [finished(technical()) for _ in range(3)]
    for days, token in enumerate(tokens):
        keep(client, token)
        at = NOW + dt.timedelta(days=100 * days)
        Attempt.objects.filter(token_hash=hash_of(token)).update(started_at=at, finished_at=at)
    assert len(history_ids(tokens[-1])) == 1
    assert "See my results over time" in text_of(client.get("/account/"))
    client.get("/account/over-time/")
    assert len(history_ids(tokens[-1])) == 1
    page = client.post("/account/over-time/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("assessments:over_time", args=[tokens[-1]])
    assert page.status_code == 200
    assert len(history_ids(tokens[-1])) == 3
    assert len(history_ids(tokens[0])) == 1  # its link shows no later result
    client.post("/account/over-time/")
    assert len(history_ids(tokens[-1])) == 3


def test_a_retake_of_a_kept_result_is_kept_without_another_step(
    published: Edition, sign_in: SignIn
) -> None:
    first, client, nobody = finished(technical()), sign_in(), Client()
    retake = reverse("assessments:retake", args=[first])
    assert "it keeps the new one too" not in text_of(nobody.get(retake))
    keep(client, first)
    assert "it keeps the new one too" in text_of(nobody.get(retake))
    begun = nobody.post(retake)
    assert not nobody.cookies
    second = begun.headers["Location"].split("/")[2]
    assert f'href="/quiz/{second}/"' in client.get("/account/").content.decode()
    finish_quiz(token=second, now=timezone.now())
    body = client.get("/account/").content.decode()
    assert f'href="{result_path(second)}"' in body
    assert f'href="{result_path(first)}"' in body
    third = start_attempt(again=second, now=timezone.now())
    assert third in client.get("/account/").content.decode()
    client.post("/account/delete/")
    assert not Attempt.objects.exists()


def test_a_retake_of_what_no_account_keeps_is_nobodys(published: Edition, sign_in: SignIn) -> None:
    first, client = finished(technical()), sign_in()
    before = start_attempt(again=first, now=NOW)
    keep(client, first)
    assert Attempt.objects.get(token_hash=hash_of(before)).owner is None
    [number] = Attempt.objects.filter(owner__isnull=False).values_list("pk", flat=True)
    client.post(reverse("account_release", args=[number]))
    after = start_attempt(again=first, now=NOW)
    assert Attempt.objects.get(token_hash=hash_of(after)).owner is None


def test_a_result_in_an_account_says_so_and_leads_there_but_not_whose_it_is(
    published: Edition, sign_in: SignIn
) -> None:
    token = finished(technical())
    assert "An account keeps this result" not in text_of(Client().get(result_path(token)))
    keep(sign_in(), token)
    page = Client().get(result_path(token))
    assert "An account keeps this result" in text_of(page)
    assert 'action="/account/keep/"' not in page.content.decode()
    assert ADA not in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_that_claim_at_once_one_gets_the_attempt(published: Edition) -> None:
    token = finished(technical())
    owners = [User.objects.create_user(f"visitor-{n}").pk for n in range(4)]

    def claim(owner: int) -> bool:
        try:
            keep_attempt(token=token, owner_id=owner, now=NOW)
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
