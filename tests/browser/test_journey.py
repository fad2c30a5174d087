"""The way a person goes with a result: plan, share, colleague, retake, change over time.

Walked three times: with a mouse and scripts, on a phone without scripts, and by keyboard alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import result_path
from tests.assessments.sheets import SOME
from tests.browser.windows import DESKTOP, PHONE, overflow

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = 12
MOST_TABS = 400


def way(name: str, *marks: pytest.MarkDecorator, **settings: Any) -> Any:
    return pytest.param(name, marks=[*marks, pytest.mark.browser_context_args(**settings)], id=name)


class Walker:
    """A person on a page, who presses, chooses and types: with a mouse, or with keys alone."""

    def __init__(self, page: Page, *, by_keyboard: bool) -> None:
        self.page = page
        self.by_keyboard = by_keyboard

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Follow a link, press a button, or open a fold."""
        if self.by_keyboard:
            self._tab_to(target)
            self.page.keyboard.press(key)
        else:
            target.click()

    def choose(self, target: Locator) -> None:
        """Choose one of several answers."""
        if not self.by_keyboard:
            target.check()
            return
        name = target.get_attribute("name")
        group = self.page.locator(f'input[name="{name}"]:focus')
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if group.count():
                break
        for _ in range(10):
            if target.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        expect(target).to_be_checked()

    def type(self, target: Locator, text: str) -> None:
        if self.by_keyboard:
            self._tab_to(target)
            self.page.keyboard.type(text)
        else:
            target.fill(text)

    def back_to_the_result(self) -> None:
        """Go back to the result, which takes one press from every page about it."""
        back = re.compile("^(Back to my result|Result)$")
        self.press(self.page.get_by_role("link", name=back).first)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Your better match is")

    def _tab_to(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"No press of Tab reaches {target}")


@pytest.fixture
def elsewhere(page_errors: list[str], new_context: Callable[..., BrowserContext]) -> Page:
    """Return another person's browser, of the same kind."""
    return new_context().new_page()


def tick_a_step(walker: Walker) -> str:
    page = walker.page
    walker.press(page.get_by_role("link", name="Plan", exact=True).last)
    expect(page.get_by_role("heading", level=1)).to_contain_text("A plan toward")
    title = page.locator("#steps .plan-step__title").first.inner_text()
    walker.press(
        page.locator("#steps").get_by_role("button", name="Done", exact=True).first, "Space"
    )
    expect(page.locator("#ticked .plan-step__title")).to_have_text([title])
    return title


def share(walker: Walker) -> str:
    """Make a share link and return its address."""
    page = walker.page
    walker.press(page.get_by_role("link", name="Share this result"))
    walker.choose(page.get_by_label("The verdict, fit and readiness"))
    walker.press(page.get_by_role("button", name="Make the link"))
    return page.locator("input.private-link__address").input_value()


def ask(walker: Walker) -> str:
    """Make a link for a colleague and return its address."""
    page = walker.page
    walker.press(page.get_by_role("link", name="Ask colleagues"))
    expect(page.get_by_role("heading", level=1)).to_have_text("How colleagues see you")
    walker.type(page.get_by_label("Your name"), "Ada")
    walker.choose(page.get_by_label("From the first answer"))
    walker.press(page.get_by_role("button", name="Make the link"))
    return page.get_by_label("Link 1", exact=True).input_value()


def answer_as_a_colleague(walker: Walker, link: str) -> None:
    page = walker.page
    page.goto(link)
    expect(page.get_by_role("heading", name="An example of what is shown")).to_have_count(0)
    expect(page.get_by_text("An example of what is shown")).to_be_visible()
    walker.choose(page.get_by_label("Yes, Ada may see my answers"))
    walker.press(page.get_by_role("button", name="Begin"))
    walker.choose(page.locator("#q-B01-5"))
    walker.press(page.get_by_role("button", name="Save and review all answers"))
    walker.press(page.get_by_role("button", name="Send my answers"), "Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your answers are sent")


def take_the_quiz_again(walker: Walker) -> None:
    page = walker.page
    walker.press(page.locator("main").get_by_role("link", name="Take the quiz again").last)
    expect(page.get_by_text("You ticked off one step of your plan.")).to_be_visible()
    walker.press(page.get_by_role("button", name="Take the quiz again"))
    for part in range(1, SCREENS + 1):
        expect(page.get_by_text(f"Part {part} of {SCREENS}", exact=True)).to_be_visible()
        if page.locator("#q-B01-5").count():
            walker.choose(page.locator("#q-B01-5"))
        walker.press(page.locator('button[value="keep-all"]'))
    walker.press(page.get_by_role("button", name="Finish and see my result"))
    expect(page).to_have_url(re.compile(r"/results/[\w-]{43}/$"))


@pytest.mark.parametrize(
    "how",
    [
        way("mouse", pytest.mark.postgres, viewport=DESKTOP),
        way("phone-without-scripts", viewport=PHONE, java_script_enabled=False),
        way("keyboard", viewport=DESKTOP),
    ],
)
def test_from_a_result_to_a_plan_a_share_a_colleague_a_retake_and_what_changed(
    page: Page, elsewhere: Page, how: str, page_errors: list[str], published: Edition
) -> None:
    first = finished(SOME, now=timezone.now() - dt.timedelta(days=100))
    by_keyboard = how == "keyboard"
    me = Walker(page, by_keyboard=by_keyboard)
    other = Walker(elsewhere, by_keyboard=by_keyboard)
    page.goto(result_path(first))
    step = tick_a_step(me)
    me.back_to_the_result()

    elsewhere.goto(share(me))
    expect(elsewhere.get_by_text("A result that was shared with you")).to_be_visible()
    expect(elsewhere.get_by_role("heading", name="Fit and readiness")).to_be_visible()
    assert first not in elsewhere.content()
    assert step not in elsewhere.content()
    me.back_to_the_result()

    answer_as_a_colleague(other, ask(me))
    page.reload()
    expect(page.get_by_text("From one colleague who agreed to be shown alone")).to_be_visible()
    expect(page.locator(".beside__row").nth(1)).to_contain_text("Stakeholder management")
    me.back_to_the_result()

    take_the_quiz_again(me)
    second = page.url
    assert first not in second
    me.press(page.locator("#since").get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your results over time")
    expect(page.locator(".taking")).to_have_count(2)
    expect(page.locator(".moved")).to_contain_text("Stakeholder management")
    assert overflow(page) <= 0
    me.press(page.locator("#again").get_by_role("link", name="Go to my plan"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("A plan toward")
    expect(page.locator("#ticked .plan-step__title")).to_have_text([step])  # not asked for again
    me.back_to_the_result()
    assert page.url == second
    assert page.context.cookies() == elsewhere.context.cookies() == []
