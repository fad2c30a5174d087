"""The result page in a real browser: to be read on a phone, in the dark, and without a script."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.attempts.services import start_attempt
from assessments.scoring import Verdict
from roles.models import Edition
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import RESULT_TABS, delete_path, path, result_path
from tests.assessments.sheets import sheet_for, technical
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.windows import open_folds

pytestmark = pytest.mark.django_db(transaction=True)


def forget_the_missing(page_errors: list[str]) -> None:
    """Drop 404 faults that the browser logs for a deleted page, which the test is about."""
    page_errors[:] = [fault for fault in page_errors if "404" not in fault]


def test_every_verdict_is_accessible_and_never_wider_than_the_window(
    page: Page, published: Edition
) -> None:
    for verdict in Verdict:
        token = finished(sheet_for(verdict))
        for tab in RESULT_TABS:
            page.goto(path(tab, token))
            assert_fits(page)
            open_folds(page)
            assert_accessible(page)


@pytest.mark.parametrize("name", ["Save link", "Share", "PDF", "Plan"])
def test_the_bar_stays_and_leads_on_from_every_tab(
    page: Page, published: Edition, name: str
) -> None:
    token = finished(technical())
    for tab in RESULT_TABS:
        page.goto(path(tab, token))
        page.evaluate("scrollTo(0, document.body.scrollHeight / 3)")
        expect(page.locator(".result-bar").get_by_role("link", name=name)).to_be_in_viewport()
        current = page.get_by_role("navigation", name="Your result").locator("[aria-current]")
        expect(current).to_have_count(1)


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.postgres
def test_without_a_script_a_result_is_read_and_deleted(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    page.goto(result_path(finished(technical())))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Technical Project Manager.")
    page.get_by_role("link", name="Details").click()
    line = page.get_by_text("Middle of the scale").first
    expect(line).to_be_hidden()
    page.get_by_text("How TPM comes to").click()
    expect(line).to_be_visible()
    page.get_by_role("link", name="Result", exact=True).click()
    page.get_by_role("link", name="Delete my answers and this result").click()
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is gone")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no result at this link")
    forget_the_missing(page_errors)


def test_the_pages_around_a_result_are_accessible(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    unfinished = start_attempt(now=NOW)
    for address in (result_path(unfinished), delete_path(unfinished), result_path("A" * 43)):
        page.goto(address)
        assert_accessible(page)
    page.goto(delete_path(unfinished))
    page.get_by_role("button", name="Delete everything").click()
    assert_accessible(page)
    forget_the_missing(page_errors)


def test_from_a_gap_to_the_role_and_the_comparison(page: Page, published: Edition) -> None:
    page.goto(result_path(finished(technical() | {"B08": 1})))
    page.get_by_role("link", name="Gaps").click()
    expect(page.locator("#gaps-title")).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name="Read about Technical Project Manager").click()
    expect(page).to_have_url(
        re.compile(re.escape(reverse("roles:role", args=["technical-project-manager"])) + "$")
    )
    page.go_back()
    page.get_by_role("link", name=re.compile("Compare TPM and PM")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Technical Project Manager")


def test_on_paper_the_link_stays_private_and_the_limits_are_told(
    page: Page, published: Edition
) -> None:
    page.goto(result_path(finished(technical())))
    page.emulate_media(media="print")
    expect(page.locator("#keep")).to_be_hidden()
    expect(
        page.locator(".paper").get_by_text("must not be used to hire, promote or reject anyone")
    ).to_be_visible()
