"""How several pages show the same things: a role's mark, the facts of a certificate."""

from __future__ import annotations

from roles.graphics.charts import RoleMark
from roles.snapshot.values import Certification, Role


def mark_of(role: Role) -> RoleMark:
    """How a role shows itself."""
    return RoleMark(name=role.name, short_name=role.short_name, accent=role.accent.value)


def certificate_facts(certification: Certification) -> tuple[tuple[str, str], ...]:
    """What is known of a certificate's exam, as (term, text) pairs."""
    facts = (
        ("Before you can sit it", certification.prerequisites),
        ("Exam", certification.exam),
        ("Renewal", certification.renewal),
    )
    return tuple((term, text) for term, text in facts if text)
