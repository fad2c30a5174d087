"""What the instrument must reach in the simulation (docs/scoring.md, property 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """The legal values of one figure of the main worlds; `low` and `high` are legal themselves."""

    figure: str
    low: float | None = None
    high: float | None = None
    below: float | None = None

    @property
    def legal(self) -> str:
        """The legal values in words."""
        if self.below is not None:
            return f"below {self.below:g}"
        return f"{self.low:g} to {self.high:g}"

    def is_met(self, value: float | None) -> bool:
        """Whether a figure is legal; nobody to count is no success."""
        if value is None:
            return False
        return (
            (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
            and (self.below is None or value < self.below)
        )


TARGETS = (
    Target("coverage_d", low=0.88, high=0.92),
    Target("confident_wrong", below=0.01),
    Target("retest_swaps", below=0.001),
    Target("random_named", below=0.03),
)


def compared(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each target with the figure and whether it is met."""
    return [
        {
            "figure": target.figure,
            "legal": target.legal,
            "value": figures[target.figure],
            "met": target.is_met(figures[target.figure]),
        }
        for target in TARGETS
    ]
