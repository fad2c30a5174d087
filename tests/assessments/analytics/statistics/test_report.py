"""What shows from how many answers on, what is flagged, and what tells about too few people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assessments.analytics.disclosure_control import pool
from assessments.analytics.statistics.figures import Flag, QuestionReport
from assessments.analytics.statistics.report import report
from assessments.analytics.statistics.sums import AttemptEnd
from assessments.instrument.questionnaire import QuestionKind
from tests.assessments.analytics.statistics.people import (
    FORM,
    answered,
    answers_of,
    crowd,
    finished,
    left_at,
    part,
    second,
)


def told(number: int, key: str = "B03", **how: Any) -> QuestionReport:
    found = report([part(crowd(number, **how))], FORM).question(key)
    assert found is not None
    return found


def test_nothing_shows_below_five() -> None:
    few = told(4)
    assert (few.answered, few.mean, few.shares, few.speed) == (None, None, None, None)
    assert report([part(crowd(4))], FORM).began is None


def test_each_figure_shows_from_its_own_number_of_answers_on() -> None:
    assert told(5).answered == 5
    assert told(29).mean is None
    some = told(30)
    assert some.mean is not None
    assert some.shares is not None
    assert some.speed is not None
    assert told(99).with_rest is None
    more = told(100)
    assert more.with_rest is not None
    assert more.error_bound is None
    full = told(200)
    assert full.error_bound is not None


def test_scales_show_alpha_from_100_and_omega_from_200_on() -> None:
    small = report([part(crowd(99))], FORM).scales[0]
    middle = report([part(crowd(100))], FORM).scales[0]
    large = report([part(crowd(200))], FORM).scales[0]
    assert (small.n, small.alpha) == (99, None)
    assert middle.alpha is not None
    assert middle.alpha_error is not None
    assert (middle.omega, middle.error_of_mean) == (None, None)
    assert large.omega == pytest.approx(large.alpha, abs=0.05)
    assert large.error_of_mean is not None


def test_a_dead_question_is_flagged_and_good_ones_are_not() -> None:
    found = report([part(crowd(200, dead=["B03"]))], FORM)
    weak = {
        each.asked.key
        for each in found.questions
        if {Flag.WEAK_LINK, Flag.CHECK_KEY, Flag.STRONGER_WITHOUT} & set(each.flags)
        and each.asked.kind is not QuestionKind.JUDGEMENT
    }
    assert weak == {"B03"}


def test_a_question_that_counts_the_wrong_way_round_is_flagged() -> None:
    found = told(200, turned=["B03"])
    assert Flag.CHECK_KEY in found.flags
    assert Flag.WEAK_LINK not in found.flags


def test_too_few_answers_are_said() -> None:
    assert Flag.FEW_ANSWERS in told(99).flags
    assert Flag.FEW_ANSWERS not in told(100).flags


def test_a_choice_with_one_liked_side_is_flagged() -> None:
    people = [finished({"F01": 4 if n % 10 else 0}) for n in range(60)]
    found = report([part(people)], FORM).question("F01")
    assert found is not None
    assert found.mean == 90
    assert {Flag.ONE_SIDED, Flag.NEARLY_ALL} <= set(found.flags)


def test_a_situation_that_everybody_or_nobody_solves_is_flagged() -> None:
    asked = next(each for each in FORM.questions if each.kind is QuestionKind.JUDGEMENT)
    best = int(np.argmax(asked.scores))
    for option, flag in ((best, Flag.TOO_EASY), ((best + 1) % asked.size, Flag.TOO_HARD)):
        found = report([part(answered(option, 40, asked.key))], FORM).question(asked.key)
        assert found is not None
        assert flag in found.flags


def test_slow_quick_and_left_out_questions_are_flagged() -> None:
    rng = np.random.default_rng(2)
    people = [finished(answers_of(rng) | {"B03": None}, seconds=1.0) for _ in range(40)]
    people += [finished(answers_of(rng), seconds=1.0) for _ in range(160)]
    found = report([part(people)], FORM).question("B03")
    assert found is not None
    assert found.left_out == pytest.approx(0.2)
    assert {Flag.QUICK, Flag.LEFT_OUT} <= set(found.flags)
    slow = report([part([finished(answers_of(rng), seconds=60) for _ in range(40)])], FORM)
    assert all(Flag.SLOW in each.flags for each in slow.questions)


def test_a_level_that_nobody_uses_is_flagged() -> None:
    people = [finished({"B03": 1 + n % 4}) for n in range(100)]
    found = report([part(people)], FORM).question("B03")
    assert found is not None
    assert found.unused == (0, 5)
    assert Flag.UNUSED_LEVEL in found.flags


# ------------------------------------------------------------------ leaving


def test_the_risk_of_leaving_has_its_interval_and_a_place_where_many_leave_is_flagged() -> None:
    people = crowd(100) + [left_at(9) for _ in range(12)] + [left_at(20) for _ in range(5)]
    found = report([part(people)], FORM)
    exits = {each.asked.key: each.exits for each in found.questions}
    here = exits[FORM.keys[9]]
    assert here is not None
    assert (here.reached, here.left) == (117, 12)
    assert here.hazard == pytest.approx(12 / 117)
    assert here.low is not None
    assert here.high is not None
    assert here.low < 12 / 117 < here.high
    flagged = [each.asked.key for each in found.questions if Flag.LEAVING in each.flags]
    assert flagged == [FORM.keys[9]]
    still = list(found.curve)
    assert still[9] == 1.0
    assert still[10] == pytest.approx(105 / 117)
    assert still[-1] == pytest.approx(100 / 117)


def test_one_to_four_people_who_left_are_neither_counted_nor_drawn() -> None:
    people = crowd(100) + [left_at(3)] * 3 + [left_at(9)] * 6 + [left_at(20)] * 11
    found = report([part(people)], FORM)
    left = [each.exits.left for each in found.questions if each.exits]
    assert [left[n] for n in (3, 9, 20)] == [None, None, 11]
    drawn = {round(step * found.began) for step in found.curve if found.began}
    assert 117 not in drawn


# ------------------------------------------------------------------ privacy


def test_cells_of_one_to_four_people_hide_and_a_second_with_them() -> None:
    people = [x for option, n in enumerate([1, 7, 20, 0, 9, 6]) for x in answered(option, n)]
    found = report([part(people)], FORM).question("B03")
    assert found is not None
    assert found.shares is not None
    counts = [None if share is None else round(43 * share) for share in found.shares]
    assert counts == [None, 7, 20, 0, 9, None]


def test_few_who_gave_no_answer_are_not_counted() -> None:
    people = [*answered(2, 40), *[finished({"B03": None})] * 4]
    found = report([part(people)], FORM).question("B03")
    assert found is not None
    assert found.left_out is None


def test_people_whose_sheets_do_not_count_are_not_counted_when_few() -> None:
    doubtful = [replace(each, outcome=AttemptEnd.INCONSISTENT) for each in crowd(2)]
    people = report([part(crowd(50) + doubtful + [left_at(2)] * 8)], FORM).people
    assert people[AttemptEnd.INCONSISTENT] is None
    assert people[AttemptEnd.FINISHED] == 50
    assert people[AttemptEnd.LEFT] is None  # or the two could be worked out


def test_an_edition_with_too_few_answers_waits_until_it_has_company() -> None:
    large, small = part(crowd(60)), part(crowd(12, seed=9), second())
    found = report([large, small], second()).question("B03")
    assert found is not None
    assert found.answered == 60
    more = part(crowd(20, seed=10), replace(second(), edition=9))
    found = report([large, small, more], second()).question("B03")
    assert found is not None
    assert found.answered == 92


def test_editions_that_ask_something_else_are_not_pooled() -> None:
    new = second(fingerprint="another question")
    parts = [part(crowd(60)), part(crowd(40, seed=4), new)]
    both = report(parts, new)
    assert [each.answered for each in both.questions if each.asked.key in ("B02", "B03")] == [
        100,
        40,
    ]
    assert {each.answered for each in report(parts, new, edition=7).questions} == {60}


def test_an_answer_that_hides_in_one_edition_hides_in_all() -> None:
    """Or the pooled figures less those of one edition would show those of the other."""
    one = part([*answered(1, 40), *answered(2, 30), *answered(3, 20)])
    two = part([*answered(1, 40), *answered(2, 2), *answered(3, 20)], second())
    for edition in (7, 8):
        found = report([one, two], second(), edition=edition).question("B03")
        assert found is not None
        assert found.shares is not None
        assert [share is None for share in found.shares] == [False, False, True, True, False, False]
    whole = report([one, two], second()).question("B03")
    assert whole is not None
    assert whole.shares is not None
    assert None not in whole.shares


def test_pooling_holds_small_parts_back_until_they_are_enough_together() -> None:
    parts = [np.array([40, 20]), np.array([6, 4]), np.array([9, 8])]
    assert pool(parts, [60, 10, 17], least=30).members == (0,)
    assert pool(parts, [60, 10, 20], least=30).members == (0, 1, 2)
    assert pool(parts[1:], [10, 17], least=30).members == (0, 1)
    assert pool([], [], least=30).members == ()


def test_an_edition_of_which_nothing_is_counted_is_refused() -> None:
    with pytest.raises(LookupError):
        report([part(crowd(5))], FORM, edition=99)
