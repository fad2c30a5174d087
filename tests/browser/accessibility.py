"""Accessibility rules (axe) on the page as a visitor has it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """Fail with every broken rule and the elements that break it.

    The rules come in by ``page.evaluate``, which a strict content policy allows.
    """
    # What the save bar covers depends on how far one has scrolled; any of it can be scrolled free.
    page.evaluate(
        "document.querySelectorAll('.submit-row').forEach(bar => { bar.style.position = 'static' })"
    )
    results = Axe().run(
        page,
        options={
            "runOnly": {"type": "tag", "values": RULES},
            "resultTypes": ["violations"],
            # Reading style sheets again would need inline styles, which the policy forbids.
            "preload": False,
        },
    )
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
