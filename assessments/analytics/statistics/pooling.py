"""Which editions are counted together, and what of them shows, so that nobody can be worked out.

One edition's figures, taken from those of all editions, leave the figures of the others. So an
edition that has too few answers to show by itself joins the others only in company: the small
ones together are enough, or there are no others. And an answer that is hidden in one edition is
hidden in each of them, or its neighbours would give it away (docs/statistics.md §3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessments.analytics.disclosure_control import hidden
from assessments.analytics.statistics.arrays import IntArray


@dataclass(frozen=True, slots=True)
class Pool:
    """Which parts count together, and which cells hide: of the whole, and of each part shown."""

    members: tuple[int, ...]
    hidden_in_whole: tuple[bool, ...]
    hidden_in_parts: tuple[bool, ...]


def pool(parts: Sequence[IntArray], sizes: Sequence[int], least: int) -> Pool:
    """Pool counts (cells,) of editions that ask the same, each of ``sizes`` people.

    ``least`` is how many people a part needs to be shown by itself. Without anybody the pool has
    no members and hides nothing.
    """
    alone = [number for number, size in enumerate(sizes) if size >= least]
    small = [number for number, size in enumerate(sizes) if 0 < size < least]
    if alone and sum(sizes[number] for number in small) < least:
        small = []
    members = sorted([*alone, *small])
    cells = len(parts[0]) if parts else 0
    shown = [parts[number] for number in alone]
    if small:
        shown.append(_sum([parts[number] for number in small]))
    masks = [hidden([int(count) for count in part]) for part in shown]
    in_parts = tuple(any(mask[cell] for mask in masks) for cell in range(cells))
    whole = [int(count) for count in _sum([parts[number] for number in members])] if members else []
    return Pool(
        members=tuple(members),
        hidden_in_whole=hidden(whole) if whole else (False,) * cells,
        hidden_in_parts=in_parts,
    )


def _sum(parts: Sequence[IntArray]) -> IntArray:
    return np.asarray(np.sum(parts, axis=0), dtype=np.int64)
