"""Figures of a single question, from counts (docs/statistics.md §1)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from assessments.analytics.statistics.arrays import IntArray

Z95 = 1.959963984540054


def mean_of(counts: IntArray, scores: Sequence[float]) -> float | None:
    """Mean score, from how often each option was chosen; None without answers."""
    n = int(counts.sum())
    return float(counts @ np.asarray(scores)) / n if n and len(scores) else None


def spread_of(counts: IntArray, scores: Sequence[float]) -> float | None:
    """Standard deviation of the score with n - 1 below; None for fewer than two answers."""
    n, mean = int(counts.sum()), mean_of(counts, scores)
    if mean is None or n < 2:
        return None
    return math.sqrt(float(counts @ (np.asarray(scores) - mean) ** 2) / (n - 1))


def wilson(hits: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's interval of a share, 95 % if ``z`` is not given. Raises ValueError for n = 0."""
    if n <= 0:
        raise ValueError(f"A share needs somebody to be a share of, not n = {n}.")
    share, below = hits / n, 1.0 + z**2 / n
    middle = (share + z**2 / (2 * n)) / below
    reach = z / below * math.sqrt(share * (1.0 - share) / n + z**2 / (4 * n**2))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
