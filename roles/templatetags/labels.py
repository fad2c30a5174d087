"""``{{ fact.confidence|label }}``: the words for a stored code."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django import template

from roles.models.choices import Confidence, Education, FactKind, QualificationKind, Strength
from roles.snapshot.editions import Snapshot
from web.words import listed

register = template.Library()

LABELS: dict[StrEnum, str] = {
    QualificationKind.EDUCATION: "Education",
    QualificationKind.EXPERIENCE: "Experience",
    QualificationKind.KNOWLEDGE: "Knowledge",
    Strength.REQUIRED: "Required",
    Strength.HELPFUL: "Helpful",
    FactKind.PAY: "Pay",
    FactKind.OUTLOOK: "Outlook",
    FactKind.INTERESTS: "Interests and work styles",
    FactKind.CLASSIFICATION: "Where it is listed",
    Confidence.HIGH: "high",
    Confidence.GOOD: "good",
    Confidence.MEDIUM: "medium",
    Confidence.DISPUTED: "sources differ on one point",
    Education.NONE: "None of these",
    Education.SECONDARY: "Secondary school diploma",
    Education.ASSOCIATE: "Associate degree",
    Education.BACHELOR: "Bachelor’s degree or higher",
    Education.ACCREDITED: "Degree from a programme that PMI accredits",
}


@register.filter
def label(code: StrEnum) -> str:
    """The words for ``code``. Raises KeyError for a code that readers never see."""
    return LABELS[code]


@register.filter
def certificates(slugs: Iterable[str], edition: Snapshot) -> str:
    """The names of certificates of an edition, of which any will do."""
    names = {each.slug: each.name for each in edition.roles.certifications}
    return listed([names.get(slug, slug) for slug in slugs], last="or")
