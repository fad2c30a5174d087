"""A role and its parts."""

from __future__ import annotations

import datetime as dt

from roles.models.choices import Accent, Broader, Confidence, FactKind, QualificationKind, Strength
from roles.snapshot.values.base import Flag, Number, Value


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
    """One thing a person in the role answers for."""

    title: str
    text: str
    good_looks_like: str = ""
    without_it: str = ""
    competency: str | None = None


class Qualification(Value):
    """Education, experience or knowledge that helps or is asked for.

    Two roles' qualifications with the same ``topic`` stand in one row of a comparison.
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
    """Where a role's description rests on."""

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
    """How somebody moves into the role from where they are."""

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


class RolePair(Value):
    """What editors say about two roles side by side, whichever comes first in the address.

    ``broader`` names the one that does everything the other does.
    """

    first: str
    second: str
    difference: str
    together: str = ""
    broader: Broader = Broader.NEITHER
