"""The parts of an error add up to its square, and each is what docs/scoring.md §1.6 says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import Instrument, error_parts, score
from tests.assessments.scoring.forms import real_specification
from tests.assessments.scoring.strategies import YEARS, instruments, sheets


@given(st.data())
def test_the_parts_add_up_to_the_square_of_the_error(data: st.DataObject) -> None:
    instrument = data.draw(instruments(fewest=2, most=3))
    y, years = data.draw(sheets(instrument)), data.draw(YEARS)
    scores = score(instrument, [y], [years])
    top = int(scores.top[0])
    for other in range(len(instrument.roles)):
        if other == top:
            continue
        parts = error_parts(instrument, [y], [years], top, other)
        own = np.sum((parts.gradient[0] * instrument.error_sd) ** 2)
        total = parts.widening[0] ** 2 * own + parts.choice_scale[0] ** 2 + parts.unknown[0]
        error = scores.standard_error_from_top[0, other]
        if np.isnan(scores.readiness[0, [top, other]]).any():
            assert np.isnan(error)
        else:
            assert total == pytest.approx(error**2, abs=1e-9)


def test_scatter_is_that_of_person_fit() -> None:
    instrument = Instrument.build(real_specification())
    random = np.random.default_rng(3)
    y = random.choice([0.0, 25.0, 50.0, 100.0], (5, len(instrument.answer_columns)))
    scores = score(instrument, y, [4.0] * 5)
    parts = error_parts(instrument, y, [4.0] * 5, 0, 1)
    by_role = parts.scatter.sum(axis=2) / 356.0 / parts.scatter_df.sum(axis=2)
    np.testing.assert_allclose(scores.person_fit, by_role.min(axis=1))
    np.testing.assert_allclose(parts.widening, scores.widening)


def test_a_skipped_answer_moves_nothing() -> None:
    instrument = Instrument.build(real_specification())
    y = np.full((1, len(instrument.answer_columns)), 60.0)
    y[0, ::3] = np.nan
    parts = error_parts(instrument, y, [4.0], 0, 1)
    assert not parts.gradient[0, ::3].any()
    assert parts.gradient[0, 1]
    assert parts.unknown[0] > 0
