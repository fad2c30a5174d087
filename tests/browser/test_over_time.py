"""From a result to a retake that keeps answers to the change over time, in a real browser."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.attempts.selectors import find_sheet
from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import delete_path, over_time_path, result_path
from tests.assessments.sheets import SOME, technical
from tests.browser.accessibility import assert_accessible
from tests.browser.windows import PHONE, open_folds, overflow

pytestmark = pytest.mark.django_db(transaction=True)


def earlier() -> str:
    return finished(technical(), now=timezone.now() - dt.timedelta(days=100))


def look(page: Page) -> None:
    open_folds(page)
    assert_accessible(page)


def keep_all(page: Page) -> None:
    """Keep every earlier answer, a whole screen at a press, and finish."""
    for part in range(1, 13):
        expect(page.get_by_text(f"Part {part} of 12", exact=True)).to_be_visible()
        page.locator('button[value="keep-all"]').press("Enter")
    page.get_by_role("button", name="Finish and see my result").press("Enter")
    expect(page).to_have_url(re.compile(r"/results/[\w-]{43}/$"))


def the_whole_way(page: Page, first: str) -> None:
    page.goto(result_path(first))
    page.get_by_role("link", name="Take the quiz again").last.press("Enter")
    page.get_by_role("button", name="Take the quiz again").press("Enter")
    keep_all(page)
    expect(page.locator("#since")).to_contain_text("so we count that as no change")
    page.locator("#since").get_by_role("link").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your results over time")
    expect(page.locator(".taking")).to_have_count(2)
    assert overflow(page) <= 0
    page.get_by_role("button", name="Take out the result").press("Enter")
    expect(page.locator(".taking")).to_have_count(0)


@pytest.mark.browser_context_args(viewport=PHONE)
def test_by_keyboard_on_a_phone_from_a_result_to_a_retake_to_what_changed(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    the_whole_way(page, earlier())


@pytest.mark.browser_context_args(viewport=PHONE, java_script_enabled=False)
@pytest.mark.postgres
def test_without_a_script_from_a_result_to_a_retake_to_what_changed(
    page: Page, published: Edition
) -> None:
    the_whole_way(page, earlier())


@pytest.mark.browser_context_args(viewport=PHONE)
@pytest.mark.postgres
def test_one_press_keeps_and_saves_one_earlier_answer(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    first = earlier()
    page.goto(result_path(first))
    page.get_by_role("link", name="Take the quiz again").last.click()
    page.get_by_role("button", name="Take the quiz again").click()
    token = page.url.split("/quiz/")[1].split("/")[0]
    expect(page.locator("[data-save-text]")).to_have_text("Every answer is saved as you give it.")
    question = page.locator("fieldset:has([data-keep])").first
    name = question.get_attribute("data-answer") or ""
    question.locator("[data-keep]").click()
    expect(page.locator("[data-save-text]")).to_have_text("Saved")
    expect(question.get_by_text("The same again")).to_be_visible()
    expect(question.locator("[data-keep]")).to_be_hidden()
    sheet, before = find_sheet(token), find_sheet(first)
    assert sheet is not None
    assert before is not None
    assert dict(sheet.answers) == {name: before.answers[name]}
    look(page)


def test_the_pages_are_accessible_and_never_wider_than_the_window(
    page: Page, page_errors: list[str], published: Edition
) -> None:
    now, token = timezone.now(), None
    for months in range(3, -1, -1):
        answers = technical() if months % 2 else SOME
        token = finished(answers, now=now - dt.timedelta(days=91 * months), again=token)
        if months in (3, 2, 0):
            page.goto(over_time_path(token))
            look(page)
    assert token is not None
    page.goto(delete_path(token))
    look(page)
