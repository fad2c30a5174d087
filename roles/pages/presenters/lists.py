"""Roles in short: for the list and the home page."""

from collections.abc import Sequence
from typing import Any, TypeVar

from roles.snapshot.values import DepthLevelUse, Role, RolesSection, ScenarioMove
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


def centre_of(section: RolesSection, role: Role, size: int = CENTRE_SIZE) -> tuple[str, ...]:
    """Return names of the competencies that count most in a role, by importance, then by level.

    The snapshot's order decides between equals.
    """
    names = {competency.key: competency.name for competency in section.competencies}
    order = {key: position for position, key in enumerate(names)}
    ranked = sorted(
        (requirement for requirement in role.requirements if requirement.importance > 0),
        key=lambda r: (-r.importance, -r.required_level, order[r.competency]),
    )
    return tuple(names[requirement.competency] for requirement in ranked[:size])


def role_card(section: RolesSection, role: Role) -> tuple[Role, list[str]]:
    """Return a role with the names of what counts most in it."""
    return role, [lowered(name) for name in centre_of(section, role)]


def role_list_page(section: RolesSection) -> dict[str, Any]:
    """Return the roles of an edition as ``cards``.

    ``neighbours`` are the cards of roles that the quiz does not name, ``cards`` all others; without
    any others, all.
    """
    named = [role for role in section.roles if role.in_quiz] or list(section.roles)
    return {
        "cards": [role_card(section, role) for role in named],
        "neighbours": [role_card(section, role) for role in section.roles if role not in named],
        "names": listed([role.name for role in section.roles], last="or"),
    }
