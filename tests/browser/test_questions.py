"""The questions that people ask: a link to one opens its answer, with a key or without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from roles.snapshot.editions import Snapshot

CODE = "#do-i-have-to-code"
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_link_to_a_question_opens_its_answer(page: Page, whole_snapshot: Snapshot) -> None:
    page.goto("/")
    page.get_by_role("link", name="Do I have to code?").click()
    expect(page.locator(CODE)).to_be_in_viewport()
    expect(page.locator(f"{CODE} .source-line").first).to_be_visible()
    assert page.locator("details[open]").count() == 1
    # On the page itself, and only the answer that is asked for.
    page.evaluate("location.hash = 'which-pays-more'")
    expect(page.locator("#which-pays-more .source-line").first).to_be_visible()
    # A topic has no answer of its own.
    page.goto("/questions/#about-work")
    expect(page.locator("#about-work")).to_be_in_viewport()
    assert page.locator("#about-work details[open]").count() == 0


def test_an_answer_opens_with_a_key(page: Page, whole_snapshot: Snapshot) -> None:
    page.goto("/questions/")
    page.locator(f"{CODE} summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("no technical background needed")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(f"{CODE} .source-line a").first).to_be_focused()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_the_answer_is_one_click_away(
    page: Page, whole_snapshot: Snapshot
) -> None:
    page.goto(f"/questions/{CODE}")
    expect(page.locator(CODE)).to_be_in_viewport()
    expect(page.get_by_text("No. Neither role writes code as part of the job.")).to_be_visible()
    page.locator(f"{CODE} summary").click()
    expect(page.get_by_text("no technical background needed")).to_be_visible()
