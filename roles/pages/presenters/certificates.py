"""What the pages about certificates show: the catalogue by kind, and the calculator's results."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from roles.pages.chooser import Wishes, advice
from roles.pages.eligibility import EligibilityOutcome, Openness, is_of_use
from roles.snapshot.certificates import Certification
from roles.snapshot.values import Role, RoleCertification, RolesSection

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
    """Return the context of the chooser's answer: each suggestion with its uses."""
    found = advice(section, wishes)
    shown = found.suggestions or found.nearest
    return {
        "is_answered": True,
        "goal": wishes.goal,
        "none_yet": found.none_yet,
        "rows": [(each, certificate_uses(section, each.certification)) for each in shown],
    }
