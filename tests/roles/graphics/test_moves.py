"""The drawn moves between roles: every move is drawn and told once, for any number of roles."""

from __future__ import annotations

import math
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.graphics.charts.moves import ARROW_GAP, draw_moves
from tests.roles.role_values import PM, TPM, role

Moves = set[tuple[str, str]]


@st.composite
def some_moves(draw: st.DrawFn) -> tuple[int, Moves]:
    """Draw how many roles there are, 2 to 12, and some of the moves between them."""
    number = draw(st.integers(2, 12))
    legal = list(permutations([f"r{i}" for i in range(number)], 2))
    return number, draw(st.sets(st.sampled_from(legal)))


@given(some_moves())
def test_each_move_has_one_arrow_that_ends_at_its_role(found: tuple[int, Moves]) -> None:
    number, moves = found
    roles = [role(f"r{i}", {}, short_name=f"Role {i}") for i in range(number)]
    drawing = draw_moves(roles=roles, moves=moves)
    at = {node.role.slug: (float(node.x), float(node.y)) for node in drawing.nodes}
    assert list(at) == [each.slug for each in roles]
    pairs = {frozenset(move) for move in moves}
    heads = [head for line in drawing.lines for head in line.heads]
    assert len(drawing.lines) == len(pairs)
    assert len(heads) == len(moves)
    ends = sorted(
        min(at, key=lambda s: math.dist(at[s], (float(x), float(y)))) for x, y, _ in heads
    )
    assert ends == sorted(end for _, end in moves)
    for x, y, _ in heads:
        nearest = min(math.dist(place, (float(x), float(y))) for place in at.values())
        assert nearest == pytest.approx(ARROW_GAP, abs=2)
    for origin, end in moves:
        assert f"From the {origin.capitalize()} to" in drawing.description
        assert f"the {end.capitalize()}" in drawing.description


@pytest.mark.parametrize("number", range(2, 13))
def test_markers_and_names_keep_apart_inside_the_picture(number: int) -> None:
    roles = [role(f"r{i}", {}, short_name="W" * 8) for i in range(number)]
    drawing = draw_moves(roles=roles, moves={("r0", "r1")})
    left, top, width, height = map(float, drawing.view_box.split())
    places = [(float(node.x), float(node.y)) for node in drawing.nodes]
    assert all(math.dist(*pair) > 40 for pair in combinations(places, 2))
    assert places[0][1] == places[1][1]
    assert places[0][0] < places[1][0]
    names = []
    for node, (x, y) in zip(drawing.nodes, places, strict=True):
        name_x, name_y = x + float(node.dx), y + float(node.dy)
        start, end = {"start": (0, 72), "end": (-72, 0), "middle": (-36, 36)}[node.anchor]
        names.append((name_x + start, name_y - 7, name_x + end, name_y + 7))
        assert left <= names[-1][0]
        assert names[-1][2] <= left + width
        assert top <= names[-1][1]
        assert names[-1][3] <= top + height
    for one, other in combinations(names, 2):
        apart = max(one[0], other[0]) >= min(one[2], other[2])
        assert apart or max(one[1], other[1]) >= min(one[3], other[3]), (one, other)


def test_a_drawing_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="needs two roles"):
        draw_moves(roles=[PM], moves=set())
    with pytest.raises(ValueError, match="No such roles: astronaut; there are project-manager, te"):
        draw_moves(roles=[PM, TPM], moves={("astronaut", "project-manager")})
