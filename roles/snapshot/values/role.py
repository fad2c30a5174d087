"""A role and its parts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from roles.models.choices import Accent, Broader, Confidence, FactKind, QualificationKind, Strength
from roles.snapshot.values.base import (
    Importance,
    Key,
    Level,
    Line,
    OptionalLine,
    OptionalProse,
    OptionalWebAddress,
    Prose,
    Slug,
    Value,
)


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


class WeekActivity(Value):
    """One piece of a typical working week."""

    when: Line
    title: Line
    text: Prose


class StartingPoint(Value):
    """How somebody moves into the role from where they are."""

    title: Line
    brings: Prose
    to_learn: Prose
    first_steps: Prose


class InterviewQuestion(Value):
    """A question that interviews for the role ask, and what a good answer shows."""

    question: Line
    good_answer: Prose


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
    week: tuple[WeekActivity, ...] = ()
    starting_points: tuple[StartingPoint, ...] = ()
    interview_questions: tuple[InterviewQuestion, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    facts: tuple[SourcedFact, ...] = ()
    sources: tuple[Source, ...] = ()


class RolePair(Value):
    """What editors say about two roles side by side, whichever comes first in the address.

    ``broader`` names the one that does everything the other does.
    """

    first: Slug
    second: Slug
    difference: Prose
    together: OptionalProse = ""
    broader: Broader = Broader.NEITHER
