"""Refuse a specification that cannot be built, with a message that its author can act on."""

from collections import Counter
from collections.abc import Iterable
from math import isfinite

from assessments.scoring.specification import (
    BackgroundFact,
    BarsItem,
    Evidence,
    ForcedChoiceItem,
    InstrumentSpecification,
    Item,
    JudgementItem,
    RoleProfile,
    SpecificationError,
)


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
