"""A drawing of depth levels one above the other, and of where roles are among them."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from roles.graphics.charts.sequence import TextLine
from roles.snapshot.values import Role
from web.numbers import number_text

# Pixels: depth levels stand evenly, whatever their levels, so that no two titles can meet.
LEVEL_HEIGHT = 52
HEAD = 26
FOOT = 14
NAME_HEIGHT = 22
LINE_HEIGHT = 16
TITLE_LETTERS = 22
# Roles this near would cover each other's marker: they step aside.
CLOSE = 14
STEP_ASIDE = 18
NARROWEST = 60
# Names stand before the depth levels; a long one leaves its level to the words beside the picture.
LETTER = 8
LONG_NAME = 8
NAME_GAP = 22


@dataclass(frozen=True, slots=True)
class DrawnLevel:
    """A depth level: its level, its height in pixels from the top, and its title line by line."""

    level: str
    y: int
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class LevelMark:
    """A role among the levels: its marker at ``x`` and ``y``, its name at ``name_y`` beside it."""

    role: Role
    text: str
    x: int
    y: int
    name_y: int


@dataclass(frozen=True, slots=True)
class DepthLevelsDrawing:
    """Depth levels in pixels from the near rail, which is at ``near`` in the picture.

    ``rail`` is where the far rail is; levels stand before it and titles behind.
    """

    description: str
    height: int
    ground: int
    near: int
    rail: int
    depth_levels: tuple[DrawnLevel, ...]
    marks: tuple[LevelMark, ...]


def draw_depth_levels(
    *, depth_levels: Sequence[tuple[str, float]], roles: Sequence[tuple[Role, float | None]]
) -> DepthLevelsDrawing:
    """Draw ``[(title, level)]``, lowest first, and roles beside the level (0..100) they ask for.

    Between two depth levels a role is placed in proportion. A role without a level is left out.
    Raises ``ValueError`` when there is no depth level.
    """
    if not depth_levels:
        raise ValueError("A drawing needs a depth level.")
    ordered = sorted(depth_levels, key=lambda depth_level: depth_level[1])
    levels = [level for _, level in ordered]
    ground = HEAD + LEVEL_HEIGHT * len(ordered)
    standing = sorted(
        ((level, role) for role, level in roles if level is not None), key=lambda pair: -pair[0]
    )
    marks = _marks([(role, level, ground - _height(level, levels)) for level, role in standing])
    lowest_name = max((mark.name_y for mark in marks), default=0)
    rail = max([NARROWEST, *(mark.x + 3 * STEP_ASIDE for mark in marks)])
    said = [f"{role.name} at {number_text(level)}" for level, role in standing]
    return DepthLevelsDrawing(
        description=(
            f"A ladder of {len(ordered)} rungs: "
            + ", ".join(f"{title} at {number_text(level)}" for title, level in ordered)
            + (f". Roles on it: {', '.join(said)}." if said else ". No role stands on it.")
        ),
        height=max(ground, lowest_name) + FOOT,
        ground=ground,
        near=NAME_GAP + LETTER * max((len(mark.text) for mark in marks), default=0),
        rail=rail,
        depth_levels=tuple(
            _depth_level(f"{number}. {title}", level, ground - LEVEL_HEIGHT * number)
            for number, (title, level) in enumerate(ordered, start=1)
        ),
        marks=marks,
    )


def _height(level: float, levels: Sequence[float]) -> int:
    """Return how many pixels above the ground a level is drawn."""
    steps = [0.0, *levels]
    if level >= steps[-1]:
        return LEVEL_HEIGHT * len(levels) + (LEVEL_HEIGHT // 4 if level > steps[-1] else 0)
    upper = next(index for index, step in enumerate(steps) if level < step)
    lower, span = steps[upper - 1], steps[upper] - steps[upper - 1]
    return round(LEVEL_HEIGHT * (upper - 1 + (level - lower) / span))


def _marks(standing: Sequence[tuple[Role, float, int]]) -> tuple[LevelMark, ...]:
    """Place the roles from the highest down: names keep their distance, markers step aside."""
    marks: list[LevelMark] = []
    name_y = -NAME_HEIGHT
    for role, level, y in standing:
        name_y = max(y, name_y + NAME_HEIGHT)
        near = {mark.x for mark in marks if abs(mark.y - y) < CLOSE}
        x = next(x for x in count(0, STEP_ASIDE) if x not in near)
        is_short = len(role.short_name) <= LONG_NAME
        text = f"{role.short_name} {number_text(level)}" if is_short else role.short_name
        marks.append(LevelMark(role, text, x, y, name_y))
    return tuple(marks)


def _depth_level(title: str, level: float, y: int) -> DrawnLevel:
    lines = textwrap.wrap(title, TITLE_LETTERS, break_on_hyphens=False)
    top = y - LINE_HEIGHT * (len(lines) - 1) // 2
    return DrawnLevel(
        number_text(level),
        y,
        tuple(TextLine(line, top + LINE_HEIGHT * row) for row, line in enumerate(lines)),
    )
