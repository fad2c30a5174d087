"""An instrument as frozen arrays: everything about answers and roles the formulas need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray, frozen, indicator, ratio
from assessments.scoring.specification import (
    BarsItem,
    Evidence,
    ForcedChoiceItem,
    InstrumentSpecification,
    InterestItem,
    JudgementItem,
    RoleProfile,
    Settings,
)
from assessments.scoring.specification_checks import check

Column = BarsItem | ForcedChoiceItem | InterestItem | JudgementItem | Evidence


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """The arrays of one instrument: K scored answers, C competencies, R roles.

    Columns (k) are the items in order, then the evidence scores in order. All arrays are
    read-only float64 unless said otherwise.
    """

    specification: InstrumentSpecification
    answer_columns: tuple[str, ...]
    """Key of each scored answer, length K."""
    competencies: tuple[str, ...]
    """Key of each competency, length C."""
    roles: tuple[str, ...]
    """Slug of each role, length R, in the order of the profiles."""

    level_weight: FloatArray
    """v (K, C): weight of an answer in a competency level; one competency per answer."""
    error_sd: FloatArray
    """s (K,): error SD of an answer on the 0..100 scale."""
    interest_sign: FloatArray
    """U (K, C): +1 for side B and interest ratings, -1 for side A."""
    item_weight: FloatArray
    """(K, C): the part of v that makes a level and its error: that of ratings and situations."""
    strength: FloatArray
    """B (K, C): 1 where a rating shows the relative strength in a competency."""
    is_bars: FloatArray
    """(K,) 1 for ratings."""
    is_choice: FloatArray
    """(K,) 1 for graded choices."""
    is_interest: FloatArray
    """(K,) 1 for interest ratings."""
    membership: FloatArray
    """(C, groups): 1 where a competency belongs to a group."""
    clusters: FloatArray
    """(R, 3, K): by role its main ratings, other ratings, and choices, -1 with the main side A."""

    importance: FloatArray
    """w (R, C), 0..5."""
    required_level: FloatArray
    """req (R, C), 0..100."""
    must_have: FloatArray
    """must (R, C), NaN where the competency is no must-have."""
    required_years: FloatArray
    """(R,) hands-on years needed, NaN where none."""
    alpha: FloatArray
    """alpha (R, C) of §1.3; a row of zeros for a flat role."""
    flat: BoolArray
    """(R,) bool: all importances equal, so fit is 50 and says nothing."""
    comparable: BoolArray
    """(R,) bool: Σw > 0; other roles have no readiness and take no part in the verdict."""

    @property
    def settings(self) -> Settings:
        """The settings the instrument was specified with."""
        return self.specification.settings

    @classmethod
    def build(cls, specification: InstrumentSpecification) -> "Instrument":
        """Turn a specification into arrays.

        Raises ``SpecificationError`` for keys that dangle or repeat, weights below 0, error SDs
        that are not above 0, profiles out of range, and an instrument without roles.
        """
        check(specification)
        columns = (*specification.items, *specification.evidence)
        competencies = tuple(each.key for each in specification.competencies)
        importance = _role_rows(specification, lambda role: role.importance)
        deviation = importance - importance.mean(axis=1, keepdims=True)
        spread = np.sum(deviation**2, axis=1, keepdims=True)
        flat = np.ptp(importance, axis=1) == 0.0
        alpha = ratio(specification.settings.fit_slope * deviation, spread)
        level_weight = _level_weight(columns, competencies)
        groups = [specification.groups.index(each.group) for each in specification.competencies]
        must_have = _role_rows(specification, lambda role: role.must_have)
        years = [role.required_hands_on_years or np.nan for role in specification.roles]
        return cls(
            specification=specification,
            answer_columns=tuple(each.key for each in columns),
            competencies=competencies,
            roles=tuple(role.slug for role in specification.roles),
            level_weight=frozen(level_weight),
            item_weight=frozen(level_weight * (1.0 - _of_kind(columns, Evidence)[:, None])),
            membership=frozen(np.eye(len(specification.groups))[groups]),
            error_sd=frozen(np.array([each.error_sd for each in columns])),
            interest_sign=frozen(_interest_sign(columns, competencies)),
            strength=frozen(_strength(columns, competencies)),
            is_bars=frozen(_of_kind(columns, BarsItem)),
            is_choice=frozen(_of_kind(columns, ForcedChoiceItem)),
            is_interest=frozen(_of_kind(columns, InterestItem)),
            clusters=frozen(_clusters(columns, competencies, deviation > ROUNDING)),
            importance=frozen(importance),
            required_level=frozen(_role_rows(specification, lambda role: role.required_level)),
            must_have=frozen(np.where(must_have > 0.0, must_have, np.nan)),
            required_years=frozen(np.array(years, dtype=np.float64)),
            alpha=frozen(np.where(flat[:, None], 0.0, alpha)),
            flat=flat,
            comparable=importance.sum(axis=1) > 0.0,
        )


def _role_rows(
    specification: InstrumentSpecification,
    values_of: Callable[[RoleProfile], Mapping[str, float] | Mapping[str, float | None]],
) -> FloatArray:
    """Return (R, C) values by role and competency, 0 where a profile names none."""
    keys = [each.key for each in specification.competencies]
    rows = [[values_of(role).get(key) or 0.0 for key in keys] for role in specification.roles]
    return np.array(rows, dtype=np.float64)


def _of_kind(columns: Sequence[Column], kind: type[Column]) -> FloatArray:
    return indicator(len(columns), [k for k, each in enumerate(columns) if isinstance(each, kind)])


def _level_weight(columns: Sequence[Column], competencies: Sequence[str]) -> FloatArray:
    matrix = np.zeros((len(columns), len(competencies)))
    for k, each in enumerate(columns):
        if isinstance(each, BarsItem | JudgementItem | Evidence):
            matrix[k, competencies.index(each.competency)] = each.level_weight
    return matrix


def _interest_sign(columns: Sequence[Column], competencies: Sequence[str]) -> FloatArray:
    matrix = np.zeros((len(columns), len(competencies)))
    for k, each in enumerate(columns):
        if isinstance(each, ForcedChoiceItem):
            matrix[k, competencies.index(each.competency_a)] = -1.0
            matrix[k, competencies.index(each.competency_b)] = 1.0
        elif isinstance(each, InterestItem):
            matrix[k, competencies.index(each.competency)] = 1.0
    return matrix


def _strength(columns: Sequence[Column], competencies: Sequence[str]) -> FloatArray:
    matrix = np.zeros((len(columns), len(competencies)))
    for k, each in enumerate(columns):
        if isinstance(each, BarsItem):
            matrix[k, competencies.index(each.competency)] = 1.0
    return matrix


def _clusters(columns: Sequence[Column], keys: Sequence[str], main: BoolArray) -> FloatArray:
    """Return (R, 3, K): what person fit compares, for main parts (R, C) of roles (§1.6)."""
    matrix = np.zeros((len(main), 3, len(columns)))
    for k, each in enumerate(columns):
        if isinstance(each, BarsItem):
            inside = main[:, keys.index(each.competency)]
            matrix[:, 0, k], matrix[:, 1, k] = inside, ~inside
        elif isinstance(each, ForcedChoiceItem):
            a, b = (main[:, keys.index(c)] for c in (each.competency_a, each.competency_b))
            matrix[:, 2, k] = b.astype(float) - a
    return matrix
