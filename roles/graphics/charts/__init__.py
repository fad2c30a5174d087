"""Turn numbers into charts: geometry and words of every chart, testable without a page.

Positions along a plot are percentages, given as text such as ``"62.5%"``, so that a plot fills
whatever width it gets while its lettering keeps its size, and so that no template and no language
setting can turn a point into a comma. A value may be ``None`` for "not known": it is left out of
the picture and named in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from roles.snapshot.values import Role
from web.numbers import number_text, percent, place


@dataclass(frozen=True, slots=True)
class Measure:
    """One scale: its title, its ends, and how many decimals its numbers are shown with."""

    title: str
    low: float
    high: float
    decimals: int = 0

    @property
    def low_text(self) -> str:
        return number_text(self.low, self.decimals)

    @property
    def high_text(self) -> str:
        return number_text(self.high, self.decimals)


@dataclass(frozen=True, slots=True)
class Mark:
    """One role's point on a plot. ``dy`` moves it up or down in pixels, ``dx`` its lettering."""

    role: Role
    text: str
    at: str
    dy: str
    dx: str
    anchor: Literal["start", "middle", "end"]
    text_dy: str


@dataclass(frozen=True, slots=True)
class DumbbellSpan:
    """The plot of one row on one measure: marks in reading order and the line between them."""

    marks: tuple[Mark, ...]
    start: str
    end: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """One competency: its plots, and ``cells`` for the table by measure, then by role."""

    label: str
    spans: tuple[DumbbellSpan, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Roles side by side on one or two measures per row."""

    title: str
    note: str
    roles: tuple[Role, ...]
    measures: tuple[Measure, ...]
    rows: tuple[DumbbellRow, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A named place on a scale."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A score with the range it may lie in. Without a score only its ``text`` is shown."""

    label: str
    accent: str
    text: str
    of: str
    """The end of its scale, such as " of 100"; blank without a score, as ``range_text`` is."""
    range_text: str
    at: str
    start: str
    width: str
    description: str


@dataclass(frozen=True, slots=True)
class RangeBars:
    """Scores on one common scale, one bar each. ``high_text`` names its upper end."""

    title: str
    measure: Measure
    high_text: str
    bars: tuple[RangeBar, ...]
    ticks: tuple[Tick, ...]

    @property
    def has_ranges(self) -> bool:
        """Whether any score has a range; a measure without error has none."""
        return any(bar.range_text for bar in self.bars)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A difference between two roles, its interval, zero, and the range that names no role."""

    title: str
    note: str
    low_role: Role
    high_role: Role
    accent: str
    text: str
    signed_text: str
    """The difference with the sign that its range has."""
    range_text: str
    at: str
    start: str
    width: str
    zone_start: str
    zone_width: str
    description: str


# Two marks nearer than this share of the scale would cover each other: they step apart.
CLOSE = 0.04
# No two scores of 0 to 100 lie farther apart.
REACH = 100


def _marks(
    roles: Sequence[Role], values: Sequence[float | None], measure: Measure
) -> tuple[Mark, ...]:
    """Return the points of one plot, left to right; the outermost numbers stand outside."""
    known = sorted(
        ((place(v, measure.low, measure.high), i, v) for i, v in enumerate(values) if v is not None)
    )
    marks: list[Mark] = []
    for position, (share, index, value) in enumerate(known):
        first, last = position == 0, position == len(known) - 1
        alone = len(known) == 1
        crowded = any(abs(share - other) < CLOSE for other, i, _ in known if i != index)
        if alone or last:
            anchor: Literal["start", "middle", "end"] = "start"
            dx, text_dy = "11", "0"
        elif first:
            anchor, dx, text_dy = "end", "-11", "0"
        else:
            anchor, dx, text_dy = "middle", "0", "-13"
        dy = ("-6" if position % 2 == 0 else "6") if crowded else "0"
        marks.append(
            Mark(
                role=roles[index],
                text=number_text(value, measure.decimals),
                at=percent(share),
                dy=dy,
                dx=dx,
                anchor=anchor,
                text_dy=text_dy,
            )
        )
    return tuple(marks)


def _span(
    label: str, roles: Sequence[Role], values: Sequence[float | None], measure: Measure
) -> DumbbellSpan:
    marks = _marks(roles, values, measure)
    parts = [
        f"{role.name} {number_text(value, measure.decimals)}"
        if value is not None
        else f"{role.name} none"
        for role, value in zip(roles, values, strict=True)
    ]
    scale = f"on a scale from {measure.low_text} to {measure.high_text}"
    alone = len(roles) == 1  # then the line starts at the scale's low end
    return DumbbellSpan(
        marks=marks,
        start=marks[0].at if marks and not alone else "0%",
        end=marks[-1].at if marks else "0%",
        title=f"{label}: {measure.title}",
        description=f"{', '.join(parts)}, {scale}.",
    )


def dumbbell(
    *,
    title: str,
    roles: Sequence[Role],
    measures: Sequence[Measure],
    rows: Sequence[tuple[str, Sequence[Sequence[float | None]]]],
    note: str = "",
) -> Dumbbell:
    """Return a dumbbell chart of roles on one or more measures.

    ``rows`` is ``[(label, values)]`` in the order to be read; ``values[m][r]`` is the number of
    role ``r`` on measure ``m``, or ``None`` when the role does not have it. Raises
    ``ValueError`` when a row does not have one number per measure and role.
    """
    built: list[DumbbellRow] = []
    for label, values in rows:
        if len(values) != len(measures) or any(len(line) != len(roles) for line in values):
            raise ValueError(
                f"{label!r} needs {len(roles)} numbers on each of {len(measures)} measures."
            )
        pairs = list(zip(measures, values, strict=True))
        built.append(
            DumbbellRow(
                label=label,
                spans=tuple(_span(label, roles, line, measure) for measure, line in pairs),
                cells=tuple(
                    number_text(value, measure.decimals) if value is not None else "none"
                    for measure, line in pairs
                    for value in line
                ),
            )
        )
    return Dumbbell(
        title=title, note=note, roles=tuple(roles), measures=tuple(measures), rows=tuple(built)
    )


def range_bars(
    *,
    title: str,
    bars: Sequence[tuple[str, str, float | None, tuple[float, float] | None]],
    measure: Measure,
    ticks: Sequence[tuple[float, str]] = (),
    tops: Sequence[int] = (),
) -> RangeBars:
    """Return a bar chart of scores with their ranges.

    ``bars`` is ``[(label, accent, score, (low, high))]`` on ``measure``; a score or a range may be
    ``None``. ``ticks`` names places on it. ``tops`` gives each bar an upper end of its own.
    """
    built: list[RangeBar] = []
    for index, (label, accent, score, spread) in enumerate(bars):
        top = tops[index] if tops else measure.high
        low, high = sorted(spread) if spread else (score or 0.0, score or 0.0)
        start, end = (place(edge, measure.low, top) for edge in (low, high))
        start, end = max(start, 0.0), min(end, 1.0)
        text = number_text(score, measure.decimals) if score is not None else "not enough answers"
        low_text = number_text(max(low, measure.low), measure.decimals)
        high_text = number_text(min(high, top), measure.decimals)
        range_text = f"{low_text} to {high_text}" if spread and score is not None else ""
        likely = f", likely between {low_text} and {high_text}" if range_text else ""
        of = f" of {number_text(top, measure.decimals)}" if score is not None else ""
        built.append(
            RangeBar(
                label=label,
                accent=accent,
                text=text,
                of=of,
                range_text=range_text,
                at=percent(place(score if score is not None else measure.low, measure.low, top)),
                start=percent(start),
                width=percent(max(end - start, 0.0)),
                description=f"{label}: {text}{of}{likely}.",
            )
        )
    return RangeBars(
        title=title,
        measure=measure,
        high_text="the most" if tops else measure.high_text,
        bars=tuple(built),
        ticks=tuple(
            Tick(percent(place(at, measure.low, measure.high)), text) for at, text in ticks
        ),
    )


def number_line(
    *,
    title: str,
    low_role: Role,
    high_role: Role,
    difference: int,
    interval: tuple[int, int],
    too_small: float = 0.0,
    note: str = "",
) -> NumberLine:
    """Return a chart of the difference of two scores on a line from -100 to 100.

    Negative leans to ``low_role`` (left), positive to ``high_role`` (right). ``too_small`` is the
    difference below which no role is named. Values outside are drawn at the edge.
    """
    low, high = sorted(interval)

    def at(value: float) -> float:
        return min(max(place(value, -REACH, REACH), 0.0), 1.0)

    role = low_role if difference < 0 else high_role
    range_text = f"{number_text(low, signed=True)} to {number_text(high, signed=True)}"
    return NumberLine(
        title=title,
        note=note,
        low_role=low_role,
        high_role=high_role,
        accent="" if abs(difference) < too_small or difference == 0 else role.accent,
        text=number_text(abs(difference)),
        signed_text=number_text(difference, signed=True),
        range_text=range_text,
        at=percent(at(difference)),
        start=percent(at(low)),
        width=percent(at(high) - at(low)),
        zone_start=percent(at(-too_small)),
        zone_width=percent(at(too_small) - at(-too_small)),
        description=(
            f"{abs(difference)} points towards {role.name if difference else 'neither role'}. "
            f"Likely range {range_text}; "
            f"below zero is closer to {low_role.name}, above zero to {high_role.name}."
        ),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """A person's own levels and the range of others, from 0 to ``highest`` on each row.

    ``rows`` holds ``(label, own level, (lowest, highest of the others))`` in reading order;
    ``None`` stands for a level that is not known, and is never drawn as 0. ``own`` and ``others``
    are the names of the two sides, such as "You" and "Colleagues".
    """

    title: str
    note: str
    own: str
    others: str
    highest: int
    rows: Sequence[tuple[str, int | None, tuple[int, int]]]

    @property
    def levels(self) -> range:
        """Every whole level of the scale."""
        return range(self.highest + 1)
