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
    for key in ("read_api_description", "follow_sequence_diagram"):
        page.locator(f"#{key} .choice").first.click()
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


def heard_in(page: Page, place: str) -> str:
    """Return what a screen reader hears of a part of the page, counts of the style sheet too."""
    devtools = page.context.new_cdp_session(page)
    found = devtools.send("Runtime.evaluate", {"expression": f"document.querySelector('{place}')"})
    part = {"objectId": found["result"]["objectId"]}
    nodes = devtools.send("Accessibility.queryAXTree", {**part, "role": "StaticText"})["nodes"]
    return " ".join(" ".join(node["name"]["value"] for node in nodes).split())


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_check_says_without_a_script_how_it_went_and_counts_what_was_right(
    page: Page, published: Edition
) -> None:
    page.goto(DEPTH_LEVELS)
    check = page.locator("#read_api_description .check")
    status, answer = check.get_by_role("status"), check.get_by_text("is a whole number in cents")
    expect(status).to_have_text("", use_inner_text=True)
    expect(answer).to_be_hidden()
    check.get_by_label("A 12.50").check()
    says = "Not this one. The answer below says why."
    expect(status).to_have_text(says, use_inner_text=True)
    expect(answer).to_be_visible()
    assert "You got 0 of" in heard_in(page, ".pick-total")
    page.keyboard.press("ArrowDown")
    expect(check.get_by_label("B 1250")).to_be_checked()
    expect(status).to_have_text("Yes, that is right.", use_inner_text=True)
    assert "You got 1 of" in heard_in(page, ".pick-total")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_first_move_is_picked_before_its_role_is_shown_and_counted_at_the_end(
    page: Page, published: Edition
) -> None:
    page.goto(SCENARIOS)
    scenes = page.locator("section.pick")
    shown_later = page.locator(":is(.pick__who, .moves, .pick-total__count):visible")
    expect(shown_later).to_have_count(0)
    for number, whose in enumerate((PM, TPM, TPM)):
        scene = scenes.nth(number)
        page.locator(f"#{scene.get_attribute('id')}-{whose}").check()
        expect(scene.locator(".pick__who:visible")).to_have_count(2)
        expect(scene.get_by_text("What this shows")).to_be_visible()
    expect(scenes.nth(3).locator(".moves:visible")).to_have_count(0)
    heard = heard_in(page, ".pick-total")
    assert "Project Manager 1 Technical Project Manager 2" in heard
    expect(page.get_by_role("link", name="Take the quiz").last).to_be_visible()


def test_what_is_picked_is_stored_nowhere(page: Page, published: Edition) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in (DEPTH_LEVELS, SCENARIOS):
        page.goto(path)
        asked.clear()
        page.locator(".pick .choice").first.click()
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert page.context.cookies() == []
        assert asked == []


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
    part = page.locator("#certificates .fold").first
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
