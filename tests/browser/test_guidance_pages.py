"""The depth levels, the scenarios, folds on a phone and sheets of paper, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from roles.models import Edition
from tests.assessments.sheets import PM, TPM
from tests.browser.accessibility import assert_accessible
from tests.browser.windows import DESKTOP, PHONE, in_each_window, open_folds, overflow

DEPTH_LEVELS, SCENARIOS, COMPARE = "/how-technical/", "/two-chairs/", f"/compare/{PM}/{TPM}/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("path", [DEPTH_LEVELS, SCENARIOS])
def test_a_page_is_accessible_with_all_folds_open(
    page: Page, published: Edition, path: str
) -> None:
    page.goto(path)
    open_folds(page)
    assert_accessible(page)


def test_an_answered_check_is_accessible(page: Page, published: Edition) -> None:
    page.goto(DEPTH_LEVELS)
    page.locator("#read_api_description .check__button").first.click()
    page.locator("#follow_sequence_diagram .check__button").first.click()
    assert_accessible(page)


@pytest.mark.browser_context_args(viewport={"width": 320, "height": 640})
@pytest.mark.parametrize("path", [DEPTH_LEVELS, SCENARIOS])
def test_nothing_scrolls_sideways_on_the_smallest_phone(
    page: Page, published: Edition, path: str
) -> None:
    page.goto(path)
    open_folds(page)
    assert overflow(page) <= 0
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".depth-chart text, .sequence text")]
          .map((text) => text.getBoundingClientRect())
          .filter((box) => box.left < 0 || box.right > innerWidth).length"""
    )
    assert outside == 0


def test_the_depth_levels_is_answered_in_the_first_screen(page: Page, published: Edition) -> None:
    page.goto(DEPTH_LEVELS)
    for _ in in_each_window(page, PHONE, DESKTOP):
        expect(page.locator(".lead")).to_be_in_viewport(ratio=1)
        expect(page.locator(".depth-chart")).to_be_in_viewport(ratio=1)


def test_a_check_says_at_once_how_it_went_and_stores_nothing(
    page: Page, published: Edition
) -> None:
    page.goto(DEPTH_LEVELS)
    check = page.locator("#read_api_description [data-check]")
    check.get_by_role("button", name="A 12.50", exact=True).click()
    wrong = check.get_by_role("button", name="A 12.50 Your choice", exact=True)
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(check.get_by_role("status")).to_have_text("Not this one. The answer below says why.")
    expect(check.get_by_text("The amount is a whole number in cents")).to_be_visible()
    right = check.get_by_role("button", name="B 1250", exact=True)
    right.focus()
    page.keyboard.press("Enter")
    expect(check.get_by_role("status")).to_have_text("Yes, that is right.")
    expect(wrong).to_have_count(0)
    chosen = check.get_by_role("button", name="B 1250 Right", exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_the_answer_is_one_fold_away(page: Page, published: Edition) -> None:
    page.goto(DEPTH_LEVELS)
    check = page.locator("#read_api_description [data-check]")
    answer = check.get_by_text("B: 1250")
    expect(answer).to_be_hidden()
    check.get_by_text("Show the answer").click()
    expect(answer).to_be_visible()
    expect(check.get_by_role("button")).to_have_count(0)


@pytest.mark.browser_context_args(viewport=PHONE, java_script_enabled=False)
def test_a_link_leads_straight_to_what_switching_needs(page: Page, published: Edition) -> None:
    page.goto(f"/roles/{TPM}/#from-{PM}")
    place = page.locator(f"#from-{PM}")
    expect(place).to_be_in_viewport()
    expect(place.get_by_text("You bring", exact=True)).to_be_visible()


@pytest.mark.browser_context_args(viewport=PHONE)
@pytest.mark.parametrize(
    ("path", "most"), [(COMPARE, 6500), (f"/roles/{PM}/", 11000), (f"/roles/{TPM}/", 11000)]
)
def test_a_page_stays_short_on_a_phone(
    page: Page, published: Edition, path: str, most: int
) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollHeight") < most


@pytest.mark.browser_context_args(viewport=PHONE)
def test_a_phone_shows_long_parts_folded(page: Page, published: Edition) -> None:
    page.goto(COMPARE)
    part = page.locator("#certifications .fold").first
    text = part.locator("tbody th").first
    expect(text).to_be_hidden()
    part.locator(":scope > summary").click()
    expect(text).to_be_visible()


def test_a_wide_screen_shows_what_decides_whole(page: Page, published: Edition) -> None:
    page.goto(COMPARE)
    part = page.locator("#responsibilities .fold--phone")
    expect(part.locator(":scope > summary")).to_be_hidden()
    expect(part.locator("tbody th").first).to_be_visible()


@pytest.mark.parametrize(
    ("path", "most"),
    [(COMPARE, 2), (f"/compare/{TPM}/{PM}/", 2), (f"/roles/{PM}/", 6), (f"/roles/{TPM}/", 6)],
)
def test_a_page_fits_on_a_few_sheets_of_paper(
    page: Page, published: Edition, path: str, most: int
) -> None:
    page.goto(path)
    sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4")))
    assert 1 <= sheets <= most


def test_on_paper_every_row_of_a_comparison_is_there(page: Page, published: Edition) -> None:
    page.goto(COMPARE)
    page.emulate_media(media="print")
    for row in page.locator(".section:not(.screen-only) .compare-table tbody th").all():
        box = row.bounding_box()
        assert box is not None
        assert box["height"] > 0
