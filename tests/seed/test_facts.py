"""Facts about roles that can change: pay and outlook."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from roles.models.choices import FactKind, PayMeasure
from roles.models.rules import CONTENT_DAY
from roles.snapshot.certificates import Fact
from roles.snapshot.values import Role
from tests.seed.content import QUIZ, ROLES, SECTION, TEXTS


def test_pay_says_what_it_counts_and_its_amount_is_the_one_in_its_sentence() -> None:
    paid = {
        name: [(f.country, f.amount, f.currency, f.measure) for f in role.facts if f.kind == "pay"]
        for name, role in ROLES.items()
    }
    assert paid["PM"] == [
        ("United States", 100_750, "USD", PayMeasure.MEDIAN),
        ("United Kingdom", 47_500, "GBP", PayMeasure.AVERAGE),
    ]
    assert paid["TPM"] == [("United Kingdom", 58_200, "GBP", PayMeasure.LOWEST)]
    for role in ROLES.values():
        for fact in role.facts:
            if fact.kind == "pay":
                assert fact.counts
                assert fact.measure
                assert f"{fact.amount:,}" in fact.statement


def test_every_fact_that_ships_says_where_and_when_it_was_read_and_when_it_is_due() -> None:
    about: list[Any] = [*SECTION.roles, *SECTION.certifications, *SECTION.questions]
    facts: list[tuple[str, Fact]] = [(each.slug, fact) for each in about for fact in each.facts]
    facts += [(step.key, fact) for step in QUIZ.steps for fact in step.resources]
    assert len(facts) > 100
    for slug, fact in facts:
        assert fact.source, slug
        assert fact.read_on <= CONTENT_DAY, slug
        assert fact.check_again_on > fact.read_on, slug
        assert not re.search(r"\d-\d", fact.source_date), "A date is written out."
        assert not fact.source_url or urlsplit(fact.source_url).path.strip("/"), fact.source_url


@pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
def test_a_role_rests_on_facts_with_their_country_and_on_pages_that_were_read(role: Role) -> None:
    assert role.facts
    for fact in role.facts:
        if fact.kind in (FactKind.PAY, FactKind.OUTLOOK, FactKind.INTERESTS):
            assert fact.country
            assert fact.period
    for source in role.sources:
        assert source.read_on <= CONTENT_DAY
        assert not source.url or urlsplit(source.url).path.strip("/"), source.url


def test_figures_that_were_replaced_are_gone() -> None:
    everything = " ".join(text for _, text in TEXTS)
    old = ("98,580", "94,500", "973,600", "1,043,400", "77,000", "0.95 to 0.98", "Checked on")
    assert [each for each in old if each in everything] == []


def test_o_net_is_never_said_to_show_a_skill_difference() -> None:
    everything = " ".join(text for _, text in TEXTS)

    assert not re.search(r"O\*NET shows (?!only a broad group)", everything)


def test_a_site_whose_clock_is_behind_still_takes_what_ships() -> None:
    days = re.findall(r'"read_on":"([-\d]+)"', SECTION.model_dump_json())
    assert max(days) <= CONTENT_DAY.isoformat()
