"""How several pages show the same things: a role's mark, the facts of a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from roles.graphics.charts import RoleMark
from roles.snapshot.values import Certification, DepthLevelUse, Role, RolesSection, ScenarioMove

E = TypeVar("E", DepthLevelUse, ScenarioMove)


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


def by_role(
    section: RolesSection, entries: Sequence[E]
) -> tuple[tuple[tuple[Role, E], ...], list[str]]:
    """What there is of each role, in the order of the roles, and the roles that have nothing."""
    found = {entry.role: entry for entry in entries}
    there = tuple((role, found[role.slug]) for role in section.roles if role.slug in found)
    return there, [f"the {role.name}" for role in section.roles if role.slug not in found]
