"""The frozen values that an edition's ``assessments`` section is parsed into.

They describe the instrument as editors wrote it: items with their response options, background
facts with the evidence they give, and the settings of the score.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from assessments.models.choices import ItemType, StepKind
from assessments.scoring import REVISIONS
from roles.snapshot.values import Key, Level, Line, OptionalLine, Slug, Value

ItemKey = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2,3}$")]
OptionCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9<>+_-]{1,40}$")]
Weight = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
ErrorSD = Annotated[float, Field(ge=1, le=50, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ResponseOption(Value):
    """One answer a person can choose. ``score`` is the item score it gives, 0 to 100."""

    text: Line
    score: Level


class Statement(Value):
    """One side of a forced choice: a task and the competency that liking it speaks for."""

    competency: Key
    text: Line


class Item(Value):
    """One question of the quiz.

    ``bars``, ``int`` and ``sjt`` have a competency, a stem and options in the order shown;
    ``fc`` has the statements ``a`` and ``b`` instead. ``level_weight`` is v in docs/scoring.md
    §1.1, ``error_sd`` is s in §1.2 (score points).
    """

    key: ItemKey
    type: ItemType
    is_active: bool = True
    competency: Key | None = None
    stem: OptionalLine = ""
    options: tuple[ResponseOption, ...] = ()
    is_reversed: bool = False
    a: Statement | None = None
    b: Statement | None = None
    level_weight: Weight
    error_sd: ErrorSD


class FactOption(Value):
    """One answer to a background question.

    ``points`` is what it gives as the base of an evidence score; ``years`` is the time it stands
    for when a role has a must-have in years.
    """

    code: OptionCode
    label: Line
    points: Level | None = None
    years: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] | None = None


class BackgroundFact(Value):
    """A quick question about a person's background; not an ability test."""

    key: Key
    prompt: Line
    hint: OptionalLine = ""
    is_multiple: bool = False
    options: tuple[FactOption, ...]


Question = Item | BackgroundFact


class EvidenceBonus(Value):
    """Points that one answer adds on top of the base."""

    fact: Key
    option: OptionCode
    points: Level


class Evidence(Value):
    """What background facts say about one competency: the best base plus bonuses, at most 100."""

    key: ItemKey
    competency: Key
    base: tuple[Key, ...]
    bonuses: tuple[EvidenceBonus, ...] = ()
    level_weight: Weight
    error_sd: ErrorSD


def _known_revision(number: int) -> int:
    if number not in REVISIONS:
        known = ", ".join(map(str, REVISIONS))
        raise PydanticCustomError("enum", "Choose one of these: {expected}", {"expected": known})
    return number


class ScoringSettings(Value):
    """The settings of the score, by the names in docs/scoring.md §1.0.

    ``interest_ratio`` says how many times as much interest counts as relative strengths; ω is
    ratio / (1 + ratio), so that 2 gives exactly 2/3. ``confidence`` is the share of ranges that
    should hold the true value; z follows from it. ``revision`` names the row of constants in
    ``assessments.scoring.REVISIONS``; an edition keeps the one it was published with.
    """

    revision: Annotated[int, AfterValidator(_known_revision)] = 1
    lambda_fit: Annotated[float, Field(ge=0.3, le=0.8)]
    interest_ratio: Annotated[float, Field(ge=1, le=4)]
    cap_slope: Annotated[float, Field(ge=0, le=100)]
    theta_neither: Level
    delta_min: Annotated[float, Field(ge=0, le=20)]
    confidence: Annotated[float, Field(ge=0.5, le=0.99)]
    min_coverage: Share
    min_coverage_fit: Share
    band_ready: Level
    band_nearly: Level
    band_building: Level


class StepGain(Value):
    """How much a step usually raises one competency, in points of the level, up to a ceiling."""

    competency: Key
    gain: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
    ceiling: Level


class Step(Value):
    """Something a person can do to get nearer to a role.

    Gains are what editors think is usual; nobody has measured them (docs/scoring.md §1.8).
    """

    key: Key
    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    kind: StepKind
    description: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    hours: Annotated[int, Field(ge=1, le=500)]
    certification: Slug | None = None
    prerequisites: tuple[Key, ...] = ()
    gains: tuple[StepGain, ...] = ()


class AssessmentsSection(Value):
    """The ``assessments`` section of an edition: the whole instrument.

    ``steps`` is empty in editions from before there were development plans.
    """

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
