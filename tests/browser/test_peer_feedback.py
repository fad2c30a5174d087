"""Colleagues' ratings in a real browser: on a phone and a wide screen, by form, by keyboard."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.peer_feedback.services import revoke_invitation, withdraw_ratings
from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import path, result_path
from tests.assessments.peer_feedback_links import NOBODY, invite, key_of, rate
from tests.assessments.sheets import technical
from tests.browser.accessibility import assert_accessible
from tests.browser.windows import open_folds

pytestmark = pytest.mark.django_db(transaction=True)


def ask(page: Page, owner: str) -> str:
    """Make a link on the owner's page and return its address."""
    page.goto(result_path(owner))
    page.get_by_role("link", name="Ask colleagues").click()
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("From the first answer").check()
    page.get_by_role("button", name="Make the link").click()
    return page.locator("input.private-link__address").first.input_value()


def look(page: Page) -> None:
    open_folds(page)
    assert_accessible(page)


def test_the_pages_are_accessible_and_never_wider_than_the_window(
    page: Page, page_errors: list[str], published: Edition
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
    page.get_by_role("button", name="Save and review all answers").click()
    look(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("your answers are sent")
    look(page)
    page.get_by_role("link", name="Withdraw my answers").click()
    look(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.postgres
def test_without_a_script_a_colleague_is_asked_answers_and_withdraws(
    page: Page, published: Edition
) -> None:
    owner = finished(technical())
    page.goto(ask(page, owner))
    page.get_by_label("Yes, Ada may see my answers").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Begin").press("Enter")
    page.locator("#q-B01-1").check()
    page.get_by_role("button", name="Save and review all answers").click()
    page.get_by_role("button", name="Send my answers").click()
    link = page.url
    page.goto(path("peer_feedback", owner))
    expect(page.get_by_text("From one colleague who agreed to be shown alone")).to_be_visible()
    page.goto(link)
    page.get_by_role("link", name="Withdraw my answers").click()
    page.get_by_role("button", name="Withdraw and delete my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You withdrew")


def test_pages_of_links_that_are_over_are_accessible(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    owner, now = finished(technical()), timezone.now()
    before = now - dt.timedelta(days=8)
    late, stopped, gone = invite(owner, now=before), invite(owner, now=now), invite(owner, now=now)
    revoke_invitation(token=owner, key=key_of(stopped), now=now)
    withdraw_ratings(token=gone, now=now)
    for token, title in (
        (late, "This link has ended"),
        (stopped, "This link has ended"),
        (gone, "You withdrew"),
        (NOBODY, "This link leads nowhere"),
    ):
        page.goto(path("rate", token))
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        look(page)
    page.goto(path("peer_feedback", owner))
    look(page)
    page_errors[:] = [fault for fault in page_errors if "410" not in fault and "404" not in fault]


@pytest.mark.browser_context_args(permissions=["clipboard-read", "clipboard-write"])
def test_the_message_to_a_colleague_is_copied_with_one_press(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    link = ask(page, finished(technical()))
    page.get_by_text("A message to send with Link 1").click()
    page.get_by_role("button", name="Copy message with link 1").click()
    expect(page.locator(".copy-text [role=status]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert link in copied
    assert copied.startswith("Would you tell me how you see my work?")


def test_a_picture_is_accessible(page: Page, published: Edition) -> None:
    owner, now = finished(technical()), timezone.now()
    for level in (0, 2, 3, 5):
        rate(invite(owner, now=now), level, now=now)
    page.goto(path("peer_feedback", owner))
    page.get_by_role("button", name="Draw the picture now").click()
    expect(page.get_by_role("heading", name="From your colleagues together")).to_be_visible()
    look(page)
