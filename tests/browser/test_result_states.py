"""The result and its plan in the states that few people see: each designed, none broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.instrument.values import BackgroundFact
from assessments.plans.services import set_plan
from roles.models import Edition
from tests.assessments.factories import NOW, finished, finished_short
from tests.assessments.pages import plan_path, result_path
from tests.assessments.sheets import (
    LONG_NAME,
    PEOPLE_FIRST,
    PM,
    SOME,
    edition,
    five_roles,
    person,
    questions,
    technical,
)
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.windows import open_folds
from tests.editions import Document, publish_changed

pytestmark = pytest.mark.django_db(transaction=True)

State = tuple[str, str]
"""An address, and words that only this state has."""

PERFECT = person({"pm": 5, "tpm": 5, "soft": 5}, {"pm": 1, "tpm": 0, "soft": 0}, years="5+")


def no_steps(sections: Document) -> None:
    sections["assessments"]["steps"] = []


def fifty_steps(sections: Document) -> None:
    keys = [each["key"] for each in sections["roles"]["competencies"]]
    sections["assessments"]["steps"] = [
        {
            "key": f"step_{n}", "title": f"Do piece of work number {n}", "kind": "practice",
            "description": "Do it, and ask two people what they saw.", "hours": 3 + n % 9,
            "gains": [{"competency": keys[n % len(keys)], "gain": 5 + n % 7, "ceiling": 90}],
        }
        for n in range(50)
    ]  # fmt: skip


def states(document: Document) -> Iterator[State]:
    """Yield states one after the other; each result keeps the edition it was finished under."""
    every = questions(edition())
    facts = {each.key for each in every if isinstance(each, BackgroundFact)}
    first = finished(technical())
    small = finished_short(technical())
    yield result_path(small), "You took the short quiz"
    for tab, said in (("result_why", "leads by"), ("result_details", "which leaves out")):
        yield reverse(f"assessments:{tab}", args=[small]), said
    yield result_path(finished({each.key: None for each in every})), "You skipped every question"
    without = {key: value for key, value in technical().items() if key not in facts}
    told_nothing = reverse("assessments:result_why", args=[finished(without)])
    yield told_nothing, "You told us nothing about your background"
    yield plan_path(finished(PERFECT)), "so no step would add a point"
    hurried = finished(SOME)
    set_plan(token=hurried, role=PM, hours_a_week=1, weeks=1, now=NOW)
    yield plan_path(hurried), "Nothing that helps fits into 1 hour."
    publish_changed(document, fifty_steps)
    yield result_path(first), "The site is at edition 2 now"
    yield reverse("assessments:result_today", args=[first]), "The same verdict today"
    yield plan_path(finished(SOME)), "There are too many steps to try every mix"
    publish_changed(document, no_steps)
    yield plan_path(finished(SOME)), "has no steps to plan with"
    publish_changed(document, five_roles)
    long = finished(PEOPLE_FIRST)
    yield result_path(long), f"{LONG_NAME}."
    for tab in ("result_why", "result_gaps", "result_details"):
        yield reverse(f"assessments:{tab}", args=[long]), f"{LONG_NAME}."
    yield plan_path(long), f"A plan toward {LONG_NAME}"
    yield reverse("assessments:what_if", args=[long]), "and see what changes"


def test_every_rare_state_is_accessible_and_never_wider_than_the_window(
    page: Page, published: Edition, seed_document: Document
) -> None:
    for path, words in states(seed_document):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(words, ignore_case=True)
        assert_fits(page)
        open_folds(page)
        assert_accessible(page)
