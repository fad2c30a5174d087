"""The result page of a sheet without a database, and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import unescape
from typing import Any

from django.template.loader import render_to_string

from assessments.evaluation.result import result_of
from assessments.results.presenters.gaps import RoleGaps
from assessments.results.presenters.page import ResultPage, result_page
from tests.assessments.factories import UNKNOWN
from tests.assessments.sheets import Answers, edition

NEVER_SAID = re.compile(
    r"!|(?i:congratulat|percentile|\bpass(ed)?\b|\bfail|personality|certain)|"
    r"(9[6-9]|100)% chance|\bnan\b|None\b(?!, going by)"
)


def page_of(answers: Answers, roles: int = 2, *, flat: bool = False) -> ResultPage:
    snapshot = edition(roles, flat=flat)
    return result_page(result_of(snapshot, answers), snapshot)


def said(value: Any) -> Iterator[str]:
    """Yield every text of a page model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from said(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from said(getattr(value, field.name))


def words(template: str, **context: Any) -> str:
    """Return what a part of the page says, on one line."""
    html = render_to_string(f"assessments/results/{template}.html", context)
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return re.sub(r" ([.,:;])", r"\1", text)


def step_words(page: ResultPage) -> list[str]:
    """Return the next steps, each in words."""
    return [words("step", name=name, steps=page.steps) for name in page.steps.names]


def detail_words(page: ResultPage) -> str:
    """Return in words what the result rests on."""
    return words("details", page=page, edition=edition(), token=UNKNOWN)


def quality_words(page: ResultPage) -> str:
    """Return in words what there is to know about how the quiz was answered."""
    return words("quality", notes=page.quality)


def gap_title(gaps: RoleGaps) -> str:
    """Return in words how much is missing for a role."""
    return words("gap_title", gap=gaps)


def own_words(page: ResultPage) -> str:
    """Return everything the page says except the answers it quotes."""
    gaps = words("gaps", gaps=page.gaps)
    texts = *said(page), *step_words(page), quality_words(page), detail_words(page), gaps
    return " ".join(re.sub(r"“[^”]*”", "…", text) for text in texts)


def first_screen(page: ResultPage) -> str:
    verdict = page.verdict
    return " ".join([verdict.sentence, verdict.lead, *verdict.notes])
