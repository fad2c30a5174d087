"""Add up people's outcomes, and choose the sample on which single edits are tried."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainValidator

from assessments.analytics.stored import Added, Counts, IntArray, Numbers, as_list


def _pairs(data: Any) -> IntArray:
    return np.array(data, dtype=np.int64).reshape(-1, 2)  # also where there are none


ERROR_STEP = 0.25
ERROR_STEPS = 240
"""Standard errors are counted in steps of a quarter of a point up to 60 points."""

SAMPLE = 20_000
"""On so many people single edits are tried, or on all where there are fewer."""
MOST_TRIALS = 1_000_000
LEAST_SAMPLE = 2_000


class Reason(StrEnum):
    """Why a finished quiz is not in the preview."""

    OLDER_QUIZ = "older_quiz"  # less than half of today's questions were asked
    UNREADABLE = "unreadable"  # encoded by another release, or damaged


REASONS = tuple(Reason)


@dataclass(frozen=True, slots=True, eq=False)
class ImpactSums(Added):
    """Counts so far, over G outcomes, P roles of both editions and E single edits."""

    outcomes: Counts
    """(G, G): people by outcome under the current edition, then under the draft."""
    fit: Numbers
    """(P,) summed change of fit."""
    readiness: Numbers
    """(P,) summed change of readiness, where both are known."""
    readiness_known: Counts
    """(P,)"""
    errors: Counts
    """(2, steps): people by the standard error of the difference of the two best roles."""
    sampled: Counts
    """(1,) people on whom single edits were tried."""
    edits: Annotated[IntArray, PlainValidator(_pairs), as_list]
    """(E, 2): people of the sample whose outcome one edit alone moves, and from role to role."""
    left_out: Counts
    """(reasons,): people who are not in the preview."""

    @classmethod
    def empty(cls, outcomes: int, roles: int, edits: int) -> ImpactSums:
        """Return sums in which nobody is counted yet."""
        return cls(
            outcomes=np.zeros((outcomes, outcomes), dtype=np.int64),
            fit=np.zeros(roles),
            readiness=np.zeros(roles),
            readiness_known=np.zeros(roles, dtype=np.int64),
            errors=np.zeros((2, ERROR_STEPS), dtype=np.int64),
            sampled=np.zeros(1, dtype=np.int64),
            edits=np.zeros((edits, 2), dtype=np.int64),
            left_out=np.zeros(len(REASONS), dtype=np.int64),
        )

    @property
    def people(self) -> int:
        """How many are in the preview."""
        return int(self.outcomes.sum())


def sample_share(people: int, edits: int) -> float:
    """Return the share (0 to 1) of ``people`` to try ``edits`` single edits on."""
    size = min(SAMPLE, max(LEAST_SAMPLE, MOST_TRIALS // max(1, edits)))
    return min(1.0, size / max(1, people))


def in_sample(numbers: NDArray[np.int64], share: float) -> NDArray[np.bool_]:
    """Return whether rows with these keys (n,) are in the sample: always the same, well mixed."""
    # Multiplying by an odd constant near 2**64 / golden ratio scatters neighbours.
    scattered = numbers.astype(np.uint64) * np.uint64(11_400_714_819_323_198_485)
    chosen: NDArray[np.bool_] = scattered >> np.uint64(32) < np.uint64(round(share * 2**32))
    return chosen
