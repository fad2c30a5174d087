"""Words that several pages use: lists of names, labels for codes, how sure a fact is."""

from __future__ import annotations

from roles.graphics.charts import RoleMark
from roles.models.choices import Confidence, FactKind, QualificationKind, Strength
from roles.snapshot.values import Role

QUALIFICATION_LABELS = {
    QualificationKind.EDUCATION: "Education",
    QualificationKind.EXPERIENCE: "Experience",
    QualificationKind.KNOWLEDGE: "Knowledge",
}
STRENGTH_LABELS = {Strength.REQUIRED: "Required", Strength.HELPFUL: "Helpful"}
FACT_LABELS = {
    FactKind.PAY: "Pay",
    FactKind.OUTLOOK: "Outlook",
    FactKind.INTERESTS: "Interests and work styles",
    FactKind.CLASSIFICATION: "Where it is listed",
}
CONFIDENCE_LABELS = {
    Confidence.HIGH: "high",
    Confidence.GOOD: "good",
    Confidence.MEDIUM: "medium",
    Confidence.DISPUTED: "sources differ on one point",
}


def mark_of(role: Role) -> RoleMark:
    """How a role shows itself."""
    return RoleMark(name=role.name, short_name=role.short_name, accent=role.accent.value)
