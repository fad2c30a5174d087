"""Hold what a development plan starts from: a role as it stands for one person, and the steps.

n steps, C competencies, M must-haves; docs/scoring.md §1.4 and §1.8.1.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray, IndexArray, ratio
from assessments.scoring.instrument import Instrument


@dataclass(frozen=True)
class RoleTarget:
    """What a role asks for, as it stands for one person today."""

    weight: FloatArray
    """ŵ (C,): importance over Σ importance of the competencies that have a level, else 0."""
    required: FloatArray
    """(C,) required level 0..100."""
    must_have: FloatArray
    """(C,) must-have level, NaN where there is none or nothing is known."""
    level: FloatArray
    """x (C,), 0 where there is no level: such a competency has no weight and no must-have."""
    cap_slope: float

    @classmethod
    def of(cls, instrument: Instrument, role: int, level: FloatArray) -> "RoleTarget":
        """Return the role at index ``role`` for a person with levels (C,), NaN where unknown.

        Hands-on years are left out: no step gives any. Raises ``ValueError`` when the shape is not
        (C,), or when no competency that the role weighs has a level, so that it has no readiness.
        """
        if level.shape != instrument.importance[role].shape:
            raise ValueError(
                f"Levels have shape {level.shape}; allowed: ({instrument.alpha.shape[1]},)."
            )
        known = ~np.isnan(level)
        weighed = np.where(known, instrument.importance[role], 0.0)
        if weighed.sum() <= 0.0:
            raise ValueError("No competency of this role has a level, so there is no readiness.")
        return cls(
            weight=weighed / weighed.sum(),
            required=instrument.required_level[role],
            must_have=np.where(known, instrument.must_have[role], np.nan),
            level=np.where(known, level, 0.0),
            cap_slope=instrument.settings.cap_slope,
        )

    @cached_property
    def musts(self) -> IndexArray:
        """Competencies with a must-have (M,)."""
        return np.flatnonzero(~np.isnan(self.must_have))

    @cached_property
    def counts(self) -> BoolArray:
        """Competencies that the role weighs or names as a must-have (C,)."""
        return (self.weight > 0.0) | ~np.isnan(self.must_have)

    def raw(self, level: FloatArray) -> FloatArray:
        """Return Rraw (N,) at levels (N, C): readiness as if every must-have were met."""
        met = np.minimum(level * ratio(1.0, self.required) + (self.required == 0.0), 1.0)
        value: FloatArray = 100.0 * (met @ self.weight)
        return value

    def short(self, level: FloatArray) -> FloatArray:
        """Return the share of each must-have (N, M) that is missing at levels (N, C)."""
        share = 1.0 - level[:, self.musts] / self.must_have[self.musts]
        missing: FloatArray = np.maximum(share, 0.0)
        return missing

    def readiness(self, level: FloatArray) -> FloatArray:
        """Return readiness R (N,) = min(Rraw, cap) at levels (N, C)."""
        value = self.raw(level)
        if self.musts.size:
            value = np.minimum(value, 100.0 - self.cap_slope * self.short(level).max(axis=1))
        return value

    def met(self, level: FloatArray) -> BoolArray:
        """Return which must-haves (N, M) are met at levels (N, C)."""
        met: BoolArray = level[:, self.musts] >= self.must_have[self.musts] - ROUNDING
        return met


@dataclass(frozen=True)
class Steps:
    """The n steps that people can take: hours, gains, ceilings and prerequisites."""

    hours: FloatArray
    """(n,) > 0."""
    gain: FloatArray
    """(n, C) points of the level, 0 where a step does nothing."""
    ceiling: FloatArray
    """(n, C) the level that the gain can lift to."""
    needs: tuple[tuple[int, ...], ...] = field(default=())
    """For each step the steps that come before it. No circles."""

    def __post_init__(self) -> None:
        if not self.needs:
            object.__setattr__(self, "needs", ((),) * len(self.hours))
        for index in range(len(self.hours)):
            self.with_before(index)

    def __len__(self) -> int:
        """Return the number of steps, n."""
        return len(self.hours)

    def after(self, index: int, level: FloatArray) -> FloatArray:
        """Return ``level`` (..., C) after a step: raised by its gain, never above its ceiling."""
        raised: FloatArray = np.minimum(level + self.gain[index], self._lifts_to[index])
        np.maximum(level, raised, out=raised)
        return raised

    @cached_property
    def _lifts_to(self) -> FloatArray:
        return np.where(self.gain > 0.0, self.ceiling, 0.0)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """All steps, each after its prerequisites; otherwise those with a lower ceiling first.

        Taken in this order, steps for one competency lose least to their ceilings.
        """
        lifts = self.gain > 0.0
        height = (self.ceiling * lifts).sum(axis=1) * ratio(1.0, lifts.sum(axis=1).astype(float))
        found: dict[int, None] = {}
        for index in np.argsort(height, kind="stable").tolist():
            chain = self.with_before(index)
            found |= dict.fromkeys(sorted(chain, key=lambda i: (len(self.with_before(i)), i)))
        return tuple(found)

    def with_before(self, index: int, *path: int) -> frozenset[int]:
        """Return a step and everything that must come before it, however far back.

        Raises ``ValueError`` for a circle; ``path`` holds the steps that led here.
        """
        if index in path:
            raise ValueError(f"Steps {sorted({*path})} wait for each other; allowed: no circles.")
        return frozenset((index,)).union(
            *(self.with_before(before, index, *path) for before in self.needs[index])
        )
