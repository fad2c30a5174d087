"""All that an account holds: saved as one file, or deleted."""

from __future__ import annotations

import datetime as dt

import jsonschema
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from assessments.instrument.values import assessments_of
from assessments.models import Attempt, Invitation, Share
from assessments.models.choices import Detail
from assessments.peer_feedback.services import draw_summary
from assessments.plans.preferences import Action
from assessments.plans.services import apply_action
from assessments.sharing.services import create_share
from roles.models import Edition
from roles.snapshot.editions import snapshot_of
from rolesite.account.export import BELONGING, LEFT_OUT, belonging_relations
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import result_path, text_of
from tests.assessments.peer_feedback_links import invite, rate
from tests.assessments.sheets import technical
from tests.rolesite.visitors import ADA, SIGN_IN, SignIn, keep
from web.models import Counter

pytestmark = pytest.mark.django_db


def test_everything_stored_is_exported_and_no_secret(published: Edition, sign_in: SignIn) -> None:
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


def test_the_kept_plan_and_what_colleagues_said_together_are_exported_but_no_single_answer(
    published: Edition, sign_in: SignIn
) -> None:
    owner = finished(technical())
    step = assessments_of(snapshot_of(1)).steps[0].key
    apply_action(token=owner, action=Action.DONE, step=step, now=NOW)
    for level in (0, 2, 5):
        rate(invite(owner, asker="Ada"), level)
    rate(invite(owner, asks_openly=True), 1, agreed=True)
    draw_summary(token=owner, now=NOW)
    client = sign_in()
    keep(client, owner)
    document = client.get("/account/export.json").json()
    jsonschema.validate(document, client.get(reverse("account_schema")).json())
    [attempt] = document["attempts"]
    belonging = attempt["belonging"]
    assert belonging["keptplan"][0]["done"] == [step]
    assert attempt["length"] == "full"
    assert belonging["feedbacksummary"][0]["document"]["B01"] == [2, 2]
    assert [row["number"] for row in belonging["invitation"]] == [1, 2, 3, 4]
    promised = {"number", "asker", "minimum", "asks_openly", "created_at", "expires_at"}
    assert all(set(row) == promised | {"revoked_at"} for row in belonging["invitation"])


def test_what_a_single_colleague_answered_is_not_exported(
    published: Edition, sign_in: SignIn
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


def test_an_account_goes_with_everything_in_it(published: Edition, sign_in: SignIn) -> None:
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
    """Count rows by table, without the counts of limits, which name nobody and soon end."""
    models = [model for model in apps.get_models() if model is not Counter]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_nothing_is_left_in_any_table_of_an_account_that_went(
    published: Edition, sign_in: SignIn
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
