"""What a result says in its first screen, and how many words all of it takes, for every outcome."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from assessments.scoring import Verdict
from roles.models import Edition
from tests.assessments.factories import finished, finished_short
from tests.assessments.pages import RESULT_TABS, path, result_path
from tests.assessments.sheets import (
    LONG_NAME,
    PEOPLE_FIRST,
    PM,
    SOME,
    TPM,
    edition,
    five_roles,
    person,
    questions,
    scattered,
    sheet_for,
    technical,
)
from tests.browser.windows import DESKTOP, PHONE
from tests.editions import Document, publish_changed

pytestmark = pytest.mark.django_db(transaction=True)

MANAGER = person({"pm": 5, "tpm": 1, "soft": 4}, {"pm": 2, "tpm": 0, "soft": 1})
DEVELOPER = person({"pm": 1, "tpm": 5, "soft": 2}, {"pm": 0, "tpm": 2, "soft": 0}, years="5+")
COORDINATOR = person({"pm": 3, "tpm": 1, "soft": 4}, {"pm": 1, "tpm": 1, "soft": 1}, years="0")
MIDDLE = person({"pm": 3, "tpm": 3, "soft": 3}, {"pm": 0, "tpm": 0, "soft": 0})
MIXED = person({"pm": 2, "tpm": 3, "soft": 3}, {"pm": 0, "tpm": 2, "soft": 0})

FIRST_TAB, ALL_TABS = 450, 1000

# Whether what a first screen has to say ends above the bar at its foot.
ENDS_ABOVE_THE_BAR = """() => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    return box(".verdict__parts").bottom <= box(".result-bar").top;
}"""

# Words that show while every fold is closed; what every page repeats counts once.
COUNT_WORDS = """(again) => {
    const shows = (node) => node.parentElement.checkVisibility()
        && !node.parentElement.closest("svg, .visually-hidden")
        && !(again && node.parentElement.closest(".tabs, .result-bar"));
    const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    let count = 0;
    while (walk.nextNode())
        if (shows(walk.currentNode))
            count += walk.currentNode.data.match(/[\\p{L}\\p{N}]\\S*/gu)?.length ?? 0;
    return count;
}"""


def longest_names(sections: Document) -> None:
    names = {PM: (LONG_NAME, "HICDIDS-Lead"), TPM: (f"Principal {LONG_NAME}"[:80], "PHICDIDS-Mgr")}
    for role in sections["roles"]["roles"]:
        if role["slug"] in names:
            role["name"], role["short_name"] = names[role["slug"]]


def outcomes(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what an outcome is called, and the token of such a result."""
    people = {
        "a manager": MANAGER,
        "a developer": DEVELOPER,
        "technical": technical(),
        "a coordinator": COORDINATOR,
        "some of everything": SOME,
        "all in the middle": MIDDLE,
        "mixed": MIXED,
        "too close": sheet_for(Verdict.TOO_CLOSE),
        "neither yet": sheet_for(Verdict.NEITHER),
        "no answers": {},
        "all skipped": {each.key: None for each in questions(edition())},
        "contradictions": scattered(),
    }
    for name, answers in people.items():
        yield name, finished(answers)
    yield "short quiz", finished_short(technical())
    publish_changed(document, five_roles)
    for name in ("a manager", "technical", "too close", "neither yet"):
        yield f"{name}, five roles", finished(people[name])
    yield "people first, five roles", finished(PEOPLE_FIRST)
    publish_changed(document, longest_names)
    for name in ("a manager", "technical", "mixed", "too close", "neither yet"):
        yield f"{name}, names of 80 characters", finished(people[name])


def test_all_that_matters_is_in_the_first_screen_and_little_is_around_it(
    page: Page, published: Edition, seed_document: Document
) -> None:
    for name, token in outcomes(seed_document):
        page.goto(result_path(token))
        parts = page.locator(".result-page .verdict__part")
        expect(parts.locator("h2", has_text="The first step")).to_be_visible()
        if page.locator(".number-line").count():
            expect(parts).to_have_count(3)
            expect(parts.first.locator("li")).to_have_count(3)
        for window in (PHONE, DESKTOP):
            page.set_viewport_size(window)
            page.wait_for_timeout(100)  # styles of the new size take a frame or two
            assert page.evaluate(ENDS_ABOVE_THE_BAR), (name, window)
        counts: list[int] = []
        for tab in RESULT_TABS:
            page.goto(path(tab, token))
            counts.append(page.evaluate(COUNT_WORDS, bool(counts)))
        assert 0 < counts[0] <= FIRST_TAB, (name, counts)
        assert sum(counts) <= ALL_TABS, (name, counts)
