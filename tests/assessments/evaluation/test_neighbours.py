"""Roles that the quiz does not name change nothing of what it says about anybody."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

import numpy as np
import pytest
import time_machine
from django.db import transaction
from django.test import Client

from assessments.analytics.impact.services import subject_of
from assessments.analytics.statistics.form import form_of
from assessments.instrument.values import instrument_of, specification
from assessments.models import Attempt
from assessments.models.choices import Detail
from assessments.scoring import Verdict
from assessments.sharing.services import create_share, share_token
from roles.draft.services import content_hash
from roles.models import Edition
from roles.snapshot.editions import Snapshot, snapshot_of
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import path, plan_path, result_path, shared_path, text_of, what_if_path
from tests.assessments.sheets import sheet_for
from tests.editions import PUBLISHED_AT, whole_document, without_neighbours

Document = dict[str, Any]
KEY = "00000000-0000-4000-8000-00000000000c"


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def publish(document: Document, number: int = 1) -> Snapshot:
    edition = Edition.objects.create(
        number=number,
        document=document,
        content_hash=content_hash(document),
        note="For tests.",
        published_at=PUBLISHED_AT,
    )
    return snapshot_of(edition.number)


def everything_said(document: Document, verdict: Verdict) -> tuple[Any, dict[str, str]]:
    """Return the stored result of somebody, and what each page says; then undo it all."""
    client = Client()
    with transaction.atomic():
        publish(document)
        token = finished(sheet_for(verdict))
        create_share(token=token, key=KEY, detail=Detail.FULL, days=7, now=NOW)
        result = Attempt.objects.get().result
        share = share_token(token, KEY)
        addresses = {
            "result": result_path(token),
            "what if": what_if_path(token),
            "plan": plan_path(token),
            "shared": shared_path(share),
            "method": path("method"),
        }
        said = {name: text_of(client.get(address)) for name, address in addresses.items()}
        said["file"] = client.get(path("result_json", token)).content.decode()
        assert all(said.values())
        transaction.set_rollback(True)
    return result, {name: text.replace(token, "").replace(share, "") for name, text in said.items()}


@pytest.mark.parametrize("verdict", Verdict)
def test_a_result_and_all_that_hangs_on_it_is_the_same(db: None, verdict: Verdict) -> None:
    few, many = without_neighbours(whole_document()), whole_document()
    (before, said), (after, said_after) = (everything_said(d, verdict) for d in (few, many))
    assert after == before
    assert said_after == said


def test_what_scores_counts_and_is_counted_is_the_same(db: None) -> None:
    many = whole_document()
    before, after = publish(without_neighbours(many)), publish(many, 2)
    assert len(after.roles.roles) > len(before.roles.roles)
    assert specification(after) == specification(before)
    assert dataclasses.replace(form_of(after), edition=1) == form_of(before)
    assert instrument_of(after).roles == instrument_of(before).roles
    np.testing.assert_array_equal(instrument_of(after).alpha, instrument_of(before).alpha)


def test_taking_them_in_or_changing_their_weights_has_no_impact(db: None) -> None:
    many = whole_document()
    before = publish(without_neighbours(many))
    assert not subject_of(before, many).edits.can_move
    now = publish(many, 2)
    heavier = copy.deepcopy(many)
    for role in heavier["sections"]["roles"]["roles"]:
        if not role["in_quiz"]:
            role["requirements"][0]["importance"] = 5
    assert not subject_of(now, heavier).edits.can_move
