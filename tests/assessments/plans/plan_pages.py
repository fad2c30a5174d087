"""Plans of people with some experience, and what holds for every page of a plan."""

from __future__ import annotations

import copy
import html
import re
from typing import Any

from django.template.loader import render_to_string

from assessments.evaluation.presenters.reading import half_up
from assessments.evaluation.result import Result, result_of
from assessments.plans.presenters.page import PlanPage
from roles.snapshot.editions import Snapshot, parse_document
from tests.assessments.sheets import edition, person
from tests.editions import seed_document

SOME = {"pm": 2, "tpm": 2, "soft": 2}
LIKES = {"pm": 1, "tpm": 0, "soft": 0}


def some(years: str = "3-5") -> tuple[Result, Snapshot]:
    """Return the result of a person with some experience everywhere, and its edition."""
    return result_of(edition(), person(SOME, LIKES, years=years)), edition()


def said(page: PlanPage, part: str) -> str:
    """Return what a part of the plan says; ``part`` is the name of its template."""
    text = render_to_string(f"assessments/plans/{part}.html", {"plan": page})
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def assert_adds_up(page: PlanPage) -> None:
    """Check that what is shown step by step leads from the first figure to the last."""
    if not page.planned:
        return
    start, end = half_up(page.found.best.start), half_up(page.found.best.readiness)
    reached = start
    for planned in page.planned:
        reached += planned.gain
        assert planned.reached == reached
    assert reached == end
    if start == end:
        assert f"which is {start} of 100 now, if the steps work as expected." in said(page, "lead")
        assert f"stays at about {start} of 100." in said(page, "total")
    else:
        assert f"from {start} up to {end} of 100, if the steps work" in said(page, "lead")
        assert f"goes from {start} to at most {end} of 100." in said(page, "total")


def snapshot_with(steps: list[dict[str, Any]]) -> Snapshot:
    """Return the seed content with other steps."""
    document = copy.deepcopy(seed_document())
    document["sections"]["assessments"]["steps"] = steps
    return Snapshot(
        number=7, content_hash="0" * 64, note="", published_at=None,
        sections=parse_document(document),
    )  # fmt: skip


def step(key: str, hours: int, gains: dict[str, tuple[int, int]], **more: Any) -> dict[str, Any]:
    found = [{"competency": c, "gain": g, "ceiling": top} for c, (g, top) in gains.items()]
    return {
        "key": key, "title": f"Do {key}", "kind": "practice", "description": "Do it.",
        "hours": hours, "gains": found, **more,
    }  # fmt: skip
