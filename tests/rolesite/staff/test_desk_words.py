"""The screens that Django brings along speak as the rest of the desk does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from assessments.models import Item
from roles.models import Competency, Edition, Role, Scenario
from rolesite.staff.groups import ADMINISTRATORS, EDITORS
from tests.desk import signed_in
from tests.html_validity import assert_valid_html

PASSWORD = "quiet-morning-walks-9"
# Names of apps, and sentences of Django's that mean nothing to an editor.
FOREIGN = re.compile(
    r"Are you sure|object|Authentication and Authorization|Role content|change history|"
    r"quality time|Password-based|algorithm|Log in|Log out|for security’s sake|p\.m\.|a\.m\."
)


@pytest.fixture
def everyone(draft: Edition) -> Client:
    return signed_in("head", superuser=True)


def text(response: Any) -> str:
    """Return what somebody reads on a page."""
    page = re.sub(r"<(script|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.once
def test_no_screen_speaks_to_programmers(everyone: Client) -> None:
    role, scenario = Role.objects.order_by("pk")[0], Scenario.objects.order_by("pk")[0]
    item, user = Item.objects.order_by("pk")[0], User.objects.get()
    pages = [reverse("admin:password_change"), reverse("admin:password_change_done")]
    for row in (role, scenario, item, user):
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        pages += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        pages += [reverse(f"{name}_{what}", args=[row.pk]) for what in ("change", "history")]
        if row is not user:
            pages.append(reverse(f"{name}_delete", args=[row.pk]))
    pages.append(reverse("admin:auth_user_password_change", args=[user.pk]))
    for page in pages:
        response = everyone.get(page)
        assert response.status_code == 200, page
        found = FOREIGN.search(text(response))
        assert found is None, (page, found)
    assert FOREIGN.search(text(everyone.post(reverse("admin:logout")))) is None


def test_deleting_says_what_goes_and_how_it_comes_back(everyone: Client) -> None:
    role = Role.objects.get(slug="project-manager")
    address = reverse("admin:roles_role_delete", args=[role.pk])
    page = text(everyone.get(address))
    assert "Delete “Project Manager”?" in page
    assert "Requirements: 16" in page
    assert "discarded under Unpublished changes" in page
    everyone.post(address, {"post": "yes"})
    assert not Role.objects.filter(slug="project-manager").exists()
    changes = everyone.get(reverse("admin:roles_edition_changes"))
    wanted = next(
        each for group in changes.context["groups"] for each in group.differences
        if each.label.startswith("Project Manager")
    )  # fmt: skip
    data = {"change": wanted.id, "seen": changes.context["seen"]}
    everyone.post(reverse("admin:roles_edition_discard"), data)
    assert Role.objects.filter(slug="project-manager").exists()


def test_what_is_in_use_is_not_deleted_and_says_where(everyone: Client) -> None:
    competency = Competency.objects.get(key="budget_management")
    address = reverse("admin:roles_competency_delete", args=[competency.pk])
    page = text(everyone.get(address))
    assert "“Budget management” cannot be deleted" in page
    assert "Budget management for Project Manager" in page
    assert "Delete it" not in page
    chosen = {"action": "delete_selected", "_selected_action": [competency.pk]}
    page = text(everyone.post(reverse("admin:roles_competency_changelist"), chosen))
    assert "This competency cannot be deleted" in page
    assert Competency.objects.filter(pk=competency.pk).exists()


def test_several_rows_are_deleted_after_asking_once(everyone: Client) -> None:
    address = reverse("admin:roles_scenario_changelist")
    rows = list(Scenario.objects.order_by("pk")[:2])
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    page = text(everyone.post(address, chosen))
    assert "Delete 2 scenarios?" in page
    assert Scenario.objects.filter(pk__in=[row.pk for row in rows]).count() == 2
    everyone.post(address, chosen | {"post": "yes"})
    assert not Scenario.objects.filter(pk__in=[row.pk for row in rows]).exists()


def test_an_administrator_makes_an_account_and_sets_another_password(db: None) -> None:
    head = signed_in("head", groups=[ADMINISTRATORS])
    signed_in("other", groups=[EDITORS])  # the groups are there
    add = reverse("admin:auth_user_add")
    short = head.post(add, {"username": "anna", "password1": "short", "password2": "short"})
    assert "at least 12 characters" in text(short)
    assert "Nothing has been saved yet." in text(short)
    made = head.post(
        add, {"username": "anna", "password1": PASSWORD, "password2": PASSWORD}, follow=True
    )
    anna = User.objects.get(username="anna")
    assert anna.is_staff
    assert anna.check_password(PASSWORD)
    assert "Set another…" in text(made)
    change = reverse("admin:auth_user_password_change", args=[anna.pk])
    empty = head.post(change, {"password1": "", "password2": ""})
    assert "This field is required." in text(empty)
    other = f"{PASSWORD}-new"
    head.post(change, {"password1": other, "password2": other, "set-password": "1"})
    anna.refresh_from_db()
    assert anna.check_password(other)


def test_who_never_signed_in_is_said_to_have_never(db: None) -> None:
    head = signed_in("head", superuser=True)
    User.objects.create_user("anna", is_staff=True)
    assert "never" in text(head.get(reverse("admin:auth_user_changelist")))


@pytest.mark.services
@pytest.mark.once
def test_the_html_of_these_screens_is_valid(everyone: Client) -> None:
    role, user = Role.objects.order_by("pk")[0], User.objects.get()
    competency = Competency.objects.get(key="budget_management")
    addresses = {
        "index": reverse("admin:index"),
        "profiles": reverse("admin:roles_role_profiles"),
        "list": reverse("admin:roles_role_changelist"),
        "copy": reverse("admin:roles_role_copy", args=[role.pk]),
        "editions": reverse("admin:roles_edition_changelist"),
        "delete": reverse("admin:roles_role_delete", args=[role.pk]),
        "in use": reverse("admin:roles_competency_delete", args=[competency.pk]),
        "history": reverse("admin:roles_role_history", args=[role.pk]),
        "password": reverse("admin:password_change"),
        "changed": reverse("admin:password_change_done"),
        "account": reverse("admin:auth_user_add"),
        "new password": reverse("admin:auth_user_password_change", args=[user.pk]),
        "content": reverse("admin:roles_edition_content"),
    }
    pages = [(name, everyone.get(address).content) for name, address in addresses.items()]
    cell = f"{role.pk}-{competency.pk}"
    wrong = {f"{cell}-importance": "9", f"{cell}-required_level": "50", "opened": "{}"}
    pages.append(("refused", everyone.post(addresses["profiles"], wrong).content))
    Item.objects.get(key="B01").options.all().delete()
    pages.append(("problems", everyone.get("/admin/preview/quiz/").content))
    pages.append(("shown", everyone.get("/admin/preview/").content))
    pages.append(("signed out", everyone.post(reverse("admin:logout")).content))
    assert_valid_html(pages)
