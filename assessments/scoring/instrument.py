"""An instrument as frozen arrays: everything about answers and roles the formulas need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from assessments.scoring.arithmetic import BoolArray, FloatArray, frozen, indicator, ratio
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
    strength: FloatArray
    """B (K, C): 1 where a rating shows the relative strength in a competency."""
    is_bars: FloatArray
    """(K,) 1 for ratings."""
    is_choice: FloatArray
    """(K,) 1 for graded choices."""
    is_interest: FloatArray
    """(K,) 1 for interest ratings."""
    bars_clusters: FloatArray
    """(groups, K): membership of ratings in the group of their competency."""
    choice_clusters: FloatArray
    """(pairs of groups, K): membership of choices in their pair of different groups."""
    choice_reversed: BoolArray
    """(K,) bool: choices whose B side belongs to the earlier group."""

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

        Raises `SpecificationError` for keys that dangle or repeat, weights below 0, error SDs
        that are not above 0, profiles out of range, and an instrument without roles.
        """
        check(specification)
        columns = (*specification.items, *specification.evidence)
        competencies = tuple(each.key for each in specification.competencies)
        clusters = _Clusters(specification, columns)
        importance = _role_rows(specification, lambda role: role.importance)
        deviation = importance - importance.mean(axis=1, keepdims=True)
        spread = np.sum(deviation**2, axis=1, keepdims=True)
        flat = np.ptp(importance, axis=1) == 0.0
        alpha = ratio(specification.settings.fit_slope * deviation, spread)
        must_have = _role_rows(specification, lambda role: role.must_have)
        years = [role.required_hands_on_years or np.nan for role in specification.roles]
        return cls(
            specification=specification,
            answer_columns=tuple(each.key for each in columns),
            competencies=competencies,
            roles=tuple(role.slug for role in specification.roles),
            level_weight=frozen(_level_weight(columns, competencies)),
            error_sd=frozen(np.array([each.error_sd for each in columns])),
            interest_sign=frozen(_interest_sign(columns, competencies)),
            strength=frozen(_strength(columns, competencies)),
            is_bars=frozen(_of_kind(columns, BarsItem)),
            is_choice=frozen(_of_kind(columns, ForcedChoiceItem)),
            is_interest=frozen(_of_kind(columns, InterestItem)),
            bars_clusters=frozen(clusters.bars()),
            choice_clusters=frozen(clusters.choices()),
            choice_reversed=clusters.reversed_choices(),
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


class _Clusters:
    """Which ratings and choices person fit compares with each other (§1.6)."""

    def __init__(self, specification: InstrumentSpecification, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.groups = specification.groups
        order = {group: number for number, group in enumerate(self.groups)}
        self.group_of = {each.key: order[each.group] for each in specification.competencies}

    def bars(self) -> FloatArray:
        """Return (groups, K): the ratings of each group."""
        rows = [
            [
                k
                for k, each in enumerate(self.columns)
                if isinstance(each, BarsItem) and self.group_of[each.competency] == group
            ]
            for group in range(len(self.groups))
        ]
        return np.array([indicator(len(self.columns), row) for row in rows])

    def choices(self) -> FloatArray:
        """Return (pairs, K): the choices between each pair of different groups."""
        pairs = list(combinations(range(len(self.groups)), 2))
        matrix = np.zeros((len(pairs), len(self.columns)))
        for k, each in enumerate(self.columns):
            if isinstance(each, ForcedChoiceItem):
                sides = sorted((self.group_of[each.competency_a], self.group_of[each.competency_b]))
                if sides[0] != sides[1]:
                    matrix[pairs.index((sides[0], sides[1])), k] = 1.0
        return matrix

    def reversed_choices(self) -> BoolArray:
        """Return (K,) bool: choices to turn so that high means the later group."""
        return np.array(
            [
                isinstance(each, ForcedChoiceItem)
                and self.group_of[each.competency_b] < self.group_of[each.competency_a]
                for each in self.columns
            ],
            dtype=np.bool_,
        )
