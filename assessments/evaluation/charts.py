"""Work out the result page's own charts as values for templates, like ``roles.graphics.charts``.

Positions are percentages as text, as there. Numbers come rounded; ``None`` means "not known".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from roles.graphics.charts import stepping_apart
from roles.snapshot.values import Role
from web.numbers import percent

# Two required levels nearer than this on the scale of 100 would cover each other.
CLOSE = 4.0
STEP_APART = 6


@dataclass(frozen=True, slots=True)
class Pull:
    """One part of a difference between two roles, without its sign: ``text`` points for ``role``.

    ``role`` is ``None`` where it speaks for neither; ``key`` is the question behind it, if any.
    """

    label: str
    note: str
    role: Role | None
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One step on the way to a difference, from where the steps before it ended to its own end.

    Below 0 lies the side of the low role. ``parts`` are what it is made of, and add up to it.
    """

    whole: Pull
    start: int
    end: int
    parts: tuple[Pull, ...] = ()

    @property
    def points(self) -> int:
        """What it adds: below 0 toward the low role."""
        return self.end - self.start

    @property
    def drawn_ends(self) -> list[int]:
        """Its two ends from left to right."""
        return sorted((self.start, self.end))


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Steps from zero to a difference: toward ``low_role`` on the left, ``high_role`` right.

    The scale is the same on both sides of zero and just holds ``reach``, what lies farthest out.
    """

    title: str
    note: str
    low_role: Role
    high_role: Role
    steps: tuple[WaterfallStep, ...]
    total: WaterfallStep
    reach: int


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A person's level in one competency and what roles ask; ``None``: not known, or not asked."""

    label: str
    level: int | None
    likely: tuple[int, int] | None
    required: tuple[tuple[Role, int | None], ...]

    @property
    def marks(self) -> list[tuple[Role, int, int]]:
        """What is asked, from low to high; pixels by which a mark moves down to cover no other."""
        known = [(level, role) for role, level in self.required if level is not None]
        known.sort(key=lambda pair: pair[0])
        steps = stepping_apart([level for level, _ in known], CLOSE)
        return [
            (role, level, STEP_APART * step)
            for (level, role), step in zip(known, steps, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class LevelChart:
    """A person's levels against what the roles ask for, 0 to 100."""

    title: str
    note: str
    roles: tuple[Role, ...]
    rows: tuple[LevelRow, ...]


def waterfall(
    *,
    title: str,
    low_role: Role,
    high_role: Role,
    steps: Sequence[tuple[str, str, int, Sequence[tuple[str, str, str, int]]]],
    total: str,
    note: str = "",
) -> Waterfall:
    """Return the chart of the steps that add up to the difference between two roles.

    ``steps`` is ``[(label, note, points, parts)]`` and ``parts`` ``[(label, note, key, points)]``:
    negative points speak for ``low_role``, positive for ``high_role``. ``total`` names their sum.
    """
    ends = [0, *accumulate(points for _, _, points, _ in steps)]

    def pull(label: str, note: str, key: str, points: int) -> Pull:
        role = None if points == 0 else high_role if points > 0 else low_role
        return Pull(label, note, role, str(abs(points)), key)

    return Waterfall(
        title=title,
        note=note,
        low_role=low_role,
        high_role=high_role,
        steps=tuple(
            WaterfallStep(
                pull(label, about, "", points), start, end, tuple(pull(*part) for part in parts)
            )
            for (label, about, points, parts), (start, end) in zip(
                steps, pairwise(ends), strict=True
            )
        ),
        total=WaterfallStep(pull(total, "", "", ends[-1]), 0, ends[-1]),
        reach=max(1, *map(abs, ends)),
    )


# ------------------------------------------------------------------ over time

SLOPE_TOP, SLOPE_BOTTOM = 14, 174
SLOPE_LEFT, SLOPE_RIGHT = 0.25, 0.76
LABEL_APART = 17
LABEL_LOWEST = 176
RANGE_APART = 5
LABEL_ASIDE = 12
MARK_HIGH = 9
MARK_APART = 11
MOST_RANGES = 8
SHORT_NAME = 5


@dataclass(frozen=True, slots=True)
class SlopeDot:
    """One score at one time. ``ends`` are those of its likely range, if that is drawn.

    ``dx`` moves the range and ``mark_dx`` the mark aside, in pixels, so that none covers another.
    """

    at: str
    y: str
    ends: tuple[str, ...]
    dx: str
    mark_dx: str


@dataclass(frozen=True, slots=True)
class SlopeLine:
    """The line from one score to the next; ``is_real`` where it moved by more than error."""

    start: SlopeDot
    end: SlopeDot
    is_real: bool


@dataclass(frozen=True, slots=True)
class Slope:
    """The line of one role's scores. The labels stand beside its first and its last score."""

    role: Role
    dots: tuple[SlopeDot, ...]
    lines: tuple[SlopeLine, ...]
    first: tuple[str, str, str, str] | None
    """Position, height, text, and how far it stands aside in pixels."""
    last: tuple[str, str, str, str] | None


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """Scores over time; each of ``rows`` is a date and, by role, score, likely range and change."""

    title: str
    note: str
    description: str
    roles: tuple[Role, ...]
    slopes: tuple[Slope, ...]
    ticks: tuple[tuple[str, str], ...]
    dates: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[tuple[int | None, tuple[int, int] | None, str], ...]], ...]


def slope_chart(
    *,
    title: str,
    note: str,
    roles: Sequence[Role],
    dates: Sequence[str],
    ends: tuple[str, str],
    days: Sequence[float],
    scores: Sequence[Sequence[tuple[int | None, tuple[int, int] | None]]],
    real: Sequence[Sequence[bool]],
    changes: Sequence[Sequence[str]],
    top: int = 100,
) -> SlopeChart:
    """Return the chart of scores from 0 to ``top`` over time, one line a role.

    For each role, ``scores`` has the score and its likely range at each time; ``real`` says for
    each time but the first whether it moved by more than error, ``changes`` that step in words.
    ``days`` places the times; they rise. ``ends`` names the first and last below the picture.
    """
    across = _across(days)

    def height(value: float) -> float:
        return SLOPE_BOTTOM - (SLOPE_BOTTOM - SLOPE_TOP) * value / top

    def drawn_range(likely: tuple[int, int] | None) -> tuple[str, ...]:
        drawn = likely if likely and len(days) <= MOST_RANGES else ()
        return tuple(f"{height(value):g}" for value in drawn)

    heights = [[None if value is None else height(value) for value, _ in row] for row in scores]
    marks = [_aside(at_once) for at_once in zip(*heights, strict=True)]
    known = [{i: y for i, y in enumerate(row) if y is not None} for row in heights]
    first = _apart([next(iter(row.values()), None) for row in known])
    last = _apart([next(reversed(row.values()), None) for row in known])
    slopes = []
    for index, (role, row) in enumerate(zip(roles, scores, strict=True)):
        dx = f"{(index - (len(roles) - 1) / 2) * RANGE_APART:g}"
        dots = {
            i: SlopeDot(across[i], f"{y:g}", drawn_range(row[i][1]), dx, f"{marks[i][index]:g}")
            for i, y in known[index].items()
        }
        labels = []
        if dots:
            start, end = min(dots), max(dots)
            name = role.short_name if len(role.short_name) <= SHORT_NAME else ""
            left, right = min(marks[start]) - LABEL_ASIDE, max(marks[end]) + LABEL_ASIDE
            labels = [
                (across[start], first[index], str(row[start][0]), f"{left:g}"),
                (across[end], last[index], f"{name} {row[end][0]}".strip(), f"{right:g}"),
            ]
        slopes.append(
            Slope(
                role=role,
                dots=tuple(dots.values()),
                lines=tuple(
                    SlopeLine(dots[i], dots[j], any(real[index][i:j])) for i, j in pairwise(dots)
                ),
                first=labels[0] if len(dots) > 1 else None,
                last=labels[1] if dots else None,
            )
        )
    columns = [
        [(*score, change) for score, change in zip(row, ("", *told), strict=True)]
        for row, told in zip(scores, changes, strict=True)
    ]
    return SlopeChart(
        title=title,
        note=note,
        description=" ".join(
            f"{role.name}: {', '.join('not known' if v is None else str(v) for v, _ in row)}."
            for role, row in zip(roles, scores, strict=True)
        ),
        roles=tuple(roles),
        slopes=tuple(slopes),
        ticks=tuple(
            (f"{height(value):g}", str(value))
            for value in ((top, 50, 0) if top == 100 else (top, 0))
        ),
        dates=((across[0], ends[0]), (across[-1], ends[1])),
        rows=tuple(zip(dates, zip(*columns, strict=True), strict=True)),
    )


def _across(days: Sequence[float]) -> list[str]:
    """Return horizontal places by date; evenly where all are of one day."""
    span = days[-1] - days[0]
    if span <= 0:
        days, span = list(range(len(days))), max(len(days) - 1, 1)
    width = SLOPE_RIGHT - SLOPE_LEFT
    return [percent(SLOPE_LEFT + width * (day - days[0]) / span) for day in days]


def _aside(heights: Sequence[float | None]) -> list[float]:
    """Return how far each role's mark moves aside at one time, where another is about as high."""
    known = [math.nan if height is None else height for height in heights]
    near = [[i for i, y in enumerate(known) if abs(y - mine) < MARK_HIGH] for mine in known]
    return [
        (some.index(i) - (len(some) - 1) / 2) * MARK_APART if some else 0.0
        for i, some in enumerate(near)
    ]


def _apart(heights: Sequence[float | None]) -> list[str]:
    """Return heights of labels, moved so that they cover neither each other nor the dates below."""
    order = sorted((height, i) for i, height in enumerate(heights) if height is not None)
    found: dict[int, float] = {}
    free = float("-inf")
    for height, i in order:
        found[i] = max(height, free)
        free = found[i] + LABEL_APART
    lowest = float(LABEL_LOWEST)
    for _, i in reversed(order):
        found[i] = min(found[i], lowest)
        lowest = found[i] - LABEL_APART
    return [f"{found.get(i, 0):g}" for i in range(len(heights))]
