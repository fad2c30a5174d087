"""Turn sums into what may be shown: no figure tells about fewer than five people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from assessments.analytics.disclosure_control import (
    LEAST,
    Counts,
    Mask,
    hidden_table,
    is_small,
    keeps_secret,
    with_totals,
)
from assessments.analytics.impact.comparison import (
    ERROR_STEP,
    OTHERS,
    REASONS,
    ImpactSums,
    OutcomeCounter,
    Reason,
)

ROUNDS = (5, 10, 50, 100, 1000)
"""What a number is rounded to that would give a hidden one away: the finest step that does not."""

# Outcomes of a table too thin for its own: whether a role is named at all.
NAMED, UNNAMED = "named", "unnamed"
COARSE = (NAMED, UNNAMED)

_Numbers = Callable[[Counts], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: exact, about (rounded), or hidden (``None``)."""

    number: int | None
    is_exact: bool = True

    def __str__(self) -> str:
        if not self.number:
            return "some" if self.number is None else "none"
        return f"{self.number:,}" if self.is_exact else f"about {self.number:,}"


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be shown of an impact.

    ``table`` (G + 1, G + 1) holds people by outcome before and after, totals last, hidden ``None``.
    The first ``named`` outcomes name a role. Where every number of people would be hidden, the
    outcomes are those of ``COARSE``. ``swapped`` people would read another role than now, ``lost``
    ones none instead of one, ``gained`` ones one instead of none.
    ``called`` are the shares for whom a role is named, before and after; ``threshold`` the typical
    difference in points from which one is, before and after. ``roles`` hold a slug and the mean
    change of fit and of readiness in points, ``None`` for fewer than five people. ``edits`` hold a
    label and what that edit alone moves at all and from role to role, as shares of the sample,
    ``None`` where too few to say; those that move most come first, ``edits_still`` move nobody.
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
    roles: tuple[tuple[str, float | None, float | None], ...]
    edits: tuple[tuple[str, float | None, float | None], ...]
    edits_still: int
    sampled: int
    left_out: tuple[tuple[Reason, int], ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are people enough to say anything."""
        return self.people >= LEAST


def figures(sums: ImpactSums, counter: OutcomeCounter, edits: Sequence[str]) -> Figures:
    """Return what may be shown of the sums of a counter; ``edits`` are the labels of its edits."""
    table, people = sums.outcomes, sums.people
    outcomes, named = counter.outcomes, len(counter.outcomes) - len(OTHERS)
    mask = hidden_table(table)
    enough = people >= LEAST
    called = (table[:named].sum() / people, table[:, :named].sum() / people) if enough else None
    is_coarse = enough and bool(mask[:-1, :-1][table > 0].all())
    if is_coarse:
        ends = [slice(None, named), slice(named, None)]
        table = np.array([[table[row, column].sum() for column in ends] for row in ends])
        mask, outcomes, named = hidden_table(table), COARSE, 1
    moved, swapped, lost, gained = _said(table, mask, partial(_moves, named=named))
    if is_coarse:  # who moves inside a group is not shown
        moved = swapped = Count(None)
    whole = with_totals(table)
    by_edit = _edits(sums, edits)
    return Figures(
        people=people,
        outcomes=outcomes,
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
        threshold=_thresholds(sums, counter) if enough else None,
        roles=tuple(
            (slug, _mean(fit, people), _mean(readiness, known))
            for slug, fit, readiness, known in zip(
                counter.roles, sums.fit, sums.readiness, sums.readiness_known, strict=True
            )
        ),
        edits=tuple(edit for edit in by_edit if edit[1] != 0),
        edits_still=sum(moved == 0 for _, moved, _ in by_edit),
        sampled=int(sums.sampled[0]),
        left_out=tuple(
            (reason, int(count))
            for reason, count in zip(REASONS, sums.left_out, strict=True)
            if count
        ),
    )


def _moves(table: Counts, named: int) -> tuple[int, int, int, int]:
    """Count who moves at all, from role to role, from a role to none, and from none to one."""
    roles = table[:named, :named]
    return (
        int(table.sum() - np.trace(table)),
        int(roles.sum() - np.trace(roles)),
        int(table[:named, named:].sum()),
        int(table[named:, :named].sum()),
    )


def _said(table: Counts, mask: Mask, numbers: _Numbers) -> list[Count]:
    """Return the numbers beside the table, rounded or hidden if together they gave a count away."""
    people = int(table.sum())
    found = numbers(table)
    small = [is_small(n) or is_small(people - n) or is_small(people) for n in found]
    if not any(small) and (not mask.any() or keeps_secret(table, mask, numbers)):
        return [Count(number) for number in found]
    for step in ROUNDS:

        def rounded(table: Counts, step: int = step) -> tuple[int, ...]:
            return tuple(step * round(number / step) for number in numbers(table))

        if keeps_secret(table, mask, rounded):
            return [
                Count(None if hide or (number and not about) else about, is_exact=not number)
                for number, about, hide in zip(found, rounded(table), small, strict=True)
            ]
    return [Count(None) for _ in found]


def _thresholds(sums: ImpactSums, counter: OutcomeCounter) -> tuple[float, float] | None:
    """Return the typical difference from which a role is named, before and after, or ``None``."""
    if (sums.errors.sum(axis=1) < LEAST).any():
        return None
    found = []
    for errors, each in zip(sums.errors, counter.instruments, strict=True):
        roles = int(each.comparable.sum())
        # The middle of the step that holds the median person.
        median = (int(np.searchsorted(np.cumsum(errors), errors.sum() / 2)) + 0.5) * ERROR_STEP
        found.append(max(each.settings.least_difference(roles), each.settings.z(roles) * median))
    return found[0], found[1]


def _mean(total: float, people: int) -> float | None:
    return float(total) / int(people) if people >= LEAST else None


def _edits(sums: ImpactSums, edits: Sequence[str]) -> list[tuple[str, float | None, float | None]]:
    """Return the edits, those first that move most; shares of few people are ``None``."""
    people = int(sums.sampled[0])

    def share(count: int) -> float | None:
        if is_small(people) or is_small(count) or is_small(people - count):
            return None
        return count / max(1, people)

    counts = zip(edits, sums.edits.tolist(), strict=True)
    return [
        (label, share(moved), share(swapped))
        for label, (moved, swapped) in sorted(counts, key=lambda edit: -edit[1][0])
    ]
