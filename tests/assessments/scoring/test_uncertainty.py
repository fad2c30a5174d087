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
            widening = max(scores.widening[0], name == "readiness")
            total = widening**2 * expected[name] + missing[name]
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


def strict(must_have: dict[str, float], years: float | None = None) -> Instrument:
    """Return the toy form with one role that requires 60 of A, B and C."""
    return toy(RoleProfile("strict", by_key(4, 3, 2, 1), by_key(60, 60, 60, 0), must_have, years))


def test_must_haves_that_fall_short_alike_share_the_slope_of_the_cap() -> None:
    """A at 20 of 40 and D at 30 of 60 both miss half: 60/40 and 60/60, half of each."""
    row = [20, 80, 80, 30, 50, 50, 80, 80]
    easy = RoleProfile("easy", by_key(0.1, 3, 2, 1), by_key(40, 40, 40, 0), {"A": 40, "D": 60})
    scores = score_one(toy(easy), row)
    assert scores.cap[0, 0] == scores.readiness[0, 0] == 70
    slopes = np.array([0.5 * 60 / 40, 0.5 * 60 / 60])
    half = 1.75 * slopes.sum() * 16.0
    held = 0.5 + (scores.readiness_raw[0, 0] - 70) / (2 * half)
    own = np.array([(1 - held) * 10 / 6.1 / 40, 0.0])
    errors = max(1.0, scores.widening[0]) * (held * slopes + own) * 16.0
    assert scores.readiness_error[0, 0] == pytest.approx(np.sqrt(np.sum(errors**2)), rel=1e-3)


def test_the_slope_of_a_cap_comes_and_goes_without_a_jump() -> None:
    """Around the place where a must-have begins to hold readiness, and where it is met."""
    instrument = strict({"C": 50})
    levels = np.arange(0.0, 100.01, 0.05)
    rows = np.tile([90.0, 90.0, 0.0, 90.0, 50.0, 50.0, 90.0, np.nan], (len(levels), 1))
    rows[:, 2] = levels
    scores = score(instrument, rows, np.full(len(levels), np.nan))
    for name in ("readiness", "readiness_error", "readiness_bias", "readiness_low"):
        assert np.abs(np.diff(getattr(scores, name)[:, 0])).max() < 0.2, name


def test_hands_on_years_have_no_slope() -> None:
    row = [20, 60, 60, 30, 50, 50, 60, 60]
    with_years, without = strict({"A": 40}, 2.0), strict({"A": 40})
    one, other = score_one(with_years, row, 0.5), score_one(without, row, 0.5)
    assert one.readiness_error[0, 0] == other.readiness_error[0, 0] > 0
    assert one.cap[0, 0] == other.cap[0, 0] == 70


def test_a_change_is_real_beyond_both_errors() -> None:
    before, after = np.array([50.0, 50.0, 50.0, np.nan]), np.array([61.0, 62.0, 38.0, 60.0])
    five = np.full(4, 5.0)
    real = is_real_change(before, five, after, five, z=1.6449)
    assert real.tolist() == [False, True, True, False]
