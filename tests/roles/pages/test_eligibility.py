"""Who may sit which exam, from when, and when it must be renewed."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.models.choices import Education
from roles.pages.eligibility import Background, Need, add_months, outcomes, renewal_date
from roles.snapshot.certificates import Certification, EligibilityRoute

TODAY = dt.date(2026, 11, 23)


def certificate(
    slug: str, *routes: dict[str, Any], renewal_months: int | None = None
) -> Certification:
    return Certification(
        slug=slug, name=slug.upper(), issuer="Issuer", category="pm_cert", summary="Summary.",
        goal="manage_projects", renewal_months=renewal_months,
        routes=tuple(EligibilityRoute(title=f"Way {n}", **route) for n, route in enumerate(routes)),
    )  # fmt: skip


PMP = certificate(
    "pmp",
    {"education": "accredited", "months_leading": 24, "training_hours": 35},
    {"education": "bachelor", "months_leading": 36, "training_hours": 35},
    {"education": "associate", "months_leading": 48, "training_hours": 35},
    {"education": "secondary", "months_leading": 60, "training_hours": 35},
)
OPEN = certificate("open")
AFTER = certificate("after", {"holds": ("pmp", "first")})
FIRST = certificate("first", {"months_agile": 6})


def outcome(of: Certification, *others: Certification, **background: Any) -> Any:
    return outcomes((of, *others), Background(**background), TODAY)[0]


def test_an_exam_that_asks_nothing_is_open_to_everybody() -> None:
    found = outcome(OPEN)
    assert (found.is_open, found.route, found.from_date) == (True, None, TODAY)


@pytest.mark.parametrize(
    ("education", "months"),
    [("accredited", 24), ("bachelor", 36), ("associate", 48), ("secondary", 60)],
)
def test_the_months_that_are_needed_follow_from_the_education(education: str, months: int) -> None:
    def with_months(count: int) -> Any:
        return outcome(PMP, education=Education(education), months_leading=count, training_hours=35)

    assert with_months(months).is_open
    short = with_months(months - 1)
    (missing,) = short.missing
    assert (missing.need, missing.have, missing.needed) == (
        Need.MONTHS_LEADING,
        months - 1,
        months,
    )
    assert short.from_date == dt.date(2026, 12, 23)


def test_training_can_be_done_at_any_time_and_so_does_not_move_the_day() -> None:
    found = outcome(PMP, education=Education.BACHELOR, months_leading=40)
    assert [m.need for m in found.missing] == [Need.TRAINING_HOURS]
    assert found.from_date == TODAY
    assert not found.is_open


def test_a_degree_has_no_day() -> None:
    found = outcome(PMP, months_leading=100, training_hours=35)
    assert [m.need for m in found.missing] == [Need.EDUCATION]
    assert found.from_date is None


def test_of_several_ways_that_are_open_the_one_that_asks_most_is_said() -> None:
    levels = certificate("levels", {}, {"months_leading": 36}, {"months_leading": 60})
    assert outcome(levels).route.title == "Way 0"
    assert outcome(levels, months_leading=40).route.title == "Way 1"
    assert outcome(levels, months_leading=60).route.title == "Way 2"


def test_without_education_the_smallest_step_is_said() -> None:
    assert outcome(PMP, months_leading=60, training_hours=35).route.title == "Way 3"


def test_a_certificate_opens_the_way_to_the_next() -> None:
    assert outcome(AFTER, PMP, FIRST, holds=frozenset({"first"})).is_open
    found = outcome(AFTER, PMP, FIRST, months_agile=4)
    assert found.missing[0].holds == ("pmp", "first")
    assert found.from_date == dt.date(2027, 1, 23)


def test_two_certificates_that_ask_for_each_other_are_no_way_to_either() -> None:
    one, two = certificate("one", {"holds": ("two",)}), certificate("two", {"holds": ("one",)})
    assert outcome(one, two).from_date is None
    assert outcome(one, two, holds=frozenset({"two"})).is_open


def test_what_a_person_holds_is_said() -> None:
    assert outcome(PMP, holds=frozenset({"pmp"})).is_held


@given(
    education=st.sampled_from(Education),
    months=st.integers(0, 80),
    hours=st.integers(0, 60),
    more=st.integers(0, 30),
)
def test_more_experience_never_closes_an_exam_nor_moves_it_back(
    education: Education, months: int, hours: int, more: int
) -> None:
    before = outcome(PMP, education=education, months_leading=months, training_hours=hours)
    after = outcome(PMP, education=education, months_leading=months + more, training_hours=hours)
    assert after.is_open or not before.is_open
    assert (after.from_date or dt.date.max) <= (before.from_date or dt.date.max)


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
