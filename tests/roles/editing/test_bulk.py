"""One change to many rows of a list: what it changes, and what the history says."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from assessments.models import Item
from roles.models import Edition
from tests.desk import screen, signed_in

CERTIFICATES = "/admin/roles/certification/"
ITEMS = "/admin/assessments/item/"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


def test_items_are_retired_and_asked_again(editor: Client) -> None:
    item = Item.objects.get(key="B01")
    editor.post(ITEMS, {"action": "retire", "_selected_action": [item.pk]})
    assert not Item.objects.get(pk=item.pk).is_active
    page = editor.post(ITEMS, {"action": "ask", "_selected_action": [item.pk]}, follow=True)
    assert "1 item is asked again, once you publish." in page.content.decode()
    assert Item.objects.get(pk=item.pk).is_active


def test_a_screen_that_is_open_meanwhile_is_told(editor: Client) -> None:
    item = Item.objects.get(key="B01")
    address = f"{ITEMS}{item.pk}/change/"
    opened = screen(editor, address)
    editor.post(ITEMS, {"action": "retire", "_selected_action": [item.pk]})
    response = editor.post(address, opened, follow=True)
    assert "saved this page at" in response.content.decode()
    assert not Item.objects.get(pk=item.pk).is_active


def test_who_may_only_look_changes_nothing(draft: Edition) -> None:
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_item"))
    reader = Client()
    reader.force_login(user)
    item = Item.objects.get(key="B01")
    reader.post(ITEMS, {"action": "retire", "_selected_action": [item.pk]})
    assert Item.objects.get(pk=item.pk).is_active


@pytest.mark.parametrize(
    "address",
    [
        f"{ITEMS}?q=people",
        "/admin/assessments/backgroundfact/?q=years",
        "/admin/assessments/evidence/?q=quality",
        "/admin/assessments/step/?q=plan",
        "/admin/roles/depthlevel/?q=diagram",
        "/admin/roles/scenario/?q=release",
        f"{CERTIFICATES}?q=scrum",
        "/admin/roles/competency/?q=budget",
    ],
)
def test_lists_are_searched(editor: Client, address: str) -> None:
    found = editor.get(address)
    assert found.status_code == 200
    every = editor.get(address.partition("?")[0])
    few, all_ = found.context["cl"].result_count, every.context["cl"].result_count
    assert 0 < few < all_
