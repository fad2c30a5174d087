"""The frozen values that an edition's ``roles`` section is parsed into.

Everything the public reads about roles is one of these values. They are built from an
edition's JSON document once per process and never change; pages, comparison, quiz and
scoring receive them and never a database row. Field names are also the names used in the
content files, so one vocabulary serves editor, file, edition and page.

A value refuses unknown fields: a misspelt field in a content file is an error with a place,
not a silently missing text.
"""

from __future__ import annotations

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
from roles.snapshot.values.guidance import (
    CheckOption,
    DepthLevel,
    DepthLevelUse,
    Scenario,
    ScenarioMove,
    Synonym,
)
from roles.snapshot.values.knowledge import (
    Certification,
    CertifiedLevel,
    Competency,
    EligibilityRoute,
)
from roles.snapshot.values.role import (
    InterviewQuestion,
    Namesake,
    Qualification,
    Requirement,
    Responsibility,
    Role,
    RoleCertification,
    RolePair,
    SoftSkill,
    Source,
    SourcedFact,
    StartingPoint,
    WeekActivity,
)

__all__ = [
    "Certification",
    "CertifiedLevel",
    "CheckOption",
    "Competency",
    "DepthLevel",
    "DepthLevelUse",
    "EligibilityRoute",
    "Importance",
    "InterviewQuestion",
    "Key",
    "Level",
    "Line",
    "Namesake",
    "OptionalLine",
    "OptionalProse",
    "OptionalWebAddress",
    "Prose",
    "Qualification",
    "Requirement",
    "Responsibility",
    "Role",
    "RoleCertification",
    "RolePair",
    "RolesSection",
    "Scenario",
    "ScenarioMove",
    "Slug",
    "SoftSkill",
    "Source",
    "SourcedFact",
    "StartingPoint",
    "Synonym",
    "Value",
    "WeekActivity",
]


class RolesSection(Value):
    """The ``roles`` section of an edition: all that is known about roles."""

    competencies: tuple[Competency, ...]
    certifications: tuple[Certification, ...] = ()
    roles: tuple[Role, ...]
    pairs: tuple[RolePair, ...] = ()
    depth_levels: tuple[DepthLevel, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
