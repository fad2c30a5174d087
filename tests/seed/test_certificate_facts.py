"""What is said of each certificate: where it was read, and that nothing contradicts it."""

import re
from urllib.parse import urlsplit

import pytest

from roles.models.choices import Confidence, ExamFactKind
from roles.models.rules import CONTENT_DAY
from roles.snapshot.certificates import Certification, CertificationFact
from tests.seed.content import CERTIFICATIONS, SECTION

CURRENCIES = {"USD": "US dollars", "EUR": "euros", "GBP": "pounds"}
FACTS = [(each, fact) for each in SECTION.certifications for fact in each.facts]


def numbers(text: str) -> set[int]:
    return {int(found.replace(",", "")) for found in re.findall(r"\d+(?:,\d{3})*", text)}


def ids(value: object) -> str:
    return value.slug if isinstance(value, Certification) else getattr(value, "statement", "")[:30]


@pytest.mark.parametrize(("certification", "fact"), FACTS, ids=ids)
def test_a_fact_says_where_and_when_it_was_read(
    certification: Certification, fact: CertificationFact
) -> None:
    address = urlsplit(fact.source_url)
    assert address.scheme == "https"
    assert address.path.strip("/") or address.query, "A home page is not where it was read."
    assert fact.source
    assert fact.read_on <= CONTENT_DAY
    assert fact.read_on < fact.check_again_on
    assert (fact.confidence is Confidence.DISPUTED) == bool(fact.other_reading)
    assert fact.statement != fact.other_reading


@pytest.mark.parametrize(("certification", "fact"), FACTS, ids=ids)
def test_an_amount_is_the_one_of_its_text(
    certification: Certification, fact: CertificationFact
) -> None:
    if fact.amount is None:
        return
    assert fact.kind in (ExamFactKind.FEE, ExamFactKind.STUDY)
    assert fact.amount in numbers(fact.statement)
    if fact.kind is ExamFactKind.FEE:
        assert CURRENCIES[fact.currency] in fact.statement
    else:
        assert "hours" in fact.statement


@pytest.mark.parametrize("certification", SECTION.certifications, ids=ids)
def test_what_is_asked_first_is_said_or_said_to_be_unknown(certification: Certification) -> None:
    told = certification.facts_of(ExamFactKind.REQUIREMENTS)
    assert told or all(route.check_yourself for route in certification.routes)
    assert told or certification.routes
    if not certification.routes:
        assert re.search(r"\bno (requirements|experience)\b", told[0].statement)


@pytest.mark.parametrize("certification", SECTION.certifications, ids=ids)
def test_a_renewal_date_rests_on_what_readers_are_told(certification: Certification) -> None:
    texts = " ".join(
        f"{fact.statement} {fact.other_reading}"
        for fact in certification.facts_of(ExamFactKind.RENEWAL)
    )
    months = certification.renewal_months
    if months is None:
        assert not certification.renewal_effort
        assert not texts or "does not expire" in texts
    elif months == 12:
        assert re.search(r"once a year|1 year", texts)
    else:
        assert {months, months / 12} & numbers(texts)
    if found := re.match(r"\d+ \w+", certification.renewal_effort):
        assert found.group() in texts


def test_what_is_not_known_of_an_exam_is_left_out() -> None:
    for certification in SECTION.certifications:
        kinds = [kind for kind, _ in certification.facts_by_kind]
        assert kinds == sorted(kinds, key=list(ExamFactKind).index)
        for kind in (ExamFactKind.FEE, ExamFactKind.STUDY, ExamFactKind.RENEWAL):
            assert kind in kinds


def test_no_certificate_claims_a_level_without_a_source_for_it() -> None:
    assert all(not certification.supports for certification in SECTION.certifications)


def test_a_higher_certificate_is_not_surpassed_by_the_lower() -> None:
    for lower in SECTION.certifications:
        for slug in lower.surpassed_by:
            assert lower.slug not in CERTIFICATIONS[slug].surpassed_by
