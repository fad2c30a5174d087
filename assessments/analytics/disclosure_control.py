"""Hide counts of people from which somebody could learn about a single person.

A count of one to four people is hidden. Because totals are shown too, a hidden count could often
be worked out from its neighbours; so more counts are hidden with it until nothing can. Counts of
nobody show: they tell about no person.

One row of counts: ``hidden``. A table with its totals: ``hidden_table``, and ``keeps_secret`` for
any further number that is said beside it. Several editions together: ``pool``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST = 5
"""No figure speaks of fewer people than this."""

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def is_small(count: int, least: int = LEAST) -> bool:
    """Return whether a count is of so few people that it is not shown; 0 may be shown."""
    return 0 < count < least


def hidden(counts: Sequence[int]) -> tuple[bool, ...]:
    """Return which counts to hide when their total, which is not small, is shown too.

    Hides small ones, then the next smallest until two or more, of ``LEAST`` people together, are.
    """
    mask = [is_small(count) for count in counts]
    if any(mask):
        for at in np.argsort(counts, kind="stable"):
            enough = _covered([count for count, hide in zip(counts, mask, strict=True) if hide])
            mask[at] |= counts[at] > 0 and not enough
    return tuple(mask)


def with_totals(table: Counts) -> Counts:
    """Return a table (R, C) with a last column and a last row of totals (R + 1, C + 1)."""
    wide = np.column_stack([table, table.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def hidden_table(table: Counts) -> Mask:
    """Return which cells to hide (R + 1, C + 1) of a table (R, C) with its totals, which come last.

    Small counts are hidden; then, line by line, the next smallest, until every line that hides
    something hides ``LEAST`` people in two cells or more, and every hidden count could be another
    one. Everything is hidden when the table holds fewer people or nothing less is enough.
    """
    whole = with_totals(table)
    if is_small(int(whole[-1, -1])):
        return np.ones(whole.shape, dtype=np.bool_)
    mask: Mask = (whole > 0) & (whole < LEAST)
    while gap := _gap(whole, mask):
        more = _smallest(whole, mask, gap) or _smallest(whole, mask, list(np.ndindex(*whole.shape)))
        if more is None:
            return np.ones(whole.shape, dtype=np.bool_)
        mask[more] = True
    return mask


def keeps_secret(table: Counts, mask: Mask, said: Callable[[Counts], object]) -> bool:
    """Return whether ``said(table)`` may be shown beside the table without giving a count away.

    True when every hidden count could be another one with the same thing shown and said. May be
    False where a longer search would find such a table.
    """
    whole = with_totals(table)
    truth = said(table)
    return all(
        any(said(other[:-1, :-1]) == truth for other in _others(whole, mask, cell))
        for cell in _cells(mask)
    )


def _covered(counts: Sequence[int]) -> bool:
    return len(counts) >= 2 and sum(counts) >= LEAST


def _cells(mask: Mask) -> list[tuple[int, int]]:
    return [(int(row), int(column)) for row, column in np.argwhere(mask)]


def _gap(whole: Counts, mask: Mask) -> list[tuple[int, int]]:
    """Return the cells of which one more must be hidden, none if no count can be worked out."""
    cells = _cells(mask)
    for cell in cells:
        for *line, total in _lines(whole, cell):
            gone = [int(whole[each]) for each in line if mask[each]]
            if gone and not mask[total] and not _covered(gone):
                return line
    for cell in cells:
        if next(_others(whole, mask, cell), None) is None:
            in_row, in_column = _lines(whole, cell)
            return [*in_row, *in_column]
    return []


def _lines(whole: Counts, cell: tuple[int, int]) -> tuple[list[tuple[int, int]], ...]:
    """Return the cells of a cell's row, and of its column."""
    rows, columns = map(range, whole.shape)
    return [(cell[0], column) for column in columns], [(row, cell[1]) for row in rows]


def _smallest(
    whole: Counts, mask: Mask, cells: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the smallest shown count of ``cells``, inner ones first; never 0 or the total."""
    last = (whole.shape[0] - 1, whole.shape[1] - 1)
    found = [cell for cell in cells if not mask[cell] and whole[cell] > 0 and cell != last]
    inner = [cell for cell in found if cell[0] < last[0] and cell[1] < last[1]]
    return min(inner or found, key=lambda cell: int(whole[cell]), default=None)


def _others(whole: Counts, mask: Mask, cell: tuple[int, int]) -> Iterator[Counts]:
    """Yield tables with another count at ``cell`` and everything that is shown unchanged.

    Along a closed path of hidden cells, turning at each, one more and one less keep all sums. A
    total is the sum of its line, so it moves with its line and not against it.
    """
    for step in (1, -1):
        for path in _paths(whole, mask, cell, step):
            other = whole.copy()
            for at, move in path:
                other[at] += move
            yield other


def _paths(
    whole: Counts, mask: Mask, start: tuple[int, int], step: int
) -> Iterator[list[tuple[tuple[int, int], int]]]:
    """Yield closed paths from ``start``, each cell with its change; shorter ones first."""
    if not _allowed(whole, start, step):
        return
    queue: list[list[tuple[int, int]]] = [[start]]
    seen = {(start, False)}
    while queue:
        path = queue.pop(0)
        along_row = len(path) % 2 == 1
        in_row, in_column = _lines(whole, path[-1])
        sign = step if len(path) % 2 == 0 else -step
        for cell in in_row if along_row else in_column:
            if not mask[cell] or cell in path or not _allowed(whole, cell, sign):
                continue
            longer = [*path, cell]
            if along_row and cell[1] == start[1]:
                yield [
                    (at, _signed(whole, at, step * (-1) ** number))
                    for number, at in enumerate(longer)
                ]
            elif (cell, along_row) not in seen:
                seen.add((cell, along_row))
                queue.append(longer)


def _signed(whole: Counts, cell: tuple[int, int], step: int) -> int:
    """Return a change with its sign at this cell, which is reversed in totals."""
    is_total = (cell[0] == whole.shape[0] - 1) != (cell[1] == whole.shape[1] - 1)
    return -step if is_total else step


def _allowed(whole: Counts, cell: tuple[int, int], step: int) -> bool:
    """Return whether a cell can change by ``step``: it is known that a hidden count is not 0."""
    return bool(whole[cell] + _signed(whole, cell, step) >= 1)


# ------------------------------------------------------------------ several editions


@dataclass(frozen=True, slots=True)
class Pool:
    """Which editions are counted together, and which cells to hide, of all and of each edition."""

    members: tuple[int, ...]
    hidden_in_whole: tuple[bool, ...]
    hidden_in_parts: tuple[bool, ...]


def pool(parts: Sequence[Counts], sizes: Sequence[int], least: int) -> Pool:
    """Pool counts (cells,) of editions of ``sizes`` people that ask the same.

    One edition's figures, taken from those of all, leave those of the others. So an edition with
    fewer than ``least`` people is added only in company: the small ones together are enough, or
    there are no others. What is hidden in one edition is hidden in each (docs/statistics.md §3).
    """
    alone = [number for number, size in enumerate(sizes) if size >= least]
    small = [number for number, size in enumerate(sizes) if is_small(size, least)]
    if alone and sum(sizes[number] for number in small) < least:
        small = []
    members = sorted([*alone, *small])
    shown = [[number] for number in alone] + ([small] if small else [])
    masks = [hidden(_sum([parts[number] for number in some])) for some in shown]
    nothing = (False,) * (len(parts[0]) if parts else 0)
    return Pool(
        members=tuple(members),
        hidden_in_whole=hidden(_sum([parts[number] for number in members])) or nothing,
        hidden_in_parts=tuple(map(any, zip(*masks, strict=True))) or nothing,
    )


def _sum(parts: Sequence[Counts]) -> list[int]:
    return [int(count) for count in np.sum(parts, axis=0)] if parts else []
