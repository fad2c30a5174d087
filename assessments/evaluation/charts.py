"""Work out the result page's own charts as values for templates, like ``roles.graphics.charts``.

Positions are percentages as text, as there. Numbers come rounded; ``None`` means "not known".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from roles.graphics.charts import stepping_apart
from roles.snapshot.values import Role
from web.numbers import percent, place

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
    """One step on the way to a difference, drawn from where the steps before it ended.

    ``points`` are below 0 toward the low role; ``parts`` are what it is made of, and add up to it.
    """

    whole: Pull
    points: int
    start: str
    width: str
    end: str
    parts: tuple[Pull, ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Steps from zero to a difference: toward ``low_role`` on the left, ``high_role`` right."""

    title: str
    note: str
    low_role: Role
    high_role: Role
    steps: tuple[WaterfallStep, ...]
    total: WaterfallStep


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One competency: a person's level, its likely range, and what each role asks for.

    ``None`` is what is not known, or not asked. ``marks`` has what is asked from low to high, with
    how many pixels each mark moves down, so that none covers another.
    """

    label: str
    level: int | None
    likely: tuple[int, int] | None
    required: tuple[tuple[Role, int | None], ...]
    marks: tuple[tuple[Role, int, int], ...]


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
    The scale is the same on both sides of zero and just holds what lies farthest out.
    """
    ends = [0, *accumulate(points for _, _, points, _ in steps)]
    reach = max(1, *(abs(end) for end in ends))

    def pull(label: str, note: str, key: str, points: int) -> Pull:
        role = None if points == 0 else high_role if points > 0 else low_role
        return Pull(label, note, role, str(abs(points)), key)

    def step(
        label: str, note: str, start: int, end: int, parts: Sequence[tuple[str, str, str, int]] = ()
    ) -> WaterfallStep:
        low, high = (place(value, -reach, reach) for value in sorted((start, end)))
        return WaterfallStep(
            whole=pull(label, note, "", end - start),
            points=end - start,
            start=percent(low),
            width=percent(high - low),
            end=percent(place(end, -reach, reach)),
            parts=tuple(pull(*part) for part in parts),
        )

    return Waterfall(
        title=title,
        note=note,
        low_role=low_role,
        high_role=high_role,
        steps=tuple(
            step(label, note, start, end, parts)
            for (label, note, _, parts), (start, end) in zip(steps, pairwise(ends), strict=True)
        ),
        total=step(total, "", 0, ends[-1]),
    )


def level_chart(
    *,
    title: str,
    roles: Sequence[Role],
    rows: Sequence[tuple[str, int | None, tuple[int, int] | None, Sequence[int | None]]],
    note: str = "",
) -> LevelChart:
    """Return the chart of a person's levels beside those that roles require.

    ``rows`` is ``[(competency, level, (low, high), required)]`` in the order to be read, with one
    required level per role, or ``None`` where the role does not ask for it. Raises ``ValueError``
    when a row does not have one required level per role.
    """
    built = []
    for label, level, likely, required in rows:
        if len(required) != len(roles):
            raise ValueError(f"{label!r} needs {len(roles)} required levels.")
        asked = tuple(zip(roles, required, strict=True))
        built.append(LevelRow(label, level, likely, asked, _required_marks(asked)))
    return LevelChart(title, note, tuple(roles), tuple(built))


def _required_marks(
    required: Sequence[tuple[Role, int | None]],
) -> tuple[tuple[Role, int, int], ...]:
    """Return the roles' marks from low to high; those that would touch move up and down in turn."""
    known = [(level, role) for role, level in required if level is not None]
    known.sort(key=lambda pair: pair[0])
    steps = stepping_apart([level for level, _ in known], CLOSE)
    return tuple(
        (role, level, STEP_APART * step) for (level, role), step in zip(known, steps, strict=True)
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
    """One score at one time. ``low`` and ``high`` are the ends of its likely range, if drawn.

    ``dx`` moves the range and ``mark_dx`` the mark aside, in pixels, so that none covers another.
    """

    at: str
    y: str
    low: str
    high: str
    dx: str
    mark_dx: str


@dataclass(frozen=True, slots=True)
class SlopeLine:
    """The line from one score to the next; ``is_real`` where it moved by more than error."""

    start: str
    start_y: str
    end: str
    end_y: str
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
    """Scores over time. ``cells`` has a row for each time: a score and a change for each role."""

    title: str
    note: str
    description: str
    roles: tuple[Role, ...]
    slopes: tuple[Slope, ...]
    ticks: tuple[tuple[str, str], ...]
    dates: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, tuple[str, ...]], ...]


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
    cells: Sequence[Sequence[str]],
    top: int = 100,
) -> SlopeChart:
    """Return the chart of scores from 0 to ``top`` over time, one line a role.

    For each role, ``scores`` has the score and its likely range at each time, and ``real`` has
    for each time but the first whether the score has moved by more than error since the one
    before. ``days`` places the times; they rise. ``cells`` is the table, a row for each time;
    ``ends`` names the first and the last below the picture.
    """
    across = _across(days)

    def height(value: float) -> str:
        return f"{SLOPE_BOTTOM - (SLOPE_BOTTOM - SLOPE_TOP) * value / top:g}"

    def end(row: int, which: int) -> float | None:
        places = known[row]
        return float(height(scores[row][places[which]][0] or 0)) if places else None

    spread = [(i - (len(roles) - 1) / 2) * RANGE_APART for i in range(len(roles))]
    with_ranges = len(days) <= MOST_RANGES
    known = [[i for i, (value, _) in enumerate(row) if value is not None] for row in scores]
    marks = [
        _aside([None if row[i][0] is None else float(height(row[i][0] or 0)) for row in scores])
        for i in range(len(days))
    ]
    first = _apart([end(row, 0) for row in range(len(roles))])
    last = _apart([end(row, -1) for row in range(len(roles))])
    slopes = []
    for index, (role, row) in enumerate(zip(roles, scores, strict=True)):
        places = known[index]
        heights = {i: height(row[i][0] or 0) for i in places}
        slopes.append(
            Slope(
                role=role,
                dots=tuple(
                    SlopeDot(
                        at=across[i],
                        y=heights[i],
                        low=height(likely[0]) if (likely := row[i][1]) and with_ranges else "",
                        high=height(likely[1]) if likely and with_ranges else "",
                        dx=f"{spread[index]:g}",
                        mark_dx=f"{marks[i][index]:g}",
                    )
                    for i in places
                ),
                lines=tuple(
                    SlopeLine(across[i], heights[i], across[j], heights[j], any(real[index][i:j]))
                    for i, j in pairwise(places)
                ),
                first=(
                    across[places[0]],
                    first[index],
                    str(row[places[0]][0]),
                    f"{min(marks[places[0]]) - LABEL_ASIDE:g}",
                )
                if len(places) > 1
                else None,
                last=(
                    across[places[-1]],
                    last[index],
                    f"{role.short_name if len(role.short_name) <= SHORT_NAME else ''} "
                    f"{row[places[-1]][0]}".strip(),
                    f"{max(marks[places[-1]]) + LABEL_ASIDE:g}",
                )
                if places
                else None,
            )
        )
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
            (height(value), str(value)) for value in ((top, 50, 0) if top == 100 else (top, 0))
        ),
        dates=((across[0], ends[0]), (across[-1], ends[1])),
        cells=tuple(zip(dates, (tuple(row) for row in cells), strict=True)),
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
    moved = [0.0] * len(heights)
    for index, height in enumerate(heights):
        near = [
            i
            for i, other in enumerate(heights)
            if height is not None and other is not None and abs(other - height) < MARK_HIGH
        ]
        moved[index] = (near.index(index) - (len(near) - 1) / 2) * MARK_APART if near else 0.0
    return moved


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
