"""What a quarter shows beside all time, and the error of an answer given twice."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assessments.analytics.statistics.figures import Report
from assessments.analytics.statistics.formulas import error_from_retests, weighed_error
from assessments.analytics.statistics.report import FormSums, report
from assessments.analytics.statistics.sums import AttemptEnd, Pair, Taken, sums_of
from tests.assessments.analytics.statistics.people import (
    FORM,
    answered,
    answers_of,
    crowd,
    left_at,
    part,
    second,
)

QUARTER = 2026 * 4


def of_quarter(inside: list[Taken], rest: list[Taken]) -> Report:
    return report([FormSums(FORM, part(inside).sums, part(rest).sums)], FORM, quarter=QUARTER)


def test_a_quarter_shows_its_own_figures() -> None:
    told = of_quarter(crowd(40), crowd(50, seed=2))
    alone = report([part(crowd(40))], FORM)
    one, other = told.question("B03"), alone.question("B03")
    assert one is not None
    assert other is not None
    assert (one.answered, one.mean, one.spread) == (40, other.mean, other.spread)
    assert told.people[AttemptEnd.FINISHED] == 40


@pytest.mark.parametrize("few", [1, 4])
def test_a_quarter_that_holds_all_but_a_few_tells_nothing(few: int) -> None:
    told = of_quarter(crowd(250), crowd(few, seed=2))
    question = told.question("B03")
    assert question is not None
    assert (question.is_held_back, question.answered, question.shares) == (True, None, None)
    assert all(each.alpha is None for each in told.scales)
    assert told.curve == ()
    assert told.people[AttemptEnd.FINISHED] is None


def test_with_nobody_in_other_quarters_the_quarter_is_all_there_is() -> None:
    told = of_quarter(crowd(250), [])
    assert told.scales == report([part(crowd(250))], FORM).scales


def test_an_answer_that_few_gave_in_other_quarters_is_hidden_in_this_one() -> None:
    inside = [*answered(1, 40), *answered(2, 20), *answered(3, 15)]
    open_ = of_quarter(inside, [*answered(1, 10), *answered(2, 10), *answered(3, 10)])
    closed = of_quarter(inside, [*answered(1, 20), *answered(2, 10), *answered(3, 2)])
    shares = [told.question("B03").shares for told in (open_, closed)]  # type: ignore[union-attr]
    assert shares[0] is not None
    assert shares[1] is not None
    assert shares[0][1:4] == (40 / 75, 20 / 75, 15 / 75)
    assert shares[1][2:4] == (None, None)


def test_where_few_left_in_other_quarters_it_is_hidden_in_this_one() -> None:
    inside = [*crowd(120), *(left_at(3) for _ in range(6)), *(left_at(5) for _ in range(7))]
    rest = [*crowd(120, seed=2), *(left_at(3) for _ in range(2)), *(left_at(5) for _ in range(9))]
    exits = of_quarter(inside, rest).questions[3].exits
    assert exits is not None
    assert exits.left is None
    alone = of_quarter(inside, []).questions[3].exits
    assert alone is not None
    assert alone.left == 6


# ------------------------------------------------------------------ answered twice


def test_the_error_is_that_of_the_formula() -> None:
    assert error_from_retests(100, 100 * 20.0**2) == pytest.approx(math.sqrt(400 / 2 / 0.7))
    assert weighed_error(16.0, 100, 20.0) == pytest.approx(math.sqrt((256 + 400) / 2))
    assert weighed_error(16.0, 0, 99.0) == 16.0


def test_only_a_question_that_was_the_same_both_times_counts() -> None:
    first = answers_of(np.random.default_rng(1))
    again = first | {"B03": 5 - first["B03"], "B04": None}
    same = sums_of(FORM, (), [Pair(FORM, first, again)])
    assert same.questions["B03"].pairs == 1
    assert same.questions["B03"].squares == (20.0 * (5 - 2 * first["B03"])) ** 2
    assert same.questions["B04"].pairs == 0, "Left out the second time."
    reworded = second(fingerprint="another")
    other = sums_of(FORM, (), [Pair(reworded, first, again)])
    assert (other.questions["B03"].pairs, other.questions["B05"].pairs) == (0, 1)


@pytest.mark.parametrize(("pairs", "shows"), [(99, False), (100, True)])
def test_the_error_shows_from_a_hundred_pairs_on(pairs: int, shows: bool) -> None:
    counted = part(crowd(40))
    twice = sums_of(FORM, (), [Pair(FORM, {"B03": 2}, {"B03": 3})] * pairs)
    told = report([type(counted)(FORM, counted.sums + twice)], FORM).question("B03")
    assert told is not None
    assert (told.retest is not None) == shows
    if told.retest:
        assert told.retest.error == pytest.approx(20 / math.sqrt(1.4))
        assert told.retest.together == pytest.approx(weighed_error(16.0, 100, told.retest.error))
