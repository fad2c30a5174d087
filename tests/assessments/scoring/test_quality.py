"""How a sheet was answered: said, never scored."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import (
    Instrument,
    all_alike,
    evidence_gap,
    is_rushed,
    ratings_exceed_examples,
)
from tests.assessments.scoring.forms import sheet, toy

NAN = float("nan")
EXAMPLES = 8  # 4 judgement items and 4 evidence scores end the real form


def rated(instrument: Instrument, rating: float, example: float) -> np.ndarray:
    row = np.full(len(instrument.answer_columns), 50.0)
    row[instrument.is_bars > 0] = rating
    row[-EXAMPLES:] = example
    return row


def test_the_gap_is_the_mean_distance_to_the_rating_of_the_same_competency() -> None:
    # B is rated 60 against an example of 100, C is rated 40 against evidence of 10.
    gap, count = evidence_gap(toy(), [sheet([80, 60, 40, 60, 25, 0, 100, 10])])
    assert (gap[0], count[0]) == (pytest.approx((60 - 100 + 40 - 10) / 2), 2)


@pytest.mark.parametrize("missing", [[2], [7]])
def test_an_example_without_its_rating_and_a_rating_without_its_example_say_nothing(
    missing: list[int],
) -> None:
    values: list[float | None] = [80, 60, 40, 60, 25, 0, 100, 10]
    for index in missing:
        values[index] = None
    gap, count = evidence_gap(toy(), [sheet(values)])
    assert (gap[0], count[0]) == (-40, 1)


def test_without_examples_there_is_no_gap(instrument: Instrument) -> None:
    row = rated(instrument, 80, NAN)
    gap, count = evidence_gap(instrument, [row])
    assert np.isnan(gap[0])
    assert count[0] == 0
    assert not ratings_exceed_examples(instrument, [row])[0]


@pytest.mark.parametrize(("example", "noted"), [(42.0, False), (41.9, True), (80.0, False)])
def test_a_gap_above_18_points_is_noted(
    instrument: Instrument, example: float, noted: bool
) -> None:
    assert ratings_exceed_examples(instrument, [rated(instrument, 60, example)])[0] == noted


def test_a_gap_from_few_examples_is_not_noted(instrument: Instrument) -> None:
    row = rated(instrument, 100, 0)
    row[-EXAMPLES:-5] = NAN
    assert not ratings_exceed_examples(instrument, [row])[0]
    row[-EXAMPLES] = 0
    assert ratings_exceed_examples(instrument, [row])[0]


def test_one_answer_throughout_is_seen_by_kind_of_question(instrument: Instrument) -> None:
    row = rated(instrument, 60, 60)
    same = all_alike(instrument, [row])
    assert (same[0][0], same[1][0]) == (True, True)
    row[0] = 80
    row[17] = 25
    same = all_alike(instrument, [row])
    assert (same[0][0], same[1][0]) == (False, False)


def test_few_equal_answers_are_no_pattern(instrument: Instrument) -> None:
    row = np.full((1, len(instrument.answer_columns)), NAN)
    assert not any(each[0] for each in all_alike(instrument, row))
    row[0, :7] = 60
    assert not all_alike(instrument, row)[0][0]
    row[0, 7] = 60
    assert all_alike(instrument, row)[0][0]


@pytest.mark.parametrize(("step", "rushed"), [(1.9, True), (2.0, False), (6.0, False)])
def test_a_median_below_two_seconds_is_rushed(step: float, rushed: bool) -> None:
    assert is_rushed([step * n for n in range(40)]) == rushed


def test_a_few_long_pauses_do_not_hide_a_rush() -> None:
    assert is_rushed([n * 1.5 + (900 if n > 20 else 0) for n in range(40)])


def test_one_who_only_clicks_is_rushed_however_fast() -> None:
    assert is_rushed([0.35 * n for n in range(46)])
    assert is_rushed([0.2 * n for n in range(46)])
    assert is_rushed([0.08 * n + 0.03 * (n % 2) for n in range(46)], began=-2.0)


def test_few_saves_say_nothing() -> None:
    assert not is_rushed([1.0 * n for n in range(19)])


@pytest.mark.parametrize(("screen", "rushed"), [(7.9, True), (8.1, False), (30.0, False)])
def test_answers_of_one_form_share_its_time(screen: float, rushed: bool) -> None:
    assert is_rushed([screen * (1 + n // 4) for n in range(40)], began=0.0) == rushed


@pytest.mark.parametrize("pace", [0.03, 0.1, 0.3])
def test_answers_sent_after_an_outage_share_the_time_since_the_last_one(pace: float) -> None:
    sent = [600 + pace * n for n in range(40)]
    assert not is_rushed(sent, began=0.0)
    assert is_rushed(sent, began=560.0)
    assert not is_rushed([3.0 * n for n in range(30)] + sent[:10], began=0.0)
    assert is_rushed([1.0 * n for n in range(30)] + sent[:10], began=0.0)


@given(st.lists(st.floats(2.001, 60.0), min_size=19, max_size=60), st.randoms())
def test_nobody_who_takes_two_seconds_is_rushed_in_whatever_order(
    steps: list[float], shuffle: Random
) -> None:
    times = [sum(steps[:n]) for n in range(len(steps) + 1)]
    shuffle.shuffle(times)
    assert not is_rushed([time + 1e9 for time in times])
