"""The frozen values that an edition's ``assessments`` section is parsed into.

They describe the instrument as editors wrote it: items with their response options, background
facts with the evidence they give, and the settings of the score.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from assessments.models.choices import ItemType, StepKind
from assessments.scoring import REVISIONS
from roles.snapshot.values import Flag, Number, Value, Whole


class ResponseOption(Value):
    """One answer a person can choose. ``score`` is the item score it gives, 0 to 100."""

    text: str
    score: Number


class Statement(Value):
    """One side of a forced choice: a task and the competency that liking it speaks for."""

    competency: str
    text: str


class Item(Value):
    """One question of the quiz.

    ``bars``, ``int`` and ``sjt`` have a competency, a stem and options in the order shown;
    ``fc`` has the statements ``a`` and ``b`` instead. ``level_weight`` is v in docs/scoring.md
    §1.1, ``error_sd`` is s in §1.2 (score points).
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


class FactOption(Value):
    """One answer to a background question.

    ``points`` is what it gives as the base of an evidence score; ``years`` is the time it stands
    for when a role has a must-have in years.
    """

    code: str
    label: str
    points: Number | None = None
    years: Number | None = None


class BackgroundFact(Value):
    """A quick question about a person's background; not an ability test."""

    key: str
    prompt: str
    hint: str = ""
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

    ``interest_ratio`` says how many times as much interest counts as relative strengths; ω is
    ratio / (1 + ratio), so that 2 gives exactly 2/3. ``confidence`` is the share of ranges that
    should hold the true value; z follows from it. ``revision`` names the row of constants in
    ``assessments.scoring.REVISIONS``; an edition keeps the one it was published with.
    """

    revision: Annotated[Whole, AfterValidator(_known_revision)] = 1
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


class Step(Value):
    """Something a person can do to get nearer to a role.

    Gains are what editors think is usual; nobody has measured them (docs/scoring.md §1.8).
    """

    key: str
    title: str
    kind: StepKind
    description: str
    hours: Whole
    certification: str | None = None
    prerequisites: tuple[str, ...] = ()
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
