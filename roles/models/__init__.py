"""The rows that editors work on, and the editions that publishing freezes them into."""

from roles.models.edition import ContentFile, DraftCount, Edition, Trace
from roles.models.guidance import (
    CheckOption,
    DepthLevel,
    DepthLevelUse,
    Question,
    QuestionFact,
    QuestionLink,
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
from roles.models.role import (
    InterviewQuestion,
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
    StartingPoint,
    WeekActivity,
)
