"""One change to many rows of a list: what it changes, and what the history says."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from assessments.models import Item
from roles.models import Certification, Edition
from tests.desk import screen, signed_in

CERTIFICATES = "/admin/roles/certification/"
ITEMS = "/admin/assessments/item/"


@pytest.fixture
def editor(draft: Edition) -> Client:
    return signed_in()


def test_certificates_are_marked_as_checked_today(editor: Client) -> None:
    rows = list(Certification.objects.order_by("pk")[:3])
    chosen = [row.pk for row in rows[:2]]
    data = {"action": "mark_as_checked", "_selected_action": chosen}
    page = editor.post(CERTIFICATES, data, follow=True).content.decode()
    assert "2 certificates marked as checked today." in page
    today = timezone.localdate()
    assert set(Certification.objects.filter(pk__in=chosen).values_list("checked_on")) == {(today,)}
    assert Certification.objects.get(pk=rows[2].pk).checked_on == rows[2].checked_on
    told = LogEntry.objects.get(object_id=str(chosen[0])).change_message
    assert told == f"Checked on: {rows[0].checked_on} → {today}."
    again = signed_in("colleague").post(CERTIFICATES, data, follow=True).content.decode()
    assert "Nothing changed" in again
    assert LogEntry.objects.count() == 2


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
