"""Facts that can change: pay, outlook and certificates.

Every number in a certificate's facts is one we have a source for.
"""

import datetime as dt
import re

import pytest

from roles.models.choices import Confidence
from roles.models.rules import CONTENT_DAY
from roles.snapshot.values import Role
from tests.seed.content import CERTIFICATIONS, NO_PREREQUISITES, ROLES, SECTION, TEXTS, facts_of


def test_pay_is_shown_for_one_role_only_and_with_its_confidence() -> None:
    facts = {name: [f.kind.value for f in role.facts] for name, role in ROLES.items()}
    pay = [(f.period, f.confidence) for f in ROLES["PM"].facts if f.kind == "pay"]

    assert pay == [("May 2023", Confidence.MEDIUM), ("May 2021", Confidence.GOOD)]
    assert "outlook" in facts["PM"]
    assert "pay" not in facts["TPM"]
    assert [fact.statement for fact in ROLES["TPM"].facts if fact.kind == "outlook"] == [
        ROLES["TPM"].facts[0].statement
    ]
    assert "no separate pay or outlook figure" in ROLES["TPM"].facts[0].statement
    assert "third party" in ROLES["PM"].facts[0].source


@pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
def test_a_fact_has_its_country_and_period_and_its_data_an_attribution(role: Role) -> None:
    for fact in role.facts:
        assert fact.country == "United States"
        assert fact.period
        if "O*NET" in fact.source:
            assert fact.source.endswith("U.S. Department of Labor/ETA, CC BY 4.0")


def test_o_net_is_never_said_to_show_a_skill_difference() -> None:
    everything = " ".join(text for _, text in TEXTS)

    assert not re.search(r"O\*NET shows (?!only a broad group)", everything)


# Every number of a certificate's facts, and the words that carry the rest.
CERTIFICATION_FACTS: dict[str, tuple[str, str, set[str], list[str]]] = {
    "pmp": (
        "pm_cert",
        "disputed",
        {"10", "24", "36", "48", "60", "35", "240", "33", "41", "26", "9", "2026", "3"}
        | {"180", "185"},
        [
            "PMI-accredited degree it is 24 months",
            "bachelor's degree or above it is 36 months",
            "associate degree it is 48 months",
            "secondary school diploma it is 60 months",
            "last 10 years",
            "35 hours of project management education",
            "240 minutes",
            "People 33%, Process 41%, Business 26%",
            "9 July 2026",
            "60 PDUs",
        ],
    ),
    "capm": (
        "pm_cert",
        "high",
        {"23", "150", "180", "3", "15"},
        [
            "secondary school diploma",
            "23 hours",
            "No experience",
            "150 questions in 180 minutes",
            "15 PDUs",
        ],
    ),
    "pmi-acp": (
        "agile_cert",
        "medium",
        {"28", "24", "5", "120", "180", "3", "30"},
        [
            "secondary school diploma",
            "28 hours of training",
            "24 months of agile work within the last 5 years",
            "current PMP",
            "120 questions in 180 minutes",
            "30 PDUs",
        ],
    ),
    "pgmp": (
        "pm_cert",
        "medium",
        {"4", "7", "170", "3", "60"},
        [
            "With a degree, you need 4 years of project work and 4 years of program work",
            "diploma, you need 4 years of project work and 7 years of program work",
            "panel review",
            "170 questions in 4 hours",
            "60 PDUs",
        ],
    ),
    "prince2-foundation": (
        "pm_cert",
        "disputed",
        {"60", "3"},
        ["60 questions in 60 minutes", "pass mark is 60%"],
    ),
    "prince2-practitioner": (
        "pm_cert",
        "high",
        {"150", "60", "3"},
        [
            "PRINCE2 Foundation, PMP, CAPM or an IPMA certificate",
            "150 minutes",
            "pass mark is 60%",
            "official book",
            "Every 3 years",
        ],
    ),
    "ipma": (
        "pm_cert",
        "high",
        {"3", "5"},
        [
            "Level D is open to everyone",
            "Level C asks for 3 years of managing projects",
            "Level B asks for 5 years, of which 3 years are with complex projects",
            "Level A asks for 5 years with programmes or portfolios",
            "From Level C up, you also write a report and have an interview",
            "Every 5 years",
        ],
    ),
    "csm": (
        "agile_cert",
        "high",
        {"14", "16", "50", "60", "74", "2", "20"},
        [
            "live course of 14 to 16 hours",
            "50 questions in 60 minutes",
            "pass mark is 74%",
            "Every 2 years, with 20 SEUs",
            "a fee",
        ],
    ),
    "psm-i": (
        "agile_cert",
        "high",
        {"80", "60", "85"},
        ["80 questions in 60 minutes", "pass mark is 85%"],
    ),
    "project-plus": (
        "pm_cert",
        "good",
        {"90", "710", "900"},
        ["Up to 90 questions in 90 minutes", "710 of 900", "does not expire"],
    ),
    "itil-foundation": (
        "other_tech_cert",
        "disputed",
        {"40", "60", "65", "3"},
        ["40 questions in 60 minutes", "pass mark is 65%"],
    ),
    "aws-solutions-architect-associate": (
        "cloud_cert",
        "high",
        {"65", "130", "720", "1000", "3"},
        ["65 questions in 130 minutes", "720 of 1000", "Every 3 years"],
    ),
    "azure-administrator": (
        "cloud_cert",
        "high",
        {"40", "60", "100", "700", "1000"},
        ["About 40 to 60 items in 100 minutes", "700 of 1000", "Every year, online and free"],
    ),
    "google-associate-cloud-engineer": (
        "cloud_cert",
        "high",
        {"50", "60", "2", "3"},
        ["50 to 60 questions in 2 hours", "Every 3 years"],
    ),
    "google-professional-cloud-architect": (
        "cloud_cert",
        "high",
        {"3", "50", "60", "2"},
        ["3 or more years of experience are recommended", "50 to 60 questions", "Every 2 years"],
    ),
    "salesforce-platform-administrator": (
        "other_tech_cert",
        "disputed",
        {"60", "5", "105"},
        ["60 plus 5 questions in 105 minutes", "maintenance modules"],
    ),
    "cka": (
        "cloud_cert",
        "medium",
        {"15", "20", "2", "66"},
        ["15 to 20 tasks on the command line in 2 hours", "pass mark is 66%", "Every 2 years"],
    ),
}


def test_the_catalogue_holds_the_known_certificates() -> None:
    assert list(CERTIFICATIONS) == list(CERTIFICATION_FACTS)


def test_a_site_whose_clock_is_behind_still_takes_what_ships() -> None:
    days = re.findall(r'"read_on":"([-\d]+)"', SECTION.model_dump_json())
    assert max(days) <= CONTENT_DAY.isoformat()


@pytest.mark.parametrize("slug", CERTIFICATION_FACTS)
def test_a_certificate_states_its_facts_and_no_other_number(slug: str) -> None:
    category, confidence, numbers, all_words = CERTIFICATION_FACTS[slug]
    certification = CERTIFICATIONS[slug]
    facts = facts_of(certification)

    assert certification.category == category
    assert certification.confidence == confidence
    assert certification.checked_on == dt.date(2026, 11, 1)
    assert set(re.findall(r"\b\d+", facts)) == numbers
    for words in all_words:
        assert words in facts
    assert certification.prerequisites.startswith("None.") == (slug in NO_PREREQUISITES)


def test_a_disputed_fact_is_shown_with_both_readings_or_left_out() -> None:
    disputed = {slug: c.disputed for slug, c in CERTIFICATIONS.items() if c.disputed}

    assert set(disputed) == {
        slug for slug, c in CERTIFICATIONS.items() if c.confidence is Confidence.DISPUTED
    }
    assert "180" in disputed["pmp"]
    assert "185" in disputed["pmp"]
    for slug in ("prince2-foundation", "itil-foundation"):
        assert "3 years" in disputed[slug]
        assert "no renewal" in disputed[slug]
        assert CERTIFICATIONS[slug].renewal == ""
    assert "%" not in facts_of(CERTIFICATIONS["salesforce-platform-administrator"])


def test_no_certificate_claims_a_level_without_a_source_for_it() -> None:
    assert all(not certification.supports for certification in SECTION.certifications)
