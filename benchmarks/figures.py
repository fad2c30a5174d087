"""Costs measured in turns until their ratio holds still, and goals that they are held against."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

STEADY = 0.1
LEAST_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number and the goal it is held against.

    ``spread`` is the width of the range in which the median lies 19 times in 20, as a share of it;
    ``None`` for what was measured once. ``limit`` is ``None`` for what is only told.
    """

    goal: str
    what: str
    value: float
    limit: float | None = None
    at_least: bool = False
    unit: str = ""
    spread: float | None = None
    rounds: int = 1
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the goal is met; ``None`` without one."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def to_data(self) -> dict[str, Any]:
        return {**asdict(self), "holds": self.holds}


class Rounds:
    """What each of several jobs cost, round by round."""

    def __init__(self, names: Sequence[str]) -> None:
        self.costs: dict[str, list[float]] = {name: [] for name in names}

    def median(self, name: str) -> float:
        return median(self.costs[name])

    def ratios(self, one: str, other: str) -> list[float]:
        """Return how many times as much ``one`` cost as ``other`` in each round."""
        pairs = zip(self.costs[one], self.costs[other], strict=True)
        return [cost / floor for cost, floor in pairs]

    def figure(self, goal: str, what: str, one: str, other: str, **more: Any) -> Figure:
        """Return the ratio of two jobs as a figure, with what each cost as a note."""
        values = self.ratios(one, other)
        note = f"{one} {self.median(one):.3g} ms, {other} {self.median(other):.3g} ms"
        return Figure(
            goal, what, median(values), spread=spread(values), rounds=len(values), note=note, **more
        )

    def cost(self, goal: str, what: str, name: str, **more: Any) -> Figure:
        """Return what one job cost as a figure."""
        values = self.costs[name]
        return Figure(goal, what, median(values), spread=spread(values), rounds=len(values), **more)


def in_turns(
    jobs: Mapping[str, Callable[[], float]],
    steady: Sequence[tuple[str, str]],
    *,
    seconds: float,
    least: int = LEAST_ROUNDS,
) -> Rounds:
    """Run jobs in turns, each round in the opposite order, and return what each said it cost.

    Ends when all ratios in ``steady`` are known to ``STEADY``, or after ``seconds``, but not before
    ``least`` rounds. One round before that warms up and is forgotten.
    """
    found = Rounds([*jobs])
    for job in jobs.values():
        job()
    end, order = time.monotonic() + seconds, [*jobs]
    for number in range(1, 1000):
        for name in order:
            found.costs[name].append(jobs[name]())
        order.reverse()
        if number >= least and (
            time.monotonic() > end
            or all(spread(found.ratios(one, other)) < STEADY for one, other in steady)
        ):
            break
    return found


def spread(values: Sequence[float]) -> float:
    """Return the width of the range that holds the median 19 times in 20, as a share of it."""
    ordered, count = sorted(values), len(values)
    outside = max(0, math.floor((count - 1.96 * math.sqrt(count)) / 2))
    return (ordered[-1 - outside] - ordered[outside]) / median(ordered)
