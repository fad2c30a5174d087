"""Who may open which address of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Attempt
from roles.models import Edition, Role
from rolesite.staff.groups import ADMINISTRATORS, ANALYSTS, EDITORS, GROUPS, PUBLISHERS
from tests.desk import row_addresses, signed_in

# One browser for each: nobody, a member of the staff in no group, one in each group, a superuser.
ACTORS = ("anonymous", "outsider", *GROUPS, "superuser")


def for_staff(status: int, *, anonymous: int = 302) -> dict[str, int]:
    return dict.fromkeys(ACTORS, status) | {"anonymous": anonymous}


def only_for(*groups: str) -> dict[str, int]:
    return for_staff(403) | dict.fromkeys((*groups, "superuser"), 200)


# Addresses that belong to no kind of row, and what each actor gets there.
OWN = {
    "index": for_staff(200),
    "login": for_staff(302, anonymous=200),
    "logout": for_staff(405),
    "password_change": for_staff(200),
    "password_change_done": for_staff(200),
    "autocomplete": for_staff(403),
    "jsi18n": for_staff(200),
    # Nobody here waits for a second step or has one; tests/rolesite/staff/second_factor/ has them.
    "second_step": for_staff(302),
    "factor": for_staff(200),
    "factor_set_up": for_staff(200),
    "factor_codes": for_staff(302),
    "factor_remove": for_staff(302),
    "typed": for_staff(302),
    "history": only_for(*GROUPS),
    "preview": only_for(EDITORS, PUBLISHERS),
    "edit_links": only_for(EDITORS, PUBLISHERS),
    "impact": only_for(EDITORS, PUBLISHERS),
    "prose": for_staff(405),
    "roles_edition_content": only_for(EDITORS, PUBLISHERS),
    "roles_edition_export": only_for(EDITORS, PUBLISHERS),
}
# Pages beside the five that every kind of row has.
EXTRA = {
    "roles_edition_publish": only_for(PUBLISHERS),
    "roles_edition_changes": only_for(EDITORS, PUBLISHERS, ANALYSTS),
    # Only ever sent to.
    "roles_edition_discard": only_for(EDITORS) | {EDITORS: 405, "superuser": 405},
    "roles_certification_to_check": only_for(EDITORS, PUBLISHERS),
    "roles_role_profiles": only_for(EDITORS, PUBLISHERS),
    "assessments_statistics": only_for(ANALYSTS),
    "assessments_study": only_for(ANALYSTS),
    "assessments_export": only_for(ANALYSTS),
    "assessments_codebook": only_for(ANALYSTS),
}
# Pages of one edition, by its number.
OF_EDITION_1 = {
    "roles_edition_note": only_for(PUBLISHERS),
    "roles_edition_restore": only_for(PUBLISHERS),
    "roles_edition_cancel_schedule": only_for(PUBLISHERS) | {PUBLISHERS: 405, "superuser": 405},
}
# What nobody may do by hand, not even a superuser.
NEVER = {
    ("roles.edition", "add"),
    ("roles.edition", "delete"),
    ("assessments.attempt", "add"),
    ("assessments.scoringsettings", "add"),  # there is a row already
    ("assessments.scoringsettings", "delete"),
    ("auth.group", "add"),
    ("auth.group", "delete"),
}
VERB_OF = {
    "changelist": "view",
    "history": "view",
    "preview": "view",
    "change": "view",
    "order": "change",
    "add": "add",
    "copy": "add",
}


def expected(actor: str, label: str, what: str) -> set[int]:
    verb = VERB_OF.get(what, "delete")
    if actor == "anonymous":
        return {302}
    if (label, verb) in NEVER:
        return {403}
    if actor == "superuser" or verb in GROUPS.get(actor, {}).get(label, ()):
        # The list of the one row of settings is that row; a preview leads to a page of the site.
        leads_on = (label, what) == ("assessments.scoringsettings", "changelist")
        return {302} if leads_on or what == "preview" else {200}
    return {403}


@pytest.fixture
def actors(draft: Edition) -> dict[str, Client]:
    now = timezone.now()
    Attempt.objects.create(token_hash="0" * 64, edition=draft, started_at=now, saved_at=now)
    return {
        "anonymous": Client(),
        "outsider": signed_in("outsider", groups=()),
        **{name: signed_in(name, groups=[name]) for name in GROUPS},
        "superuser": signed_in("head", superuser=True),
    }


@pytest.mark.once
def test_every_address_is_open_to_those_it_is_for_and_to_nobody_else(
    actors: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who may see a page is settled before it is written out, which takes most of the time.
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    wrong: list[Any] = []
    for label, what, address in row_addresses():
        for actor, client in actors.items():
            got = client.get(address).status_code
            if got not in expected(actor, label, what):
                wrong.append((actor, address, got))
            may_change = "change" in GROUPS.get(actor, {}).get(label, ())
            only_read = what == "change" and not may_change
            if actor not in ("anonymous", "superuser") and (
                only_read or 403 in expected(actor, label, what)
            ):
                posted = client.post(address, {"post": "yes"}).status_code
                if posted != 403:
                    wrong.append((actor, "POST", address, posted))
    for name, by_actor in (OWN | EXTRA | OF_EDITION_1).items():
        address = reverse(f"admin:{name}", args=[1] if name in OF_EDITION_1 else [])
        for actor, client in actors.items():
            if (got := client.get(address).status_code) != by_actor[actor]:
                wrong.append((actor, name, got))
    assert wrong == []


def test_no_address_of_the_desk_is_missing_here(draft: Edition) -> None:
    named = {getattr(pattern, "name", None) for pattern in admin.site.urls[0]} - {None}
    below = {"preview_edition", "preview_page"}  # guarded by the view behind "preview"
    assert named == set(OWN) | below | {"app_list", "view_on_site"}
    kinds = (
        {
            f"{model._meta.app_label}_{model._meta.model_name}_{what}"
            for model in admin.site._registry
            for what in ("changelist", "add", "history", "delete", "change")
        }
        | {
            f"{model._meta.app_label}_{model._meta.model_name}_preview"
            for model, screen in admin.site._registry.items()
            if getattr(screen, "has_preview", False)
        }
        | {
            f"{model._meta.app_label}_{model._meta.model_name}_order"
            for model, screen in admin.site._registry.items()
            if getattr(screen, "is_ordered", False)
        }
    )
    found = {
        pattern.name
        for screen in admin.site._registry.values()
        for pattern in screen.urls
        if getattr(pattern, "name", None)
    }
    assert found == kinds | set(EXTRA) | set(OF_EDITION_1) | {
        "auth_user_password_change",
        "auth_user_reset_factor",
        "roles_role_copy",
    }


def test_nobody_but_a_superuser_deletes_attempts(actors: dict[str, Client]) -> None:
    address = reverse("admin:assessments_attempt_changelist")
    attempt = Attempt.objects.get()
    bulk = {"action": "delete_selected", "_selected_action": [attempt.pk], "post": "yes"}
    for name in GROUPS:
        actors[name].post(address, bulk)
    assert Attempt.objects.exists()
    actors["superuser"].post(reverse("admin:assessments_attempt_delete", args=[attempt.pk]), bulk)
    assert not Attempt.objects.exists()


def test_nobody_is_given_a_persons_answers() -> None:
    assert "view_answers" not in {
        verb for table in GROUPS.values() for verbs in table.values() for verb in verbs
    }


def first_page(client: Client) -> dict[str, set[str]]:
    return {
        group["name"]: {row["object_name"] for row in group["models"]}
        for group in client.get("/admin/").context["app_list"]
    }


def test_the_first_page_shows_each_group_its_own_work(actors: dict[str, Client]) -> None:
    assert list(first_page(actors[EDITORS])) == ["Roles", "Quiz", "Publishing", "Answers"]
    assert first_page(actors[ANALYSTS]) == {
        "Publishing": {"Edition"},
        "Answers": {"Attempt", "assessments_statistics", "assessments_export"},
    }
    assert first_page(actors[ADMINISTRATORS]) == {"Staff": {"User", "Group"}}
    everything = set().union(*first_page(actors["superuser"]).values())
    assert {model.__name__ for model in admin.site._registry} < everything


@pytest.mark.once
def test_every_entry_of_the_first_page_can_be_opened(actors: dict[str, Client]) -> None:
    for actor, client in actors.items():
        if actor == "anonymous":
            continue
        for group in client.get("/admin/").context["app_list"]:
            for entry in group["models"]:
                got = client.get(entry["admin_url"]).status_code
                assert got in (200, 302), (actor, entry["admin_url"], got)


def test_the_side_bar_marks_the_one_entry_that_a_page_belongs_to(actors: dict[str, Client]) -> None:
    role = Role.objects.all()[0].pk
    for address, name in {
        "/admin/roles/role/": "Roles",
        f"/admin/roles/role/{role}/change/": "Roles",
        "/admin/roles/role/profiles/": "Profiles side by side",
        "/admin/roles/edition/": "Editions",
        "/admin/roles/edition/changes/": "Unpublished changes",
        "/admin/roles/edition/publish/": "Editions",
    }.items():
        groups = actors["superuser"].get(address).context["available_apps"]
        marked = [row["name"] for group in groups for row in group["models"] if row["is_current"]]
        assert marked == [name], address


def test_how_the_draft_stands_is_told_to_those_who_may_read_it(actors: dict[str, Client]) -> None:
    told = {
        actor
        for actor, client in actors.items()
        if "Everything is published." in client.get("/admin/").content.decode()
    }
    assert told == {EDITORS, PUBLISHERS, "superuser"}


def test_a_person_who_published_can_leave_and_the_edition_stays(
    actors: dict[str, Client], draft: Edition
) -> None:
    author = User.objects.get(username=PUBLISHERS)
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
    assert actors[EDITORS].get("/admin/roles/").headers["Location"] == "/admin/"
