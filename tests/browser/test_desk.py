"""The desk in a browser: an editor's first change, and pages that work without a fault."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect

from roles.models import Requirement, Role
from tests.browser.accessibility import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.postgres
def test_a_part_is_added_and_leaving_unsaved_work_asks_first(desk: Page) -> None:
    role = Role.objects.get(slug="project-manager")
    desk.goto(f"/admin/roles/role/{role.pk}/change/")
    desk.get_by_role("button", name="Add another Responsibility").click()
    row = desk.locator("#responsibilities-group .inline-related:not(.has_original, .empty-form)")
    row.get_by_label("Title").fill("Keep the peace")
    row.get_by_label("Text").fill("Between those who want it all and those who build it.")

    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    desk.once("dialog", stay)
    desk.get_by_role("link", name="Home").click()
    assert questions == ["beforeunload"]
    expect(row.get_by_label("Title")).to_have_value("Keep the peace")

    desk.get_by_role("button", name="Save and stay").click()
    expect(desk.get_by_text("was changed successfully")).to_be_visible()
    titles = [part.title for part in role.responsibilities.all()]
    assert titles[-1] == "Keep the peace"


def test_what_is_wrong_is_listed_on_top_and_linked_to_its_field(desk: Page) -> None:
    role = Role.objects.get(slug="project-manager")
    desk.goto(f"/admin/roles/role/{role.pk}/change/")
    desk.locator("#id_requirements-2-importance").fill("6")
    desk.locator("#responsibilities-0 summary").click()
    desk.locator("#id_responsibilities-0-title").fill("")
    desk.get_by_role("button", name="Save", exact=True).click()
    alert = desk.get_by_role("alert")
    expect(alert.get_by_role("link")).to_have_count(2)
    assert_accessible(desk)
    alert.get_by_role("link", name="Importance lies between 0 and 5.").click()
    expect(desk.locator("#id_requirements-2-importance")).to_be_in_viewport()
    expect(desk.locator("#id_responsibilities-0-title")).to_be_visible()


def test_a_new_item_shows_the_fields_that_its_type_needs(desk: Page) -> None:
    desk.goto("/admin/assessments/item/add/")
    kind = desk.get_by_label("Type")
    kind.select_option("fc")
    expect(desk.get_by_label("Side A", exact=True)).to_be_visible()
    expect(desk.get_by_label("Question text")).to_be_hidden()
    kind.select_option("sjt")
    expect(desk.get_by_label("Side A", exact=True)).to_be_hidden()
    expect(desk.get_by_label("Question text")).to_be_visible()


def test_a_problem_link_unfolds_the_part_it_is_about(desk: Page) -> None:
    role = Role.objects.get(slug="project-manager")
    desk.goto(f"/admin/roles/role/{role.pk}/change/#responsibilities-1")
    expect(desk.locator("#id_responsibilities-1-title")).to_be_in_viewport()
    expect(desk.locator("#id_responsibilities-0-title")).to_be_hidden()


def test_pages_of_the_desk_are_accessible_and_never_scroll_sideways(desk: Page) -> None:
    role = Role.objects.get(slug="project-manager")
    Requirement.objects.filter(role=role).update(importance=3)  # a flat profile: a problem to show
    for address in (
        "/admin/",
        "/admin/roles/role/",
        f"/admin/roles/role/{role.pk}/change/",
        "/admin/roles/edition/publish/",
        "/admin/assessments/item/1/change/",
    ):
        desk.goto(address)
        assert_accessible(desk)
