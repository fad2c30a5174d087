"""A way to an exam as a sentence."""

from typing import Any

import pytest

from roles.snapshot.certificates import EligibilityRoute, route_sentence, short_name

NAMES = {"capm": "Certified Associate in Project Management (CAPM)", "a": "Agilist (Leading it)"}


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({}, "There are no entry requirements."),
        (
            {
                "education": "bachelor", "months_leading": 36, "within_years": 8,
                "training_hours": 35, "training_instead": ("capm",),
            },
            "A bachelor’s degree or higher, 36 months of leading projects within the last 8 years, "
            "and 35 hours of training (a current CAPM counts instead).",
        ),
        ({"education": "secondary", "training_hours": 1},
         "A secondary school diploma and 1 hour of training."),
        ({"months_agile": 1, "within_years": 1}, "1 month of agile work within the last year."),
        ({"months_leading": 60, "months_complex": 36, "within_years": 8},
         "60 months of leading projects (36 of them complex ones) within the last 8 years."),
        ({"months_complex": 60}, "60 months of leading complex projects."),
        ({"education": "accredited", "months_leading": 36, "months_programs": 48},
         "A degree from a programme that PMI accredits, and 36 months of leading projects and "
         "48 months of leading programs."),
        ({"holds": ("capm", "a", "gone")}, "A current CAPM, Agilist or gone."),
        ({"training_hours": 9, "check_yourself": "It was about this."},
         "9 hours of training. Check for yourself: It was about this."),
    ],
)  # fmt: skip
def test_a_way_reads_as_a_sentence(rules: dict[str, Any], sentence: str) -> None:
    assert route_sentence(EligibilityRoute(title="A way", **rules), NAMES) == sentence


def test_every_condition_is_in_the_sentence() -> None:
    bare = EligibilityRoute(title="A way")
    for name, value in {
        "education": "associate", "months_leading": 7, "months_agile": 7, "months_programs": 7,
        "months_complex": 7, "training_hours": 7, "holds": ("capm",), "check_yourself": "True?",
    }.items():  # fmt: skip
        route = bare.model_validate({**bare.model_dump(), name: value})
        assert route_sentence(route, NAMES) != route_sentence(bare, NAMES)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Project Management Professional (PMP)", "PMP"),
        ("Program Management Professional (PgMP)", "PgMP"),
        ("PMI Agile Certified Practitioner (PMI-ACP)", "PMI-ACP"),
        ("Professional Scrum Master I (PSM I)", "PSM I"),
        ("SAFe Agilist (Leading SAFe)", "SAFe Agilist"),
        ("CompTIA Project+ (PK0-005)", "CompTIA Project+"),
        ("PRINCE2 7 Foundation", "PRINCE2 7 Foundation"),
    ],
)
def test_a_certificate_has_a_short_name(name: str, short: str) -> None:
    assert short_name(name) == short
