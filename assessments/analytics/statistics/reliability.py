"""Measure how well the questions of one scale belong together (docs/statistics.md §2).

S is the covariance matrix (k, k) of the members over complete rows, with n - 1 below. ``None``
stands for a figure that does not exist: a member nobody differs on, too few members.
"""

import math
from dataclasses import dataclass

import numpy as np

from assessments.analytics.statistics.sums import Moments
from assessments.analytics.stored import FloatArray

MOST_ROUNDS = 2000
CLOSE_ENOUGH = 1e-10


def covariance(moments: Moments) -> FloatArray | None:
    """Return the covariance matrix S (k, k), or ``None`` for fewer than two people."""
    if moments.n < 2:
        return None
    mean = moments.total / moments.n
    spread = moments.products - moments.n * np.outer(mean, mean)
    return np.asarray(spread / (moments.n - 1), dtype=np.float64)


def alpha(s: FloatArray) -> float | None:
    """Return Cronbach's alpha, k/(k-1) · (1 - Σv/T), where T is the variance of the sum."""
    k, total = len(s), float(s.sum())
    if k < 2 or total <= 0.0:
        return None
    return k / (k - 1) * (1.0 - float(np.trace(s)) / total)


def alpha_error(s: FloatArray, n: int) -> float | None:
    """Return the standard error of alpha, √(Q/n) (van Zyl, Neudecker and Nel 2000)."""
    k, total = len(s), float(s.sum())
    if k < 2 or total <= 0.0 or n < 1:
        return None
    trace = float(np.trace(s))
    q = total * (float(np.trace(s @ s)) + trace**2) - 2.0 * trace * float((s @ s).sum())
    q *= 2.0 * k**2 / ((k - 1) ** 2 * total**3)
    return math.sqrt(max(q, 0.0) / n)


def spearman_brown(s: FloatArray) -> float | None:
    """Return the reliability of two questions, 2r/(1+r); ``None`` for another number of them."""
    r = correlation(s)
    return None if len(s) != 2 or r is None or r <= -1.0 else 2.0 * r / (1.0 + r)


def correlation(s: FloatArray) -> float | None:
    """Return r of two questions; ``None`` where one of them has no spread."""
    if len(s) != 2 or s[0, 0] <= 0.0 or s[1, 1] <= 0.0:
        return None
    return float(s[0, 1] / math.sqrt(float(s[0, 0] * s[1, 1])))


def rest_correlations(s: FloatArray) -> list[float | None]:
    """Return each member's r with the sum of the others: (c - v) / √(v (T - 2c + v))."""
    total, with_all, own = s.sum(), s.sum(axis=1), np.diag(s)
    rest = total - 2.0 * with_all + own
    return [
        float((c - v) / math.sqrt(v * r)) if v > 0.0 and r > 0.0 else None
        for c, v, r in zip(with_all, own, rest, strict=True)
    ]


def alphas_without(s: FloatArray) -> list[float | None]:
    """Return alpha without each member; ``None`` where fewer than two would be left."""
    k = len(s)
    if k < 3:
        return [None] * k
    return [alpha(np.delete(np.delete(s, number, 0), number, 1)) for number in range(k)]


@dataclass(frozen=True, slots=True)
class Factor:
    """One common factor: loadings λ (k,) and what each member has of its own, ψ (k,)."""

    loadings: FloatArray
    own: FloatArray

    @property
    def omega(self) -> float | None:
        """Share of the sum's variance that the common factor makes: (Σλ)²/((Σλ)² + Σψ)."""
        common = float(self.loadings.sum()) ** 2
        total = common + float(self.own.sum())
        return common / total if total > 0.0 else None


def one_factor(s: FloatArray) -> Factor | None:
    """Fit one factor by iterated principal axis; ``None`` for fewer than three members.

    The diagonal of S is replaced by λ² until it stays; λ² never exceeds the variance.
    """
    own_variance = np.diag(s).copy()
    if len(s) < 3 or (own_variance <= 0.0).any():
        return None
    common = own_variance * 0.5
    loadings = np.zeros(len(s))
    for _ in range(MOST_ROUNDS):
        reduced = s.copy()
        np.fill_diagonal(reduced, common)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -1] * math.sqrt(max(float(values[-1]), 0.0))
        following = np.minimum(loadings**2, own_variance)
        settled = float(np.abs(following - common).max()) < CLOSE_ENOUGH * own_variance.max()
        common = following
        if settled:
            break
    loadings = np.sign(loadings) * np.sqrt(common)
    if loadings.sum() < 0.0:
        loadings = -loadings
    return Factor(loadings, own_variance - common)


def error_of_mean(s: FloatArray, omega: float) -> float:
    """Return the standard error of measurement of the scale's mean: (√T/k) · √(1 - ω)."""
    return math.sqrt(max(float(s.sum()), 0.0)) / len(s) * math.sqrt(max(1.0 - omega, 0.0))
