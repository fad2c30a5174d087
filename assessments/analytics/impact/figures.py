"""What may be shown of a tally: no figure tells about fewer than five people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from assessments.analytics.disclosure_control import (
    LEAST,
    Mask,
    hidden_table,
    is_small,
    keeps_secret,
    with_totals,
)
from assessments.analytics.impact.tally import ERROR_STEP, REASONS, Counts, Reason, Tally
from assessments.scoring import Settings

ROUNDS = (5, 10, 50, 100, 1000)
"""What a number is rounded to that would give a hidden one away: the finest step that does not."""

_Counter = Callable[[Counts], int]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: exact, about (rounded), or hidden (None)."""

    number: int | None
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class RoleFigure:
    """Mean change of one role's scores, in points; None for fewer than five people."""

    slug: str
    fit: float | None
    readiness: float | None


@dataclass(frozen=True, slots=True)
class EditFigure:
    """What one edit alone moves, as shares of the sample, 0 to 1; None where too few to say."""

    id: str
    label: str
    moved: float | None
    swapped: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be shown of an impact.

    ``table`` (G + 1, G + 1) holds people by outcome before and after, totals last; None is hidden.
    ``called`` are the shares for whom a role is named, before and after; ``threshold`` the typical
    difference in points from which one is, before and after. ``edits`` stand in the order of what
    they move; ``edits_still`` is how many move nobody in the sample.
    """

    people: int
    outcomes: tuple[str, ...]
    table: tuple[tuple[int | None, ...], ...]
    moved: Count
    swapped: Count
    called: tuple[float, float] | None
    threshold: tuple[float, float] | None
    roles: tuple[RoleFigure, ...]
    edits: tuple[EditFigure, ...]
    edits_still: int
    sampled: int
    left_out: tuple[tuple[Reason, int], ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are people enough to say anything."""
        return self.people >= LEAST


def figures(
    tally: Tally,
    *,
    outcomes: Sequence[str],
    roles: Sequence[str],
    named: int,
    edits: Sequence[tuple[str, str]],
    limits: tuple[Settings, Settings],
    compared: tuple[int, int],
) -> Figures:
    """What may be shown. The first ``named`` of ``outcomes`` are roles; ``edits`` are id and label.

    ``limits`` and ``compared`` are the settings of the score and the number of roles before and
    after, for the typical threshold.
    """
    table, people = tally.outcomes, tally.people
    mask = hidden_table(table)
    whole = with_totals(table)
    enough = people >= LEAST
    by_edit = _edits(tally, edits)
    return Figures(
        people=people,
        outcomes=tuple(outcomes),
        table=tuple(
            tuple(None if mask[r, c] else int(whole[r, c]) for c in range(len(whole)))
            for r in range(len(whole))
        ),
        moved=_said(table, mask, _moved),
        swapped=_said(table, mask, partial(_swapped, named=named)),
        called=_called(table, named) if enough else None,
        threshold=_thresholds(tally, limits, compared) if enough else None,
        roles=tuple(_role(tally, place, slug) for place, slug in enumerate(roles)),
        edits=tuple(each for each in by_edit if each.moved != 0),
        edits_still=sum(each.moved == 0 for each in by_edit),
        sampled=int(tally.sampled[0]),
        left_out=tuple(
            (reason, int(count))
            for reason, count in zip(REASONS, tally.left_out, strict=True)
            if count
        ),
    )


def _moved(table: Counts) -> int:
    return int(table.sum() - np.trace(table))


def _swapped(table: Counts, named: int) -> int:
    roles = table[:named, :named]
    return int(roles.sum() - np.trace(roles))


def _said(table: Counts, mask: Mask, count: _Counter) -> Count:
    """A number beside the table: exact if that keeps its secrets, else as fine as it may be."""
    number, people = count(table), int(table.sum())
    if is_small(number) or is_small(people - number) or is_small(people):
        return Count(None)
    if not mask.any() or keeps_secret(table, mask, count):
        return Count(number)
    for step in ROUNDS:
        rounded = partial(_rounded, count, step)
        if rounded(table) and keeps_secret(table, mask, rounded):
            return Count(rounded(table), is_exact=False)
    return Count(None)


def _rounded(count: _Counter, step: int, table: Counts) -> int:
    return step * round(count(table) / step)


def _called(table: Counts, named: int) -> tuple[float, float]:
    people = int(table.sum())
    return table[:named].sum() / people, table[:, :named].sum() / people


def _thresholds(
    tally: Tally, limits: tuple[Settings, Settings], compared: tuple[int, int]
) -> tuple[float, float] | None:
    """z times the median standard error, or the smallest difference worth naming a role for."""
    if (tally.errors.sum(axis=1) < LEAST).any():
        return None
    first, second = (
        max(settings.delta_min, settings.z(roles) * _median(errors))
        for errors, settings, roles in zip(tally.errors, limits, compared, strict=True)
    )
    return first, second


def _median(errors: Counts) -> float:
    """The middle of the step that holds the median person."""
    step = int(np.searchsorted(np.cumsum(errors), errors.sum() / 2))
    return (step + 0.5) * ERROR_STEP


def _role(tally: Tally, place: int, slug: str) -> RoleFigure:
    known = int(tally.readiness_known[place])
    return RoleFigure(
        slug=slug,
        fit=float(tally.fit[place]) / tally.people if tally.people >= LEAST else None,
        readiness=float(tally.readiness[place]) / known if known >= LEAST else None,
    )


def _edits(tally: Tally, edits: Sequence[tuple[str, str]]) -> list[EditFigure]:
    """The edits, those first that move most; of few people only that there are few."""
    people = int(tally.sampled[0])
    order = sorted(range(len(edits)), key=lambda number: -int(tally.edits[number, 0]))

    def share(count: int) -> float | None:
        if is_small(people) or is_small(count) or is_small(people - count):
            return None
        return count / max(1, people)

    return [
        EditFigure(
            *edits[number],
            moved=share(int(tally.edits[number, 0])),
            swapped=share(int(tally.edits[number, 1])),
        )
        for number in order
    ]
