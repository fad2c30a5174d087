"""``{{ fact.confidence|label }}``: the words for a stored code."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.db.models import TextChoices

from roles.models.choices import Confidence, Education, FactKind, Strength
from roles.snapshot.editions import Snapshot
from web.words import listed

register = template.Library()

# Where readers get other words than editors.
LABELS: dict[TextChoices, str] = {
    Strength.REQUIRED: "Required",
    FactKind.COMPANY: "What the title means at one company",
    FactKind.NOTE: "More to know",
    FactKind.INTERESTS: "Interests and work styles",
    FactKind.CLASSIFICATION: "Where it is listed",
    Confidence.HIGH: "high",
    Confidence.MEDIUM: "medium",
    Confidence.DISPUTED: "sources differ",
    Education.NONE: "None of these",
    Education.BACHELOR: "Bachelor’s degree or higher",
    Education.ACCREDITED: "Degree from a programme that PMI accredits",
}


@register.filter
def label(code: TextChoices) -> str:
    """Return the words for a stored code."""
    return LABELS.get(code) or str(code.label)


@register.filter
def certificates(slugs: Iterable[str], edition: Snapshot) -> str:
    """Return the names of certificates of an edition, joined by "or"."""
    names = {each.slug: each.name for each in edition.roles.certifications}
    return listed([names.get(slug, slug) for slug in slugs], last="or")
