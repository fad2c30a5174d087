"""Sums: adding them up in any way gives the same, and they say what the raw answers say."""

from __future__ import annotations

import statistics
from functools import reduce
from itertools import pairwise
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.analytics.statistics.form import CHOICES
from assessments.analytics.statistics.formulas import (
    EDGES,
    bin_of,
    mean_of,
    quantile,
    quick_share,
    seconds_taken,
    spread_of,
    wilson,
)
from assessments.analytics.statistics.sums import (
    AttemptEnd,
    Sums,
    Taken,
    left_before,
    place_reached,
    sums_of,
)
from assessments.instrument.questionnaire import QuestionKind
from tests.assessments.analytics.statistics.people import FORM, crowd, finished, left_at
from tests.assessments.sheets import any_sheet

PEOPLE = crowd(60)


@st.composite
def taken(draw: st.DrawFn) -> Taken:
    outcome = draw(st.sampled_from(AttemptEnd))
    answers = draw(any_sheet())
    saved = {key: draw(st.floats(0, 900)) for key in list(answers)[:6]}
    return Taken(outcome, answers, saved, 0.0)


@settings(max_examples=30, deadline=None)
@given(st.lists(taken(), max_size=12), st.data())
def test_batches_split_in_any_way_add_up_to_the_same(
    people: list[Taken], data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(people)), max_size=4)))
    edges = [0, *cuts, len(people)]
    batches = [people[a:b] for a, b in pairwise(edges)]
    shuffled = data.draw(st.permutations(batches))
    parts = [sums_of(FORM, batch) for batch in shuffled]
    whole = reduce(add, parts, sums_of(FORM, ()))
    assert whole.to_data() == sums_of(FORM, people).to_data()


def test_sums_come_back_from_storage_as_they_were() -> None:
    sums = sums_of(FORM, [*PEOPLE, left_at(5)])
    assert Sums.from_data(sums.to_data()).to_data() == sums.to_data()


def test_counts_are_those_of_the_raw_answers() -> None:
    sums = sums_of(FORM, PEOPLE)
    for asked in FORM.questions:
        raw: list[Any] = [person.answers[asked.key] for person in PEOPLE]
        each = sums.questions[asked.key]
        assert each.answered == each.seen == each.reached == len(PEOPLE)
        if asked.kind is QuestionKind.FACTS:
            assert int(each.options.sum()) == len(PEOPLE)
            continue
        scores = [asked.scores[value] for value in raw]
        assert mean_of(each.options, asked.scores) == pytest.approx(statistics.fmean(scores))
        assert spread_of(each.options, asked.scores) == pytest.approx(statistics.stdev(scores))


def test_scales_are_ratings_by_group_and_choices_turned_the_technical_way() -> None:
    assert {scale.key: len(scale.members) for scale in FORM.scales} == {
        "levels-pm": 6,
        "levels-tpm": 5,
        "levels-soft": 5,
        CHOICES: 16,
    }
    scale = next(scale for scale in FORM.scales if scale.key == CHOICES)
    assert 0 < sum(scale.turned) < len(scale.turned)
    # Somebody who would always much rather do the technical task scores 100 on all sixteen.
    technical = {
        key: 0 if turned else 4 for key, turned in zip(scale.members, scale.turned, strict=True)
    }
    moments = sums_of(FORM, [finished(technical)]).moments[CHOICES]
    assert moments.total.tolist() == [100.0] * 16


def test_only_complete_rows_enter_a_scale_and_only_finished_sheets_the_answers() -> None:
    sheet = dict(PEOPLE[0].answers)
    gap = {**sheet, "B01": None}
    doubtful = Taken(AttemptEnd.INCONSISTENT, sheet, {}, 0.0)
    sums = sums_of(FORM, [finished(sheet), finished(gap), doubtful])
    assert sums.moments["levels-pm"].n == 1
    assert sums.moments["levels-tpm"].n == 2
    first = sums.questions["B01"]
    assert (first.answered, first.seen, first.reached) == (1, 2, 3)
    assert sums.people[AttemptEnd.INCONSISTENT] == 1


def test_somebody_who_left_is_counted_where_they_stopped() -> None:
    sums = sums_of(FORM, [left_at(0), left_at(5), left_at(5), left_at(len(FORM.keys))])
    reached = [sums.questions[key].reached for key in FORM.keys]
    assert reached[:7] == [4, 3, 3, 3, 3, 3, 1]
    assert [sums.questions[FORM.keys[n]].left for n in (0, 4, 5)] == [1, 0, 2]
    assert sums.left_at_end == 1
    assert sums.questions["B01"].answered == 0


def test_somebody_who_comes_back_is_taken_out_of_those_who_left() -> None:
    for place in (0, 7, len(FORM.keys)):
        sums = sums_of(FORM, [left_at(place)]) + -sums_of(FORM, [left_before(place, FORM)])
        assert sums.to_data() == sums_of(FORM, ()).to_data()


def test_the_place_reached_follows_the_last_touched_question() -> None:
    assert place_reached(FORM, {}) == 0
    assert place_reached(FORM, {FORM.keys[2]: None}) == 3
    assert place_reached(FORM, {FORM.keys[0]: 1, FORM.keys[-1]: None}) == len(FORM.keys)


# ------------------------------------------------------------------ time


def test_each_answer_takes_the_time_since_the_one_before() -> None:
    assert seconds_taken("abc", {"a": 105.0, "b": 112.0, "c": 113.5}, 100.0) == [
        (0, 5.0),
        (1, 7.0),
        (2, 1.5),
    ]


def test_answers_that_came_with_one_form_share_its_time() -> None:
    saved = {"a": 120.0, "b": 120.0, "c": 120.1, "d": 120.2, "e": 130.0}
    took = seconds_taken("abcde", saved, 100.0)
    assert took == [*((number, pytest.approx(5.0)) for number in range(4)), (4, 10.0)]


def test_going_back_or_away_is_not_taken_for_reading_time() -> None:
    changed = seconds_taken("abcd", {"a": 10.0, "b": 60.0, "c": 20.0, "d": 70.0}, 0.0)
    assert changed == [(0, 10.0)]  # b was changed later: what b, c and d took is not known
    away = seconds_taken("abc", {"a": 10.0, "b": 4000.0, "c": 4010.0}, 0.0)
    assert away == [(0, 10.0), (2, 10.0)]


def test_quantiles_lie_in_the_bin_of_the_raw_quantile() -> None:
    rng = np.random.default_rng(5)
    times = rng.lognormal(2.0, 0.7, size=4000).clip(0, 299)
    bins = np.zeros(len(EDGES) - 1, dtype=np.int64)
    for time in times:
        bins[bin_of(time)] += 1
    for share in (0.25, 0.5, 0.75):
        raw = float(np.quantile(times, share))
        width = np.diff(EDGES)[bin_of(raw)]
        assert quantile(bins, share) == pytest.approx(raw, abs=width)
    assert quick_share(bins) == pytest.approx(float(np.mean(times < 2.0)))


def test_a_time_on_an_edge_belongs_to_the_bin_above() -> None:
    assert EDGES[bin_of(2.0)] == 2.0
    assert bin_of(0.0) == 0
    assert bin_of(300.0) == len(EDGES) - 2


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    # Newcombe (1998), method 3: 81 of 263 is 0.2553 to 0.3662; 0 of 20 is 0 to 0.1611.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
