"""The rows that editors work on, and the editions that publishing freezes them into."""

from roles.models.career import InterviewQuestion, StartingPoint, WeekActivity
from roles.models.content import ContentFile
from roles.models.edition import DraftCount, Edition
from roles.models.guidance import (
    CheckOption,
    DepthLevel,
    DepthLevelUse,
    Scenario,
    ScenarioMove,
    Synonym,
)
from roles.models.knowledge import Certification, CertifiedLevel, Competency, EligibilityRoute
from roles.models.role import (
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
)

__all__ = [
    "Certification",
    "CertifiedLevel",
    "CheckOption",
    "Competency",
    "ContentFile",
    "DepthLevel",
    "DepthLevelUse",
    "DraftCount",
    "Edition",
    "EligibilityRoute",
    "InterviewQuestion",
    "Namesake",
    "Qualification",
    "Requirement",
    "Responsibility",
    "Role",
    "RoleCertification",
    "RolePair",
    "Scenario",
    "ScenarioMove",
    "SoftSkill",
    "Source",
    "SourcedFact",
    "StartingPoint",
    "Synonym",
    "WeekActivity",
]
