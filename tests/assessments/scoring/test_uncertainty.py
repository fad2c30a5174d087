"""Standard errors against numerical derivatives of the scores themselves (§1.6)."""

import numpy as np
import pytest

from assessments.scoring import (
    ForcedChoiceItem,
    Instrument,
    RoleProfile,
    Scores,
    Settings,
    is_real_change,
    score,
)
from tests.assessments.scoring.forms import by_key, real_specification, score_one, toy
from tests.assessments.scoring.strategies import FULL, KEYS

STEP = 1e-3


def far_from_requirements() -> Instrument:
    """Return the full form with requirements of 95: levels below 60 stay on the straight part.

    The scale of the choices is known, as its error is no matter of a gradient.
    """
    profiles = real_specification().roles
    required = dict.fromkeys(KEYS, 95.0)
    roles = tuple(RoleProfile(each.slug, each.importance, required) for each in profiles)
    specification = type(FULL)(
        competencies=FULL.competencies,
        items=FULL.items,
        evidence=(),
        roles=roles,
        settings=Settings(choice_scale_sd=0.0),
    )
    return Instrument.build(specification)


def low_sheets(instrument: Instrument, count: int, skipped: float) -> np.ndarray:
    random = np.random.default_rng(7)
    y = random.choice([0.0, 20.0, 40.0], (count, len(instrument.answer_columns)))
    choices = [isinstance(each, ForcedChoiceItem) for each in instrument.specification.items]
    y[:, choices] = random.choice([40.0, 45.0, 50.0, 55.0, 60.0], (count, sum(choices)))
    y[random.random(y.shape) < skipped] = np.nan
    return y


def squared_errors(instrument: Instrument, row: np.ndarray) -> dict[str, np.ndarray]:
    """Return Σ_k (∂score/∂y_k · s_k)² by central differences."""
    totals: dict[str, np.ndarray] = {}
    for k in np.flatnonzero(~np.isnan(row)):
        pair = np.stack([row, row])
        pair[:, k] += [STEP if row[k] < 100 else 0, -STEP if row[k] > 0 else 0]
        scores, width = score(instrument, pair, [np.nan] * 2), pair[0, k] - pair[1, k]
        for name in ("fit", "readiness", "first_minus_second"):
            values = getattr(scores, name)
            slope = (values[0] - values[1]) / width * instrument.error_sd[k]
            totals[name] = totals.get(name, 0.0) + slope**2
    return totals


@pytest.mark.parametrize("skipped", [0.0, 0.15])
def test_errors_are_those_of_the_numerical_gradient(skipped: float) -> None:
    instrument = far_from_requirements()
    for row in low_sheets(instrument, 12, skipped):
        scores = score_one(instrument, row.tolist())
        assert ((scores.fit > 5) & (scores.fit < 95)).all()
        expected = squared_errors(instrument, row)
        missing = unknown_parts(instrument, scores, row)
        for name, measured in (("fit", scores.fit_error[0]),
                               ("readiness", scores.readiness_error[0]),
                               ("first_minus_second", scores.standard_error[0])):  # fmt: skip
            total = scores.widening[0] ** 2 * expected[name] + missing[name]
            np.testing.assert_allclose(measured, np.sqrt(total), atol=1e-6, err_msg=name)


def unknown_parts(instrument: Instrument, scores: Scores, row: np.ndarray) -> dict[str, np.ndarray]:
    """Return what skipped answers add to the squares: nothing on a full sheet."""
    given = (~np.isnan(row)).astype(float)
    no_interest = np.abs(instrument.interest_sign).T @ given == 0
    no_rating = instrument.strength.T @ given == 0
    profile = 18.0**2 * (4 / 9 * no_interest + 1 / 9 * no_rating)
    share = instrument.importance / instrument.importance.sum(axis=1, keepdims=True)
    level = 25.0 * share * np.isnan(scores.level[0])
    contrast = 0.5 * (instrument.alpha[0] - instrument.alpha[1])
    return {
        "fit": instrument.alpha**2 @ profile,
        "readiness": np.sum(level**2, axis=1),
        "first_minus_second": contrast**2 @ profile + np.sum((0.5 * (level[0] - level[1])) ** 2),
    }


@pytest.mark.parametrize("competency", range(16))
def test_an_unassessed_competency_widens_the_interval_of_the_difference(
    instrument: Instrument, competency: int
) -> None:
    sheet = np.array([60.0] * 16 + [50.0] * 16 + [60.0] * 8)
    whole = score_one(instrument, sheet.tolist())
    sheet[instrument.level_weight[:, competency] > 0] = np.nan
    sheet[np.abs(instrument.interest_sign[:, competency]) > 0] = np.nan
    assert score_one(instrument, sheet.tolist()).standard_error[0] > whole.standard_error[0]


def test_only_the_binding_must_have_carries_the_error_of_a_capped_readiness() -> None:
    specification = real_specification()
    instrument = Instrument.build(specification)
    sheet = [100.0] * 16 + [50.0] * 16 + [100.0] * 8
    capped = score_one(instrument, sheet, 0.0)
    assert capped.cap[0, 1] == 40
    assert capped.readiness_error[0, 1] == 0
    assert capped.readiness_bias[0, 1] == 0
    assert capped.readiness_bias[0, 0] >= 0


def strict(must_have: dict[str, float], years: float | None = None) -> Instrument:
    """Return the toy form with one role that requires 60 of A, B and C."""
    return toy(RoleProfile("strict", by_key(4, 3, 2, 1), by_key(60, 60, 60, 0), must_have, years))


def test_must_haves_that_fall_short_alike_share_the_slope_of_the_cap() -> None:
    """A at 20 of 40 and D at 30 of 60 both miss half: 60/40 and 60/60, half of each."""
    row = [20, 60, 60, 30, 50, 50, 60, 60]
    instrument = strict({"A": 40, "D": 60})
    scores = score_one(instrument, row)
    assert scores.cap[0, 0] == scores.readiness[0, 0] == 70
    slopes = np.array([0.5 * 60 / 40, 0.5 * 60 / 60])
    errors = scores.widening[0] * slopes * 16.0
    assert scores.readiness_error[0, 0] == pytest.approx(np.sqrt(np.sum(errors**2)))


def test_years_that_fall_short_alike_leave_the_slope_to_the_level() -> None:
    row = [20, 60, 60, 30, 50, 50, 60, 60]
    with_years, without = strict({"A": 40}, 2.0), strict({"A": 40})
    both, alone = score_one(with_years, row, 1.0), score_one(without, row, 1.0)
    assert both.cap[0, 0] == alone.cap[0, 0] == 70
    assert both.readiness_error[0, 0] == alone.readiness_error[0, 0] > 0
    shorter = score_one(with_years, row, 0.5)
    assert shorter.cap[0, 0] == 55
    assert shorter.readiness_error[0, 0] == 0


@pytest.mark.parametrize("level", np.linspace(75.0, 99.9, 24))
def test_a_cap_that_equals_readiness_does_not_bind(level: float) -> None:
    """A alone weighs and is a must, so both are the level itself and rounding may not decide."""
    role = RoleProfile("one", {"A": 5}, {"A": 100}, {"A": 100})
    instrument = toy(role, settings=Settings(cap_slope=100.0))
    scores = score_one(instrument, [level, 60, 60, 60, 50, 50, 60, 60])
    assert scores.cap[0, 0] == pytest.approx(scores.readiness_raw[0, 0], abs=1e-9)
    assert scores.readiness_bias[0, 0] > 0


def test_a_change_is_real_beyond_both_errors() -> None:
    before, after = np.array([50.0, 50.0, 50.0, np.nan]), np.array([61.0, 62.0, 38.0, 60.0])
    five = np.full(4, 5.0)
    real = is_real_change(before, five, after, five, z=1.6449)
    assert real.tolist() == [False, True, True, False]
