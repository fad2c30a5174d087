"""Who may take which exam, as the content that ships says: written cases, laws on every rule."""

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.models.choices import Education, ExamFactKind
from roles.pages.eligibility import (
    Background,
    EligibilityOutcome,
    Missing,
    Need,
    Openness,
    missing_of,
    outcomes,
    questions,
    rank,
)
from roles.pages.presenters.certificates import open_to_all
from roles.snapshot.certificates import EligibilityRoute, WorkKind
from tests.seed.content import CERTIFICATIONS, SECTION

TODAY = dt.date(2026, 11, 30)
LETTERS = {
    "L": WorkKind.LEADING,
    "C": WorkKind.COMPLEX,
    "P": WorkKind.PROGRAMS,
    "A": WorkKind.AGILE,
}

# Each line: what a person states, and the answer. "L8=36" is 36 months of leading projects in the
# last 8 years (C: complex ones, P: programs, A: agile work), "h=35" hours of training; other words
# are certificates that the person holds. "no L1 h2": one month and two hours are missing.
CASES = {
    "pmp": """
        bachelor L8=36 h=35 -> open With a bachelor
        bachelor L8=35 h=35 -> no L1
        bachelor L8=36 h=34 -> no h1
        bachelor L8=36 h=0 capm -> open With a bachelor
        bachelor L8=36 h=0 csm -> no h35
        bachelor L10=36 h=35 -> no L36
        bachelor L8=36 -> no h35
        accredited L8=24 h=35 -> open With a PMI-accredited
        accredited L8=23 h=35 -> no L1
        accredited L8=96 h=35 -> open With a PMI-accredited
        associate L8=48 h=35 -> no L12
        associate L8=60 h=35 -> open With a secondary
        secondary L8=59 h=35 -> no L1
        secondary L8=60 h=0 capm -> open With a secondary
        none L8=96 h=100 -> no education
        bachelor L8=36 h=35 pmp -> out
    """,
    "capm": """
        secondary h=23 -> open
        secondary h=22 -> no h1
        bachelor h=23 -> open
        none h=40 -> no education
        secondary -> no h23
        secondary h=0 google-project-management -> no h23
        secondary h=23 pmp -> out
    """,
    "pmi-acp": """
        secondary A5=24 h=28 -> if With 24 months
        secondary A5=23 h=28 -> no A1
        secondary A5=24 h=27 -> no h1
        secondary A5=24 h=0 csm -> if With 24 months
        secondary A5=24 h=0 safe-scrum-master -> if With 24 months
        secondary A5=24 h=0 capm -> no h28
        secondary A8=24 h=28 -> no A24
        secondary h=28 pmp -> if With a current PMP
        secondary h=27 pmp -> no h1
        bachelor h=0 pmp psm-i -> if With a current PMP
        accredited A5=24 -> if With a PMI-accredited degree and 24
        accredited pmp -> if With a PMI-accredited degree and a current
        none A5=24 h=28 -> no education
    """,
    "pgmp": """
        bachelor L15=48 P15=48 -> if With a bachelor
        bachelor L15=47 P15=48 -> no L1
        bachelor L15=48 P15=47 -> no P1
        bachelor L10=48 P15=48 -> no L48
        bachelor L8=48 P15=48 -> no certificate
        bachelor P15=48 pmp -> if With a bachelor’s degree or above and a current PMP
        bachelor P15=47 pmp -> no P1
        secondary L15=48 P15=84 -> if With a secondary
        secondary L15=48 P15=83 -> no P1
        secondary P15=84 pmp -> if With a secondary school diploma and a current PMP
        accredited L15=36 P15=36 -> if With a PMI-accredited
        accredited L15=35 P15=36 -> no L1
        accredited P15=36 pmp -> if With a PMI-accredited degree and a current PMP
        none L15=180 P15=180 -> no education
    """,
    "pmi-pmocp": """
        secondary h=10 -> if With project experience
        secondary h=9 -> no h1
        secondary h=10 pmp -> if With a PMP
        bachelor h=9 pmp -> no h1
        bachelor -> no h10
        none h=10 -> no education
    """,
    "prince2-foundation": """
        none -> all
        bachelor L8=96 h=100 -> all
        none capm -> all
        none ipma pmp -> all
        none prince2-practitioner -> out
        none prince2-foundation -> out
    """,
    "prince2-practitioner": """
        none prince2-foundation -> open With PRINCE2 Foundation
        none pmp -> open With a PMP
        none capm -> open With a PMP
        none ipma -> open With a PMP
        none apm-pmq -> if With the APM PMQ
        none apm-pmq prince2-foundation -> open With PRINCE2 Foundation
        none csm -> no certificate
        accredited L8=96 h=100 -> no certificate
        none prince2-practitioner -> out
    """,
    "ipma": """
        none -> all
        none L6=36 -> if Level C
        none L6=35 -> if Level C, if you assisted
        none L8=36 -> if Level C, if you assisted
        none L8=60 C8=36 -> if Level B
        none L8=59 C8=36 L6=36 -> if Level C
        none L8=60 C8=35 L6=36 -> if Level C
        none L8=60 C12=36 -> if Level C, if you assisted
        none L8=60 C8=36 C12=60 -> if Level A with projects
        none C12=60 -> if Level A with projects
        none C12=59 -> if Level C, if you assisted
        none P12=60 -> if Level A with programmes
        none P12=59 -> if Level C, if you assisted
        none ipma -> out
    """,
    "csm": """
        none -> if After the course
        bachelor -> if After the course
        none h=100 -> if After the course
        none A5=60 -> if After the course
        none psm-i pmp -> if After the course
        none csm -> out
    """,
    "apm-pmq": """
        none -> if Take the exam
        bachelor -> if Take the exam
        none L8=96 -> if Take the exam
        none h=100 -> if Take the exam
        none pmp -> if Take the exam
        none apm-pmq -> out
    """,
    "google-cloud-digital-leader": """
        none -> if If you are 18 or older
        bachelor -> if If you are 18 or older
        none google-associate-cloud-engineer -> out
    """,
    "psm-i": """
        none -> all
        none csm -> all
        none psm-i -> out
    """,
}
WRITTEN = [
    (slug, *line.split(" -> "))
    for slug, lines in CASES.items()
    for line in filter(None, map(str.strip, lines.splitlines()))
]


def background(stated: str) -> Background:
    education, *words = stated.split()
    months = {}
    hours = None
    holds = set()
    for word in words:
        name, _, number = word.partition("=")
        if not number:
            holds.add(word)
        elif name == "h":
            hours = int(number)
        else:
            months[LETTERS[name[0]], int(name[1:])] = int(number)
    return Background(Education(education), months, hours, frozenset(holds))


def outcome(slug: str, stated: Background) -> EligibilityOutcome | None:
    found = outcomes(SECTION.certifications, frozenset({slug}), stated, TODAY)
    return found[0] if found else None


def in_short(missing: Missing) -> str:
    if missing.need is Need.MONTHS:
        letter = next(letter for letter, work in LETTERS.items() if work is missing.work)
        return f"{letter}{missing.short}"
    return f"h{missing.short}" if missing.need is Need.TRAINING else missing.need.value


@pytest.mark.parametrize(("slug", "stated", "answer"), WRITTEN)
def test_a_written_case_has_its_answer(slug: str, stated: str, answer: str) -> None:
    person = background(stated)
    word, _, rest = answer.partition(" ")
    found = outcome(slug, person)
    is_for_all = CERTIFICATIONS[slug] in open_to_all(SECTION.certifications, person.holds)
    if word in ("all", "out"):
        assert is_for_all == (word == "all")
        assert word == "all" or not found
        return
    assert found
    if word == "no":
        assert found.best.openness is Openness.NOT_YET
        assert " ".join(map(in_short, found.best.missing)) == rest
    else:
        assert found.best.openness is (Openness.OPEN if word == "open" else Openness.OPEN_IF)
        assert found.best.route.title.startswith(rest)


def test_the_ten_most_asked_have_six_cases_each() -> None:
    assert sum(len([c for c in WRITTEN if c[0] == slug]) >= 6 for slug in CASES) >= 10
    assert len(WRITTEN) >= 60


ROUTES = [(c.slug, route) for c in SECTION.certifications for route in c.conditional_routes]


def exactly(route: EligibilityRoute, **change: Any) -> Background:
    """Return a person who has just what a route asks, apart from ``change``."""
    stated = {
        "education": route.education,
        "months": {(work, route.within_years): n for work, n in route.months.items()},
        "training_hours": route.training_hours,
        "holds": frozenset(route.holds[:1]),
    }
    return Background(**{**stated, **change})


def ids(value: Any) -> str:
    return value.title if isinstance(value, EligibilityRoute) else str(value)


@pytest.mark.parametrize(("slug", "route"), ROUTES, ids=ids)
def test_a_rule_is_met_exactly_and_missed_by_the_least(slug: str, route: EligibilityRoute) -> None:
    def needs(**change: Any) -> list[str]:
        return [in_short(each) for each in missing_of(route, exactly(route, **change))]

    assert needs() == []
    months = {(work, route.within_years): number for work, number in route.months.items()}
    for (work, years), number in months.items():
        (short,) = needs(months={**months, (work, years): number - 1})
        assert short.endswith("1")
        (unasked,) = needs(months={key: n for key, n in months.items() if key != (work, years)})
        assert unasked.endswith(str(number))
        longer = {(each, years + 2): n for (each, _), n in months.items()}
        assert len(needs(months=longer)) == len(months)
    if route.training_hours:
        hours = route.training_hours
        assert needs(training_hours=hours - 1) == ["h1"]
        assert needs(training_hours=None) == [f"h{hours}"]
        for instead in route.training_instead:
            held = frozenset({instead, *route.holds[:1]})
            assert needs(training_hours=0, holds=held) == []
    for each in route.holds:
        assert needs(holds=frozenset({each})) == []
    if route.holds:
        assert needs(holds=frozenset()) == ["certificate"]
    if rank(route.education):
        lower = tuple(Education)[rank(route.education) - 1]
        assert needs(education=lower) == ["education"]
        assert needs(education=Education.ACCREDITED) == []


WINDOWS = sorted({(work, route.within_years) for _, route in ROUTES for work in route.months})
people = st.builds(
    Background,
    education=st.sampled_from(Education),
    months=st.dictionaries(st.sampled_from(WINDOWS), st.integers(0, 180)),
    training_hours=st.none() | st.integers(0, 60),
    holds=st.frozensets(st.sampled_from(sorted(CERTIFICATIONS)), max_size=3),
)


@given(person=people)
def test_nothing_is_open_by_a_condition_that_was_not_asked(person: Background) -> None:
    for found in outcomes(SECTION.certifications, frozenset(CERTIFICATIONS), person, TODAY):
        for standing in (found.best, *found.others):
            if standing.openness is Openness.NOT_YET:
                continue
            route, years = standing.route, standing.route.within_years
            assert rank(person.education) >= rank(route.education)
            for work, needed in route.months.items():
                assert person.months[work, years] >= needed
            if person.holds.isdisjoint(route.training_instead) and route.training_hours:
                assert person.training_hours is not None
                assert person.training_hours >= route.training_hours
            assert not route.holds or person.holds & set(route.holds)
            assert (standing.openness is Openness.OPEN_IF) == bool(route.check_yourself)


@given(person=people, other=people)
def test_more_of_anything_never_closes_an_exam_nor_moves_its_day_back(
    person: Background, other: Background
) -> None:
    windows = person.months.keys() | other.months.keys()
    more = Background(
        max(person.education, other.education, key=rank),
        {w: max(person.months.get(w, 0), other.months.get(w, 0)) for w in windows},
        max(person.training_hours or 0, other.training_hours or 0),
        person.holds | other.holds,
    )
    after = {
        each.certification.slug: each.best
        for each in outcomes(SECTION.certifications, frozenset(CERTIFICATIONS), more, TODAY)
    }
    for before in outcomes(SECTION.certifications, frozenset(CERTIFICATIONS), person, TODAY):
        if then := after.get(before.certification.slug):
            assert then.openness <= before.best.openness
            days = (then.earliest or dt.date.max, before.best.earliest or dt.date.max)
            assert days[0] <= days[1]


@given(
    education=st.sampled_from(Education),
    holds=st.frozensets(st.sampled_from(sorted(CERTIFICATIONS)), max_size=3),
    slug=st.sampled_from([c.slug for c in SECTION.certifications if c.conditional_routes]),
)
def test_what_is_asked_is_enough_to_know_and_nothing_else_is_asked(
    education: Education, holds: frozenset[str], slug: str
) -> None:
    certification = CERTIFICATIONS[slug]
    asked = questions([certification], education, holds)
    every = {(w, r.within_years) for r in certification.conditional_routes for w in r.months}
    assert set(asked.windows) <= every
    person = Background(
        education, {w: w[1] * 12 for w in asked.windows}, 60 if asked.training else None, holds
    )
    reachable = [
        route
        for route in certification.conditional_routes
        if rank(education) >= rank(route.education)
        and (not route.holds or holds & set(route.holds))
    ]
    found = outcome(slug, person)
    assert not reachable or not found or found.best.openness is not Openness.NOT_YET


def numbers(text: str) -> set[int]:
    return {int(found.replace(",", "")) for found in re.findall(r"\d+(?:,\d{3})*", text)}


@pytest.mark.parametrize(("slug", "route"), ROUTES, ids=ids)
def test_every_number_of_a_rule_stands_in_what_readers_are_told(
    slug: str, route: EligibilityRoute
) -> None:
    facts = CERTIFICATIONS[slug].facts_of(ExamFactKind.REQUIREMENTS)
    told = numbers(" ".join(f"{fact.statement} {fact.other_reading}" for fact in facts))
    for months in route.months.values():
        assert {months, months / 12} & told
    assert {route.within_years, route.training_hours} - {0} <= told
    checked = numbers(route.check_yourself)
    assert all({number, number / 12, number * 12} & told for number in checked)
