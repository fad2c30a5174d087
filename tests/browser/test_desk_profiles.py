"""The profiles of all roles in one table, in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from roles.models import Requirement
from tests.browser.accessibility import assert_accessible
from tests.browser.windows import DESKTOP, PHONE, in_each_window

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/admin/roles/role/profiles/"
CELL = "Importance of Budget management for Technical Project Manager"


def importance() -> float:
    row = Requirement.objects.get(
        role__slug="technical-project-manager", competency__key="budget_management"
    )
    return float(row.importance)


def test_a_weight_is_shifted_by_keyboard_from_the_first_page_on(desk: Page) -> None:
    desk.get_by_role("main").get_by_role("link", name="Profiles side by side").focus()
    desk.keyboard.press("Enter")
    field = desk.get_by_label(CELL)
    field.focus()
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Tab")
    expect(field).to_be_focused()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("2.5")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Saved: 1 cell in Technical Project Manager.")).to_be_visible()
    assert importance() == 2.5
    expect(desk.get_by_role("link", name="1 unpublished change").first).to_be_visible()


@pytest.mark.postgres
def test_a_weight_is_shifted_without_scripts(desk: Page, browser: Browser) -> None:
    plain = browser.new_context(
        java_script_enabled=False,
        storage_state=desk.context.storage_state(),
        base_url=re.match(r"https?://[^/]+", desk.url)[0],  # type: ignore[index]
    )
    page = plain.new_page()
    page.goto(URL)
    page.get_by_label(CELL).fill("7")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_role("alert")).to_contain_text("Importance lies between 0 and 5.")
    page.get_by_label(CELL).fill("2.5")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_text("Saved: 1 cell")).to_be_visible()
    plain.close()
    assert importance() == 2.5


def test_leaving_a_changed_table_asks_first(desk: Page) -> None:
    desk.goto(URL)
    desk.get_by_label(CELL).fill("2.5")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.once("dialog", stay)
    desk.get_by_role("link", name="Back to the roles").click()
    assert asked == ["beforeunload"]
    expect(desk.get_by_label(CELL)).to_have_value("2.5")


def test_the_table_scrolls_in_its_own_box_and_names_stay_in_sight(
    desk: Page, page_errors: list[str]
) -> None:
    desk.goto(URL)
    assert_accessible(desk)
    field = desk.get_by_label("Required level of Technical risk for Technical Project Manager")
    for _ in in_each_window(desk, PHONE, DESKTOP):
        desk.get_by_label(CELL).focus()
        field.focus()
        expect(field).to_be_in_viewport(ratio=1)
        expect(desk.get_by_role("rowheader", name="Technical risk")).to_be_in_viewport(ratio=1)
        expect(desk.locator(".desk-matrix__name").last).to_be_in_viewport(ratio=1)
    desk.get_by_label(CELL).fill("7")
    desk.get_by_role("button", name="Save all").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    assert_accessible(desk)
    assert all("422" in fault for fault in page_errors)
    page_errors.clear()
