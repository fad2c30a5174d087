"""The values that chart components receive, with every position already worked out.

Positions along a plot are percentages, given as text such as ``"62.5%"``, so that a plot fills
whatever width it gets while its lettering keeps its size, and so that no template and no language
setting can turn a point into a comma.
"""

from dataclasses import dataclass
from typing import Literal

from roles.snapshot.values import Role
from web.numbers import number_text


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

    @property
    def roles(self) -> tuple[Role, Role]:
        return self.low_role, self.high_role
