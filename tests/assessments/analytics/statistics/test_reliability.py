"""The formulas for scales, against numbers worked by hand and against raw answers."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.analytics.statistics.formulas import (
    alpha,
    alpha_error,
    alphas_without,
    correlation,
    error_of_mean,
    one_factor,
    rest_correlations,
    spearman_brown,
)
from assessments.analytics.statistics.sums import Moments
from assessments.analytics.stored import FloatArray

# Four people, three questions. Variances 2000/3, 800, 3200/3; covariances 2000/3, 800, 800.
ROWS = np.array([[0.0, 20, 0], [20, 20, 40], [40, 40, 40], [60, 80, 80]])


def s_of(rows: FloatArray) -> FloatArray:
    s = Moments.of(rows).covariance
    assert s is not None
    return s


def sheet(n: int = 150, k: int = 5, seed: int = 3) -> FloatArray:
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=(n, 1))
    return np.asarray(np.round(50 + 15 * (trait + rng.normal(size=(n, k)))), dtype=np.float64)


def test_figures_worked_by_hand() -> None:
    s = s_of(ROWS)
    assert s == pytest.approx(
        np.array([[2000 / 3, 2000 / 3, 800], [2000 / 3, 800, 800], [800, 800, 3200 / 3]])
    )
    # T = 21200/3, Σv = 7600/3: 3/2 · (1 - 7600/21200) = 51/53.
    assert alpha(s) == pytest.approx(51 / 53)
    # Without the first: 2 · (1 - (5600/3)/(10400/3)) = 12/13.
    assert alphas_without(s)[0] == pytest.approx(12 / 13)
    # First with the rest: (4400/3) / √(2000/3 · 10400/3).
    assert rest_correlations(s)[0] == pytest.approx(4400 / math.sqrt(2000 * 10400))


def test_the_sums_give_what_the_raw_answers_give() -> None:
    rows = sheet()
    s = s_of(rows)
    totals = rows.sum(axis=1)
    columns = [list(column) for column in rows.T]
    variances = sum(statistics.variance(column) for column in columns)
    assert alpha(s) == pytest.approx(5 / 4 * (1 - variances / statistics.variance(list(totals))))
    for number, r in enumerate(rest_correlations(s)):
        rest = list(totals - rows[:, number])
        assert r == pytest.approx(statistics.correlation(columns[number], rest))
        fewer = alpha(s_of(np.delete(rows, number, axis=1)))
        assert alphas_without(s)[number] == pytest.approx(fewer)


def test_the_error_of_alpha_is_feldts_where_all_questions_are_alike() -> None:
    k, r, n = 6, 0.4, 100
    s = np.full((k, k), r) + (1 - r) * np.eye(k)
    known = alpha(s)
    assert known is not None
    assert known == pytest.approx(k * r / (1 + (k - 1) * r))
    assert alpha_error(s, n) == pytest.approx((1 - known) * math.sqrt(2 * k / ((k - 1) * n)))


def test_the_error_of_alpha_is_how_far_alphas_of_fresh_samples_lie_apart() -> None:
    found = [alpha(s_of(sheet(n=200, seed=seed))) for seed in range(300)]
    spread = statistics.stdev([each for each in found if each is not None])
    assert alpha_error(s_of(sheet(n=200, seed=999)), 200) == pytest.approx(spread, rel=0.25)


def test_two_questions_have_the_reliability_of_spearman_and_brown() -> None:
    s = np.array([[4.0, 3.0], [3.0, 9.0]])  # r = 1/2
    assert correlation(s) == pytest.approx(0.5)
    assert spearman_brown(s) == pytest.approx(2 / 3)
    assert alphas_without(s) == [None, None]
    assert spearman_brown(np.eye(3)) is None


def test_a_common_factor_that_is_there_is_found() -> None:
    loadings, own = np.array([12.0, 9.0, 15.0, 6.0]), np.array([100.0, 150.0, 60.0, 200.0])
    s = np.outer(loadings, loadings) + np.diag(own)
    factor = one_factor(s)
    assert factor is not None
    assert factor.loadings == pytest.approx(loadings, abs=1e-3)
    assert factor.own == pytest.approx(own, rel=1e-3)
    # (Σλ)² = 42² = 1764; Σψ = 510.
    assert factor.omega == pytest.approx(1764 / 2274, abs=1e-4)
    assert error_of_mean(s, 1764 / 2274) == pytest.approx(math.sqrt(2274 - 1764) / 4)


def test_omega_agrees_with_least_squares_by_another_way() -> None:
    """Plain gradient descent on the residual covariances finds the same minimum."""
    s = s_of(sheet(n=400)) / 100
    loadings = np.full(len(s), math.sqrt(s.mean()))
    off = 1 - np.eye(len(s))
    for _ in range(20_000):
        loadings += 0.005 * ((s - np.outer(loadings, loadings)) * off) @ loadings
    common = loadings.sum() ** 2
    factor = one_factor(s)
    assert factor is not None
    assert factor.omega == pytest.approx(
        common / (common + (np.diag(s) - loadings**2).sum()), abs=1e-6
    )


def test_a_question_on_which_nobody_differs_has_no_correlation() -> None:
    rows = sheet()
    rows[:, 2] = 40.0
    s = s_of(rows)
    assert rest_correlations(s)[2] is None
    assert one_factor(s) is None
    assert alpha(np.zeros((3, 3))) is None
    assert Moments.of(rows[:1]).covariance is None


def test_rows_with_a_gap_are_left_out() -> None:
    rows = sheet()
    gaps = np.vstack([rows, np.full((7, 5), np.nan)])
    gaps[-1, :4] = 1.0
    assert s_of(gaps) == pytest.approx(s_of(rows))


@given(st.integers(0, 10_000), st.floats(-40, 40))
def test_alpha_does_not_change_when_everybody_answers_higher(seed: int, shift: float) -> None:
    rows = sheet(n=40, seed=seed)
    assert alpha(s_of(rows + shift)) == pytest.approx(alpha(s_of(rows)), abs=1e-8)


@given(st.integers(0, 10_000), st.permutations(range(5)))
def test_the_order_of_the_questions_does_not_matter(seed: int, order: list[int]) -> None:
    rows = sheet(n=40, seed=seed)
    s, other = s_of(rows), s_of(rows[:, order])
    assert alpha(other) == pytest.approx(alpha(s))
    assert rest_correlations(other) == pytest.approx([rest_correlations(s)[n] for n in order])
    first, second = one_factor(s), one_factor(other)
    assert first is not None
    assert second is not None
    assert second.omega == pytest.approx(first.omega, abs=1e-6)
