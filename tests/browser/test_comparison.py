"""The comparison as a page to decide by: first screen, switch, actions, heads in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from roles.models import Edition
from roles.pages.comparison import compare
from roles.snapshot.editions import Snapshot
from tests.assessments.sheets import PM, TPM
from tests.browser.accessibility import assert_accessible
from tests.browser.windows import DESKTOP, PHONE, SMALLEST, in_each_window, open_folds, overflow

PATH = f"/compare/{PM}/{TPM}/"
# The parts of a comparison, and the id of each on its page.
PARTS = {
    "responsibilities": "responsibilities",
    "qualifications": "qualifications",
    "soft_skills": "soft-skills",
    "certifications": "certificates",
}
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_answer_is_in_the_first_screen(page: Page, published: Edition) -> None:
    page.goto(PATH)
    for window in in_each_window(page, PHONE, DESKTOP):
        expect(page.locator(".choose-role"), window).to_be_in_viewport(ratio=1)
        assert overflow(page) <= 0


@pytest.mark.parametrize("java_script", [True, False])
def test_the_switch_hides_the_rows_in_which_the_roles_do_not_differ_and_no_other(
    page: Page, snapshot: Snapshot, browser: object, new_context: object, java_script: bool
) -> None:
    first, second = snapshot.roles.roles[:2]
    comparison = compare(snapshot.roles.competencies, first, second)
    page = new_context(java_script_enabled=java_script).new_page()  # type: ignore[operator]
    page.goto(PATH)
    switch = page.get_by_label("Show only where they differ")
    for is_on in (True, False):
        switch.focus()
        page.keyboard.press("Space")
        for name, anchor in PARTS.items():
            rows = getattr(comparison, name)
            part = page.locator(f"#{anchor}")
            differing = [comparison.differs(row) for row in rows]
            assert any(differing)
            shown = part.locator("tbody tr").evaluate_all(
                "(rows) => rows.map((row) => getComputedStyle(row).display !== 'none')"
            )
            assert shown == (differing if is_on else [True] * len(rows)), name
            says = f"{sum(differing)} of {len(rows)} rows" if is_on else f"all {len(rows)} rows"
            assert says in " ".join(part.locator("summary").first.inner_text().split()) or (
                name == "responsibilities"  # shown whole on a wide screen
            )


def test_the_page_prints_and_copies_its_link(page: Page, published: Edition) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(PATH)
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printed")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(PATH)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_no_button_is_shown_that_does_nothing(
    page: Page, published: Edition
) -> None:
    page.goto(PATH)
    expect(page.locator("main button:visible")).to_have_count(0)
    page.get_by_role("link", name="Text for a job advert").first.click()
    page.locator("#job-advert summary").first.click()
    expect(page.locator("#job-advert textarea").first).to_be_visible()


def test_a_contents_link_opens_its_part_and_heads_stay_in_sight(
    page: Page, published: Edition
) -> None:
    page.goto(PATH)
    page.get_by_role("navigation", name="On this page").get_by_text("Qualifications").click()
    last = page.locator("#qualifications tbody tr").last
    expect(last).to_be_visible()
    last.scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    expect(page.locator("#qualifications thead th").last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("path", [PATH, "/compare/"])
def test_both_pages_are_accessible_and_narrow_enough(
    page: Page, whole_snapshot: Snapshot, path: str
) -> None:
    page.goto(path)
    open_folds(page)
    assert_accessible(page)
    wider_than_its_frame = """() => [...document.querySelectorAll(".role-matrix")]
      .some((table) => table.scrollWidth > table.parentElement.clientWidth)"""
    for window in in_each_window(page, SMALLEST, PHONE):
        assert overflow(page) <= 0, window
        assert not page.evaluate(wider_than_its_frame), window
