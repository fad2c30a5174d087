"""A key that an edition used is never be used for another thing again."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import FactOption, Item, Step
from roles.content.files import file_texts
from roles.content.importing import plan_import
from roles.draft.services import blocking_errors, content_hash, draft_document, replace_draft
from roles.editing.copying import copy_role
from roles.models import Certification, Competency, DepthLevel, Edition, Role, Scenario
from roles.publishing.services import publish
from tests.desk import said, screen, signed_in


def reused(document: dict[str, object]) -> list[str]:
    return [e.message for e in blocking_errors(document) if "never be used again" in e.message]


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
    assert "In edition 1 the internal name B01 is that of another item, “" in message
    raw = file_texts(document)["items.yaml"].encode()
    [error] = [e for e in plan_import({"items.yaml": raw}).errors if "never be used" in e.message]
    line = 1 + next(n for n, each in enumerate(raw.splitlines()) if b"key: B01" in each)
    assert (error.line, error.field) == (line, "items › entry 1 › key")
    client = signed_in()
    url = reverse("admin:assessments_item_add")
    data = screen(client, url) | {"key": "B01", "type": "bars", "stem": "Something else"}
    assert any("never be used again" in each for each in said(client.post(url, data)))


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
    assert any("never be used" in each.message for each in plan_import({"items.yaml": raw}).errors)


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
    [error] = [e for e in plan_import({file: raw}).errors if "never be used" in e.message]
    assert (error.file, error.line is not None) == (file, True)


def test_the_form_of_a_new_step_refuses_the_key_of_an_older_one(draft: Edition) -> None:
    step = Step.objects.all()[0]
    step.delete()
    client, url = signed_in(), reverse("admin:assessments_step_add")
    data = screen(client, url) | {"key": step.key, "title": "Something else"}
    assert any("never be used again" in each for each in said(client.post(url, data)))


@pytest.mark.parametrize(
    ("model", "key", "field"),
    [
        (Competency, "key", "name"),
        (Role, "slug", "name"),
        (Certification, "slug", "name"),
        (DepthLevel, "key", "title"),
        (Scenario, "slug", "title"),
        (Step, "key", "title"),
    ],
)
def test_a_key_that_an_edition_used_stays_with_its_thing(
    draft: Edition, model: Any, key: str, field: str
) -> None:
    first, other = model.objects.order_by("position", "pk")[:2]
    used, name = getattr(first, key), getattr(first, field)
    rows = model.objects.filter(pk=first.pk)
    rows.update(**{field: "In other words"})
    assert reused(draft_document()) == []
    rows.update(**{field: name, key: "elsewhere"})
    publish(note="Elsewhere.", author=None, now=timezone.now())
    client = signed_in()
    url = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add")
    data = screen(client, url) | {key: used, field: "Something else altogether"}
    says = f"In edition 1 the {model._meta.get_field(key).verbose_name} {used} is that of another"
    assert any(each.startswith(says) for each in said(client.post(url, data)))
    model.objects.filter(pk=other.pk).update(**{key: used})
    [message] = reused(draft_document())
    assert message.startswith(f"{says} {model._meta.verbose_name}, “{name}”.")
    rows.update(**{field: "Something else altogether"})
    model.objects.filter(pk=other.pk).update(**{field: name})
    assert reused(draft_document()) == []


def test_a_row_that_no_edition_has_may_not_take_a_used_key_either(draft: Edition) -> None:
    role = Role.objects.order_by("pk")[0]
    used = role.slug
    Role.objects.filter(pk=role.pk).update(slug="elsewhere")
    other = copy_role(role)
    client, url = signed_in(), reverse("admin:roles_role_change", args=[other.pk])
    [message] = said(client.post(url, screen(client, url) | {"slug": used}))
    assert "never be used again" in message


def test_an_answer_added_with_the_code_of_a_deleted_one_is_refused_by_the_form(
    draft: Edition,
) -> None:
    gone = FactOption.objects.last()
    assert gone
    gone.delete()
    client, url = (
        signed_in(),
        reverse("admin:assessments_backgroundfact_change", args=[gone.fact_id]),
    )
    data = screen(client, url)
    number = int(data["options-TOTAL_FORMS"])
    data |= {
        "options-TOTAL_FORMS": number + 1,
        f"options-{number}-code": gone.code,
        f"options-{number}-label": "Something else altogether",
        f"options-{number}-fact": gone.fact_id,
    }
    [message] = said(client.post(url, data))
    assert f"the code {gone.code} is that of another answer, “{gone.label}”" in message


@pytest.mark.parametrize("model", [Competency, DepthLevel, Item, Step])
def test_a_key_is_fixed_once_an_edition_has_it(draft: Edition, model: Any) -> None:
    row = model.objects.all()[0]
    url = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
    assert "key" not in screen(client := signed_in(), url)
    model.objects.filter(pk=row.pk).update(key="X99" if model is Item else "new")
    assert "key" in screen(client, url)
