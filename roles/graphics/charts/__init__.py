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
    low: int
    high: int
    decimals: int = 0


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
    """One row on one measure: each role's number, marks left to right, the line between them."""

    measure: Measure
    values: tuple[tuple[Role, float | None], ...]
    marks: tuple[Mark, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Roles side by side: for each row its label, and its span on each measure."""

    title: str
    note: str
    roles: tuple[Role, ...]
    measures: tuple[Measure, ...]
    rows: tuple[tuple[str, tuple[DumbbellSpan, ...]], ...]


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A score from 0 to ``top`` and the ends of the range it may lie in; ``None`` if not known."""

    label: str
    accent: str
    score: int | None
    ends: tuple[int, int] | None = None
    top: int = 100


@dataclass(frozen=True, slots=True)
class RangeBars:
    """Scores of one ``measure``, one bar each; ``ticks`` are named places on a scale of 100."""

    title: str
    measure: str
    bars: tuple[RangeBar, ...]
    ticks: tuple[tuple[float, str], ...] = ()
    high_text: str = "100"

    @property
    def has_ranges(self) -> bool:
        """Whether any score has a range; a measure without error has none."""
        return any(bar.ends for bar in self.bars)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A difference of two scores on a line from -100 to 100, and the ends of its likely range.

    Below 0 it speaks for ``low_role`` on the left, above for ``high_role``. A difference below
    ``too_small`` names no role. What lies outside is drawn at the edge.
    """

    title: str
    note: str
    low_role: Role
    high_role: Role
    difference: int
    ends: tuple[int, int]
    too_small: float = 0.0

    @property
    def accent(self) -> str:
        """The colour of the role it speaks for, blank if it names none."""
        if not self.difference or self.points < self.too_small:
            return ""
        return (self.low_role if self.difference < 0 else self.high_role).accent

    @property
    def points(self) -> int:
        """The difference without its sign."""
        return abs(self.difference)

    @property
    def drawn_ends(self) -> tuple[int, ...]:
        """The part of the range that the line holds."""
        return tuple(min(max(end, -REACH), REACH) for end in self.ends)


# Two marks nearer than this share of the scale would cover each other: they step apart.
CLOSE = 0.04
# No two scores of 0 to 100 lie farther apart.
REACH = 100


def stepping_apart(places: Sequence[float], near: float) -> list[int]:
    """Return where marks step that would cover others: up (-1) and down (1) in turn, else 0.

    ``places`` rise; two marks nearer than ``near`` would cover each other.
    """
    crowded = [
        any(abs(place - other) < near for j, other in enumerate(places) if j != i)
        for i, place in enumerate(places)
    ]
    return [(1 if i % 2 else -1) * each for i, each in enumerate(crowded)]


def _marks(values: Sequence[tuple[Role, float | None]], measure: Measure) -> tuple[Mark, ...]:
    """Return the points of one plot, left to right; the outermost numbers stand outside."""
    known = sorted(
        (place(value, measure.low, measure.high), i, value)
        for i, (_, value) in enumerate(values)
        if value is not None
    )
    marks: list[Mark] = []
    steps = stepping_apart([share for share, _, _ in known], CLOSE)
    for step, (share, index, value) in zip(steps, known, strict=True):
        anchor: Literal["start", "middle", "end"] = "middle"
        dx, text_dy = "0", "-13"
        if len(marks) == len(known) - 1:
            anchor, dx, text_dy = "start", "11", "0"
        elif not marks:
            anchor, dx, text_dy = "end", "-11", "0"
        text = number_text(value, measure.decimals)
        role, _ = values[index]
        marks.append(Mark(role, text, percent(share), str(6 * step), dx, anchor, text_dy))
    return tuple(marks)


def _span(measure: Measure, values: tuple[tuple[Role, float | None], ...]) -> DumbbellSpan:
    marks = _marks(values, measure)
    alone = len(values) == 1  # then the line starts at the scale's low end
    return DumbbellSpan(
        measure,
        values,
        marks,
        start=marks[0].at if marks and not alone else "0%",
        end=marks[-1].at if marks else "0%",
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
    for label, values in rows:
        if len(values) != len(measures) or any(len(line) != len(roles) for line in values):
            raise ValueError(
                f"{label!r} needs {len(roles)} numbers on each of {len(measures)} measures."
            )
    built = tuple(
        (
            label,
            tuple(
                _span(measure, tuple(zip(roles, line, strict=True)))
                for measure, line in zip(measures, values, strict=True)
            ),
        )
        for label, values in rows
    )
    return Dumbbell(title, note, tuple(roles), tuple(measures), built)


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
