"""An instrument as frozen arrays: everything about answers and roles the formulas need."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import isfinite

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray, ratio
from assessments.scoring.specification import (
    BackgroundFact,
    BarsItem,
    Evidence,
    ForcedChoiceItem,
    InstrumentSpecification,
    InterestItem,
    Item,
    JudgementItem,
    RoleProfile,
    Settings,
    SpecificationError,
)

Column = BarsItem | ForcedChoiceItem | InterestItem | JudgementItem | Evidence


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """The arrays of one instrument: K scored answers, C competencies, R roles.

    Columns (k) are items, then evidence scores. All are read-only float64 unless said otherwise.
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

    def __post_init__(self) -> None:
        for values in (getattr(self, each.name) for each in fields(self)):
            if isinstance(values, np.ndarray):
                values.setflags(write=False)

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
        level_weight, interest_sign, strength = _by_competency(columns, competencies)
        is_bars, is_choice = _of_kind(columns, BarsItem), _of_kind(columns, ForcedChoiceItem)
        main = (deviation > ROUNDING).astype(np.float64)
        ratings, choices = main @ strength.T, main @ (interest_sign * is_choice[:, None]).T
        groups = [specification.groups.index(each.group) for each in specification.competencies]
        must_have = _role_rows(specification, lambda role: role.must_have)
        years = [role.required_hands_on_years or np.nan for role in specification.roles]
        return cls(
            specification=specification,
            answer_columns=tuple(each.key for each in columns),
            competencies=competencies,
            roles=tuple(role.slug for role in specification.roles),
            level_weight=level_weight,
            item_weight=level_weight * (1.0 - _of_kind(columns, Evidence)[:, None]),
            membership=np.eye(len(specification.groups))[groups],
            error_sd=np.array([each.error_sd for each in columns]),
            interest_sign=interest_sign,
            strength=strength,
            is_bars=is_bars,
            is_choice=is_choice,
            is_interest=_of_kind(columns, InterestItem),
            clusters=np.stack([ratings, is_bars - ratings, choices], axis=1),
            importance=importance,
            required_level=_role_rows(specification, lambda role: role.required_level),
            must_have=np.where(must_have > 0.0, must_have, np.nan),
            required_years=np.array(years, dtype=np.float64),
            alpha=np.where(flat[:, None], 0.0, alpha),
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
    return np.array([isinstance(each, kind) for each in columns], dtype=np.float64)


def _by_competency(
    columns: Sequence[Column], competencies: Sequence[str]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return level weights, interest signs and strengths (K, C)."""
    weight, sign, strength = np.zeros((3, len(columns), len(competencies)))
    for k, each in enumerate(columns):
        if isinstance(each, ForcedChoiceItem):
            sign[k, competencies.index(each.competency_a)] = -1.0
            sign[k, competencies.index(each.competency_b)] = 1.0
        elif isinstance(each, InterestItem):
            sign[k, competencies.index(each.competency)] = 1.0
        else:
            weight[k, competencies.index(each.competency)] = each.level_weight
            strength[k, competencies.index(each.competency)] = isinstance(each, BarsItem)
    return weight, sign, strength


def check(specification: InstrumentSpecification) -> None:
    """Raise ``SpecificationError`` at the first thing that cannot be scored."""
    if not specification.competencies:
        raise SpecificationError("The instrument has no competencies; at least one is needed.")
    if not specification.roles:
        raise SpecificationError("The instrument has no roles; at least one is needed.")
    answer_keys = [each.key for each in (*specification.items, *specification.evidence)]
    _refuse_repeats("competency", (each.key for each in specification.competencies))
    _refuse_repeats("item or evidence", answer_keys)
    _refuse_repeats(
        "item or fact", (each.key for each in (*specification.items, *specification.facts))
    )
    _refuse_repeats("role", (each.slug for each in specification.roles))
    competencies = tuple(each.key for each in specification.competencies)
    for item in specification.items:
        _check_item(item, competencies)
    for fact in specification.facts:
        _check_fact(fact)
    for evidence in specification.evidence:
        _check_evidence(evidence, competencies, specification.facts)
    for role in specification.roles:
        _check_role(role, competencies)


def _check_item(item: Item, competencies: tuple[str, ...]) -> None:
    label = f"Item {item.key!r}"
    if isinstance(item, ForcedChoiceItem):
        _known(f"{label} side A", item.competency_a, competencies)
        _known(f"{label} side B", item.competency_b, competencies)
        if item.competency_a == item.competency_b:
            raise SpecificationError(
                f"{label} shows {item.competency_a!r} on both sides; allowed: two different ones."
            )
    else:
        _known(label, item.competency, competencies)
    if isinstance(item, BarsItem | JudgementItem):
        _within(f"{label} level weight", item.level_weight, 0.0, None)
    _positive(f"{label} error SD", item.error_sd)
    if len(item.option_scores) < 2:
        raise SpecificationError(
            f"{label} has {len(item.option_scores)} options; allowed: 2 or more."
        )
    for score in item.option_scores:
        _within(f"{label} option score", score, 0.0, 100.0)


def _check_fact(fact: BackgroundFact) -> None:
    _refuse_repeats(f"option of fact {fact.key!r}", (each.code for each in fact.options))
    if not fact.options:
        raise SpecificationError(f"Fact {fact.key!r} has no options; at least one is needed.")
    for option in fact.options:
        label = f"Fact {fact.key!r} option {option.code!r}"
        _within(f"{label} points", option.points or 0.0, 0.0, None)
        _within(f"{label} years", option.years or 0.0, 0.0, None)


def _check_evidence(
    evidence: Evidence, competencies: tuple[str, ...], facts: tuple[BackgroundFact, ...]
) -> None:
    label = f"Evidence {evidence.key!r}"
    codes = {fact.key: tuple(option.code for option in fact.options) for fact in facts}
    _known(label, evidence.competency, competencies)
    _within(f"{label} level weight", evidence.level_weight, 0.0, None)
    _positive(f"{label} error SD", evidence.error_sd)
    for fact in evidence.base_facts:
        _known(f"{label} base fact", fact, tuple(codes))
    for bonus in evidence.bonuses:
        _known(f"{label} bonus fact", bonus.fact, tuple(codes))
        _known(f"{label} bonus option of {bonus.fact!r}", bonus.option, codes[bonus.fact])
        _within(f"{label} bonus points", bonus.points, 0.0, None)


def _check_role(role: RoleProfile, competencies: tuple[str, ...]) -> None:
    label = f"Role {role.slug!r}"
    for name, values, highest in (
        ("importance", role.importance, None),
        ("required level", role.required_level, 100.0),
        ("must-have", role.must_have, 100.0),
    ):
        for competency, value in values.items():
            _known(f"{label} {name}", competency, competencies)
            if value is not None:
                _within(f"{label} {name} of {competency!r}", value, 0.0, highest)
    _within(f"{label} hands-on years", role.required_hands_on_years or 0.0, 0.0, None)


def _refuse_repeats(what: str, keys: Iterable[str]) -> None:
    repeated = [key for key, count in Counter(keys).items() if count > 1]
    if repeated:
        raise SpecificationError(
            f"Repeated {what}: {', '.join(map(repr, repeated))}; each key may stand once."
        )


def _known(label: str, key: str, legal: tuple[str, ...]) -> None:
    if key not in legal:
        raise SpecificationError(f"{label} names {key!r}; allowed: {', '.join(legal)}.")


def _positive(label: str, value: float) -> None:
    if not (isfinite(value) and value > 0.0):
        raise SpecificationError(f"{label} is {value!r}; allowed: above 0.")


def _within(label: str, value: float, lowest: float, highest: float | None) -> None:
    if not (isfinite(value) and value >= lowest and (highest is None or value <= highest)):
        legal = f"{lowest:g} or more" if highest is None else f"{lowest:g} to {highest:g}"
        raise SpecificationError(f"{label} is {value!r}; allowed: {legal}.")
