"""Accessibility rules (axe) and the width of a page, on a phone and a wide screen."""

from __future__ import annotations

import zlib
from typing import Literal

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.windows import DESKTOP, PHONE, SMALLEST, in_each_window, overflow

RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


def assert_fits(page: Page) -> None:
    """Fail when the page is wider than its window: the smallest phone, a phone, a wide screen."""
    for window in in_each_window(page, SMALLEST, PHONE, DESKTOP):
        wider = overflow(page)
        assert wider <= 0, f"{page.url} is {wider} px wider than a window of {window}."


def assert_accessible(page: Page) -> None:
    """Fail with every broken rule on a phone and a wide screen, one in light and one in dark.

    Which is which depends on the title of the page, so that what many pages have in common is
    looked at in all four ways: measuring colours takes most of the time of all browser tests.

    Fail as well when the page is wider than one of its windows. The save bar of a desk page no
    longer floats afterwards.
    """
    assert_fits(page)
    # What the save bar covers depends on how far one has scrolled; any of it can be scrolled free.
    page.evaluate(
        "document.querySelectorAll('.submit-row').forEach(bar => { bar.style.position = 'static' })"
    )
    page.evaluate(Axe().axe_script)  # by ``evaluate``, which a strict content policy allows
    first = zlib.crc32(page.title().encode()) % 2
    for turn, window in enumerate(in_each_window(page, PHONE, DESKTOP)):
        scheme = SCHEMES[(first + turn) % 2]
        page.emulate_media(color_scheme=scheme)
        _assert_no_violations(page, f"{window}, {scheme}")
    page.emulate_media(color_scheme="light")


def _assert_no_violations(page: Page, window: str) -> None:
    options = {
        "runOnly": RULES,
        "resultTypes": ["violations"],
        # Reading style sheets again would need inline styles, which the policy forbids.
        "preload": False,
    }
    # No colour is read half-way through a change.
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    results = AxeResults(page.evaluate("(options) => axe.run(options)", options))
    assert results.violations_count == 0, f"{page.url} ({window})\n{results.generate_report()}"
