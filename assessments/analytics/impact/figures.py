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

# Outcomes of a table too thin for its own: whether a role is named at all.
NAMED, UNNAMED = "named", "unnamed"
COARSE = (NAMED, UNNAMED)

_Numbers = Callable[[Counts], tuple[int, ...]]


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
    The first ``named`` outcomes name a role. Where every number of people would be hidden, the
    outcomes are those of ``COARSE``. ``swapped`` people would read another role than now, ``lost``
    ones none instead of one, ``gained`` ones one instead of none.
    ``called`` are the shares for whom a role is named, before and after; ``threshold`` the typical
    difference in points from which one is, before and after. ``edits`` stand in the order of what
    they move; ``edits_still`` is how many move nobody in the sample.
    """

    people: int
    outcomes: tuple[str, ...]
    table: tuple[tuple[int | None, ...], ...]
    named: int
    moved: Count
    swapped: Count
    lost: Count
    gained: Count
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
    enough = people >= LEAST
    called = _called(table, named) if enough else None
    is_coarse = enough and bool(mask[:-1, :-1][table > 0].all())
    if is_coarse:
        ends = [slice(None, named), slice(named, None)]
        table = np.array([[table[row, column].sum() for column in ends] for row in ends])
        mask, outcomes, named = hidden_table(table), COARSE, 1
    moved, swapped, lost, gained = _said(table, mask, partial(_moves, named=named))
    if is_coarse:  # who moves inside a group is not shown
        moved = swapped = Count(None)
    whole = with_totals(table)
    by_edit = _edits(tally, edits)
    return Figures(
        people=people,
        outcomes=tuple(outcomes),
        table=tuple(
            tuple(None if mask[r, c] else int(whole[r, c]) for c in range(len(whole)))
            for r in range(len(whole))
        ),
        named=named,
        moved=moved,
        swapped=swapped,
        lost=lost,
        gained=gained,
        called=called,
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


def _moves(table: Counts, named: int) -> tuple[int, int, int, int]:
    """How many people move at all, from role to role, from a role to none, from none to one."""
    roles = table[:named, :named]
    return (
        int(table.sum() - np.trace(table)),
        int(roles.sum() - np.trace(roles)),
        int(table[:named, named:].sum()),
        int(table[named:, :named].sum()),
    )


def _said(table: Counts, mask: Mask, numbers: _Numbers) -> list[Count]:
    """Numbers beside the table: exact if that keeps its secrets, else as fine as they may be.

    They are said together, so together they may give nothing away.
    """
    people = int(table.sum())
    found = numbers(table)
    small = [is_small(n) or is_small(people - n) or is_small(people) for n in found]
    if not any(small) and (not mask.any() or keeps_secret(table, mask, numbers)):
        return [Count(number) for number in found]
    for step in ROUNDS:
        rounded = partial(_rounded, numbers, step)
        if keeps_secret(table, mask, rounded):
            return [
                Count(None if hide or (number and not about) else about, is_exact=not number)
                for number, about, hide in zip(found, rounded(table), small, strict=True)
            ]
    return [Count(None) for _ in found]


def _rounded(numbers: _Numbers, step: int, table: Counts) -> tuple[int, ...]:
    return tuple(step * round(number / step) for number in numbers(table))


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
