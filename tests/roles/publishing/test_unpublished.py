"""What waits to be published: counted once, told on every page, compared, discarded, restored."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from roles.draft.services import (
    DraftChanged,
    content_hash,
    draft_document,
    mark_draft_changed,
    replace_draft,
    restorable,
)
from roles.models import Competency, DraftCount, Edition, Requirement, Role
from roles.publishing import services
from roles.publishing.services import publish, unpublished_changes
from rolesite.staff.groups import ANALYSTS, EDITORS, PUBLISHERS
from tests.desk import said, screen, signed_in
from tests.editions import LATER

CHANGES = "/admin/roles/edition/changes/"


def change(summary: str = "Another line.") -> None:
    Role.objects.filter(slug="project-manager").update(summary=summary)
    mark_draft_changed()


def role_page() -> str:
    return reverse("admin:roles_role_change", args=[Role.objects.get(slug="project-manager").pk])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_without_an_edition_there_is_no_number(db: None) -> None:
    assert unpublished_changes() is None


def test_every_page_of_the_desk_says_how_many_changes_wait(draft: Edition) -> None:
    client = signed_in()
    assert "No unpublished changes" in text(client.get(role_page()))
    data = screen(client, role_page()) | {"summary": "Saved on the desk.", "short_name": "PMgr"}
    client.post(role_page(), data)
    for url in (role_page(), "/admin/", reverse("admin:roles_edition_changelist")):
        assert "2 unpublished changes" in text(client.get(url))
    publish(note="Both.", author=None, now=LATER)
    assert "No unpublished changes" in text(client.get(role_page()))


def test_the_number_costs_two_queries_and_the_draft_is_read_once_after_a_change(
    draft: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change()
    with CaptureQueriesContext(connection) as counted:
        assert unpublished_changes() == 1
    assert len(counted) > 10
    with django_assert_num_queries(2):
        assert unpublished_changes() == 1


def test_a_number_counted_while_the_draft_was_written_is_not_kept(
    draft: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = draft_document

    def read_and_then_somebody_saves() -> dict[str, Any]:
        document = read()
        monkeypatch.setattr(services, "draft_document", read)
        change("Saved by somebody else.")
        return document

    mark_draft_changed()
    monkeypatch.setattr(services, "draft_document", read_and_then_somebody_saves)
    assert unpublished_changes() == 0
    assert unpublished_changes() == 1


def test_a_save_that_is_refused_leaves_the_number_alone(draft: Edition) -> None:
    client = signed_in()
    before = DraftCount.objects.get().version
    data = screen(client, role_page()) | {"summary": ""}
    assert said(client.post(role_page(), data))
    assert unpublished_changes() == 0
    assert DraftCount.objects.get().version >= before


def test_the_changes_are_shown_by_thing_and_field(draft: Edition) -> None:
    change("Guides projects.")
    Requirement.objects.filter(
        role__slug="technical-project-manager", competency__key="budget_management"
    ).update(importance=3)
    mark_draft_changed()
    body = text(signed_in().get(CHANGES))
    assert "2 changes in the draft that visitors do not see yet." in body
    assert "Roles: Technical Project Manager</h2>" in body
    assert (
        "<strong>Budget management</strong>: importance "
        '<del><span class="visually-hidden">before: </span>1</del> → '
        '<ins><span class="visually-hidden">after: </span>3</ins>'
    ) in body
    assert '<span class="visually-hidden">[after: </span>Guides projects' in body


def test_texts_of_editors_are_shown_as_texts(draft: Edition) -> None:
    change("<script>alert(1)</script> & <b>bold</b>")
    body = signed_in().get(CHANGES).content.decode()
    assert "<script>alert" not in body
    assert "<b>bold" not in body


def test_any_two_editions_are_compared_and_the_neighbour_first(draft: Edition) -> None:
    for number, line in ((2, "Second version."), (3, "Third.")):
        change(line)
        publish(note=line, author=None, now=LATER)
        assert Edition.objects.get(number=number).changes == 1
    client = signed_in(groups=[ANALYSTS])
    neighbour = text(client.get(CHANGES, {"after": "3"}))
    assert "“Edition 2, of 2 November 2026” to “Edition 3, of 2 November 2026”" in neighbour
    assert "Second version." in neighbour
    far = text(client.get(CHANGES, {"before": "1", "after": "3"}))
    assert "Second version." not in far
    assert "say the same" in text(client.get(CHANGES, {"before": "3", "after": "3"}))
    for unknown in ({"after": "9"}, {"before": "x", "after": "3"}, {"after": "draft"}):
        assert "One of the two is not there." in text(client.get(CHANGES, unknown))


def test_one_change_is_taken_back_and_the_others_stay(draft: Edition) -> None:
    change()
    Role.objects.filter(slug="project-manager").update(short_name="PMgr")
    mark_draft_changed()
    client = signed_in(groups=[EDITORS])
    page = client.get(CHANGES)
    (group,) = page.context["groups"]
    (taken,) = [each for each in group.differences if each.path[-1] == "summary"]
    data = {"change": taken.id, "seen": page.context["seen"]}
    body = text(client.post("/admin/roles/edition/take-back/", data, follow=True))
    assert "Discarded: Project Manager: in one line" in body
    role = Role.objects.get(slug="project-manager")
    assert (role.short_name, role.summary == "Another line.") == ("PMgr", False)
    assert unpublished_changes() == 1
    again = client.post("/admin/roles/edition/take-back/", data, follow=True)
    assert "it was discarded" in text(again)
    (other,) = [each for each in group.differences if each is not taken]
    late = client.post("/admin/roles/edition/take-back/", data | {"change": other.id}, follow=True)
    assert "the draft was saved after you opened the page" in text(late)


def test_a_change_that_others_rest_on_is_not_taken_back_alone(draft: Edition) -> None:
    new = Competency.objects.create(key="new_one", name="New", group="pm", gloss="New.")
    pm = Role.objects.get(slug="project-manager")
    Requirement.objects.create(role=pm, competency=new, importance=1, required_level=20)
    mark_draft_changed()
    client = signed_in()
    page = client.get(CHANGES)
    (added,) = [
        each
        for group in page.context["groups"]
        for each in group.differences
        if each.path[1] == "competencies"
    ]
    data = {"change": added.id, "seen": page.context["seen"]}
    body = text(client.post("/admin/roles/edition/take-back/", data, follow=True))
    assert "other changes depend on this one" in body
    assert unpublished_changes() == 2


def test_an_older_edition_is_restored_as_the_draft_and_published_again(draft: Edition) -> None:
    change()
    publish(note="Second.", author=None, now=LATER)
    change("Not published yet.")
    client = signed_in(groups=[PUBLISHERS])
    url = reverse("admin:roles_edition_restore", args=[1])
    page = client.get(url)
    assert "1 unpublished change of the draft is lost." in text(page)
    done = client.post(url, {"seen": page.context["seen"]}, follow=True)
    assert "The draft now matches edition 1." in text(done)
    assert content_hash(draft_document()) == draft.content_hash
    assert unpublished_changes() == 1
    assert LogEntry.objects.get().get_change_message() == (
        "Restored edition 1: 1 change to the draft."
    )
    assert publish(note="As before.", author=None, now=LATER).content_hash == draft.content_hash
    assert "There is nothing to restore." in text(client.get(url))


def test_unpublished_changes_are_thrown_away(draft: Edition) -> None:
    change()
    client = signed_in()
    url = reverse("admin:roles_edition_restore", args=[1])
    page = client.get(url)
    assert "Discard 1 change</button>" in text(page)
    for _ in range(2):  # a second press tells the outcome of the first
        body = text(client.post(url, {"seen": page.context["seen"]}, follow=True))
        assert "The unpublished changes are discarded." in body
        assert draft_document() == draft.document


def test_a_draft_that_was_saved_meanwhile_is_not_replaced(draft: Edition) -> None:
    change()
    client = signed_in()
    url = reverse("admin:roles_edition_restore", args=[1])
    seen = client.get(url).context["seen"]
    change("Saved by somebody else.")
    assert "the draft was saved after you opened the page" in text(client.post(url, {"seen": seen}))
    assert Role.objects.get(slug="project-manager").summary == "Saved by somebody else."


def test_who_has_a_screen_open_while_the_draft_is_replaced_is_told(draft: Edition) -> None:
    change()
    editor, publisher = signed_in(groups=[EDITORS]), signed_in("boss", groups=[PUBLISHERS])
    data = screen(editor, role_page()) | {"summary": "Typed meanwhile."}
    url = reverse("admin:roles_edition_restore", args=[1])
    publisher.post(url, {"seen": publisher.get(url).context["seen"]})
    for _ in range(2):
        errors = said(editor.post(role_page(), data))
        assert any("boss put another draft in place of this one" in each for each in errors)
    fresh = screen(editor, role_page()) | {"summary": "Typed again."}
    assert editor.post(role_page(), fresh).status_code == 302
    assert Role.objects.get(slug="project-manager").summary == "Typed again."


def test_what_an_older_edition_did_not_know_yet_stays_in_the_draft(draft: Edition) -> None:
    old = copy.deepcopy(draft.document)
    del old["sections"]["assessments"]["steps"]
    for role in old["sections"]["roles"]["roles"]:
        del role["week"]
        role["summary"] = "From long ago."
    restored = restorable(old, draft_document())
    replace_draft(document=restored, seen=content_hash(draft_document()))
    now = draft_document()["sections"]
    assert now["assessments"]["steps"] == draft.document["sections"]["assessments"]["steps"]
    pm = now["roles"]["roles"][0]
    assert (pm["summary"], pm["week"]) == (
        "From long ago.",
        draft.document["sections"]["roles"]["roles"][0]["week"],
    )


def test_what_does_not_fit_to_an_older_edition_is_left_out(draft: Edition) -> None:
    """Steps name competencies; an edition from before there were steps may lack these."""
    old = copy.deepcopy(draft.document)
    del old["sections"]["assessments"]["steps"]
    Competency.objects.create(key="new_one", name="New", group="pm", gloss="New.")
    document = draft_document()
    document["sections"]["assessments"]["steps"][0]["gains"] = [
        {"competency": "new_one", "gain": 5.0, "ceiling": 50.0}
    ]
    assert restorable(old, document)["sections"]["assessments"].get("steps", []) == []


def test_a_role_that_is_not_on_the_site_is_part_of_the_draft(draft: Edition) -> None:
    new = Competency.objects.create(key="new_one", name="New", group="pm", gloss="New.")
    hidden = Role.objects.create(slug="later", name="Later", short_name="LA", accent="teal")
    Requirement.objects.create(role=hidden, competency=new, importance=1, required_level=20)
    mark_draft_changed()
    assert unpublished_changes() == 2
    replace_draft(document=draft.document, seen=content_hash(draft_document()))
    assert not Competency.objects.filter(key="new_one").exists()
    assert not Role.objects.filter(slug="later").exists()


def test_replacing_asks_for_the_draft_that_was_looked_at(draft: Edition) -> None:
    with pytest.raises(DraftChanged):
        replace_draft(document=draft.document, seen="0" * 64)


def test_the_cost_of_the_list_of_editions_does_not_grow(draft: Edition) -> None:
    client = signed_in()

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("admin:roles_edition_changelist")).status_code == 200
        return len(counted)

    queries()
    few = queries()
    for line in "abcd":
        change(line)
        publish(note=line, author=None, now=LATER)
    Client().get("/")
    queries()
    assert queries() == few


def test_each_unpublished_change_says_who_saved_it_and_when(draft: Edition) -> None:
    ada = signed_in("ada", groups=[EDITORS])
    ada.post(role_page(), screen(ada, role_page()) | {"summary": "Of Ada."})
    [group] = ada.get(CHANGES).context["groups"]
    assert group.saved.startswith("ada, ")
    assert group.saved.endswith(" UTC")
