"""Colleagues' ratings in a real browser: on a phone and a wide screen, by form, by keyboard."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from roles.models import Edition
from tests.assessments.raters import invite, rate
from tests.assessments.sheets import technical
from tests.assessments.test_colleague_views import path
from tests.assessments.test_result_views import finished, result_path
from tests.browser.accessibility import assert_accessible
from tests.browser.test_result import open_folds, overflow

pytestmark = pytest.mark.django_db(transaction=True)


def ask(page: Page, owner: str) -> str:
    """The address of a link that was made on the owner's page."""
    page.goto(result_path(owner))
    page.get_by_role("link", name="Ask colleagues").click()
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("From the first answer").check()
    page.get_by_role("button", name="Make the link").click()
    return page.locator("input.private-link__address").first.input_value()


def look(page: Page) -> None:
    open_folds(page)
    assert overflow(page) <= 0, page.url
    assert_accessible(page)


def test_the_pages_are_accessible_and_never_wider_than_the_window(
    page: Page, page_faults: list[str], view: str, published: Edition
) -> None:
    owner = finished(technical())
    link = ask(page, owner)
    look(page)
    page.goto(link)
    look(page)
    page.get_by_label("No, only together with others").check()
    page.get_by_role("button", name="Begin").click()
    look(page)
    page.locator("#q-B01-3").check()
    expect(page.locator("[data-save-status]")).to_have_text("Saved")
    page.get_by_role("button", name="Save and see all answers").click()
    look(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("your answers are sent")
    look(page)
    page.get_by_role("link", name="Withdraw my answers").click()
    look(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_a_colleague_is_asked_answers_and_withdraws(
    page: Page, published: Edition
) -> None:
    owner = finished(technical())
    page.goto(ask(page, owner))
    page.get_by_label("Yes, Ada may see my answers").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Begin").press("Enter")
    page.locator("#q-B01-1").check()
    page.get_by_role("button", name="Save and see all answers").click()
    page.get_by_role("button", name="Send my answers").click()
    link = page.url
    page.goto(path("colleagues", owner))
    expect(page.get_by_text("From one colleague who agreed to be shown alone")).to_be_visible()
    page.goto(link)
    page.get_by_role("link", name="Withdraw my answers").click()
    page.get_by_role("button", name="Withdraw and delete my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You withdrew")


def test_a_picture_is_accessible(page: Page, view: str, published: Edition) -> None:
    owner, now = finished(technical()), timezone.now()
    for level in (0, 2, 3, 5):
        rate(invite(owner, now=now), level, now=now)
    page.goto(path("colleagues", owner))
    page.get_by_role("button", name="Draw the picture now").click()
    expect(page.get_by_role("heading", name="From your colleagues together")).to_be_visible()
    look(page)
