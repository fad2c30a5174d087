"""Words that several pages use: lists of names, labels for codes, how sure a fact is."""

from __future__ import annotations

from collections.abc import Sequence

from roles.catalogue import Confidence, FactKind, QualificationKind, Role, Strength
from roles.charts import RoleMark

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
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def mark_of(role: Role) -> RoleMark:
    """How a role shows itself."""
    return RoleMark(name=role.name, short_name=role.short_name, accent=role.accent.value)


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``; an empty text for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def lowered(name: str) -> str:
    """A name inside a sentence: its first letter small, unless the word is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def number_word(number: int) -> str:
    """Numbers up to ten as words."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)
