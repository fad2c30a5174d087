"""The frozen values that an edition's ``roles`` section is parsed into.

Everything the public reads about roles is one of these values. They are built from an
edition's JSON document once per process and never change; pages, comparison, quiz and
scoring receive them and never a database row. Field names are also the names used in the
content files, so one vocabulary serves editor, file, edition and page.

A value refuses unknown fields: a misspelt field in a content file is an error with a place,
not a silently missing text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

from roles.models.choices import (
    Accent,
    ArtefactKind,
    Broader,
    CompetencyGroup,
    Confidence,
    Education,
    FactKind,
    QualificationKind,
    Strength,
)

# Numbers and answers of yes or no are never guessed from something else.
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]


class Value(BaseModel):
    """Base of every frozen value in an edition.

    A value says what type each field has; the model of its row says which texts and numbers are
    legal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Competency(Value):
    """Something a role asks of a person, on the level scale 0 to 100."""

    key: str
    name: str
    group: CompetencyGroup
    gloss: str


class CertifiedLevel(Value):
    """A level on one competency that holding a certificate supports."""

    competency: str
    level: Number


class EligibilityRoute(Value):
    """One way to be let into an exam: every condition must hold; any route will do.

    Months count work within the last ``within_years`` years; 0 means that nothing is asked.
    ``holds`` names certificates of which one is enough.
    """

    title: str
    education: Education = Education.NONE
    months_leading: Whole = 0
    months_agile: Whole = 0
    within_years: Whole = 0
    training_hours: Whole = 0
    holds: tuple[str, ...] = ()
    also: str = ""

    @property
    def asks_nothing(self) -> bool:
        return self == EligibilityRoute(title=self.title, within_years=self.within_years)


class Certification(Value):
    """A certificate. A disputed fact is left empty or shown with both readings.

    ``routes`` are the rules that the eligibility calculator applies; without any, anybody may
    sit the exam. ``expects_practice`` marks an exam about work that a person has done already,
    although nothing is asked before it. ``surpassed_by`` names certificates of the same family
    whose holders have no use for this one. ``renewal_months`` is None when it never expires or
    when sources differ.
    """

    slug: str
    name: str
    issuer: str
    category: str
    summary: str
    prerequisites: str = ""
    exam: str = ""
    renewal: str = ""
    disputed: str = ""
    source: str
    source_url: str = ""
    confidence: Confidence
    checked_on: dt.date
    supports: tuple[CertifiedLevel, ...] = ()
    routes: tuple[EligibilityRoute, ...] = ()
    renewal_months: Whole | None = None
    renewal_effort: str = ""
    expects_practice: Flag = False
    surpassed_by: tuple[str, ...] = ()


class Requirement(Value):
    """What one role asks on one competency.

    ``importance`` is the weight, 0 (not part of the role) to 5; ``required_level`` and
    ``must_have_level`` are on the level scale 0 to 100. Below a must-have, readiness is capped.
    """

    competency: str
    importance: Number
    required_level: Number
    must_have_level: Number | None = None


class Responsibility(Value):
    """One thing that a person in the role is responsible for."""

    title: str
    text: str
    good_looks_like: str = ""
    without_it: str = ""
    competency: str | None = None


class Qualification(Value):
    """Education, experience or knowledge that helps or is asked for.

    Two roles' qualifications with the same ``topic`` are in one row of a comparison.
    """

    kind: QualificationKind
    strength: Strength
    topic: str
    title: str
    text: str


class RoleCertification(Value):
    """A certificate of the catalogue and what it is worth in this role."""

    certification: str
    strength: Strength
    note: str


class SoftSkill(Value):
    """A soft skill as this role uses it; roles are compared on the competency it belongs to."""

    competency: str
    title: str
    text: str
    example: str = ""


class Namesake(Value):
    """Another job that goes by the same short name, told apart once."""

    title: str
    text: str


class SourcedFact(Value):
    """A fact that can change: always with where it is from, for which country, and when checked."""

    kind: FactKind
    statement: str
    country: str = ""
    period: str = ""
    source: str
    source_url: str = ""
    confidence: Confidence
    checked_on: dt.date


class Source(Value):
    """A source that the role's description is based on."""

    title: str
    url: str = ""
    note: str = ""
    checked_on: dt.date


class WeekActivity(Value):
    """One piece of a typical working week."""

    when: str
    title: str
    text: str


class StartingPoint(Value):
    """How somebody moves into the role from another job."""

    title: str
    brings: str
    to_learn: str
    first_steps: str


class InterviewQuestion(Value):
    """A question that interviews for the role ask, and what a good answer shows."""

    question: str
    good_answer: str


class Role(Value):
    """One role, complete: its texts, its parts in order, and its profile (the requirements).

    Without ``is_listed`` it is on no public page, and nobody is scored against it.
    """

    slug: str
    name: str
    short_name: str
    accent: Accent
    summary: str
    description: str
    strengths: str = ""
    is_listed: Flag = True
    required_hands_on_years: Number | None = None
    requirements: tuple[Requirement, ...]
    responsibilities: tuple[Responsibility, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    certifications: tuple[RoleCertification, ...] = ()
    soft_skills: tuple[SoftSkill, ...] = ()
    week: tuple[WeekActivity, ...] = ()
    starting_points: tuple[StartingPoint, ...] = ()
    interview_questions: tuple[InterviewQuestion, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    facts: tuple[SourcedFact, ...] = ()
    sources: tuple[Source, ...] = ()

    @cached_property
    def importance(self) -> Mapping[str, float]:
        """The weight (0 to 5) of each competency that the role says something about, by key."""
        return {each.competency: each.importance for each in self.requirements}

    @cached_property
    def required_level(self) -> Mapping[str, float]:
        """The level (0 to 100) that the role requires, by key of the competency."""
        return {each.competency: each.required_level for each in self.requirements}

    @cached_property
    def must_have(self) -> Mapping[str, float]:
        """The must-have levels (0 to 100) that the role has, by key of the competency."""
        levels = {each.competency: each.must_have_level for each in self.requirements}
        return {key: level for key, level in levels.items() if level is not None}


class RolePair(Value):
    """What editors say about two roles side by side, whichever comes first in the address.

    ``broader`` names the one that does everything the other does.
    """

    first: str
    second: str
    difference: str
    together: str = ""
    broader: Broader = Broader.NEITHER


class DepthLevelUse(Value):
    """What a person in one role does with a depth level's artefact."""

    role: str
    text: str


class CheckOption(Value):
    """One answer to a depth level's check."""

    text: str
    is_right: Flag = False


class DepthLevel(Value):
    """One level of technical depth, with a real artefact and a one-minute check.

    ``level`` is the level, 0 to 100, on the competency that depth is measured in.
    """

    key: str
    title: str
    summary: str
    level: Number
    artefact_title: str
    artefact_kind: ArtefactKind
    artefact: str
    reading: str = ""
    uses: tuple[DepthLevelUse, ...] = ()
    question: str
    options: tuple[CheckOption, ...]
    explanation: str


class ScenarioMove(Value):
    """What a person in one role does first in a scenario, and why."""

    role: str
    first: str
    why: str


class Scenario(Value):
    """The same incident seen from the point of view of several roles."""

    slug: str
    title: str
    story: str
    moves: tuple[ScenarioMove, ...]
    lesson: str = ""


class Synonym(Value):
    """What people type, separated by commas, for what the site says in the words ``means``."""

    means: str
    typed: str

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases that people type, one by one."""
        return tuple(filter(None, (" ".join(part.split()) for part in self.typed.split(","))))


class RolesSection(Value):
    """The ``roles`` section of an edition: all that is known about roles."""

    competencies: tuple[Competency, ...]
    certifications: tuple[Certification, ...] = ()
    roles: tuple[Role, ...]
    pairs: tuple[RolePair, ...] = ()
    depth_levels: tuple[DepthLevel, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    synonyms: tuple[Synonym, ...] = ()

    @cached_property
    def on_site(self) -> RolesSection:
        """The section without roles that are not on the site, and without what refers to them."""
        listed = {role.slug for role in self.roles if role.is_listed}
        if len(listed) == len(self.roles):
            return self
        return self.model_copy(
            update={
                "roles": tuple(role for role in self.roles if role.is_listed),
                "pairs": tuple(p for p in self.pairs if {p.first, p.second} <= listed),
                "depth_levels": tuple(
                    each.model_copy(
                        update={"uses": tuple(use for use in each.uses if use.role in listed)}
                    )
                    for each in self.depth_levels
                ),
                "scenarios": tuple(
                    each.model_copy(
                        update={"moves": tuple(m for m in each.moves if m.role in listed)}
                    )
                    for each in self.scenarios
                ),
            }
        )
