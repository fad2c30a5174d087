"""Facts about roles that can change: pay and outlook."""

import re

import pytest

from roles.models.choices import Confidence
from roles.models.rules import CONTENT_DAY
from roles.snapshot.values import Role
from tests.seed.content import ROLES, SECTION, TEXTS


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


def test_a_site_whose_clock_is_behind_still_takes_what_ships() -> None:
    days = re.findall(r'"read_on":"([-\d]+)"', SECTION.model_dump_json())
    assert max(days) <= CONTENT_DAY.isoformat()
