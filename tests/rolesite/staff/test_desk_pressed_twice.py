"""Every form of the desk may be sent twice: the second press shows what the first did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from assessments.models import Item
from roles.models import Edition, Synonym
from tests.desk import screen, signed_in

Press = tuple[str, dict[str, Any]]
PASSWORD = "vogi-kegi-tiha-sopi"


def add_row(client: Client) -> Press:
    url = reverse("admin:roles_synonym_add")
    return url, screen(client, url) | {"typed": "swimlane", "means": "planning"}


def delete_row(client: Client) -> Press:
    pk = Synonym.objects.all()[0].pk
    return reverse("admin:roles_synonym_delete", args=[pk]), {"post": "yes"}


def delete_rows(client: Client) -> Press:
    pk = Synonym.objects.all()[0].pk
    data = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    return reverse("admin:roles_synonym_changelist"), data


def retire(client: Client) -> Press:
    pk = Item.objects.all()[0].pk
    data = {"action": "retire", "_selected_action": [pk]}
    return reverse("admin:assessments_item_changelist"), data


def add_account(client: Client) -> Press:
    data = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    return reverse("admin:auth_user_add"), data


def change_password(client: Client) -> Press:
    user = User.objects.get(username="boss")
    user.set_password("an older one")
    user.save()
    client.force_login(user)
    data = {"old_password": "an older one", "new_password1": PASSWORD, "new_password2": PASSWORD}
    return reverse("admin:password_change"), data


@pytest.mark.parametrize(
    "press", [add_row, delete_row, delete_rows, retire, add_account, change_password]
)
def test_the_second_press_says_what_the_first_did(
    draft: Edition, press: Callable[[Client], Press]
) -> None:
    client = signed_in("boss", superuser=True)
    url, data = press(client)
    said = []
    for _ in range(2):
        response = client.post(url, data, follow=True)
        said.append((response.redirect_chain, [str(each) for each in response.context["messages"]]))
    assert said[0] == said[1]
    assert said[0][0], "it was not carried out"


def test_what_is_sent_again_after_something_else_is_carried_out_again(draft: Edition) -> None:
    client = signed_in("boss", superuser=True)
    url, data = add_row(client)
    for _ in range(2):
        client.post(url, data)
        row = Synonym.objects.get(typed="swimlane")
        client.post(reverse("admin:roles_synonym_delete", args=[row.pk]), {"post": "yes"})
    assert not Synonym.objects.filter(typed="swimlane").exists()


def test_what_was_typed_into_an_account_or_a_note_that_is_gone_is_shown(draft: Edition) -> None:
    client = signed_in("boss", superuser=True)
    for url in (
        reverse("admin:auth_user_change", args=[999]),
        reverse("admin:roles_edition_note", args=[999]),
    ):
        response = client.post(url, {"first_name": "Ada", "note": "A long note", "_save": "Save"})
        assert response.status_code == 404
        body = response.content.decode()
        assert "A long note" in body
        assert "Back to the desk" in body
    assert "Back to the desk" in client.get("/admin/nowhere/").content.decode()
    assert "Back to the desk" not in client.get("/nowhere/").content.decode()
