"""What the pages about certificates show: the catalogue by kind, and the calculator's results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from roles.pages.eligibility import EligibilityOutcome
from roles.snapshot.certificates import Certification
from roles.snapshot.values import Role, RoleCertification, RolesSection

CATEGORY_LABELS = {
    "pm_cert": "Project management",
    "agile_cert": "Agile work",
    "cloud_cert": "Cloud",
    "testing_cert": "Testing",
    "other_tech_cert": "Other technical certificates",
}


def certificate_groups(
    section: RolesSection,
) -> list[tuple[str, list[tuple[Certification, list[Role]]]]]:
    """Return all certificates by kind, unknown kinds last, each with the roles it helps with."""
    categories = dict.fromkeys([*CATEGORY_LABELS, *(c.category for c in section.certifications)])
    groups = [
        (
            CATEGORY_LABELS.get(category, "Others"),
            [
                (each, [role for role, _ in certificate_uses(section, each)])
                for each in section.certifications
                if each.category == category
            ],
        )
        for category in categories
    ]
    return [(label, group) for label, group in groups if group]


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


def calculator_page(outcomes: Sequence[EligibilityOutcome]) -> dict[str, list[EligibilityOutcome]]:
    """Return the outcomes by group: open today, possible later (nearest first), and held.

    ``perhaps`` are open as far as the site can tell, each with what it cannot.
    """
    opened = [each for each in outcomes if each.is_open and not each.is_held]
    return {
        "open_now": [each for each in opened if not each.doubt],
        "perhaps": [each for each in opened if each.doubt],
        "later": sorted(
            (each for each in outcomes if not (each.is_open or each.is_held)),
            key=lambda each: (each.from_date or dt.date.max, len(each.missing)),
        ),
        "held": [each for each in outcomes if each.is_held],
    }
