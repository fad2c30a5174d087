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
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
OptionalProse = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
OptionalLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
OptionalWebAddress = Annotated[
    str, StringConstraints(pattern=r"^(?:https://\S+)?$", max_length=400)
]
Importance = Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)]
Level = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class CompetencyGroup(StrEnum):
    """A competency's family; used for answer consistency, never shown in the quiz."""

    PM = "pm"
    TPM = "tpm"
    SOFT = "soft"


class Accent(StrEnum):
    """A role's colour voice; each has a light and a dark value and its own marker shape."""

    AMBER = "amber"
    BLUE = "blue"
    TEAL = "teal"
    PLUM = "plum"
    OLIVE = "olive"
    SLATE = "slate"


class QualificationKind(StrEnum):
    EDUCATION = "education"
    EXPERIENCE = "experience"
    KNOWLEDGE = "knowledge"


class Strength(StrEnum):
    """How much a role asks for something."""

    REQUIRED = "required"
    HELPFUL = "helpful"


class FactKind(StrEnum):
    PAY = "pay"
    OUTLOOK = "outlook"
    INTERESTS = "interests"
    CLASSIFICATION = "classification"


class Confidence(StrEnum):
    """How far a stated fact can be relied on."""

    HIGH = "high"
    GOOD = "good"
    MEDIUM = "medium"
    DISPUTED = "disputed"


class Value(BaseModel):
    """Base of every frozen value in an edition."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Competency(Value):
    """Something a role asks of a person, on the level scale 0 to 100."""

    key: Key
    name: Line
    group: CompetencyGroup
    gloss: Line


class Requirement(Value):
    """What one role asks on one competency.

    ``importance`` is the weight, 0 (not part of the role) to 5; ``required_level`` and
    ``must_have_level`` are on the level scale 0 to 100. Below a must-have, readiness is capped.
    """

    competency: Key
    importance: Importance
    required_level: Level
    must_have_level: Level | None = None


class Responsibility(Value):
    """One thing a person in the role answers for."""

    title: Line
    text: Prose
    good_looks_like: OptionalProse = ""
    without_it: OptionalProse = ""
    competency: Key | None = None


class Qualification(Value):
    """Education, experience or knowledge that helps or is asked for.

    Two roles' qualifications with the same ``topic`` stand in one row of a comparison.
    """

    kind: QualificationKind
    strength: Strength
    topic: Key
    title: Line
    text: Prose


class RoleCertification(Value):
    """A certificate of the catalogue and what it is worth in this role."""

    certification: Slug
    strength: Strength
    note: Prose


class SoftSkill(Value):
    """A soft skill as this role uses it; roles are compared on the competency it belongs to."""

    competency: Key
    title: Line
    text: Prose
    example: OptionalProse = ""


class Namesake(Value):
    """Another job that goes by the same short name, told apart once."""

    title: Line
    text: Prose


class SourcedFact(Value):
    """A fact that can change: always with where it is from, for which country, and when checked."""

    kind: FactKind
    statement: Prose
    country: OptionalLine = ""
    period: OptionalLine = ""
    source: Line
    source_url: OptionalWebAddress = ""
    confidence: Confidence
    checked_on: dt.date


class Source(Value):
    """Where a role's description rests on."""

    title: Line
    url: OptionalWebAddress = ""
    note: OptionalProse = ""
    checked_on: dt.date


class Role(Value):
    """One role, complete: its texts, its parts in order, and its profile (the requirements)."""

    slug: Slug
    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    short_name: Annotated[str, StringConstraints(min_length=1, max_length=12)]
    accent: Accent
    summary: Line
    description: Prose
    strengths: OptionalProse = ""
    required_hands_on_years: Annotated[float, Field(ge=0, le=40, allow_inf_nan=False)] | None = None
    requirements: tuple[Requirement, ...]
    responsibilities: tuple[Responsibility, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    certifications: tuple[RoleCertification, ...] = ()
    soft_skills: tuple[SoftSkill, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    facts: tuple[SourcedFact, ...] = ()
    sources: tuple[Source, ...] = ()


class CertifiedLevel(Value):
    """A level on one competency that holding a certificate supports."""

    competency: Key
    level: Level


class Certification(Value):
    """A certificate. A disputed fact is left empty or shown with both readings."""

    slug: Slug
    name: Line
    issuer: Line
    category: Key
    summary: Prose
    prerequisites: OptionalProse = ""
    exam: OptionalProse = ""
    renewal: OptionalProse = ""
    disputed: OptionalProse = ""
    source: Line
    source_url: OptionalWebAddress = ""
    confidence: Confidence
    checked_on: dt.date
    supports: tuple[CertifiedLevel, ...] = ()


class RolePair(Value):
    """What editors say about two roles side by side, whichever comes first in the address."""

    first: Slug
    second: Slug
    difference: Prose
    together: OptionalProse = ""


class RolesSection(Value):
    """The ``roles`` section of an edition: all that is known about roles."""

    competencies: tuple[Competency, ...]
    certifications: tuple[Certification, ...] = ()
    roles: tuple[Role, ...]
    pairs: tuple[RolePair, ...] = ()
