"""The rows that editors work on, and the editions that publishing freezes them into."""

from roles.models.content import ContentFile
from roles.models.edition import Edition
from roles.models.knowledge import Certification, CertifiedLevel, Competency
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
    "Competency",
    "ContentFile",
    "Edition",
    "Namesake",
    "Qualification",
    "Requirement",
    "Responsibility",
    "Role",
    "RoleCertification",
    "RolePair",
    "SoftSkill",
    "Source",
    "SourcedFact",
]
