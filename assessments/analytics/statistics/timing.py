"""How long people took for a question, from the times at which their answers were saved.

A page with scripts saves each answer as it is given; without them one form saves a whole screen.
Either way the time from one save to the next, shared by the answers that came with it, is what a
question took. It counts only where the save before was of the question just before, so that
going back, or a change of mind, is never taken for reading time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from assessments.analytics.statistics.arrays import IntArray

LONGEST = 300.0
"""Seconds from one save to the next beyond which somebody was away."""
TOGETHER = 0.3
"""Saves nearer than this came together: a form, or a phone that was without a network."""
QUICK = 2.0
"""Nobody reads a question in less."""

# Fine where most answers are, coarse where few are; quantiles are read off in between.
EDGES = np.concatenate(
    [np.arange(0.0, 30.0, 0.5), np.arange(30.0, 90.0, 2.0), np.arange(90.0, 301.0, 10.0)]
)
BINS = len(EDGES) - 1


def seconds_taken(
    keys: Sequence[str], saved: Mapping[str, float], started: float
) -> list[tuple[int, float]]:
    """(number of the question from 0, seconds) for every answer whose time is known.

    ``keys`` are in the order asked; ``saved`` and ``started`` are seconds since any moment.
    """
    known = sorted((saved[key], number) for number, key in enumerate(keys) if key in saved)
    events: list[tuple[float, list[int]]] = []
    for at, number in known:
        if events and at - events[-1][0] < TOGETHER:
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
    """Which bin a time falls in."""
    return int(np.clip(np.searchsorted(EDGES, seconds, side="right") - 1, 0, BINS - 1))


def quantile(bins: IntArray, share: float) -> float:
    """The time below which this share of answers lies, in seconds, read off within its bin.

    Raises ValueError when no time is counted.
    """
    total = int(bins.sum())
    if total == 0:
        raise ValueError("There is no time to take a quantile of.")
    upto = np.concatenate([[0], np.cumsum(bins)])
    place = int(np.clip(np.searchsorted(upto, share * total, side="left") - 1, 0, BINS - 1))
    while bins[place] == 0:
        place += 1
    within = (share * total - upto[place]) / bins[place]
    return float(EDGES[place] + np.clip(within, 0.0, 1.0) * (EDGES[place + 1] - EDGES[place]))


def quick_share(bins: IntArray) -> float:
    """The share of answers that took less than two seconds; NaN without any."""
    total = int(bins.sum())
    quick = int(bins[: int(np.searchsorted(EDGES, QUICK))].sum())
    return quick / total if total else float("nan")
