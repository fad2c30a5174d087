"""What the pages say: wording, rounding, order."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, TypeVar

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from roles.models.choices import (
    Broader,
    Confidence,
    ExamFactKind,
    FactKind,
    Goal,
    PayMeasure,
    QualificationKind,
    Strength,
)
from roles.pages.comparison import compare
from roles.pages.presenters.compare_page import compare_page, topic_label
from roles.pages.presenters.facts import at_companies, pay_line, pay_of
from roles.pages.presenters.role_page import role_page
from roles.snapshot.certificates import Certification, CertificationFact, Fact
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import (
    Namesake,
    Qualification,
    Requirement,
    Responsibility,
    Role,
    RoleCertification,
    RoleLevel,
    RolePair,
    SourcedFact,
)
from roles.templatetags.prose import prose
from tests.roles.role_values import role, section
from web.words import listed, lowered

CHECKED = dt.date(2026, 11, 1)
ONE, TWO = role("one", {"care": 5, "plan": 3}), role("two", {"code": 5, "plan": 3})


F = TypeVar("F", bound=Fact)


def fact(kind_of: type[F], **values: Any) -> F:
    """Return a fact that was read on the day ``CHECKED``."""
    source = {"source": "BLS", "source_date": "May 2024", "confidence": Confidence.HIGH}
    days = {"read_on": CHECKED, "check_again_on": CHECKED + dt.timedelta(days=180)}
    return kind_of(**{**source, **days, **values})


def pages(snapshot: Snapshot) -> tuple[dict[str, Any], dict[str, Any]]:
    one, two = (role_page(snapshot.roles, entry) for entry in snapshot.roles.roles[:2])
    return one, two


def compared(pair: RolePair | None = None) -> dict[str, Any]:
    values = section(ONE, TWO)
    return compare_page(values, compare(values.competencies, ONE, TWO), pair)


def in_words(template: str, **context: Any) -> str:
    return " ".join(render_to_string(f"roles/pages/comparison_{template}.html", context).split())


def silences(part: dict[str, Any], roles: Any) -> list[str]:
    """Return what the cells say in which a role has no text."""
    context = {"rows": part["rows"], "roles": roles}
    html = " ".join(render_to_string("components/comparison_table.html", context).split())
    cells = re.findall(r'<td class="compare-table__none">(.*?)</td>', html)
    said = (each.partition("</span> <span>")[2] for each in cells)  # after the role's badge
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in said]


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_listed_as_in_speech(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_names_inside_a_sentence_keep_their_abbreviations() -> None:
    assert lowered("Risk management") == "risk management"
    assert lowered("PMP for the management side") == "PMP for the management side"


def test_a_role_page_lists_only_the_sections_it_has() -> None:
    page = role_page(section(ONE, TWO), ONE)
    assert [*page["contents"]] == ["work", "requirements", "next"]
    assert [(other.slug, leads) for other, leads in page["others"]] == [("two", False)]
    assert page["must_haves"] == []


def test_a_profile_starts_with_what_counts_most() -> None:
    page = role_page(section(ONE, TWO), ONE)
    assert [label for label, _ in page["profile"].rows] == ["Care", "Plan"]
    assert page["profile"].title == "Care and plan count most"


def test_must_haves_and_years_are_told_in_one_sentence() -> None:
    strict = role(
        "strict",
        {},
        requirements=(
            Requirement(competency="care", importance=5, required_level=70, must_have_level=40),
        ),
        required_hands_on_years=1,
    )
    page = role_page(section(strict), strict)
    assert page["must_haves"] == ["level 40 in care", "at least 1 year of hands-on technical work"]


def test_required_qualifications_come_first_within_their_kind() -> None:
    def qualification(title: str, strength: Strength) -> Qualification:
        return Qualification(
            kind=QualificationKind.KNOWLEDGE,
            strength=strength,
            topic="topic",
            title=title,
            text="Text.",
        )

    asking = role(
        "asking",
        {"plan": 3},
        qualifications=(
            qualification("Nice", Strength.HELPFUL),
            qualification("Needed", Strength.REQUIRED),
        ),
    )
    ((kind, entries),) = role_page(section(asking), asking)["qualifications"]
    assert kind is QualificationKind.KNOWLEDGE
    assert [entry.title for entry in entries] == ["Needed", "Nice"]


def test_a_certificate_shows_its_facts_with_source_and_day_and_what_is_not_known() -> None:
    certificate = Certification(
        slug="proof",
        name="Proof",
        issuer="Institute",
        category="pm_cert",
        summary="For all.",
        goal=Goal.MANAGE_PROJECTS,
        facts=(
            fact(CertificationFact, kind=ExamFactKind.EXAM, statement="60 questions."),
            fact(
                CertificationFact,
                kind=ExamFactKind.RENEWAL,
                statement="Every 3 years.",
                confidence=Confidence.DISPUTED,
                other_reading="Never.",
            ),
        ),
    )
    holding = role(
        "holding",
        {"plan": 3},
        certifications=(
            RoleCertification(certification="proof", strength=Strength.HELPFUL, note="Helps."),
        ),
    )
    page = role_page(section(holding, certifications=(certificate,)), holding)
    assert page["certificates"] == [(certificate, holding.certifications[0])]
    html = render_to_string("components/certificate_facts.html", {"item": certificate})
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["Exam", "Fee", "Usual study time", "Renewal"]
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "60 questions. Read on 1 November 2026 at BLS (from May 2024). Confidence: high." in text
    assert "Fee Not known. Usual study time Not known. Renewal Every 3 years." in text
    assert "Every 3 years. Another source says: Never." in text


def pay(country: str, **more: Any) -> SourcedFact:
    return fact(
        SourcedFact,
        kind=FactKind.PAY,
        statement="So much.",
        country=country,
        period="May 2024",
        amount=100_000,
        currency="USD",
        **more,
    )


def test_facts_are_grouped_and_carry_country_and_time() -> None:
    listed_in = fact(SourcedFact, kind=FactKind.CLASSIFICATION, statement="So.", country="Chile")
    likes = fact(SourcedFact, kind=FactKind.INTERESTS, statement="Likes.", counts="Ratings.")
    known = role("known", {"plan": 3}, facts=(likes, listed_in))
    page = role_page(section(known), known)
    assert page["listings"] == (listed_in, likes)
    html = " ".join(render_to_string("components/facts.html", {"facts": page["listings"]}).split())
    assert '<p class="small">Chile</p>' in html
    assert "<p>Ratings.</p>" in html
    assert "Confidence: high." in html
    assert page["outlook"] == page["notes"] == ()


def test_pay_names_the_countries_that_the_edition_knows_and_the_role_has_no_figure_for() -> None:
    here = role("here", {}, facts=(pay("United States"), pay("Chile")))
    there = role("there", {}, facts=(pay("Chile"), pay("Netherlands")))
    bare = role("bare", {})
    known = section(here, there, bare)
    assert pay_of(known, here)["figures"] == [(pay_line(each), each) for each in here.facts]
    assert pay_of(known, here)["unknown"] == "the Netherlands or any other country"
    assert pay_of(known, there)["unknown"] == "the United States or any other country"
    everywhere = "the United States, Chile, the Netherlands or any other country"
    assert pay_of(known, bare) == {"figures": [], "unknown": everywhere}
    assert "outlook" in role_page(known, bare)["contents"]
    assert pay_of(section(bare), bare) == {"figures": [], "unknown": ""}
    assert "outlook" not in role_page(section(bare), bare)["contents"]


def test_a_figure_of_pay_says_what_it_is() -> None:
    figure = pay("Chile", measure=PayMeasure.LOWEST)
    assert pay_line(figure) == "Chile: USD 100,000 a year (lowest pay allowed, May 2024)"
    assert pay_line(pay("Chile")) == "Chile: USD 100,000 a year (May 2024)"


def test_a_comparison_has_the_ends_of_both_ladders_and_all_that_is_known_of_pay() -> None:
    steps = tuple(
        RoleLevel(title=title, scope="All.", autonomy="Much.", technical_depth="Some.")
        for title in ("Low", "Middle", "High")
    )
    climbing = role("climbing", {}, levels=steps)
    paid = role("paid", {}, levels=steps[:1], facts=(pay("Chile"), pay("Peru")))
    values = section(climbing, paid)
    page = compare_page(values, compare(values.competencies, climbing, paid), None)
    figures = [pay_line(pay("Chile")), pay_line(pay("Peru"))]
    assert page["career"] == [(climbing, []), (paid, figures)]
    told = in_words("career", career=page["career"])
    assert re.findall(r"<td[^>]*>.*?</td>", told)[0].count("From Low to High") == 1
    assert told.count("Not known to us") == 2
    assert all(figure in told for figure in figures)
    assert compared()["career"] == []


def test_what_a_title_means_is_told_company_by_company() -> None:
    said = ("Ant: first.", "Bee: TPM means this: that.", "Ant: second.", "No name at all.")
    facts = tuple(fact(SourcedFact, kind=FactKind.COMPANY, statement=text) for text in said)
    told = [
        (company, [each.statement for each in entries])
        for company, entries in at_companies(role("big", {}, facts=facts))
    ]
    assert told == [
        ("Ant", ["First.", "Second."]),
        ("Bee", ["TPM means this: that."]),
        ("Elsewhere", ["No name at all."]),
    ]


def test_a_role_says_how_many_other_jobs_have_a_name_like_its_own(snapshot: Snapshot) -> None:
    def page(edition_role: Role) -> str:
        context = {**role_page(snapshot.roles, edition_role), "edition": snapshot}
        return " ".join(render_to_string("roles/pages/role_detail.html", context).split())

    project_manager, technical = map(page, snapshot.roles.roles[:2])
    assert "Two other jobs have similar names" in technical
    assert "have similar names" not in project_manager


def test_facts_of_one_kind_stand_under_one_name(snapshot: Snapshot) -> None:
    for page in pages(snapshot):
        for facts in (page["outlook"], page["listings"], page["notes"]):
            html = render_to_string("components/facts.html", {"facts": facts})
            titles = re.findall(r'<h3 class="entry__title">(.*?)</h3>', html)
            assert len(titles) == len(set(titles)) == len({fact.kind for fact in facts})
            assert html.count("Read on") == len(facts)


def test_a_pair_of_which_editors_say_nothing_starts_with_its_chart() -> None:
    page = compared()
    assert page["choose"] == []
    assert page["chart"].title == "Care counts more for the ON. Code counts more for the TW"


def test_roles_that_share_nothing_have_an_empty_overlap() -> None:
    first, second = role("one", {"care": 5}), role("two", {"code": 5})
    values = section(first, second)
    page = compare_page(values, compare(values.competencies, first, second), None)
    assert page["overlap"][1] == (None, ())
    assert page["sections"] == []


def test_roles_that_hardly_differ_say_so() -> None:
    first, second = role("one", {"care": 4}), role("two", {"care": 4.5})
    values = section(first, second)
    page = compare_page(values, compare(values.competencies, first, second), None)
    assert page["chart"].title == "The two roles weigh the same things alike"


def test_whichever_role_has_namesakes_is_explained() -> None:
    named = role("named", {"plan": 3}, namesakes=(Namesake(title="Twin", text="Another."),))
    values = section(ONE, named)
    page = compare_page(values, compare(values.competencies, ONE, named), None)
    assert page["namesakes_of"] is not None
    assert page["namesakes_of"].slug == "named"


def test_a_role_that_does_everything_says_so_where_only_the_other_has_a_text(
    snapshot: Snapshot,
) -> None:
    first, second = snapshot.roles.roles[:2]
    comparison = compare(snapshot.roles.competencies, first, second)
    page = compare_page(snapshot.roles, comparison, snapshot.pair(first.slug, second.slug))
    duties = page["sections"][0]
    cells = {label: cells for label, _, cells, _ in duties["rows"]}
    assert cells["Stakeholder management"][0]["asks"].importance == 5
    said = silences(duties, page["roles"])
    assert "The TPM does this too. Counts 3 of 5, level 55 of 100" in said
    assert "The PM needs less of this. Counts 1 of 5, level 20 of 100" in said
    assert in_words("finding", part=duties, page=page) == (
        "6 are named for the PM and 5 for the TPM. The TPM does everything that the PM does."
    )


@given(
    st.dictionaries(st.sampled_from(["care", "plan"]), st.sampled_from([0, 2, 5])),
    st.dictionaries(st.sampled_from(["care", "plan"]), st.sampled_from([0, 2, 5])),
    st.lists(st.sampled_from(["care", "plan", ""]), max_size=3),
    st.lists(st.sampled_from(["care", "plan", ""]), max_size=3),
    st.sampled_from(["", "first", "second"]),
)
def test_a_comparison_never_claims_that_a_role_has_nothing_to_do_with_something(
    ones: dict[str, float],
    twos: dict[str, float],
    duties: list[str],
    others: list[str],
    broader: str,
) -> None:
    def duty(key: str) -> Responsibility:
        return Responsibility(title=f"A {key}", text="Text.", competency=key or None)

    one = role("one", ones, responsibilities=tuple(map(duty, duties)))
    two = role("two", twos, responsibilities=tuple(map(duty, others)))
    values = section(one, two)
    pair = RolePair(first="two", second="one", difference="So.", broader=Broader(broader))
    page = compare_page(values, compare(values.competencies, one, two), pair)
    for part in page["sections"]:
        finding = in_words("finding", part=part, page=page)
        assert not re.search(r"\b(none|nothing|0)\b", finding, re.IGNORECASE)
        cells = [cell for _, _, cells, _ in part["rows"] for cell in cells]
        silent = [cell for cell in cells if not cell["text"]]
        for cell, said in zip(silent, silences(part, page["roles"]), strict=True):
            assert said
            assert not re.search(r"\b(not|no|none)\b", said, re.IGNORECASE)
            if {"one": "second", "two": "first"}[cell["role"].name.lower()] == broader:
                assert "does this too" in said


def test_a_topic_key_becomes_a_label_that_keeps_short_names() -> None:
    marks = compared()["roles"]
    assert topic_label("on_knowledge", marks) == "ON knowledge"
    assert topic_label("delivery_experience", marks) == "Delivery experience"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("[a](javascript:alert)", "<p>[a](javascript:alert)</p>\n"),
        ("A *word*", "<p>A <em>word</em></p>\n"),
        ("O*NET and *O*NET*: 2*3*4", "<p>O*NET and <em>O*NET</em>: 2*3*4</p>\n"),
        ("*a* *", "<p><em>a</em> *</p>\n"),
    ],
)
def test_editors_markdown_becomes_clean_html(text: str, html: str) -> None:
    assert prose(text) == html
