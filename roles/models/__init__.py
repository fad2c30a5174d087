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
from roles.models.knowledge import (
    Certification,
    CertificationFact,
    CertifiedLevel,
    Competency,
    EligibilityRoute,
)
from roles.models.questions import Question, QuestionFact, QuestionLink
from roles.models.role import (
    Namesake,
    Qualification,
    Requirement,
    Responsibility,
    Role,
    RoleCertification,
    RoleLevel,
    RolePair,
    SoftSkill,
    Source,
    SourcedFact,
)

__all__ = [
    "Certification",
    "CertificationFact",
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
    "Question",
    "QuestionFact",
    "QuestionLink",
    "Requirement",
    "Responsibility",
    "Role",
    "RoleCertification",
    "RoleLevel",
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
