"""What the tests of the quiz do on its pages."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from assessments.attempts.selectors import find_sheet
from tests.assessments.quiz_pages import RATINGS


def start(page: Page, part: int = RATINGS) -> str:
    """Begin an attempt, open one of its screens, and return its token."""
    page.goto("/quiz/")
    page.get_by_role("button", name="Start the quiz").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you would rather do")
    token = page.url.split("/quiz/")[1].split("/")[0]
    page.goto(f"/quiz/{token}/{part}/")
    return token


def answers_of(token: str) -> dict[str, Any]:
    sheet = find_sheet(token)
    assert sheet is not None
    return dict(sheet.answers)


def status(page: Page) -> Any:
    return page.locator("[data-save-text]")


def choose(page: Page, question: str, label: str) -> None:
    page.locator(f"#q-{question}").get_by_text(label, exact=True).click()
