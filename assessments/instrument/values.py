"""The frozen values of an edition's ``assessments`` section, and the arrays that score answers."""

import functools
from typing import Annotated, ClassVar

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from assessments import scoring
from assessments.models.choices import ItemType, StepKind
from assessments.scoring import (
    REVISIONS,
    Bands,
    BarsItem,
    Bonus,
    Competency,
    ForcedChoiceItem,
    Instrument,
    InstrumentSpecification,
    InterestItem,
    JudgementItem,
    RoleProfile,
    Settings,
)
from roles.snapshot.base import Flag, Number, Value, Whole
from roles.snapshot.certificates import Fact
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import RolesSection


class ResponseOption(Value):
    """One answer a person can choose. ``score`` is the item score it gives, 0 to 100."""

    text: str
    score: Number


class Statement(Value):
    """One side of a forced choice: a task and the competency that liking it speaks for."""

    competency: str
    text: str


class Item(Value):
    """One question of the quiz: ``fc`` has the statements ``a`` and ``b``, the others the rest.

    ``level_weight`` is v in docs/scoring.md §1.1, ``error_sd`` s in §1.2. Editors read ``reason``.
    """

    key: str
    type: ItemType
    is_active: Flag = True
    competency: str | None = None
    stem: str = ""
    options: tuple[ResponseOption, ...] = ()
    is_reversed: Flag = False
    a: Statement | None = None
    b: Statement | None = None
    level_weight: Number
    error_sd: Number
    reason: str = ""
    is_multiple: ClassVar[bool] = False


class FactOption(Value):
    """An answer: ``points`` as the base of an evidence score, ``years`` for must-haves in years."""

    code: str
    label: str
    points: Number | None = None
    years: Number | None = None


class BackgroundFact(Value):
    """A quick question about a person's background; not an ability test."""

    key: str
    prompt: str
    hint: str = ""
    reason: str = ""
    is_multiple: Flag = False
    options: tuple[FactOption, ...]


Question = Item | BackgroundFact


class EvidenceBonus(Value):
    """Points that one answer adds on top of the base."""

    fact: str
    option: str
    points: Number


class Evidence(Value):
    """What background facts say about one competency: the best base plus bonuses, at most 100."""

    key: str
    competency: str
    base: tuple[str, ...]
    bonuses: tuple[EvidenceBonus, ...] = ()
    level_weight: Number
    error_sd: Number


def _known_revision(number: int) -> int:
    if number not in REVISIONS:
        known = ", ".join(map(str, REVISIONS))
        raise PydanticCustomError("enum", "Choose one of these: {expected}", {"expected": known})
    return number


class ScoringSettings(Value):
    """The settings of the score, by the names in docs/scoring.md §1.0.

    ``interest_ratio`` says how many times as much interest counts as strengths: ω is r / (1 + r),
    so that 2 gives exactly 2/3. z follows from ``confidence``. An edition keeps its ``revision``.
    """

    revision: Annotated[Whole, AfterValidator(_known_revision)] = 3
    lambda_fit: Number
    interest_ratio: Number
    cap_slope: Number
    theta_neither: Number
    delta_min: Number
    confidence: Number
    min_coverage: Number
    min_coverage_fit: Number
    band_ready: Number
    band_nearly: Number
    band_building: Number


class StepGain(Value):
    """How much a step usually raises one competency, in points of the level, up to a ceiling."""

    competency: str
    gain: Number
    ceiling: Number


class StepResource(Fact):
    """A free page, course or book that helps with a step; its ``statement`` says how."""


class Step(Value):
    """Something a person can do to get nearer to a role; its gains are guesses (§1.8).

    ``template`` is text to copy and fill in; ``evidence`` says what shows that it is done.
    """

    key: str
    title: str
    kind: StepKind
    description: str
    hours: Whole
    certification: str | None = None
    prerequisites: tuple[str, ...] = ()
    gains: tuple[StepGain, ...] = ()
    resources: tuple[StepResource, ...] = ()
    template: str = ""
    evidence: str = ""


class AssessmentsSection(Value):
    """The ``assessments`` section: the whole instrument; the oldest editions have no ``steps``."""

    items: tuple[Item, ...]
    facts: tuple[BackgroundFact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    settings: ScoringSettings
    steps: tuple[Step, ...] = ()

    @property
    def asked(self) -> dict[str, Question]:
        """What the quiz asks, by key: active items, then background facts."""
        items: dict[str, Question] = {item.key: item for item in self.items if item.is_active}
        return items | {fact.key: fact for fact in self.facts}


@functools.lru_cache(maxsize=32)
def instrument_of(snapshot: Snapshot) -> Instrument:
    """Return the instrument of an edition as arrays; built once per process."""
    return Instrument.build(specification(snapshot))


def assessments_of(snapshot: Snapshot) -> AssessmentsSection:
    """Return the ``assessments`` section of an edition: the quiz and how it is scored."""
    return snapshot.section("assessments", AssessmentsSection)


def specification(snapshot: Snapshot) -> InstrumentSpecification:
    """Return what this edition's answers are scored with, as values without arrays."""
    return specification_of(assessments_of(snapshot), snapshot.quiz_roles)


def specification_of(section: AssessmentsSection, roles: RolesSection) -> InstrumentSpecification:
    """Return what an edition or draft is scored with. Raises ``scoring.SpecificationError``."""
    chosen = section.settings
    return InstrumentSpecification(
        competencies=tuple(Competency(c.key, c.group.value) for c in roles.competencies),
        items=tuple(_item(item) for item in section.items if item.is_active),
        facts=tuple(
            scoring.BackgroundFact(
                fact.key,
                tuple(scoring.FactOption(o.code, o.points, o.years) for o in fact.options),
                fact.is_multiple,
            )
            for fact in section.facts
        ),
        evidence=tuple(
            scoring.Evidence(
                rule.key,
                rule.competency,
                rule.base,
                tuple(Bonus(b.fact, b.option, b.points) for b in rule.bonuses),
                rule.level_weight,
                rule.error_sd,
            )
            for rule in section.evidence
        ),
        roles=tuple(map(RoleProfile.of, roles.roles)),
        settings=Settings.of_revision(
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
        ),
    )


def _item(item: Item) -> scoring.Item:
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
