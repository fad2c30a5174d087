"""Who may open which address of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Attempt
from roles.models import Edition
from rolesite.staff import EDITORS_MAY
from tests.desk import signed_in

# Addresses that belong to no kind of row, and what each actor gets there.
OWN = {
    "index": {"anonymous": 302, "outsider": 200, "editor": 200, "superuser": 200},
    "login": {"anonymous": 200, "outsider": 302, "editor": 302, "superuser": 302},
    "logout": {"anonymous": 302, "outsider": 405, "editor": 405, "superuser": 405},
    "password_change": {"anonymous": 302, "outsider": 200, "editor": 200, "superuser": 200},
    "password_change_done": {"anonymous": 302, "outsider": 200, "editor": 200, "superuser": 200},
    "autocomplete": {"anonymous": 302, "outsider": 403, "editor": 403, "superuser": 403},
    "jsi18n": {"anonymous": 302, "outsider": 200, "editor": 200, "superuser": 200},
}
# Pages beside the five that every kind of row has.
FOR_EDITORS = {"anonymous": 302, "outsider": 403, "editor": 200, "superuser": 200}
EXTRA = {"roles_edition_publish": FOR_EDITORS, "roles_to_check": FOR_EDITORS}
# What nobody may do by hand, not even a superuser.
NEVER = {
    ("roles.edition", "add"),
    ("roles.edition", "delete"),
    ("assessments.attempt", "add"),
    ("assessments.scoringsettings", "add"),  # there is a row already
    ("assessments.scoringsettings", "delete"),
}
VERB_OF = {"changelist": "view", "history": "view", "change": "view", "add": "add"}


def row_addresses() -> Iterator[tuple[str, str, str]]:
    """(kind of row, what, address) of every address that shows rows."""
    for model in admin.site._registry:
        label = model._meta.label_lower
        row = model._default_manager.order_by("pk").first()
        assert row is not None, f"No {label} to look at."
        name = f"admin:{label.replace('.', '_')}"
        for what in ("changelist", "add"):
            yield label, what, reverse(f"{name}_{what}")
        for what in ("change", "history", "delete"):
            yield label, what, reverse(f"{name}_{what}", args=[row.pk])


def expected(actor: str, label: str, what: str) -> set[int]:
    verb = VERB_OF.get(what, "delete")
    if actor == "anonymous":
        return {302}
    if (label, verb) in NEVER:
        return {403}
    if actor == "superuser" or (actor == "editor" and verb in EDITORS_MAY.get(label, ())):
        # The list of the one row of settings is that row.
        return {302} if (label, what) == ("assessments.scoringsettings", "changelist") else {200}
    return {403}


@pytest.fixture
def actors(draft: Edition) -> dict[str, Client]:
    now = timezone.now()
    Attempt.objects.create(token_hash="0" * 64, edition=draft, started_at=now, saved_at=now)
    return {
        "anonymous": Client(),
        "outsider": signed_in("outsider", editor=False),
        "editor": signed_in(),
        "superuser": signed_in("head", superuser=True),
    }


def test_every_address_is_open_to_those_it_is_for_and_to_nobody_else(
    actors: dict[str, Client],
) -> None:
    wrong: list[Any] = []
    for label, what, address in row_addresses():
        for actor, client in actors.items():
            got = client.get(address).status_code
            if got not in expected(actor, label, what):
                wrong.append((actor, address, got))
            if actor != "superuser" and 403 in expected(actor, label, what):
                posted = client.post(address, {"post": "yes"}).status_code
                if posted != 403:
                    wrong.append((actor, "POST", address, posted))
    for name, by_actor in (OWN | EXTRA).items():
        for actor, client in actors.items():
            if (got := client.get(reverse(f"admin:{name}")).status_code) != by_actor[actor]:
                wrong.append((actor, name, got))
    assert wrong == []


def test_no_address_of_the_desk_is_missing_here(draft: Edition) -> None:
    named = {getattr(pattern, "name", None) for pattern in admin.site.urls[0]} - {None}
    assert named == set(OWN) | {"app_list", "view_on_site"}
    kinds = {
        f"{model._meta.app_label}_{model._meta.model_name}_{what}"
        for model in admin.site._registry
        for what in ("changelist", "add", "history", "delete", "change")
    }
    found = {
        pattern.name
        for screen in admin.site._registry.values()
        for pattern in screen.urls
        if getattr(pattern, "name", None)
    }
    assert found == kinds | set(EXTRA) | {"auth_user_password_change"}


def test_an_editor_cannot_delete_attempts_in_bulk_and_a_superuser_can(
    actors: dict[str, Client],
) -> None:
    address = reverse("admin:assessments_attempt_changelist")
    attempt = Attempt.objects.get()
    bulk = {"action": "delete_selected", "_selected_action": [attempt.pk], "post": "yes"}
    actors["editor"].post(address, bulk)
    assert Attempt.objects.exists()
    actors["superuser"].post(reverse("admin:assessments_attempt_delete", args=[attempt.pk]), bulk)
    assert not Attempt.objects.exists()


def test_the_first_page_is_in_an_editors_words(actors: dict[str, Client]) -> None:
    groups = [group["name"] for group in actors["editor"].get("/admin/").context["app_list"]]
    assert groups == ["Roles", "Quiz", "Publishing", "People"]
    kinds = {
        row["object_name"]
        for group in actors["superuser"].get("/admin/").context["app_list"]
        for row in group["models"]
    }
    assert kinds == {model.__name__ for model in admin.site._registry}
    assert "User" not in {
        row["object_name"]
        for group in actors["editor"].get("/admin/").context["app_list"]
        for row in group["models"]
    }


def test_a_person_who_published_can_leave_and_the_edition_stays(
    actors: dict[str, Client], draft: Edition
) -> None:
    author = User.objects.get(username="editor")
    Edition.objects.create(
        number=2,
        document=draft.document,
        content_hash="x",
        note="n",
        published_at=timezone.now(),
        published_by=author,
    )
    address = reverse("admin:auth_user_delete", args=[author.pk])
    assert actors["superuser"].post(address, {"post": "yes"}).status_code == 302
    assert Edition.objects.get(number=2).published_by is None


def test_the_pages_of_an_app_lead_to_the_first_page(actors: dict[str, Client]) -> None:
    assert actors["editor"].get("/admin/roles/").headers["Location"] == "/admin/"
    assert Group.objects.exists()
