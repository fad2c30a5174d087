"""A key that answers are stored under is never free again."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import FactOption, Item, Step
from roles.content.files import file_texts
from roles.content.importing import plan_import
from roles.draft.services import (
    blocking_errors,
    content_hash,
    draft_document,
    replace_draft,
)
from roles.models import Edition
from roles.publishing.services import publish
from tests.desk import said, screen, signed_in


def reused(document: dict[str, object]) -> list[str]:
    return [e.message for e in blocking_errors(document) if "never free again" in e.message]


@pytest.fixture
def without_b01(draft: Edition) -> dict[str, object]:
    """Return the draft after an edition in which the question B01 is gone."""
    Item.objects.filter(key="B01").delete()
    publish(note="Without it.", author=None, now=timezone.now())
    return draft_document()


def test_a_question_may_be_put_in_other_words_and_come_back(
    draft: Edition, without_b01: dict[str, object]
) -> None:
    assert reused(copy.deepcopy(draft.document)) == []
    replace_draft(document=draft.document, seen=content_hash(draft_document()))
    publish(note="With it again.", author=None, now=timezone.now())
    Item.objects.filter(key="B01").update(stem="Saying the same in other words")
    assert reused(draft_document()) == []


def test_any_edition_can_come_back_after_its_questions_were_reworded_and_deleted(
    draft: Edition,
) -> None:
    Item.objects.filter(key="B01").update(stem="Saying the same in other words")
    publish(note="In other words.", author=None, now=timezone.now())
    Item.objects.filter(key="B01").delete()
    publish(note="Without it.", author=None, now=timezone.now())
    for edition in Edition.objects.all():
        assert reused(edition.document) == []


def test_the_key_of_a_deleted_question_is_refused_in_form_and_import(
    draft: Edition, without_b01: dict[str, object]
) -> None:
    document = copy.deepcopy(draft.document)
    document["sections"]["assessments"]["items"][0]["stem"] = "Something else altogether"
    [message] = reused(document)
    assert "In edition 1 the key B01 is that of another question" in message
    raw = file_texts(document)["items.yaml"].encode()
    [error] = [e for e in plan_import({"items.yaml": raw}).errors if "never free" in e.message]
    line = 1 + next(n for n, each in enumerate(raw.splitlines()) if b"key: B01" in each)
    assert (error.line, error.field) == (line, "items › entry 1 › key")
    client = signed_in()
    url = reverse("admin:assessments_item_add")
    data = screen(client, url) | {"key": "B01", "type": "bars", "stem": "Something else"}
    assert any("never free again" in each for each in said(client.post(url, data)))


def test_a_question_that_says_and_measures_something_else_is_another_one(draft: Edition) -> None:
    document = copy.deepcopy(draft.document)
    item = document["sections"]["assessments"]["items"][0]
    other = document["sections"]["assessments"]["items"][1]["competency"]
    item["competency"] = other
    assert reused(document) == []
    item["stem"] = "Something else altogether"
    assert reused(document)


def test_a_key_deleted_since_the_last_edition_comes_back_only_with_its_question(
    draft: Edition,
) -> None:
    Item.objects.filter(key="B01").delete()
    document = copy.deepcopy(draft.document)
    raw = file_texts(document)["items.yaml"].encode()
    assert plan_import({"items.yaml": raw}).errors == ()
    document["sections"]["assessments"]["items"][0]["stem"] = "Something else altogether"
    raw = file_texts(document)["items.yaml"].encode()
    assert any("never free" in each.message for each in plan_import({"items.yaml": raw}).errors)


@pytest.mark.parametrize(
    ("file", "part", "row", "shown", "kind"),
    [
        ("steps.yaml", "steps", Step, "title", "step"),
        ("background.yaml", "options", FactOption, "label", "answer"),
    ],
)
def test_so_are_those_of_steps_that_people_ticked_and_of_answers_to_background_questions(
    draft: Edition, file: str, part: str, row: Any, shown: str, kind: str
) -> None:
    gone = row.objects.last()
    gone.delete()
    publish(note="Without it.", author=None, now=timezone.now())
    document = copy.deepcopy(draft.document)
    assert reused(document) == []
    section = document["sections"]["assessments"]
    options = [option for fact in section["facts"] for option in fact["options"]]
    for each in section["steps"] if part == "steps" else options:
        each[shown] += " or something else altogether"
    [message] = reused(document)
    assert f"is that of another {kind}, “{getattr(gone, shown)}”" in message
    raw = file_texts(document)[file].encode()
    [error] = [e for e in plan_import({file: raw}).errors if "never free" in e.message]
    assert (error.file, error.line is not None) == (file, True)


def test_the_form_of_a_new_step_refuses_the_key_of_an_older_one(draft: Edition) -> None:
    step = Step.objects.all()[0]
    step.delete()
    client, url = signed_in(), reverse("admin:assessments_step_add")
    data = screen(client, url) | {"key": step.key, "title": "Something else"}
    assert any("never free again" in each for each in said(client.post(url, data)))
