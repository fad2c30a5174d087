"""The draft of the ``roles`` section: which rows it is made of, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from roles import models
from roles.draft.errors import ROLE_FOLDER, roles_errors
from roles.draft.section import DraftSection
from roles.draft.shapes import Shape
from roles.snapshot import values
from roles.snapshot.sections import DraftError

COMPETENCY = {"competency": "key"}

ROLE = Shape(
    models.Role,
    values.Role,
    key="slug",
    parts={
        "requirements": Shape(models.Requirement, values.Requirement, COMPETENCY),
        "responsibilities": Shape(models.Responsibility, values.Responsibility, COMPETENCY),
        "qualifications": Shape(models.Qualification, values.Qualification),
        "certifications": Shape(
            models.RoleCertification, values.RoleCertification, {"certification": "slug"}
        ),
        "soft_skills": Shape(models.SoftSkill, values.SoftSkill, COMPETENCY),
        "week": Shape(models.WeekActivity, values.WeekActivity),
        "starting_points": Shape(models.StartingPoint, values.StartingPoint),
        "interview_questions": Shape(models.InterviewQuestion, values.InterviewQuestion),
        "namesakes": Shape(models.Namesake, values.Namesake),
        "facts": Shape(models.SourcedFact, values.SourcedFact),
        "sources": Shape(models.Source, values.Source),
    },
)


class RolesDraft(DraftSection):
    """The ``roles`` section; see ``roles.snapshot.sections.Section``."""

    name = "roles"
    value = values.RolesSection
    shapes = {
        "competencies": Shape(models.Competency, values.Competency, key="key"),
        "certifications": Shape(
            models.Certification,
            values.Certification,
            many={"surpassed_by": "slug"},
            key="slug",
            parts={
                "supports": Shape(models.CertifiedLevel, values.CertifiedLevel, COMPETENCY),
                "routes": Shape(
                    models.EligibilityRoute, values.EligibilityRoute, many={"holds": "slug"}
                ),
            },
        ),
        "roles": ROLE,
        "pairs": Shape(models.RolePair, values.RolePair, {"first": "slug", "second": "slug"}),
        "depth_levels": Shape(
            models.DepthLevel,
            values.DepthLevel,
            key="key",
            parts={
                "uses": Shape(models.DepthLevelUse, values.DepthLevelUse, {"role": "slug"}),
                "options": Shape(models.CheckOption, values.CheckOption),
            },
        ),
        "scenarios": Shape(
            models.Scenario,
            values.Scenario,
            key="slug",
            parts={"moves": Shape(models.ScenarioMove, values.ScenarioMove, {"role": "slug"})},
        ),
        "synonyms": Shape(models.Synonym, values.Synonym, key="means"),
    }
    files = {
        f"{name}.yaml": (name,)
        for name in (
            "competencies",
            "certifications",
            "pairs",
            "depth_levels",
            "scenarios",
            "synonyms",
        )
    }
    folders = {ROLE_FOLDER: "roles"}

    def problems(self, sections: Mapping[str, Any]) -> Iterator[DraftError]:
        return roles_errors(cast(values.RolesSection, sections[self.name]))
