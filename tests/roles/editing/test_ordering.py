"""Putting rows in order on a page of the desk: all or nothing, and never over somebody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from assessments.models import Step
from roles.models import Edition, Scenario
from tests.desk import signed_in

ORDER = "/admin/assessments/step/order/"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


def titles() -> list[str]:
    return list(Step.objects.order_by("position", "pk").values_list("title", flat=True))


def opened(client: Client, address: str = ORDER) -> dict[str, Any]:
    """Return what a browser would send if the page were saved unchanged."""
    page = client.get(address).content.decode()
    form = page.partition("<ol")[0].rpartition("<form")[2] + page.partition("<ol")[2]
    return dict(re.findall(r'name="(seen|position-\d+)" value="([^"]*)"', form))


def first_last(data: dict[str, Any]) -> dict[str, Any]:
    """Return the same data with the first row after all others."""
    first = Step.objects.order_by("position", "pk")[0]
    return data | {f"position-{first.pk}": "999"}


def test_the_order_is_saved_told_and_entered_in_the_history(editor: Client) -> None:
    before = titles()
    response = editor.post(ORDER, first_last(opened(editor)), follow=True)
    assert "The order is saved." in response.content.decode()
    assert titles() == [*before[1:], before[0]]
    moved = Step.objects.get(title=before[0])
    entry = LogEntry.objects.filter(object_id=str(moved.pk)).latest("pk")
    assert entry.change_message == f"Put in place {len(before)} of {len(before)}."


def test_saving_the_same_order_again_changes_nothing(editor: Client) -> None:
    before = list(Step.objects.order_by("pk").values_list("pk", "position"))
    response = editor.post(ORDER, opened(editor), follow=True)
    assert "The order has not changed." in response.content.decode()
    assert list(Step.objects.order_by("pk").values_list("pk", "position")) == before
    assert not LogEntry.objects.exists()


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(editor: Client) -> None:
    mine, theirs = opened(editor), opened(editor)
    editor.post(ORDER, first_last(theirs))
    after = titles()
    response = editor.post(ORDER, mine)
    assert response.status_code == 409
    assert "Somebody changed the order after you opened this page." in response.content.decode()
    assert titles() == after


@pytest.mark.parametrize("bad", ["", "first", "-1", "1.5", "100001", "²"])
def test_what_is_no_place_is_refused_and_kept_in_the_field(editor: Client, bad: str) -> None:
    before = titles()
    data = opened(editor)
    data[next(key for key in data if key != "seen")] = bad
    response = editor.post(ORDER, data)
    assert response.status_code == 422
    assert "Each place is a whole number" in response.content.decode()
    assert f'value="{bad}"' in response.content.decode()
    assert titles() == before


def test_without_scripts_a_button_moves_a_row_and_saves_nothing_yet(editor: Client) -> None:
    before = titles()
    second = Step.objects.order_by("position", "pk")[1]
    page = editor.post(ORDER, opened(editor) | {"move": f"up-{second.pk}"})
    text = page.content.decode()
    assert text.index(f'id="position-{second.pk}"') == text.index('id="position-')
    assert titles() == before
    form = page.content.decode().partition("</header>")[2]
    data = dict(re.findall(r'name="(seen|position-\d+)" value="([^"]*)"', form))
    editor.post(ORDER, data)
    assert titles()[:2] == [before[1], before[0]]


@pytest.mark.parametrize("wanted", ["up-0", "sideways", "down-", "up-999999"])
def test_a_button_of_no_row_moves_nothing(editor: Client, wanted: str) -> None:
    assert editor.post(ORDER, opened(editor) | {"move": wanted}).status_code == 200


def test_rows_of_equal_numbers_are_told_apart_by_saving(editor: Client) -> None:
    Step.objects.update(position=0)
    before = titles()
    editor.post(ORDER, first_last(opened(editor)))
    assert titles() == [*before[1:], before[0]]


def test_the_list_leads_to_the_order_for_who_may_change_it(editor: Client) -> None:
    assert ORDER in editor.get("/admin/assessments/step/").content.decode()
    user = User.objects.create_user("reader", is_staff=True)
    reader = Client()
    reader.force_login(user)
    assert reader.get(ORDER).status_code == 403
    assert reader.post(ORDER, {}).status_code == 403


@pytest.mark.parametrize(
    "kind",
    [
        "roles/role", "roles/rolepair", "roles/competency", "roles/certification",
        "roles/depthlevel", "roles/scenario", "roles/synonym",
        "assessments/item", "assessments/backgroundfact", "assessments/evidence",
    ],
)  # fmt: skip
def test_every_kind_that_has_an_order_has_the_page(editor: Client, kind: str) -> None:
    address = f"/admin/{kind}/order/"
    assert editor.get(address).status_code == 200
    assert editor.post(address, opened(editor, address)).status_code == 302


def test_the_page_costs_no_more_with_more_rows(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        Scenario.objects.create(
            slug=f"s-{number}", title=f"Scene {number}", story="x", position=number
        )
    editor.get("/admin/roles/scenario/order/")  # counts what is unpublished, once after a change
    with django_assert_max_num_queries(12):
        editor.get("/admin/roles/scenario/order/")
