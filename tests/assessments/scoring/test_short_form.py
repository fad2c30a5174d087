"""The short form and the rule that says when enough is answered."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import Instrument, Scores, Verdict, score, settled, short_form
from tests.assessments.scoring.strategies import sheets


def columns(instrument: Instrument, keys: tuple[str, ...]) -> list[int]:
    return [instrument.answer_columns.index(key) for key in keys]


def scored(instrument: Instrument, rows: np.ndarray) -> Scores:
    return score(instrument, rows, np.full(len(rows), np.nan))


def test_it_asks_twelve_ratings_and_as_many_choices_and_no_situation(
    instrument: Instrument,
) -> None:
    kept = columns(instrument, short_form(instrument))
    assert sum(instrument.is_bars[kept]) == 12
    assert sum(instrument.is_choice[kept]) == 12
    assert len(kept) == 24


def test_ratings_of_must_haves_are_always_asked(instrument: Instrument) -> None:
    must = instrument.must_have.copy()
    lightest = instrument.competencies.index("adaptability")
    assert f"B{lightest + 1}" not in short_form(instrument)
    must[0, lightest] = 20.0
    asked = short_form(dataclasses.replace(instrument, must_have=must))
    ratings = columns(instrument, asked)
    assert instrument.strength[ratings, lightest].any()


def test_no_rating_of_a_must_have_is_left_out_however_many_there_are(
    instrument: Instrument,
) -> None:
    every = np.full_like(instrument.must_have, 20.0)
    kept = columns(instrument, short_form(dataclasses.replace(instrument, must_have=every)))
    assert sum(instrument.is_bars[kept]) == sum(instrument.is_bars)
    assert sum(instrument.is_choice[kept]) == sum(instrument.is_choice)


def test_the_difference_between_the_roles_stays_nearly_as_sure(instrument: Instrument) -> None:
    kept = columns(instrument, short_form(instrument))
    middle = np.where(instrument.is_bars > 0, 60.0, 50.0)[None, :]
    short = np.full_like(middle, np.nan)
    short[:, kept] = middle[:, kept]
    full_error = scored(instrument, middle).standard_error[0]
    short_error = scored(instrument, short).standard_error[0]
    assert full_error < short_error < 1.25 * full_error


def test_enough_is_covered_to_name_a_role(instrument: Instrument) -> None:
    kept = columns(instrument, short_form(instrument))
    row = np.full((1, len(instrument.answer_columns)), np.nan)
    row[0, kept] = np.where(instrument.is_bars[kept] > 0, 60.0, 50.0)
    scores = scored(instrument, row)
    assert scores.verdict_of(0) is not Verdict.INSUFFICIENT
    assert scores.coverage.min() > instrument.settings.min_coverage
    assert scores.coverage_fit.min() > instrument.settings.min_coverage_fit


def test_always_choosing_one_side_moves_the_difference_less_than_its_error(
    instrument: Instrument,
) -> None:
    kept = columns(instrument, short_form(instrument))
    row = np.full((1, len(instrument.answer_columns)), np.nan)
    row[0, kept] = np.where(instrument.is_bars[kept] > 0, 60.0, 0.0)
    fit = scored(instrument, row).fit[0]
    assert abs(fit[0] - fit[1]) * instrument.settings.lambda_fit < 3.0


@given(st.data())
def test_a_settled_sheet_names_a_role_or_is_clearly_neither(
    instrument: Instrument, data: st.DataObject
) -> None:
    row = np.array([data.draw(sheets(instrument))])
    scores = scored(instrument, row)
    if not settled(instrument, scores)[0]:
        return
    verdict = scores.verdict_of(0)
    assert verdict in (Verdict.ONE_ROLE, Verdict.NEITHER)
    if verdict is Verdict.NEITHER:
        assert np.nanmax(scores.readiness_high[0]) < instrument.settings.theta_neither
    else:
        assert scores.difference[0] > 1.3 * 1.6449 * scores.standard_error[0]


@pytest.mark.parametrize(("points", "enough"), [(50.0, False), (100.0, True)])
def test_only_a_clear_difference_settles(
    instrument: Instrument, points: float, enough: bool
) -> None:
    """Everybody at the level that is asked; only how clearly they like one side differs."""
    tpm = instrument.importance[1] - instrument.importance[0]
    toward = np.sign(instrument.interest_sign @ tpm)
    row = np.where(instrument.is_bars > 0, 60.0, np.nan)[None, :]
    choices = instrument.is_choice > 0
    row[0, choices] = 50.0 + (points - 50.0) * toward[choices]
    assert settled(instrument, scored(instrument, row))[0] == enough


def test_nothing_answered_is_not_settled(instrument: Instrument) -> None:
    row = np.full((1, len(instrument.answer_columns)), np.nan)
    assert not settled(instrument, scored(instrument, row))[0]
