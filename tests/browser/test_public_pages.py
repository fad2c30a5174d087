"""The public pages in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from roles.models import Edition
from roles.snapshot.editions import Snapshot
from tests.assessments.sheets import PM, TPM
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.windows import DESKTOP, PHONE, SMALLEST, in_each_window, open_folds, overflow
from tests.editions import PUBLISHED_AT

PAGES = (
    "/",
    "/how-it-works/",
    "/how-it-works/method/",
    "/roles/",
    f"/roles/{TPM}/",
    f"/compare/{PM}/{TPM}/",
    "/certificates/",
    "/certificates/pmp/",
    "/certificates/which/",
    "/questions/",
    "/certificates/choose/",
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("path", [*PAGES, "/roles/scrum-master/", "/roles/neighbours/"])
def test_a_page_is_accessible_with_all_folds_open(
    page: Page, whole_snapshot: Snapshot, path: str
) -> None:
    page.goto(path)
    assert_fits(page)
    open_folds(page)
    assert_accessible(page)


@pytest.mark.parametrize("path", ["/", "/roles/", f"/compare/{PM}/{TPM}/", "/how-it-works/"])
def test_the_main_links_fit_one_row_of_a_phone(page: Page, published: Edition, path: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(path)
    links = page.get_by_role("navigation", name="Main").get_by_role("link").all()
    boxes = [box for link in links if (box := link.bounding_box())]
    assert len(boxes) == 5
    assert len({round(box["y"] + box["height"] / 2) for box in boxes}) == 1


LONGEST = {"name": 80, "short_name": 12, "title": 200, "issuer": 200, "source": 200, "when": 200}
LONGEST |= {"question": 200, "short_answer": 300}


def without_spaces(value: Any) -> Any:
    """Return the content with each name as long as allowed and without a place to break it."""
    if isinstance(value, dict):
        return {
            key: "W" * LONGEST[key] if key in LONGEST else without_spaces(part)
            for key, part in value.items()
        }
    return [without_spaces(part) for part in value] if isinstance(value, list) else value


def test_the_longest_names_without_a_space_never_widen_a_page(
    page: Page, db: None, seed_document: dict[str, Any]
) -> None:
    roles = seed_document["sections"]["roles"]
    document = {**seed_document, "sections": {"roles": without_spaces(roles)}}
    Edition.objects.create(
        number=1, document=document, content_hash="long", note="N" * 200, published_at=PUBLISHED_AT
    )
    page.set_viewport_size(SMALLEST)
    paths = ["/", "/roles/", f"/roles/{TPM}/", f"/compare/{PM}/{TPM}/", "/certificates/pmp/"]
    paths += ["/certificates/", "/how-technical/", "/two-chairs/", "/questions/", "/changes/"]
    paths += ["/roles/neighbours/"]
    for path in paths:
        page.goto(path)
        open_folds(page)
        assert overflow(page) <= 0, path


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_visitor_without_javascript_gets_from_the_home_page_to_a_folded_text(
    page: Page, published: Edition
) -> None:
    page.goto("/")
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page).to_have_url(f"{page.url.split('/compare/')[0]}/compare/{PM}/{TPM}/")
    page.get_by_role("link", name="Technical Project Manager", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Technical Project Manager")
    text = page.get_by_text("Engineers explain an option to you once")
    expect(text).to_be_hidden()
    page.locator("#responsibilities summary").first.click()
    expect(text).to_be_visible()


def test_the_first_key_reaches_the_skip_link(page: Page, published: Edition) -> None:
    for path in PAGES:
        page.goto(path)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the main content")
        expect(skip, path).to_be_focused()
        expect(skip, path).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main"), path).to_be_focused()


def test_a_focused_link_is_plain_to_see(page: Page, published: Edition) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert width == "3px"


def test_marks_of_a_chart_stay_inside_their_figure(page: Page, published: Edition) -> None:
    page.goto(f"/compare/{PM}/{TPM}/")
    for window in in_each_window(page, PHONE, DESKTOP):
        outside = page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              return [...document.querySelectorAll(".plot__mark, .plot text")]
                .map((mark) => mark.getBoundingClientRect())
                .filter((box) => box.width && (box.left < 0 || box.right > width)).length;
            }"""
        )
        assert outside == 0, window


@pytest.mark.browser_context_args(viewport={"width": 320, "height": 640})
def test_every_way_in_is_large_enough_for_a_thumb(page: Page, published: Edition) -> None:
    page.goto("/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("header a, .btn")]
          .filter((link) => link.checkVisibility())
          .map((link) => [link.textContent.trim(), link.getBoundingClientRect().height])
          .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_on_paper_there_is_no_navigation_and_every_fold_is_open(
    page: Page, published: Edition
) -> None:
    page.goto(f"/roles/{TPM}/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    assert page.locator("#responsibilities .fold__body").first.bounding_box() is not None


@pytest.mark.browser_context_args(reduced_motion="reduce")
def test_reduced_motion_stops_transitions(page: Page, published: Edition) -> None:
    page.goto("/")
    seconds = page.evaluate("getComputedStyle(document.querySelector('.btn')).transitionDuration")
    assert max(float(part.strip().rstrip("s")) for part in seconds.split(",")) < 0.01
