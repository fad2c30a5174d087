"""Sharing in a real browser: make a link, read it, stop it; on a phone, in the dark, by form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from assessments.models.choices import Detail
from assessments.scoring import Verdict
from assessments.sharing.services import create_share, share_token
from roles.models import Edition
from tests.assessments.drafts import publish_lighter
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import result_path, shared_path, shares_path
from tests.assessments.sheets import sheet_for, technical
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.windows import open_folds

pytestmark = pytest.mark.django_db(transaction=True)


def shared(owner: str, detail: Detail) -> str:
    """Return the address of a share link that works for a long time."""
    key = f"00000000-0000-4000-8000-{list(Detail).index(detail):012}"
    create_share(token=owner, key=key, detail=detail, days=30_000, now=NOW)
    return shared_path(share_token(owner, key))


def test_the_pages_are_accessible_and_never_wider_than_the_window(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    owner = finished(technical())
    page.goto(shares_path(owner))
    assert_accessible(page)
    for detail in Detail:
        page.goto(shared(owner, detail))
        open_folds(page)
        assert_accessible(page)
    page.goto(shares_path(owner))
    assert_accessible(page)
    page.get_by_role("button", name="Stop this link").first.click()
    open_folds(page)
    assert_accessible(page)
    page.goto(shared_path("A" * 43))
    assert_accessible(page)
    page_errors[:] = [fault for fault in page_errors if "404" not in fault]


def test_two_names_in_one_heading_fit_every_window(page: Page, published: Edition) -> None:
    page.goto(shared(finished(sheet_for(Verdict.TOO_CLOSE)), Detail.FULL))
    open_folds(page)
    assert_fits(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.postgres
def test_without_a_script_a_link_is_made_read_and_stopped(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    page.goto(result_path(finished(technical())))
    page.get_by_role("link", name="Share this result").click()
    page.get_by_label("The verdict, fit and readiness").check()
    page.get_by_label("A week").check()
    page.get_by_label("Show this picture where the link is pasted").check()
    page.get_by_role("button", name="Make the link").click()
    picture = page.get_by_role("img", name="My answers point to Technical Project Manager.").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 1200)
    expect(page.get_by_role("button", name="Send it with an app")).to_have_count(0)
    address = page.get_by_label("The verdict, fit and readiness").first.input_value()
    page.get_by_role("link", name="See what they see").click()
    assert page.url == address
    expect(page.get_by_role("heading", level=1)).to_contain_text("Technical Project Manager")
    expect(page.get_by_role("heading", name="Fit and readiness")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Stop this link").click()
    expect(page.get_by_text("Nobody but you can open this result.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link has ended")
    page_errors[:] = [fault for fault in page_errors if "410" not in fault]


def test_the_words_go_to_the_share_sheet_of_the_device(page: Page, published: Edition) -> None:
    page.add_init_script(
        """navigator.canShare = () => true;
        navigator.share = (words) => {
            window.sent = words;
            return Promise.reject(new Error("closed"));
        };"""
    )
    owner = finished(technical())
    address = shared(owner, Detail.VERDICT)
    page.goto(shares_path(owner))
    page.get_by_role("button", name="Send it with an app").click()
    words = page.evaluate("window.sent.text")
    assert words == page.get_by_label("Words to send with it").input_value()
    assert words.endswith(address)


def test_the_page_of_today_is_accessible_and_never_wider_than_the_window(
    page: Page, draft: Edition
) -> None:
    owner = finished(technical())
    publish_lighter()
    page.goto(result_path(owner))
    page.get_by_role("link", name="See your answers under today’s edition").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("today")
    assert_accessible(page)
