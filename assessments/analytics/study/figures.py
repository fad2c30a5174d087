"""Compute the figures about people, each with its 95 % interval (docs/statistics.md §6)."""

from typing import Any

import numpy as np

from assessments.analytics.statistics.formulas import Z95, alpha, alpha_error
from assessments.analytics.stored import FloatArray, IntArray

Figure = dict[str, Any]
"""``n`` people, ``value``, ``low`` and ``high``; no value where nobody differs."""


def effect_size(a: FloatArray, b: FloatArray) -> Figure:
    """Return pooled Cohen's d of two groups, with the error of Hedges and Olkin (1985)."""
    n, m = len(a), len(b)
    d = (a.mean() - b.mean()) / _pooled(a, b)
    return _figure(n + m, d, np.sqrt((n + m) / (n * m) + d**2 / (2 * (n + m))))


def area(a: FloatArray, b: FloatArray) -> Figure:
    """Return how often one of ``a`` is above one of ``b`` (AUC; Hanley and McNeil 1982)."""
    n, m = len(a), len(b)
    auc = float(np.mean((a[:, None] > b) + 0.5 * (a[:, None] == b)))
    q, r = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = auc * (1 - auc) + (n - 1) * (q - auc**2) + (m - 1) * (r - auc**2)
    return _figure(n + m, auc, np.sqrt(variance / (n * m)))


def correlation(a: FloatArray, b: FloatArray) -> Figure:
    """Return Pearson's r with Fisher's interval."""
    found = _figure(len(a), np.arctanh(np.corrcoef(a, b)[0, 1]), 1 / np.sqrt(len(a) - 3))
    return {key: number if key == "n" else np.tanh(number) for key, number in found.items()}


def mean(a: FloatArray) -> Figure:
    """Return a mean with its normal interval."""
    return _figure(len(a), a.mean(), a.std(ddof=1) / np.sqrt(len(a)))


def item_bias(y: FloatArray, rest: FloatArray, group: FloatArray) -> Figure:
    """Return how much higher group 1 answers than 0 at the same ``rest`` of the scale, in SDs.

    The slope of the group in the least squares of y on both, over the pooled SD of y.
    """
    design = np.column_stack([np.ones(len(y)), rest, group])
    slopes = np.linalg.lstsq(design, y)[0]
    variance = np.sum((y - design @ slopes) ** 2) / (len(y) - 3)
    error = np.sqrt(variance * np.linalg.pinv(design.T @ design)[2, 2])
    spread = _pooled(y[group == 1], y[group == 0])
    return _figure(len(y), slopes[2] / spread, error / spread)


def choice_scale(chosen: FloatArray, rated: FloatArray, sides: IntArray, group: IntArray) -> Figure:
    """Return how far choices move, in shares of half the difference between ratings of both sides.

    ``chosen`` (N, K) and ``rated`` (N, C) are answers from 0 to 4, NaN where not given, ``sides``
    (2, K) the places of the competencies of A and B, ``group`` (C,) their groups. Ratings of the
    others of both groups are the instrument, because their errors are in no choice and in no
    rating of its sides. The error is that between people, each with all their choices.
    """
    beside = (group[:, None] == group) & ~np.eye(len(group), dtype=bool)
    rest = np.nan_to_num(rated) @ beside / (~np.isnan(rated) @ beside.astype(int))
    x, z = (each[:, sides[1]] - each[:, sides[0]] for each in (rated / 2, rest))
    known = ~np.isnan(chosen + x + z) & (group[sides[0]] != group[sides[1]])
    number = np.maximum(known.sum(axis=0), 1)
    y, x, z = (np.where(known, each, 0.0) for each in (chosen, x, z))
    y, x, z = (known * (each - each.sum(axis=0) / number) for each in (y, x, z))
    u, v = (y * z).sum(axis=1), (x * z).sum(axis=1)
    slope = u.sum() / v.sum()
    error = np.sqrt(np.sum((u - slope * v) ** 2)) / abs(v.sum())
    return _figure(int(known.any(axis=1).sum()), slope, error)


def agreement(ratings: FloatArray) -> Figure:
    """Return how far the means of such experts agree, ICC(3,k): alpha of (n, k) ratings."""
    n, k = ratings.shape
    s = np.cov(ratings.T)
    return _figure(k, alpha(s) or np.nan, alpha_error(s, n) or np.nan)


def _pooled(a: FloatArray, b: FloatArray) -> np.float64:
    n, m = len(a) - 1, len(b) - 1
    return np.float64(np.sqrt((n * a.var(ddof=1) + m * b.var(ddof=1)) / (n + m)))


def _figure(n: int, value: float, error: float) -> Figure:
    if not np.isfinite([value, error]).all():
        return {"n": n}
    ends = value - Z95 * error, value + Z95 * error
    return {"n": n, "value": float(value), "low": float(ends[0]), "high": float(ends[1])}
