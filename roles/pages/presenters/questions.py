"""Find which roles of an edition answer the questions that people ask."""

from __future__ import annotations

from typing import Any

from roles.models.choices import FactKind
from roles.snapshot.values import Role, RolesSection, StartingPoint


def asked_questions(section: RolesSection) -> dict[str, Any]:
    """Return the roles that have an answer to each question that is about a role.

    ``switches`` are pairs of the role that one comes from and the one that one moves to.
    """
    roles = section.roles
    paid = [role for role in roles if any(f.kind is FactKind.PAY for f in role.facts)]
    return {
        "is_of_one": any(r.week or r.starting_points or r.interview_questions for r in roles)
        or paid,
        "days": [role for role in roles if role.week],
        "ways_in": [role for role in roles if role.starting_points],
        "interviews": [role for role in roles if role.interview_questions],
        "paid": paid,
        "unpaid": [f"the {role.name}" for role in roles if role not in paid] if paid else [],
        "switches": [
            (origin, role)
            for origin in roles
            for role in roles
            if role is not origin
            and any(origin_of(section, point) is origin for point in role.starting_points)
        ],
    }


def origin_of(section: RolesSection, point: StartingPoint) -> Role | None:
    """Return the role that a starting point starts from, or ``None`` when it is no role."""
    return next((role for role in section.roles if role.slug == point.from_role), None)
