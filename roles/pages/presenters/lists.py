"""Roles in short: for the list and the home page."""

from collections.abc import Sequence
from typing import Any, TypeVar

from roles.snapshot.values import (
    Competency,
    DepthLevelUse,
    Requirement,
    Role,
    RolesSection,
    ScenarioMove,
)
from web.words import listed, lowered

E = TypeVar("E", DepthLevelUse, ScenarioMove)

CENTRE_SIZE = 4


def by_role(
    section: RolesSection, entries: Sequence[E]
) -> tuple[tuple[tuple[Role, E], ...], list[str]]:
    """Pair roles with their entries, in the order of the roles; name the roles without one."""
    found = {entry.role: entry for entry in entries}
    there = tuple((role, found[role.slug]) for role in section.roles if role.slug in found)
    return there, [f"the {role.name}" for role in section.roles if role.slug not in found]


def profile_of(section: RolesSection, role: Role) -> list[tuple[Competency, Requirement]]:
    """Return what a role asks for: by importance, then by level, then in the snapshot's order."""
    asked = {each.competency: each for each in role.requirements if each.importance > 0}
    rows = [(each, asked[each.key]) for each in section.competencies if each.key in asked]
    return sorted(rows, key=lambda row: (-row[1].importance, -row[1].required_level))


def centre_of(section: RolesSection, role: Role) -> tuple[str, ...]:
    """Return names of the competencies that count most in a role."""
    return tuple(competency.name for competency, _ in profile_of(section, role)[:CENTRE_SIZE])


def role_card(section: RolesSection, role: Role) -> tuple[Role, list[str]]:
    """Return a role with the names of what counts most in it."""
    return role, [lowered(name) for name in centre_of(section, role)]


def role_list_page(section: RolesSection) -> dict[str, Any]:
    """Return ``cards`` of the roles that the quiz names (or all), and of their ``neighbours``."""
    named = [role for role in section.roles if role.in_quiz] or list(section.roles)
    return {
        "cards": [role_card(section, role) for role in named],
        "neighbours": [role_card(section, role) for role in section.roles if role not in named],
        "names": listed([role.name for role in section.roles], last="or"),
    }
