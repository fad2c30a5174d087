"""The frozen values that an edition's ``roles`` section is parsed into.

Everything the public reads about roles is one of these values. They are built from an
edition's JSON document once per process and never change; pages, comparison, quiz and
scoring receive them and never a database row. Field names are also the names used in the
content files, so one vocabulary serves editor, file, edition and page.

A value refuses unknown fields: a misspelt field in a content file is an error with a place,
not a silently missing text.
"""

from __future__ import annotations

from functools import cached_property

from roles.snapshot.values.base import Flag, Number, Value, Whole
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
    "Flag",
    "InterviewQuestion",
    "Namesake",
    "Number",
    "Qualification",
    "Requirement",
    "Responsibility",
    "Role",
    "RoleCertification",
    "RolePair",
    "RolesSection",
    "Scenario",
    "ScenarioMove",
    "SoftSkill",
    "Source",
    "SourcedFact",
    "StartingPoint",
    "Synonym",
    "Value",
    "WeekActivity",
    "Whole",
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

    @cached_property
    def on_site(self) -> RolesSection:
        """The same without the roles that are not on the site, and what is said of them."""
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
