"""A drawing of roles on a ring, and of arrows from each role to those that people move into."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from roles.snapshot.values import Role
from web.words import listed

# Pixels, at the size that a small phone shows.
RADIUS = 108
NAME_GAP = 15  # from a marker to its name
ARROW_GAP = 15  # from a marker to the tip of an arrow
HEAD = 8  # the line ends behind the tip
LETTER = 11
EDGE = 34  # room above the highest and below the lowest role
# Within this share of the radius beside the middle, a name stands above or below its marker.
MIDDLE = 0.4


@dataclass(frozen=True, slots=True)
class RoleNode:
    """A role: its marker at ``x`` and ``y``, and where beside it the short name stands."""

    role: Role
    x: str
    y: str
    dx: str
    dy: str
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A line between two roles; each of its ``heads`` is (x, y, degrees) of an arrow's tip."""

    x1: str
    y1: str
    x2: str
    y2: str
    heads: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class MovesDrawing:
    """Roles and moves between them, in pixels of ``view_box``; ``description`` says the same."""

    description: str
    view_box: str
    nodes: tuple[RoleNode, ...]
    lines: tuple[MoveLine, ...]


def draw_moves(*, roles: Sequence[Role], moves: Collection[tuple[str, str]]) -> MovesDrawing:
    """Draw roles clockwise, the first two side by side at the top, and moves (from slug, to slug).

    Moves both ways between two roles share a line with two heads. Raises ``ValueError`` for fewer
    than two roles, and for a move from or to a role that is not among them.
    """
    if len(roles) < 2:
        raise ValueError("A drawing of moves needs two roles.")
    step = 2 * math.pi / len(roles)
    angles = [step * (place - 0.5) - math.pi / 2 for place in range(len(roles))]
    at = {
        role.slug: (RADIUS * math.cos(angle), RADIUS * math.sin(angle))
        for role, angle in zip(roles, angles, strict=True)
    }
    if unknown := {slug for move in moves for slug in move} - at.keys():
        raise ValueError(f"No such roles: {', '.join(sorted(unknown))}; there are {', '.join(at)}.")
    nodes = tuple(_node(role, *at[role.slug]) for role in roles)
    half_width = max(
        math.ceil(abs(x)) + NAME_GAP + LETTER * len(role.short_name)
        for role, (x, _) in zip(roles, at.values(), strict=True)
    )
    top, bottom = (limit(y for _, y in at.values()) for limit in (min, max))
    box = (-half_width, top - EDGE, 2 * half_width, bottom - top + 2 * EDGE)
    pairs = dict.fromkeys(
        (a.slug, b.slug)
        for place, a in enumerate(roles)
        for b in roles[place + 1 :]
        if not {(a.slug, b.slug), (b.slug, a.slug)}.isdisjoint(moves)
    )
    return MovesDrawing(
        description=_description(roles, moves),
        view_box=" ".join(map(_pixels, box)),
        nodes=nodes,
        lines=tuple(
            _line(at[a], at[b], back=(b, a) in moves, forth=(a, b) in moves) for a, b in pairs
        ),
    )


def _pixels(number: float) -> str:
    return f"{number:.0f}"


def _node(role: Role, x: float, y: float) -> RoleNode:
    """Place the name on the side of its marker that looks away from all lines and other names."""
    anchor: Literal["start", "middle", "end"] = "start" if x > 0 else "end"
    dx, dy = math.copysign(NAME_GAP, x), 0.0
    if abs(x) < MIDDLE * RADIUS:
        dy = math.copysign(NAME_GAP + 4, y)
        anchor, dx = ("middle", 0.0) if abs(x) < 1 else (anchor, -dx / 2)
    return RoleNode(role, _pixels(x), _pixels(y), _pixels(dx), _pixels(dy), anchor)


def _line(
    one: tuple[float, float], other: tuple[float, float], *, back: bool, forth: bool
) -> MoveLine:
    """Return a line between two points; ``back`` puts a head at ``one``, ``forth`` at ``other``."""
    length = math.dist(one, other)
    along = (other[0] - one[0]) / length, (other[1] - one[1]) / length
    degrees = math.degrees(math.atan2(along[1], along[0]))

    def on_it(start: tuple[float, float], distance: float) -> tuple[str, str]:
        return _pixels(start[0] + along[0] * distance), _pixels(start[1] + along[1] * distance)

    ends = (*on_it(one, ARROW_GAP + HEAD * back), *on_it(other, -ARROW_GAP - HEAD * forth))
    heads = []
    if back:
        heads.append((*on_it(one, ARROW_GAP), _pixels(degrees + 180)))
    if forth:
        heads.append((*on_it(other, -ARROW_GAP), _pixels(degrees)))
    return MoveLine(*ends, tuple(heads))


def _description(roles: Sequence[Role], moves: Collection[tuple[str, str]]) -> str:
    parts = []
    for origin in roles:
        ends = [f"the {role.name}" for role in roles if (origin.slug, role.slug) in moves]
        if ends:
            parts.append(f"From the {origin.name} to {listed(ends)}.")
    return " ".join(parts) or "No moves."
