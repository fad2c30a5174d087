"""What the map of neighbouring roles shows: who moves where, and what that takes."""

from typing import Any

from roles.graphics.charts.moves import draw_moves
from roles.snapshot.values import Role, RolesSection, StartingPoint


def moves_between(section: RolesSection) -> list[tuple[Role, list[tuple[Role, StartingPoint]]]]:
    """Return each role that people move on from, with the roles that they move into."""
    onward = [
        (
            origin,
            [
                (role, point)
                for role in section.roles
                for point in role.starting_points
                if point.from_role == origin.slug
            ],
        )
        for origin in section.roles
    ]
    return [(origin, ends) for origin, ends in onward if ends]


def neighbours_page(section: RolesSection) -> dict[str, Any]:
    """Return the moves between roles, by the role that they start from, and their ``drawing``.

    Without any move there is no drawing. ``unlinked`` are roles that no move leads from or to.
    """
    onward = moves_between(section)
    moves = {(origin.slug, role.slug) for origin, ends in onward for role, _ in ends}
    linked = {slug for move in moves for slug in move}
    return {
        "onward": onward,
        "drawing": draw_moves(roles=section.roles, moves=moves) if moves else None,
        "roles": section.roles,
        "unlinked": [f"the {role.name}" for role in section.roles if role.slug not in linked],
        "contents": [(f"from-{origin.slug}", f"From {origin.name}") for origin, _ in onward],
    }
