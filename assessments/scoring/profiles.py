"""Find what an editor must fix in role profiles before they can be used (§1.9)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import isfinite, nan

import numpy as np

from assessments.scoring.specification import RoleProfile

MAX_IMPORTANCE = 5.0
MAX_LEVEL = 100.0
MIN_IMPORTANT_COMPETENCIES = 3
MIN_SPREAD = 2.0
MAX_CORRELATION = 0.95


class ProfileErrorCode(StrEnum):
    """A kind of error in a profile; the values are stored codes, never shown."""

    UNKNOWN_COMPETENCY = "unknown_competency"
    IMPORTANCE_OUT_OF_RANGE = "importance_out_of_range"
    TOO_FEW_COMPETENCIES = "too_few_competencies"
    REQUIRED_LEVEL_OUT_OF_RANGE = "required_level_out_of_range"
    MUST_HAVE_OUT_OF_RANGE = "must_have_out_of_range"
    YEARS_OUT_OF_RANGE = "years_out_of_range"
    FLAT_PROFILE = "flat_profile"
    ROLES_TOO_ALIKE = "roles_too_alike"

    @property
    def is_warning(self) -> bool:
        """Whether the profile may be saved all the same."""
        return self is ProfileErrorCode.ROLES_TOO_ALIKE


@dataclass(frozen=True, slots=True)
class ProfileError:
    """One error: where it is, the bad value, and the lowest and highest legal ones."""

    code: ProfileErrorCode
    role: str
    value: float
    legal: tuple[float, float | None]
    """Lowest and highest legal value, both included; ``None`` = no upper limit."""
    competency: str | None = None
    other_role: str | None = None
    """The role it is too alike, for that code only."""


def profile_errors(
    roles: Sequence[RoleProfile], competencies: Sequence[str]
) -> tuple[ProfileError, ...]:
    """Return every error of the profiles, role by role, then the roles that are too alike.

    Checks 0 ≤ w ≤ 5, at least 3 importances above 0, 0 ≤ req ≤ 100, 0 ≤ must-have ≤ req,
    years ≥ 0, Σ(w - w̄)² ≥ 2 and, as a warning, r(w_a, w_b) ≤ .95 (docs/scoring.md §1.9).
    """
    found = [error for role in roles for error in _role_errors(role, tuple(competencies))]
    for first, second in combinations(roles, 2):
        correlation = _correlation(first, second, competencies)
        if correlation > MAX_CORRELATION:
            found.append(
                ProfileError(
                    ProfileErrorCode.ROLES_TOO_ALIKE,
                    first.slug,
                    correlation,
                    (-1.0, MAX_CORRELATION),
                    other_role=second.slug,
                )
            )
    return tuple(found)


def _role_errors(role: RoleProfile, competencies: tuple[str, ...]) -> Iterator[ProfileError]:
    for competency in dict.fromkeys((*role.importance, *role.required_level, *role.must_have)):
        if competency not in competencies:
            code = ProfileErrorCode.UNKNOWN_COMPETENCY
            yield ProfileError(code, role.slug, nan, (0.0, MAX_IMPORTANCE), competency)
    for competency in competencies:
        importance = role.importance.get(competency, 0.0)
        required = role.required_level.get(competency, 0.0)
        for code, value, highest in (
            (ProfileErrorCode.IMPORTANCE_OUT_OF_RANGE, importance, MAX_IMPORTANCE),
            (ProfileErrorCode.REQUIRED_LEVEL_OUT_OF_RANGE, required, MAX_LEVEL),
            (ProfileErrorCode.MUST_HAVE_OUT_OF_RANGE, role.must_have.get(competency), required),
        ):
            if value is not None and not 0.0 <= value <= highest:
                yield ProfileError(code, role.slug, value, (0.0, highest), competency)
    years = role.required_hands_on_years
    if years is not None and not (isfinite(years) and years >= 0.0):
        yield ProfileError(ProfileErrorCode.YEARS_OUT_OF_RANGE, role.slug, years, (0.0, None))
    weights = _weights(role, competencies)
    if not np.isfinite(weights).all():
        return
    important = int(np.count_nonzero(weights))
    if important < MIN_IMPORTANT_COMPETENCIES:
        code = ProfileErrorCode.TOO_FEW_COMPETENCIES
        yield ProfileError(code, role.slug, important, (MIN_IMPORTANT_COMPETENCIES, None))
    spread = float(np.sum((weights - weights.mean()) ** 2)) if weights.size else 0.0
    if spread < MIN_SPREAD:
        yield ProfileError(ProfileErrorCode.FLAT_PROFILE, role.slug, spread, (MIN_SPREAD, None))


def _correlation(first: RoleProfile, second: RoleProfile, competencies: Sequence[str]) -> float:
    """Return r(w_a, w_b); 0 where a profile is flat or not finite, which is said elsewhere."""
    one, two = (_weights(role, competencies) for role in (first, second))
    if not (one.size and np.isfinite(one).all() and np.isfinite(two).all()):
        return 0.0
    one, two = one - one.mean(), two - two.mean()
    scale = float(np.sqrt((one @ one) * (two @ two)))
    return float(one @ two) / scale if scale > 0.0 else 0.0


def _weights(role: RoleProfile, competencies: Sequence[str]) -> "np.ndarray":
    return np.array([role.importance.get(key, 0.0) for key in competencies], dtype=np.float64)
