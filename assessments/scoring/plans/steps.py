"""What a development plan starts from: a role as it stands for one person, and the steps.

n steps, C competencies; docs/scoring.md §1.4 and §1.8.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray, IndexArray, ratio
from assessments.scoring.instrument import Instrument


@dataclass(frozen=True)
class Target:
    """A role from where a person stands today."""

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
    def of(cls, instrument: Instrument, role: int, level: FloatArray) -> "Target":
        """The role at index `role` for levels (C,), NaN where there is none.

        Hands-on years are left out: no step gives any. Raises `ValueError` when the shape is not
        (C,), or when no competency that the role weighs has a level, so that it has no readiness.
        """
        if level.shape != instrument.importance[role].shape:
            raise ValueError(
                f"Levels have shape {level.shape}; legal: ({instrument.alpha.shape[1]},)."
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
        """Competencies with a must-have."""
        return np.flatnonzero(~np.isnan(self.must_have))

    def readiness(self, raised: FloatArray) -> FloatArray:
        """R (N,) = min(Rraw, cap) at levels x (C,) plus `raised` (N, C), each level at most 100."""
        level = np.minimum(self.level + raised, 100.0)
        met = np.minimum(level * ratio(1.0, self.required) + (self.required == 0.0), 1.0)
        value: FloatArray = 100.0 * (met @ self.weight)
        if self.musts.size:
            short = 1.0 - level[:, self.musts] / self.must_have[self.musts]
            cap = 100.0 - self.cap_slope * np.maximum(short, 0.0).max(axis=1)
            value = np.minimum(value, cap)
        return value

    def met(self, raised: FloatArray) -> BoolArray:
        """Which must-haves (N, M) are met at levels plus `raised` (N, C)."""
        level = np.minimum(self.level + raised, 100.0)[:, self.musts]
        reached: BoolArray = level >= self.must_have[self.musts] - ROUNDING
        return reached


@dataclass(frozen=True)
class Steps:
    """What can be done: n steps."""

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
            self._with_before(index, ())

    def __len__(self) -> int:
        """Return n."""
        return len(self.hours)

    def raised(self, level: FloatArray) -> FloatArray:
        """e (n, C) = max(0, min(gain, ceiling - x)): what each step does at levels x (C,)."""
        effective: FloatArray = np.maximum(np.minimum(self.gain, self.ceiling - level), 0.0)
        return effective

    def with_before(self, index: int) -> frozenset[int]:
        """A step with all that must come before it, however far back."""
        return self._with_before(index, ())

    def _with_before(self, index: int, path: tuple[int, ...]) -> frozenset[int]:
        if index in path:
            raise ValueError(f"Steps {sorted({*path})} wait for each other; legal: no circles.")
        found = frozenset((index,))
        for before in self.needs[index]:
            found |= self._with_before(before, (*path, index))
        return found
