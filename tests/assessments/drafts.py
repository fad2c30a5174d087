"""Drafts of a whole document with some changes, and what a preview of their impact reads."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assessments.analytics.impact.comparison import ImpactSums, OutcomeCounter
from assessments.analytics.impact.figures import Figures, figures
from assessments.instrument.answer_codec import ByteArray
from roles.models import Requirement
from roles.publishing.services import publish
from roles.snapshot.editions import Snapshot, parse_document
from tests.assessments.factories import NOW
from tests.assessments.sheets import TPM, extra_roles

Document = dict[str, Any]
Change = Callable[[Document], None]


def edited(document: Document, *changes: Change) -> Document:
    draft = copy.deepcopy(document)
    for change in changes:
        change(draft["sections"])
    return draft


def snapshot(document: Document, number: int = 0) -> Snapshot:
    return Snapshot(number, str(number) * 64, "", None, parse_document(document))


def requirement(sections: Document, slug: str, competency: str) -> Document:
    [role] = [role for role in sections["roles"]["roles"] if role["slug"] == slug]
    [found] = [each for each in role["requirements"] if each["competency"] == competency]
    assert isinstance(found, dict)
    return found


def weigh(slug: str, competency: str, importance: float) -> Change:
    def change(sections: Document) -> None:
        requirement(sections, slug, competency)["importance"] = importance

    return change


def reword(sections: Document) -> None:
    sections["assessments"]["items"][0]["stem"] = "Something said in other words"
    sections["roles"]["roles"][0]["summary"] = "Said in other words."


def add_role(sections: Document) -> None:
    sections["roles"]["roles"].append(extra_roles()[0])


def joined(rows: Sequence[bytes]) -> ByteArray:
    """Return encoded answers of one length as they come from the database."""
    return np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), -1)


def keys_of(document: Document) -> list[str]:
    return [each["key"] for each in document["sections"]["roles"]["competencies"]]


def said(sums: ImpactSums, counter: OutcomeCounter) -> Figures:
    """Return the figures that the page shows of sums."""
    return figures(sums, counter, ())


def publish_lighter() -> None:
    weights = Requirement.objects.filter(role__slug=TPM, competency__key="technical_expertise")
    assert weights.update(importance=1)
    publish(note="Expertise counts less.", author=None, now=NOW)
