"""Shares of a whole: as bars beside their words, and as columns one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roles.graphics.charts.shapes import Tick
from web.numbers import percent


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One part of a whole; ``width`` is ``0%`` where it is not known."""

    label: str
    text: str
    width: str
    has_value: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts of a whole on a scale from nobody to everybody."""

    title: str
    note: str
    head: str
    rows: tuple[ShareBar, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a row of them, from the ground up."""

    x: str
    width: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Shares in an order, from 0 to 100 %. ``description`` says in words what the picture shows."""

    title: str
    note: str
    description: str
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]


def share_bars(
    *, title: str, head: str, rows: Sequence[tuple[str, str, float | None]], note: str = ""
) -> Shares:
    """Bars of ``[(label, text, share)]``; a share of None has its text and no bar."""
    return Shares(
        title=title,
        note=note,
        head=head,
        rows=tuple(
            ShareBar(label, text, percent(share or 0.0), share is not None)
            for label, text, share in rows
        ),
    )


def columns(
    *,
    title: str,
    description: str,
    values: Sequence[float],
    ticks: Sequence[tuple[int, str]] = (),
    note: str = "",
) -> Columns:
    """Columns of shares; ``ticks`` name the column that starts at a place, counted from 0."""
    width = 1.0 / max(len(values), 1)
    return Columns(
        title=title,
        note=note,
        description=description,
        columns=tuple(
            Column(
                x=percent(number * width),
                width=percent(width * 0.8),
                y=percent(1.0 - value),
                height=percent(value),
            )
            for number, value in enumerate(values)
        ),
        ticks=tuple(Tick(percent(number * width), text) for number, text in ticks),
    )
