"""Who may take which exam, from when, and when it must be renewed, on rules made up for it."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.models.choices import Education
from roles.pages.eligibility import (
    Background,
    Need,
    Openness,
    Standing,
    add_months,
    contains,
    outcomes,
    questions,
    renewal_date,
)
from roles.snapshot.certificates import Certification, EligibilityRoute, WorkKind

TODAY = dt.date(2026, 11, 23)
LEADING, COMPLEX = WorkKind.LEADING, WorkKind.COMPLEX


def certificate(slug: str, *routes: dict[str, Any], **fields: Any) -> Certification:
    return Certification(
        slug=slug, name=slug.upper(), issuer="Issuer", category="pm_cert", summary="Summary.",
        goal="manage_projects", **fields,
        routes=tuple(EligibilityRoute(title=f"Way {n}", **route) for n, route in enumerate(routes)),
    )  # fmt: skip


def best(of: Certification, *others: Certification, **background: Any) -> Standing:
    every = (of, *others)
    return outcomes(every, frozenset({of.slug}), Background(**background), TODAY)[0].best


PMP = certificate(
    "pmp",
    {"education": "bachelor", "months_leading": 36, "within_years": 8, "training_hours": 35},
    {"education": "secondary", "months_leading": 60, "within_years": 8, "training_hours": 35},
)
OPEN = certificate("open")
FIRST = certificate("first", {"months_agile": 6})
AFTER = certificate("after", {"holds": ("pmp", "first")})
AGILE = (WorkKind.AGILE, 0)


def test_an_exam_that_asks_nothing_has_no_outcome_of_its_own() -> None:
    levels = certificate("levels", {}, {"months_leading": 36})
    assert OPEN.is_open_to_all
    assert levels.is_open_to_all
    chosen = frozenset({"open", "levels"})
    (found,) = outcomes((OPEN, levels), chosen, Background(), TODAY)
    assert [each.route.title for each in found.standings] == ["Way 1"]


def test_only_what_was_chosen_is_answered_and_nothing_that_is_held_or_surpassed() -> None:
    low = certificate("low", {"months_agile": 1}, surpassed_by=("first",))
    every = frozenset({"pmp", "low"})
    found = outcomes((PMP, low, FIRST), every, Background(holds=frozenset({"first"})), TODAY)
    assert [each.certification.slug for each in found] == ["pmp"]
    assert outcomes((PMP,), every, Background(holds=frozenset({"pmp"})), TODAY) == ()


def test_a_degree_has_no_day_and_training_moves_none() -> None:
    months = {(LEADING, 8): 60}
    found = best(PMP, months=months, training_hours=35)
    assert found.needs == {Need.EDUCATION}
    assert found.earliest is None
    assert found.route.title == "Way 1"
    found = best(PMP, education=Education.BACHELOR, months=months, training_hours=0)
    assert found.needs == {Need.TRAINING}
    assert found.earliest == TODAY


def test_the_day_is_said_for_months_that_last_and_for_months_that_grow_too_old() -> None:
    found = best(PMP, education=Education.BACHELOR, months={(LEADING, 8): 20}, training_hours=35)
    assert found.earliest == add_months(TODAY, 16)
    assert found.latest == add_months(TODAY, 36)
    none_yet = best(PMP, education=Education.BACHELOR, months={(LEADING, 8): 0})
    assert none_yet.earliest == none_yet.latest == add_months(TODAY, 36)
    at_any_time = best(FIRST, months={AGILE: 4})
    assert at_any_time.earliest == at_any_time.latest == add_months(TODAY, 2)


@given(past=st.lists(st.booleans(), min_size=96, max_size=96), needed=st.integers(1, 96))
def test_whoever_works_on_from_today_gets_there_between_the_two_days(
    past: list[bool], needed: int
) -> None:
    """Live the months one by one: those before the window fall out, each new one counts."""
    rule = certificate("rule", {"months_leading": needed, "within_years": 8})
    found = best(rule, months={(LEADING, 8): sum(past)})
    waited = next(months for months in range(97) if sum(past[months:]) + min(months, 96) >= needed)
    assert found.earliest
    assert found.latest
    assert found.earliest <= add_months(TODAY, waited) <= found.latest


def test_more_months_than_a_window_has_are_never_reached() -> None:
    rule = certificate("rule", {"months_leading": 13, "within_years": 1})
    assert best(rule, months={(LEADING, 1): 12}).earliest is None


def test_of_levels_that_are_open_the_highest_is_said() -> None:
    levels = certificate("levels", {"months_leading": 36}, {"months_leading": 60})
    assert best(levels, months={(LEADING, 0): 40}).route.title == "Way 0"
    assert best(levels, months={(LEADING, 0): 60}).route.title == "Way 1"


def test_a_plain_way_comes_before_one_with_a_condition_to_check() -> None:
    both = certificate("both", {"months_leading": 9, "check_yourself": "True?"}, {"holds": ("a",)})
    months = {(LEADING, 0): 9}
    assert best(both, months=months).openness is Openness.OPEN_IF
    assert best(both, months=months, holds=frozenset({"a"})).openness is Openness.OPEN


def test_a_certificate_opens_the_way_to_the_next() -> None:
    assert best(AFTER, PMP, FIRST, holds=frozenset({"first"})).openness is Openness.OPEN
    found = best(AFTER, PMP, FIRST, months={AGILE: 4})
    assert found.missing[0].holds == ("pmp", "first")
    assert found.earliest == dt.date(2027, 1, 23)
    assert best(AFTER, PMP, FIRST).earliest is None
    assert best(certificate("next", {"holds": ("open",)}), OPEN).earliest == TODAY


def test_two_certificates_that_ask_for_each_other_are_no_way_to_either() -> None:
    one, two = certificate("one", {"holds": ("two",)}), certificate("two", {"holds": ("one",)})
    assert best(one, two).earliest is None
    assert best(one, two, holds=frozenset({"two"})).openness is Openness.OPEN


def test_what_a_held_certificate_replaces_is_not_asked() -> None:
    rule = certificate(
        "rule",
        {"months_leading": 48, "months_programs": 48, "within_years": 15},
        {"months_programs": 48, "within_years": 15, "holds": ("pmp",)},
        {"training_hours": 9, "training_instead": ("capm",), "education": "accredited"},
    )
    none: frozenset[str] = frozenset()
    programs = (WorkKind.PROGRAMS, 15)
    asked = questions([rule], Education.NONE, none)
    assert (asked.windows, asked.training) == (((LEADING, 15), programs), False)
    assert questions([rule], Education.NONE, frozenset({"pmp"})).windows == (programs,)
    assert questions([rule], Education.ACCREDITED, none).training
    assert not questions([rule], Education.ACCREDITED, frozenset({"capm"})).training


def test_only_an_easier_way_with_the_same_checks_replaces_another() -> None:
    held = frozenset({"pmp"})

    def asked(**easier: Any) -> tuple[Any, ...]:
        way = {"months_agile": 24, "within_years": 5, "check_yourself": "About this."}
        other = {"holds": ("pmp",), "check_yourself": "About this."} | easier
        return questions([certificate("rule", way, other)], Education.NONE, held).windows

    agile = (WorkKind.AGILE, 5)
    assert asked() == ()
    assert asked(check_yourself="About that.") == (agile,)
    assert asked(education="bachelor") == (agile,)
    assert asked(training_hours=1) == (agile,)
    assert asked(months_leading=1, within_years=5) == (agile, (LEADING, 5))[::-1]
    assert (WorkKind.AGILE, 5) in asked(months_agile=12, within_years=3)


def test_if_no_way_can_be_open_yet_all_are_asked_about() -> None:
    asked = questions([PMP], Education.NONE, frozenset())
    assert asked.windows == ((LEADING, 8),)
    assert asked.training


@pytest.mark.parametrize(
    ("outer", "inner", "is_so"),
    [
        ((LEADING, 8), (LEADING, 6), True),
        ((LEADING, 8), (LEADING, 8), False),
        ((LEADING, 6), (LEADING, 8), False),
        ((LEADING, 0), (LEADING, 40), True),
        ((LEADING, 8), (LEADING, 0), False),
        ((LEADING, 8), (COMPLEX, 8), True),
        ((COMPLEX, 8), (LEADING, 6), False),
        ((WorkKind.PROGRAMS, 8), (LEADING, 6), False),
    ],
)
def test_a_longer_time_holds_a_shorter_one(outer: Any, inner: Any, is_so: bool) -> None:
    assert contains(outer, inner) is is_so


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2027, 12, 31), 2, dt.date(2028, 2, 29)),
        (dt.date(2026, 11, 23), 0, dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 23), 14, dt.date(2028, 1, 23)),
    ],
)
def test_months_are_added_by_the_calendar(day: dt.date, months: int, then: dt.date) -> None:
    assert add_months(day, months) == then


def test_the_next_renewal_is_the_first_that_is_not_past() -> None:
    yearly = certificate("yearly", renewal_months=12)
    assert renewal_date(dt.date(2024, 11, 24), yearly, TODAY) == dt.date(2026, 11, 24)
    assert renewal_date(dt.date(2024, 11, 23), yearly, TODAY) == TODAY
    assert renewal_date(TODAY, OPEN, TODAY) is None
