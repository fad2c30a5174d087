"""The formulas of the statistics (docs/statistics.md §1 and §2).

The time from one save to the next, shared by the answers that came with it, is what a question
took. It counts only where the save before was of the question just before, so that going back is
never taken for reading time.

S is the covariance matrix (k, k) of the members of a scale over complete rows, with n - 1 below.
``None`` stands for a figure that does not exist: a member nobody differs on, too few members.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assessments.analytics.stored import FloatArray, IntArray

Z95 = 1.959963984540054
LONGEST = 300.0
"""Seconds from one save to the next beyond which somebody was away."""
AT_ONCE = 0.3
"""Saves nearer than this came together: a form, or a phone that was without a network."""
STABLE = 0.3
"""Share of the error that is the same both times."""
WEIGHT_OF_START = 100
"""The starting value counts like so many pairs."""
QUICK = 2.0
"""Nobody reads a question in less."""

# Fine where most answers are, coarse where few are; quantiles are read off in between.
EDGES = np.concatenate(
    [np.arange(0.0, 30.0, 0.5), np.arange(30.0, 90.0, 2.0), np.arange(90.0, 301.0, 10.0)]
)
BINS = len(EDGES) - 1


def mean_of(counts: IntArray, scores: Sequence[float]) -> float | None:
    """Return the mean score, from how often each option was chosen; ``None`` without answers."""
    n = int(counts.sum())
    return float(counts @ np.asarray(scores)) / n if n and len(scores) else None


def spread_of(counts: IntArray, scores: Sequence[float]) -> float | None:
    """Return the SD of the score with n - 1 below; ``None`` for fewer than two answers."""
    n, mean = int(counts.sum()), mean_of(counts, scores)
    if mean is None or n < 2:
        return None
    return math.sqrt(float(counts @ (np.asarray(scores) - mean) ** 2) / (n - 1))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of ``hits`` of ``n``. Raises ``ValueError`` for n = 0."""
    z = Z95
    if n <= 0:
        raise ValueError(f"A share needs somebody to be a share of, not n = {n}.")
    share, below = hits / n, 1.0 + z**2 / n
    middle = (share + z**2 / (2 * n)) / below
    reach = z / below * math.sqrt(share * (1.0 - share) / n + z**2 / (4 * n**2))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def seconds_taken(
    keys: Sequence[str], saved: Mapping[str, float], started: float
) -> list[tuple[int, float]]:
    """Return (number of the question from 0, seconds) for every answer whose time is known.

    ``keys`` are in the order asked; ``saved`` and ``started`` are seconds since any moment.
    """
    known = sorted((saved[key], number) for number, key in enumerate(keys) if key in saved)
    events: list[tuple[float, list[int]]] = []
    for at, number in known:
        if events and at - events[-1][0] < AT_ONCE:
            events[-1][1].append(number)
        else:
            events.append((at, [number]))
    taken: list[tuple[int, float]] = []
    for (before, earlier), (at, numbers) in pairwise([(started, [-1]), *events]):
        step = at - before
        follows = min(numbers) == max(earlier) + 1
        in_a_row = max(numbers) - min(numbers) == len(numbers) - 1
        if follows and in_a_row and 0.0 <= step <= LONGEST:
            taken.extend((number, step / len(numbers)) for number in numbers)
    return taken


def bin_of(seconds: float) -> int:
    """Return the number of the bin that a time falls in."""
    return int(np.clip(np.searchsorted(EDGES, seconds, side="right") - 1, 0, BINS - 1))


def quantile(bins: IntArray, share: float) -> float:
    """Return the seconds below which this share, above 0, lies; ``ValueError`` without any time."""
    total = int(bins.sum())
    if total == 0:
        raise ValueError("There is no time to take a quantile of.")
    upto = np.cumsum(bins)
    place = int(np.searchsorted(upto, share * total))
    above = (upto[place] - share * total) / bins[place]
    return float(EDGES[place + 1] - above * (EDGES[place + 1] - EDGES[place]))


def quick_share(bins: IntArray) -> float:
    """Return the share of answers that took less than two seconds; NaN without any."""
    total = int(bins.sum())
    quick = int(bins[: int(np.searchsorted(EDGES, QUICK))].sum())
    return quick / total if total else float("nan")


def error_from_retests(pairs: int, squares: float) -> float:
    """Return an answer's error in points: √(mean squared change / 2 / (1 - share that stays)).

    Part of an error comes back the second time and is not seen, so what is seen is divided by the
    share that does not come back (docs/statistics.md §2).
    """
    return math.sqrt(squares / pairs / 2.0 / (1.0 - STABLE))


def weighed_error(start: float, pairs: int, error: float) -> float:
    """Return the start value and the error of n pairs, weighed: √((100 s₀² + n s²) / (100 + n))."""
    return math.sqrt((WEIGHT_OF_START * start**2 + pairs * error**2) / (WEIGHT_OF_START + pairs))


MOST_ROUNDS = 2000
CLOSE_ENOUGH = 1e-10


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
