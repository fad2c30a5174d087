"""Accessibility rules (axe) and the width of a page, on a phone and a wide screen."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.windows import DESKTOP, PHONE, SMALLEST, in_each_window, overflow

RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What depends on the colour scheme.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# What depends on the window, as long as the same elements show in it.
WINDOW_RULES = {
    "type": "rule",
    "values": [*COLOUR_RULES["values"], "target-size", "scrollable-region-focusable"],
}

# Notes which elements show, and tells whether some of them did not in the windows before.
SHOWS_MORE = """() => {
    const more = [...document.querySelectorAll("body, body *")].filter(
        (element) => element.checkVisibility() && !axe.shown.has(element)
    );
    for (const element of more) axe.shown.add(element);
    return more.length > 0;
}"""

# Contrast depends on nothing but the colour of a text, on whether it is large, and on what is
# painted below it, and measuring it takes axe most of its time: a table of 200 alike cells is
# measured 200 times, in each window. So one of each look is marked until the page is left, and each
# text in a chart, which lies on other shapes, until it looks otherwise. Nor does it matter which
# colour a link has that is underlined, in a text that is not, or has no text around it, although
# axe compares that as well: the other links are marked.
MARK_LOOKS = """() => {
    const unmeasured = "option, [type=hidden], [type=range], [type=checkbox], [type=radio]";
    const blocks = ["block", "list-item", "table", "flex", "grid", "inline-block"];
    const linked = "a[href], [role=link]";
    const letters = (element) => element.textContent.replace(/\\s/g, "").length;
    const grounds = new Map([[null, ""]]);
    const ground = (element) => {
        if (!grounds.has(element)) {
            const { backgroundColor, backgroundImage, opacity, filter, position } =
                getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity, filter, position].join();
            const below = ground(element.parentElement);
            grounds.set(element, own === "rgba(0, 0, 0, 0),none,1,none,static" ? below
                : `${below}|${own}`);
        }
        return grounds.get(element);
    };
    for (const old of document.querySelectorAll("[data-look]")) old.removeAttribute("data-look");
    for (const element of document.querySelectorAll(`body *:not(${unmeasured})`)) {
        const shows = element.matches("input, select, textarea, button")
            || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!shows || !element.checkVisibility()) continue;
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
        const isLarge = parseFloat(fontSize) >= (fontWeight >= 700 ? 56 / 3 : 24);
        const look = [color, isLarge, textShadow, ground(element)].join();
        const place = element.closest("svg") ? element : document;
        if (!axe.looks.has(place)) axe.looks.set(place, new Set());
        if (!axe.looks.get(place).has(look)) element.setAttribute("data-look", "");
        axe.looks.get(place).add(look);
    }
    for (const link of document.querySelectorAll(linked)) {
        let block = link.parentElement;
        while (!blocks.includes(getComputedStyle(block).display)) block = block.parentElement;
        const [own, around] = [link, block].map((it) => getComputedStyle(it).textDecorationLine);
        const links = [...block.querySelectorAll(linked)].map(letters).reduce((a, b) => a + b);
        const isPlain = (own !== "underline" || around === own) && letters(block) > links;
        link.toggleAttribute("data-plain", isPlain);
    }
    axe.configure({ rules: [
        { id: "color-contrast", selector: "[data-look]" },
        { id: "link-in-text-block", selector: "[data-plain]" },
    ] });
    return document.querySelectorAll("[data-look], [data-plain]").length;
}"""


def assert_fits(page: Page) -> None:
    """Fail if the page is wider than its window: the smallest phone, a phone, a wide screen."""
    for window in in_each_window(page, SMALLEST, PHONE, DESKTOP):
        _assert_no_overflow(page, window)


def assert_accessible(page: Page) -> None:
    """Fail with every broken rule on a phone and a wide screen, in light and in dark.

    Fail as well if the page is wider than one of its windows. The save bar of a desk page no
    longer floats afterwards.
    """
    # What the save bar covers depends on how far one has scrolled; any of it can be scrolled free.
    page.evaluate(
        "document.querySelectorAll('.submit-row').forEach(bar => { bar.style.position = 'static' })"
    )
    page.evaluate(Axe().axe_script)  # by ``evaluate``, which a strict content policy allows
    page.evaluate("axe.looks = new Map(); axe.shown = new Set()")
    for window in in_each_window(page, SMALLEST, PHONE, DESKTOP):
        _assert_no_overflow(page, window)
        if page.viewport_size == SMALLEST:
            continue
        rules = RULES if page.evaluate(SHOWS_MORE) else WINDOW_RULES
        _assert_no_violations(page, rules, f"{window}, light")
        page.emulate_media(color_scheme="dark")
        _assert_no_violations(page, COLOUR_RULES, f"{window}, dark")
        page.emulate_media(color_scheme="light")


def _assert_no_overflow(page: Page, window: str) -> None:
    wider = overflow(page)
    assert wider <= 0, f"{page.url} is {wider} px wider than a window of {window}."


def _assert_no_violations(page: Page, rules: Mapping[str, object], window: str) -> None:
    options = {
        "runOnly": rules,
        "resultTypes": ["violations"],
        "rules": {"hidden-content": {"enabled": False}},  # only asks for a look by hand
        # Reading style sheets again would need inline styles, which the policy forbids.
        "preload": False,
    }
    # No colour is read half-way through a change.
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    if not page.evaluate(MARK_LOOKS) and rules is COLOUR_RULES:
        return
    results = AxeResults(page.evaluate("(options) => axe.run(options)", options))
    assert results.violations_count == 0, f"{page.url} ({window})\n{results.generate_report()}"
