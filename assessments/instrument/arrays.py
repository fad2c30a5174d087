"""From an edition's frozen values to the arrays that score answers."""

from __future__ import annotations

import functools

from assessments.instrument.values import AssessmentsSection, Item
from assessments.models.choices import ItemType
from assessments.scoring import (
    Bands,
    BarsItem,
    Bonus,
    Competency,
    Evidence,
    Fact,
    FactOption,
    ForcedChoiceItem,
    Instrument,
    InstrumentSpecification,
    InterestItem,
    JudgementItem,
    RoleProfile,
    Settings,
)
from assessments.scoring import Item as ScoredItem
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role, RolesSection


@functools.lru_cache(maxsize=32)
def instrument_of(snapshot: Snapshot) -> Instrument:
    """The instrument of an edition; built once per process."""
    return Instrument.build(specification(snapshot))


def assessments_of(snapshot: Snapshot) -> AssessmentsSection:
    """The quiz's part of an edition."""
    return snapshot.section("assessments", AssessmentsSection)


def specification(snapshot: Snapshot) -> InstrumentSpecification:
    """What is scored under this edition, without arrays."""
    return specification_of(assessments_of(snapshot), snapshot.roles)


def specification_of(section: AssessmentsSection, roles: RolesSection) -> InstrumentSpecification:
    """The same from the two sections, also for a draft that is not published.

    Raises assessments.scoring.SpecificationError.
    """
    return InstrumentSpecification(
        competencies=tuple(Competency(c.key, c.group.value) for c in roles.competencies),
        items=tuple(_item(item) for item in section.items if item.is_active),
        facts=tuple(
            Fact(
                fact.key,
                tuple(FactOption(o.code, o.points, o.years) for o in fact.options),
                fact.is_multiple,
            )
            for fact in section.facts
        ),
        evidence=tuple(
            Evidence(
                rule.key,
                rule.competency,
                rule.base,
                tuple(Bonus(b.fact, b.option, b.points) for b in rule.bonuses),
                rule.level_weight,
                rule.error_sd,
            )
            for rule in section.evidence
        ),
        roles=tuple(profile_of(role) for role in roles.roles),
        settings=_settings(section),
    )


def profile_of(role: Role) -> RoleProfile:
    """What a role asks, as scoring reads it."""
    return RoleProfile(
        slug=role.slug,
        importance={r.competency: r.importance for r in role.requirements},
        required_level={r.competency: r.required_level for r in role.requirements},
        must_have={
            r.competency: r.must_have_level
            for r in role.requirements
            if r.must_have_level is not None
        },
        required_hands_on_years=role.required_hands_on_years,
    )


def _settings(section: AssessmentsSection) -> Settings:
    chosen = section.settings
    return Settings.of_revision(
        chosen.revision,
        lambda_fit=chosen.lambda_fit,
        omega_interest=chosen.interest_ratio / (1.0 + chosen.interest_ratio),
        cap_slope=chosen.cap_slope,
        theta_neither=chosen.theta_neither,
        delta_min=chosen.delta_min,
        confidence=chosen.confidence,
        min_coverage=chosen.min_coverage,
        min_coverage_fit=chosen.min_coverage_fit,
        bands=Bands(chosen.band_ready, chosen.band_nearly, chosen.band_building),
    )


def _item(item: Item) -> ScoredItem:
    scores = tuple(option.score for option in item.options)
    if item.type is ItemType.FORCED_CHOICE:
        assert item.a  # noqa: S101  publishing refuses anything else
        assert item.b  # noqa: S101
        return ForcedChoiceItem(
            item.key, item.a.competency, item.b.competency, error_sd=item.error_sd
        )
    assert item.competency  # noqa: S101
    match item.type:
        case ItemType.BARS:
            return BarsItem(item.key, item.competency, scores, item.level_weight, item.error_sd)
        case ItemType.INTEREST:
            return InterestItem(item.key, item.competency, item.is_reversed, scores, item.error_sd)
        case ItemType.JUDGEMENT:
            return JudgementItem(
                item.key, item.competency, scores, item.level_weight, item.error_sd
            )
