"""Pages of a result at 320 px, with every fold open and names that no line can break."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from assessments.models.choices import Detail
from assessments.peer_feedback.rules import rating_token
from assessments.peer_feedback.services import create_invitation
from assessments.sharing.services import create_share, share_token
from roles.models import Edition
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import over_time_path, path, plan_path, result_path, shares_path
from tests.assessments.sheets import SOME, scattered, technical
from tests.browser.windows import SMALLEST, open_folds, overflow
from tests.editions import Document, publish_changed

pytestmark = pytest.mark.django_db(transaction=True)

UNBROKEN = "Infrastrukturprojektleitungsstellvertretungsbeauftragte"


def unbroken(value: Any, key: str = "") -> Any:
    """Return a document in which everything that a person reads is one long word."""
    if isinstance(value, dict):
        return {k: unbroken(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [unbroken(each, key) for each in value]
    if key in ("name", "title", "label", "text", "prompt", "stem"):
        return UNBROKEN
    return UNBROKEN[:12] if key == "short_name" else value


def long_words(sections: Document) -> None:
    for name in ("roles", "assessments"):
        sections[name] |= unbroken(
            {
                k: v
                for k, v in sections[name].items()
                if k in ("competencies", "items", "facts", "steps")
            }
        )
    for number, role in enumerate(sections["roles"]["roles"]):
        role["name"] = f"{UNBROKEN}{number}"
        role["short_name"] = f"{number}{UNBROKEN[:11]}"


@pytest.mark.browser_context_args(viewport=SMALLEST)
def test_no_page_of_a_result_scrolls_sideways_whatever_the_names(
    page: Page, published: Edition, seed_document: Document
) -> None:
    old = finished(SOME)
    publish_changed(seed_document, long_words)
    first = finished(SOME, now=NOW)
    token = finished(technical(), now=NOW + dt.timedelta(hours=1), again=first)
    key = "00000000-0000-4000-8000-00000000000c"
    create_invitation(
        token=token, key=key, asker=UNBROKEN, days=7, asks_openly=False, now=timezone.now()
    )
    rater = rating_token(token, key)
    rating_pages: list[tuple[str, list[Any]]] = [
        ("rate", [rater]),
        ("rate_screen", [rater, 1]),
        ("rate_review", [rater]),
    ]
    create_share(token=token, key=key, detail=Detail.FULL, days=30_000, now=NOW)
    paths = [
        *(path(tab, token) for tab in ("result", "result_why", "result_gaps", "result_details")),
        result_path(finished(scattered())),
        over_time_path(token),
        plan_path(token),
        shares_path(token),
        reverse("assessments:what_if", args=[token]),
        reverse("assessments:retake", args=[token]),
        reverse("assessments:result_delete", args=[token]),
        reverse("assessments:peer_feedback", args=[token]),
        *(reverse("assessments:" + name, args=args) for name, args in rating_pages),
        reverse("assessments:result_today", args=[old]),
        reverse("assessments:shared", args=[share_token(token, key)]),
    ]
    wide = []
    for address in paths:
        page.goto(address)
        open_folds(page)
        if (wider := overflow(page)) > 0:
            wide.append(f"{address} is {wider} px too wide: {_widest(page)}")
    assert not wide, "\n".join(wide)


def _widest(page: Page) -> list[str]:
    """Return the elements that reach beyond the window, the innermost of each."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter((e) => {
             const frame = e.closest('.figures-frame');
             return e.getBoundingClientRect().right > innerWidth + 0.5
               && (!frame || frame === e) && !e.closest('svg');
           }).slice(0, 12).map((e) => `${e.tagName}.${e.className}`)"""
    )
    return found
