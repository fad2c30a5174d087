"""A preview in single precision says what the official scores say."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import (
    Instrument,
    Scores,
    Settings,
    measure,
    measures_alike,
    outcomes,
    score,
    single,
)
from assessments.scoring.arithmetic import FloatArray
from tests.assessments.scoring.forms import PLAIN, real_specification
from tests.assessments.scoring.strategies import instruments, sheets


def random_sheets(
    instrument: Instrument, count: int, *, skipped: float, seed: int
) -> tuple[FloatArray, FloatArray]:
    """Return item scores (K, n), a share of them skipped, and years (n,)."""
    rng = np.random.default_rng(seed)
    specification = instrument.specification
    steps = [
        *(item.option_scores for item in specification.items),
        *((0.0, 20.0, 40.0, 65.0, 85.0, 100.0) for _ in specification.evidence),
    ]
    y = np.array([rng.choice(options, count) for options in steps])
    y[rng.random(y.shape) < skipped] = np.nan
    return y, rng.choice([0.0, 0.5, 1.5, 4.0, np.nan], count)


def assert_same(instrument: Instrument, y: FloatArray, years: FloatArray) -> None:
    official = score(instrument, y.T, years)
    rough = single(instrument)
    found = outcomes(rough, measure(rough, y.astype(np.float32), years.astype(np.float32)))
    assert found.fit.dtype == found.readiness.dtype == found.error.dtype == np.float32
    np.testing.assert_array_equal(found.verdict, official.verdict)
    np.testing.assert_array_equal(found.named_role, official.named_role)
    np.testing.assert_allclose(found.fit, official.fit.T, atol=1e-3)
    np.testing.assert_allclose(found.readiness, official.readiness.T, atol=1e-3)
    _assert_same_difference(found.top, found.difference, official)


def _assert_same_difference(top: np.ndarray, difference: np.ndarray, official: Scores) -> None:
    mine = top == official.top  # exact ties may go to either
    expected = official.difference_from_top.T
    np.testing.assert_allclose(difference[:, mine], expected[:, mine], atol=1e-3)


@pytest.mark.parametrize("settings", [Settings(), PLAIN], ids=["shipped", "plain"])
@pytest.mark.parametrize("skipped", [0.0, 0.02, 0.4])
def test_twenty_thousand_sheets_get_the_same_verdicts(skipped: float, settings: Settings) -> None:
    instrument = Instrument.build(replace(real_specification(), settings=settings))
    assert_same(instrument, *random_sheets(instrument, 20_000, skipped=skipped, seed=11))


@given(st.data(), instruments())
def test_any_roles_give_the_same_verdicts(data: st.DataObject, instrument: Instrument) -> None:
    rows = data.draw(st.lists(sheets(instrument), min_size=1, max_size=6))
    years = data.draw(
        st.lists(
            st.sampled_from([0.0, 0.5, 1.5, 4.0, np.nan]), min_size=len(rows), max_size=len(rows)
        )
    )
    assert_same(instrument, np.array(rows).T.copy(), np.array(years))


def test_in_double_precision_the_numbers_are_the_official_ones(instrument: Instrument) -> None:
    y, years = random_sheets(instrument, 300, skipped=0.1, seed=3)
    official = score(instrument, y.T, years)
    found = outcomes(instrument, measure(instrument, y.copy(), years))
    np.testing.assert_allclose(found.difference, official.difference_from_top.T, atol=1e-9)
    np.testing.assert_allclose(found.error, official.standard_error_from_top.T, atol=1e-9)


def test_measuring_is_shared_by_instruments_that_differ_in_roles_only() -> None:
    base = real_specification()
    here = Instrument.build(base)
    profiles = replace(base, roles=tuple(reversed(base.roles)))
    quiz = replace(base, items=(replace(base.items[0], error_sd=20.0), *base.items[1:]))
    assert measures_alike(here, Instrument.build(profiles))
    heavier = {**base.roles[0].importance, "technical_expertise": 5.0}
    part = replace(base, roles=(replace(base.roles[0], importance=heavier), base.roles[1]))
    assert not measures_alike(here, Instrument.build(part)), "Its main part is another one."
    assert not measures_alike(here, Instrument.build(quiz))
