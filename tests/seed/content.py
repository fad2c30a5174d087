"""The content that ships with the site: what the first edition of a new site says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assessments.instrument.values import AssessmentsSection, Item
from roles.snapshot.values import RolesSection
from tests.editions import whole_document


def texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield every text in a part of the content, with the place it is in."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part, f"{place}/{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from texts(part, f"{place}/{number}")
    elif isinstance(value, str):
        yield place, value


def said(value: Any) -> str:
    """Return everything a part of the content says, as one text."""
    return " ".join(text for _, text in texts(value, ""))


def sides(item: Item) -> tuple[str, str]:
    """Return the two tasks of a choice."""
    assert item.a
    assert item.b
    return item.a.text, item.b.text


SECTIONS = whole_document()["sections"]
SECTION = RolesSection.model_validate(SECTIONS["roles"])
QUIZ = AssessmentsSection.model_validate(SECTIONS["assessments"])
ITEMS = {item.key: item for item in QUIZ.items}
FACTS = {fact.key: fact for fact in QUIZ.facts}
ROLES = {role.short_name: role for role in SECTION.on_site.roles}
ROLE_SLUGS = frozenset(role.slug for role in SECTION.roles)
CERTIFICATIONS = {certification.slug: certification for certification in SECTION.certifications}
COMPETENCIES = tuple(competency.key for competency in SECTION.competencies)
NOT_SAID = ("/typed", "/also_asked")
TEXTS = [pair for pair in texts(SECTIONS["roles"], "roles") if not pair[0].endswith(NOT_SAID)]
"""What is said about roles, with its place; what people type in a search is not said."""
