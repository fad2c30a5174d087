"""The vectorised core against a literal transcription of the formulas, on random sheets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from assessments.scoring import Instrument, Scores
from tests.assessments.scoring.forms import score_one
from tests.assessments.scoring.reference import Reference, all_pairs
from tests.assessments.scoring.strategies import YEARS, instruments, sheets


def close(expected: ArrayLike) -> object:
    return pytest.approx(np.array(expected, dtype=float), abs=1e-8, rel=0, nan_ok=True)


def drawn(data: st.DataObject, most: int = 3) -> tuple[Instrument, Scores, Reference]:
    instrument = data.draw(instruments(most=most))
    row, years = data.draw(sheets(instrument)), data.draw(YEARS)
    return instrument, score_one(instrument, row, years), Reference(instrument, row, years)


@given(st.data())
def test_what_depends_on_no_role_follows_the_formulas(data: st.DataObject) -> None:
    instrument, scores, reference = drawn(data, most=1)
    levels = [reference.level[key] for key in instrument.competencies]
    known = [level is not None for level in levels]
    assert scores.level[0] == close([np.nan if x is None else x for x in levels])
    assert scores.level_error[0][known] == close(
        [
            reference.sigma[key]
            for key, is_known in zip(reference.keys, known, strict=True)
            if is_known
        ]
    )
    assert scores.profile[0] == close([reference.profile[key] for key in reference.keys])
    assert scores.person_fit[0] == close(reference.pf)
    assert scores.person_fit_df[0] == reference.df
    assert scores.widening[0] == close(reference.f)


@given(st.data())
def test_fit_and_readiness_follow_the_formulas(data: st.DataObject) -> None:
    instrument, scores, reference = drawn(data)
    for index in range(len(instrument.roles)):
        role = reference.role(index)
        assert scores.fit[0, index] == close(role.fit)
        assert scores.readiness_raw[0, index] == close(role.raw)
        assert scores.cap[0, index] == close(role.cap)
        assert scores.readiness[0, index] == close(role.readiness)
        assert scores.match[0, index] == close(role.match)
        assert scores.unmet_must_haves[0, index] == role.unmet
        assert scores.coverage[0, index] == close(role.coverage())
        assert scores.coverage_fit[0, index] == close(role.coverage_fit())


@given(st.data())
def test_errors_of_one_role_follow_the_formulas(data: st.DataObject) -> None:
    instrument, scores, reference = drawn(data)
    for index in range(len(instrument.roles)):
        role = reference.role(index)
        assert scores.fit_error[0, index] == close(role.fit_error())
        assert scores.readiness_error[0, index] == close(role.readiness_error())
        assert scores.readiness_bias[0, index] == close(role.bias())


@given(st.data())
def test_each_pair_of_roles_has_its_own_error(data: st.DataObject) -> None:
    instrument, scores, reference = drawn(data, most=4)
    top = scores.top[0]
    for first, second in all_pairs(len(instrument.roles)):
        if top in (first, second):
            other = second if top == first else first
            expected = reference.difference_error(reference.role(first), reference.role(second))
            assert scores.standard_error_from_top[0, other] == close(expected)
    assert np.isnan(scores.standard_error_from_top[0, top])


@given(st.data())
def test_ranges_follow_the_errors(data: st.DataObject) -> None:
    _, scores, _ = drawn(data)
    half = 1.6449 * scores.fit_error
    assert scores.fit_low == close(np.clip(scores.fit - half, 0, 100))
    assert scores.fit_high == close(np.clip(scores.fit + half, 0, 100))
    centre = scores.readiness + scores.readiness_bias
    half = 1.6449 * np.sqrt(scores.readiness_error**2 + scores.readiness_bias**2 / 4)
    assert scores.readiness_low == close(np.clip(centre - half, 0, 100))
    assert scores.readiness_high == close(np.clip(centre + half, 0, 100))
