"""Search in a real browser: accessible, by keyboard alone, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from roles.models import Edition
from tests.browser.accessibility import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

STATES = {
    "empty": "/search/",
    "found": "/search/?q=stakholder+managment",
    "partly": "/search/?q=certificate+xyzzy",
    "nothing": "/search/?q=stakehldrship",
    "too long": "/search/?q=" + "word+" * 40,
    "one letter": "/search/?q=a",
    "changes": "/changes/",
}


def open_state(page: Page, page_errors: list[str], path: str) -> None:
    page.goto(path)
    # A search that is refused is a 400, and Chromium logs that as an error.
    page_errors[:] = [fault for fault in page_errors if "400" not in fault]


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits(
    page: Page, published: Edition, page_errors: list[str], state: str
) -> None:
    open_state(page, page_errors, STATES[state])
    assert_accessible(page)


def search_by_keyboard(page: Page) -> None:
    page.goto("/how-it-works/")
    link = page.get_by_role("link", name="Search", exact=True)
    for _ in range(12):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    # The link leads into the field, so that typing can begin at once.
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("stakholder managment")
    page.keyboard.press("Enter")
    found = page.get_by_role(
        "heading", name=re.compile("^[0-9]+ results for “stakeholder management”")
    )
    expect(found).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("stakholder managment")
    hit = page.get_by_role("link", name="Responsibilities Project Manager")
    for _ in range(20):
        page.keyboard.press("Tab")
        if hit.evaluate("element => element === document.activeElement"):
            break
    expect(hit).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#responsibilities")).to_be_in_viewport()
    assert page.url.endswith("/roles/project-manager/#responsibilities")


def test_somebody_searches_by_keyboard_alone(page: Page, published: Edition) -> None:
    search_by_keyboard(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_it_works_without_javascript(page: Page, published: Edition) -> None:
    page.goto("/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("searchbox").fill("interveiw")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_have_text("Interview")
    page.get_by_role("link", name="Interview questions Project Manager", exact=True).click()
    expect(page.locator("#interview")).to_be_in_viewport()


def test_a_refused_search_leads_back_to_its_field(
    page: Page, published: Edition, page_errors: list[str]
) -> None:
    open_state(page, page_errors, STATES["one letter"])
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("gile")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="for “agile”")).to_be_visible()


def test_a_suggestion_is_one_step_away(page: Page, published: Edition) -> None:
    page.goto(STATES["nothing"])
    page.get_by_role("link", name="stakeholder").first.click()
    expect(page.locator("mark").first).to_be_visible()
