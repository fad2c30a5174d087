"""Who may sit which exam, as the content that ships says."""

import re
from typing import Any

import pytest

from roles.snapshot.certificates import EligibilityRoute
from tests.seed.content import CERTIFICATIONS, NO_PREREQUISITES, facts_of

NO_CONDITION: dict[str, Any] = {
    "education": "none",
    "months_leading": 0,
    "months_agile": 0,
    "within_years": 0,
    "training_hours": 0,
    "holds": [],
}

# Per certificate: each route's conditions, and words that its note must hold ("" for no note).
ROUTES: dict[str, list[tuple[dict[str, Any], str]]] = {
    "pmp": [
        (
            {
                "education": education,
                "months_leading": months,
                "within_years": 10,
                "training_hours": 35,
            },
            "",
        )
        for education, months in [
            ("accredited", 24),
            ("bachelor", 36),
            ("associate", 48),
            ("secondary", 60),
        ]
    ],
    "capm": [({"education": "secondary", "training_hours": 23}, "")],
    "pmi-acp": [
        (
            {
                "education": "secondary",
                "months_agile": 24,
                "within_years": 5,
                "training_hours": 28,
            },
            "",
        ),
        ({"education": "secondary", "training_hours": 28, "holds": ["pmp"]}, "must be current"),
    ],
    "pgmp": [
        ({"education": "bachelor", "months_leading": 48}, "4 years of program work"),
        ({"education": "secondary", "months_leading": 48}, "7 years of program work"),
    ],
    "prince2-practitioner": [({"holds": ["pmp", "capm", "prince2-foundation", "ipma"]}, "")],
    "ipma": [
        ({}, ""),
        ({"months_leading": 36}, ""),
        ({"months_leading": 60}, "3 of the 5 years must be with complex projects"),
        ({"months_leading": 60}, "5 years must be with programmes or portfolios"),
    ],
    "csm": [({"training_hours": 14}, "14 to 16 hours")],
}

# Months, and what has to be done. Nothing is said where sources differ or none is known.
RENEWALS = {
    "pmp": (36, "60 PDUs"),
    "capm": (36, "15 PDUs"),
    "pmi-acp": (36, "30 PDUs"),
    "pgmp": (36, "60 PDUs"),
    "prince2-foundation": (None, ""),
    "prince2-practitioner": (36, ""),
    "ipma": (60, ""),
    "csm": (24, "20 SEUs and a fee"),
    "psm-i": (None, ""),
    "project-plus": (None, ""),
    "itil-foundation": (None, ""),
    "aws-solutions-architect-associate": (36, ""),
    "azure-administrator": (12, "an online step, free of charge"),
    "google-associate-cloud-engineer": (36, ""),
    "google-professional-cloud-architect": (24, ""),
    "salesforce-platform-administrator": (None, "maintenance modules"),
    "cka": (24, ""),
}


def conditions(route: EligibilityRoute) -> dict[str, Any]:
    return route.model_dump(mode="json", exclude={"title", "also"})


@pytest.mark.parametrize("slug", CERTIFICATIONS)
def test_the_ways_to_an_exam_are_the_known_ones(slug: str) -> None:
    routes = CERTIFICATIONS[slug].routes
    expected = ROUTES.get(slug, [])

    assert [conditions(route) for route in routes] == [
        NO_CONDITION | given for given, _ in expected
    ]
    for route, (_, note) in zip(routes, expected, strict=True):
        assert note in route.also
        assert bool(note) == bool(route.also)


def test_an_exam_is_open_to_everyone_where_nothing_is_asked() -> None:
    assert {slug for slug, c in CERTIFICATIONS.items() if not c.routes} == NO_PREREQUISITES


@pytest.mark.parametrize("slug", ROUTES)
def test_the_rules_ask_for_no_number_that_the_text_does_not_name(slug: str) -> None:
    named = {int(found) for found in re.findall(r"\d+", CERTIFICATIONS[slug].prerequisites)}
    for route in CERTIFICATIONS[slug].routes:
        for months in {route.months_leading, route.months_agile} - {0}:
            assert months in named or months / 12 in named
        assert {route.within_years, route.training_hours} - {0} <= named
        assert {int(found) for found in re.findall(r"\d+", route.also)} <= named


def test_the_two_notes_on_program_work_also_name_the_panel() -> None:
    assert all("panel review" in route.also for route in CERTIFICATIONS["pgmp"].routes)


def test_the_levels_of_one_certificate_are_told_apart() -> None:
    titles = [route.title for route in CERTIFICATIONS["ipma"].routes]

    assert titles == ["Level D", "Level C", "Level B", "Level A"]


@pytest.mark.parametrize("slug", CERTIFICATIONS)
def test_a_renewal_is_known_or_left_empty_and_says_what_the_text_says(slug: str) -> None:
    certification = CERTIFICATIONS[slug]
    months, effort = RENEWALS[slug]
    years = {12: "Every year", 24: "Every 2 years", 36: "Every 3 years", 60: "Every 5 years"}

    assert (certification.renewal_months, certification.renewal_effort) == (months, effort)
    assert certification.renewal.startswith(years[months]) if months else True
    if found := re.match(r"\d+ \w+", effort):
        assert found.group() in facts_of(certification)
