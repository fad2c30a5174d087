"""The what-if in a real browser: at once with a script, by a button without one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Attempt
from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import path, what_if_path
from tests.assessments.sheets import person, technical
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.windows import open_folds

pytestmark = pytest.mark.django_db(transaction=True)

SUMMARY = "[data-slot=summary]"
CHANGED = "One answer changed: the verdict would be: Too close to call."


def middling() -> str:
    return finished(person({"pm": 3, "tpm": 2, "soft": 3}, {"pm": 0, "tpm": 0, "soft": 0}))


def test_the_page_is_accessible_and_never_wider_than_the_window(
    page: Page, published: Edition
) -> None:
    page.goto(what_if_path(middling()))
    assert_fits(page)
    open_folds(page)
    assert_accessible(page)
    page.locator("select[name=B07]").select_option("5")
    expect(page.locator(SUMMARY)).to_have_text(CHANGED)
    assert_accessible(page)


def test_a_changed_answer_moves_the_dials_at_once_and_back(page: Page, published: Edition) -> None:
    token = middling()
    before = list(Attempt.objects.values())
    page.goto(what_if_path(token))
    mark = page.locator("[data-slot=technical-project-manager-readiness-mark]")
    was = mark.get_attribute("x")
    said = page.locator("[data-row=B07] [data-said]")
    expect(said).to_be_hidden()
    page.locator("select[name=B07]").select_option("5")
    expect(page.locator(SUMMARY)).to_have_text(CHANGED)
    expect(page.locator("[data-slot=after]")).to_have_text("Too close to call.")
    expect(mark).not_to_have_attribute("x", was or "")
    expect(said).to_be_visible()
    page.locator("select[name=B07]").select_option("2")
    expect(page.locator(SUMMARY)).to_have_text("Nothing has been changed yet.")
    expect(mark).to_have_attribute("x", was or "")
    expect(said).to_be_hidden()
    assert list(Attempt.objects.values()) == before


@pytest.mark.browser_context_args(reduced_motion="reduce")
def test_nothing_slides_for_people_who_asked_for_less_motion(
    page: Page, published: Edition
) -> None:
    page.goto(what_if_path(middling()))
    mark = page.locator("[data-slot=project-manager-readiness-mark]")
    duration = mark.evaluate("node => getComputedStyle(node).transitionDuration")
    assert all(float(each.strip().removesuffix("s")) < 0.001 for each in duration.split(","))


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_the_button_shows_the_difference(page: Page, published: Edition) -> None:
    page.goto(what_if_path(middling()))
    page.locator("select[name=B07]").select_option("5")
    page.get_by_role("button", name="Show the difference").click()
    expect(page.locator(SUMMARY)).to_have_text(CHANGED)
    expect(page.locator("select[name=B07]")).to_have_value("5")
    expect(page.locator("[data-row=B07] [data-said]")).to_be_visible()
    page.get_by_role("link", name="Back to my result").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Project Manager.")


def test_when_the_server_is_away_the_page_says_so_and_keeps_the_choice(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    page.goto(what_if_path(middling()))
    page.route("**/what-if/", lambda route: route.abort())
    page.locator("select[name=B07]").select_option("5")
    expect(page.locator(SUMMARY)).to_contain_text("could not be worked out just now")
    expect(page.locator("select[name=B07]")).to_have_value("5")
    page_errors.clear()


def test_from_an_answer_in_why_to_its_place(page: Page, published: Edition) -> None:
    page.goto(path("result_why", finished(technical())))
    page.get_by_text("Interests", exact=True).click()
    link = page.locator("#why .what-if-link").first
    key = (link.get_attribute("href") or "").rpartition("#q-")[2]
    link.click()
    expect(page.locator(f"#q-{key}")).to_be_in_viewport()
    expect(page.locator(f"#q-{key} :is(select, input)").first).to_be_visible()
