"""``{{ fact.confidence|label }}``: the words for a stored code."""

from collections.abc import Iterable

from django import template
from django.db.models import TextChoices

from roles.models.choices import Confidence, Education, FactKind, PayMeasure, Strength
from roles.snapshot.certificates import (
    EDUCATION_WORDS,
    WORK_WORDS,
    Certification,
    EligibilityRoute,
    WorkKind,
    route_sentence,
)
from roles.snapshot.editions import Snapshot
from web.words import capitalised, listed

register = template.Library()

# Where readers get other words than editors.
LABELS: dict[TextChoices, str] = {
    Strength.REQUIRED: "Required",
    FactKind.COMPANY: "What the title means at companies",
    FactKind.NOTE: "More to know",
    FactKind.INTERESTS: "Interests and work styles",
    FactKind.CLASSIFICATION: "Where it is listed",
    PayMeasure.MEDIAN: "Median",
    Confidence.HIGH: "high",
    Confidence.MEDIUM: "medium",
    Confidence.DISPUTED: "sources differ",
    Education.NONE: "None of these",
}
# What a way to an exam can ask for: the words of its sentence, without the article.
LABELS |= {code: capitalised(words.partition(" ")[2]) for code, words in EDUCATION_WORDS.items()}


@register.filter
def label(code: TextChoices) -> str:
    return LABELS.get(code) or str(code.label)


@register.filter
def certificates(slugs: Iterable[str], edition: Snapshot) -> str:
    """Return the names of certificates of an edition, joined by "or"."""
    names = {each.slug: each.name for each in edition.roles.certifications}
    return listed([names.get(slug, slug) for slug in slugs], last="or")


@register.filter
def sentence(route: EligibilityRoute, edition: Snapshot) -> str:
    """Return all that a way to an exam asks, as sentences."""
    return route_sentence(route, {each.slug: each.name for each in edition.roles.certifications})


@register.filter
def in_sentence(code: WorkKind | Education) -> str:
    """Return a kind of work, or an education with its article, inside a sentence."""
    return WORK_WORDS[code] if isinstance(code, WorkKind) else EDUCATION_WORDS[code]


@register.filter
def fee(certification: Certification) -> str:
    """Return what an exam costs, in brief."""
    fact = certification.fee
    if fact is None:
        return "fee not known"
    differ = f" ({label(fact.confidence)})" if fact.confidence is Confidence.DISPUTED else ""
    return f"about {fact.amount:,} {fact.currency}{differ}"


@register.filter
def study(certification: Certification) -> str:
    """Return how long people study for an exam, in brief."""
    fact = certification.study
    return f"about {fact.amount} hours of study" if fact else "study time not known"
