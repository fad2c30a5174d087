"""From an edit to an edition and back, with no help beyond the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from roles.content.files import file_texts
from roles.draft.services import draft_document, mark_draft_changed
from roles.models import Role
from tests.browser.accessibility import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

NEW_LINE = "Leads one project to its goal."


def visitors_see(desk: Page, text: str, *, seen: bool) -> None:
    """Look at the public page as somebody does who has not been there within the last minute."""
    desk.goto("/roles/project-manager/")
    desk.reload()
    found = desk.get_by_role("main").get_by_text(text, exact=True)
    if seen:
        expect(found.first).to_be_visible()
    else:
        expect(found).to_have_count(0)


@pytest.mark.postgres
def test_an_edition_is_scheduled_and_called_off(desk: Page) -> None:
    Role.objects.filter(slug="project-manager").update(summary=NEW_LINE)
    mark_draft_changed()
    desk.goto("/admin/roles/edition/publish/")
    desk.get_by_label("What changed, and why").fill("For later.")
    year = timezone.now().year + 1
    desk.get_by_label("Day").fill(f"{year}-05-02")
    desk.get_by_label("Time", exact=True).fill("08:30")
    desk.get_by_role("button", name="Schedule edition 2").click()
    public = f"Edition 2 becomes public on 2 May {year}, 08:30 UTC."
    expect(desk.get_by_text(public)).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="Cancel it").click()
    expect(desk.get_by_text("Edition 2 is cancelled.")).to_be_visible()


@pytest.mark.postgres
def test_files_are_taken_into_the_draft(desk: Page, tmp_path: Path) -> None:
    path = "roles/project-manager.yaml"
    text = file_texts(draft_document())[path].replace("name: Project Manager", "name: Lead", 1)
    file = tmp_path / "project-manager.yaml"
    file.write_text(text)
    desk.get_by_role("link", name="Content files").click()
    assert_accessible(desk)
    desk.get_by_label("Content files").set_input_files(file)
    desk.get_by_role("button", name="Show what they would change").click()
    assert_accessible(desk)
    desk.get_by_role("button", name="Make this 1 change").click()
    expect(desk.get_by_text("1 change imported into the draft.")).to_be_visible()
    assert Role.objects.get(slug="project-manager").name == "Lead"

    file.write_text(text.replace("name: Lead", "nmae: Lead", 1))
    desk.goto("/admin/roles/edition/content/")
    desk.get_by_label("Content files").set_input_files(file)
    desk.get_by_role("button", name="Show what they would change").click()
    expect(desk.get_by_role("alert")).to_contain_text(re.compile(r"line \d+, nmae"))


def test_pages_of_editions_never_scroll_sideways(desk: Page) -> None:
    Role.objects.filter(slug="project-manager").update(
        summary="x" * 190, description="A long text.\n\n" + "More words to read here. " * 90
    )
    mark_draft_changed()
    for address in (
        "/admin/roles/edition/",
        "/admin/roles/edition/changes/",
        "/admin/roles/edition/publish/",
        "/admin/roles/edition/1/restore/",
        "/admin/roles/edition/content/",
    ):
        desk.goto(address)
        assert_accessible(desk)


def test_a_change_is_taken_back_without_scripts(desk: Page, browser: Browser) -> None:
    Role.objects.filter(slug="project-manager").update(summary=NEW_LINE)
    mark_draft_changed()
    plain = browser.new_context(
        java_script_enabled=False,
        storage_state=desk.context.storage_state(),
        base_url=re.match(r"https?://[^/]+", desk.url)[0],  # type: ignore[index]
    )
    page = plain.new_page()
    page.goto("/admin/roles/edition/changes/")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Discarded: Project Manager: in one line")).to_be_visible()
    plain.close()
    assert Role.objects.get(slug="project-manager").summary != NEW_LINE
