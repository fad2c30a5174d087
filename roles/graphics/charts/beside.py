"""One's own value beside the range in which those of others lie, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roles.graphics.charts.shapes import Tick
from web.numbers import percent, place


@dataclass(frozen=True, slots=True)
class BesideRow:
    """One row. ``at`` is where the own value stands, blank when there is none."""

    label: str
    at: str
    start: str
    end: str
    own: str
    others: str
    description: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The own value and the range of others on one scale of whole levels."""

    title: str
    note: str
    own: str
    others: str
    ticks: tuple[Tick, ...]
    rows: tuple[BesideRow, ...]


def beside(
    *,
    title: str,
    note: str,
    own: str,
    others: str,
    highest: int,
    rows: Sequence[tuple[str, int | None, tuple[int, int]]],
) -> Beside:
    """A chart of levels from 0 to ``highest``.

    ``rows`` is ``[(label, own level, (lowest, highest of the others))]`` in the order to be read;
    None stands for a level that is not known, and is never drawn as 0. ``own`` and ``others`` are
    the names of the two sides, such as "You" and "Colleagues".
    """

    def at(level: int) -> str:
        return percent(place(level, 0, highest))

    built = []
    for label, mine, (low, high) in rows:
        spread = str(low) if low == high else f"{low} to {high}"
        known = "no answer" if mine is None else str(mine)
        built.append(
            BesideRow(
                label=label,
                at="" if mine is None else at(mine),
                start=at(low),
                end=at(high),
                own=known,
                others=spread,
                description=f"{own}: {known}. {others}: {spread}. "
                f"The scale runs from 0 to {highest}.",
            )
        )
    ticks = tuple(Tick(at(level), str(level)) for level in range(highest + 1))
    return Beside(title, note, own, others, ticks, tuple(built))
