"""What the pages about certificates show: the catalogue by kind, and the calculator's results."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from roles.models.choices import Goal
from roles.pages.chooser import NoneYet, Suggestion, Wishes, advice
from roles.pages.eligibility import EligibilityOutcome, Openness, is_of_use
from roles.snapshot.certificates import Certification
from roles.snapshot.values import Role, RoleCertification, RolesSection
from web.words import listed, lowered

CATEGORY_LABELS = {
    "pm_cert": "Project management",
    "agile_cert": "Agile work",
    "cloud_cert": "Cloud",
    "testing_cert": "Testing",
    "other_tech_cert": "Other technical certificates",
}


def by_category(certifications: Iterable[Certification]) -> list[tuple[str, list[Certification]]]:
    """Return certificates by kind in a fixed order, unknown kinds last; no empty kinds."""
    every = list(certifications)
    categories = dict.fromkeys([*CATEGORY_LABELS, *(each.category for each in every)])
    groups = [
        (CATEGORY_LABELS.get(category, "Others"), [c for c in every if c.category == category])
        for category in categories
    ]
    return [(name, group) for name, group in groups if group]


def certificate_groups(
    section: RolesSection,
) -> list[tuple[str, list[tuple[Certification, list[Role]]]]]:
    """Return all certificates by kind, each with the roles it helps with."""
    return [
        (name, [(each, [role for role, _ in certificate_uses(section, each)]) for each in group])
        for name, group in by_category(section.certifications)
    ]


def certificate_uses(
    section: RolesSection, certification: Certification
) -> list[tuple[Role, RoleCertification]]:
    """Return the roles that name a certificate, each with what it is worth there."""
    return [
        (role, entry)
        for role in section.roles
        for entry in role.certifications
        if entry.certification == certification.slug
    ]


def open_to_all(
    certifications: Sequence[Certification], holds: frozenset[str] = frozenset()
) -> list[Certification]:
    """Return what anybody may take, without what a holder of ``holds`` has no use for."""
    return [each for each in certifications if each.is_open_to_all and is_of_use(each, holds)]


def calculator_page(outcomes: Sequence[EligibilityOutcome]) -> dict[str, list[EligibilityOutcome]]:
    """Return the outcomes by group: open today, open under a condition, not yet (nearest first)."""
    groups: dict[Openness, list[EligibilityOutcome]] = {openness: [] for openness in Openness}
    for each in outcomes:
        groups[each.best.openness].append(each)
    return {
        "open_now": groups[Openness.OPEN],
        "open_if": groups[Openness.OPEN_IF],
        "not_yet": sorted(
            groups[Openness.NOT_YET],
            key=lambda each: (each.best.earliest or dt.date.max, len(each.best.missing)),
        ),
    }


def advice_page(section: RolesSection, wishes: Wishes) -> dict[str, Any]:
    """Return the context of the chooser's answer: each suggestion with its reasons and its uses."""
    found = advice(section, wishes)
    return {
        "is_answered": True,
        "goal": wishes.goal,
        "none_yet": found.none_yet,
        "rows": [
            (
                each,
                _reasons(each, wishes.goal, found.none_yet),
                certificate_uses(section, each.certification),
            )
            for each in found.suggestions or found.nearest
        ],
    }


def _reasons(suggestion: Suggestion, goal: Goal, none_yet: NoneYet | None) -> list[str]:
    """Return in sentences why a certificate suits somebody, and what we do not know of it."""
    certification, reasons = suggestion.certification, []
    if none_yet is not NoneYet.EXPERIENCE:
        reasons.append(f"It helps most with {lowered(goal.label)}.")
        if suggestion.months:
            reasons.append("It requires experience, and you have it.")
        elif certification.expects_practice:
            reasons.append("It is about work that you have done.")
        else:
            reasons.append("It requires no experience.")
        if suggestion.route and suggestion.route.holds:
            reasons.append("A certificate that you hold makes you eligible.")
    unknown = [
        name
        for name, fact in (("fee", certification.fee), ("study time", certification.study))
        if fact is None
    ]
    if unknown:
        reasons.append(f"We do not know its {listed(unknown)}, so ask before you decide.")
    return reasons
