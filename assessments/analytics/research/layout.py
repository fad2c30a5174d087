"""Read encoded sheets: which byte says what, under one edition."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.instrument.answer_codec import ByteArray, width
from assessments.instrument.values import BackgroundFact, Item, assessments_of
from assessments.scoring.coding import OPEN, SKIPPED
from roles.snapshot.editions import Snapshot


@dataclass(frozen=True, slots=True)
class Layout:
    """The items and facts of an edition in the order of its encoded sheets."""

    edition: int
    roles: tuple[str, ...]
    """Their slugs, in order."""
    items: tuple[Item, ...]
    facts: tuple[BackgroundFact, ...]

    @property
    def length(self) -> int:
        """Bytes of one sheet."""
        return len(self.items) + sum(width(fact) for fact in self.facts)

    def answers(self, codes: Sequence[int]) -> dict[str, int | None]:
        """Return one sheet's (length,) answers to items: option from 0, ``None`` for a skip.

        What was never answered is left out.
        """
        return {
            item.key: None if code == SKIPPED else code
            for item, code in zip(self.items, codes, strict=False)
            if code != OPEN
        }

    def background(self, codes: ByteArray) -> NDArray[np.int64]:
        """Return facts (n, facts) of sheets (length, n): option from 0, or a bit each; -1: none."""
        found = np.empty((codes.shape[1], len(self.facts)), dtype=np.int64)
        at = len(self.items)
        for place, fact in enumerate(self.facts):
            number = np.zeros(codes.shape[1], dtype=np.int64)
            for byte in range(width(fact)):
                number |= codes[at + byte].astype(np.int64) << 8 * byte
            nothing = number == 0 if fact.is_multiple else number >= SKIPPED
            found[:, place] = np.where(nothing, -1, number)
            at += width(fact)
        return found


def layout_of(snapshot: Snapshot) -> Layout:
    """Return the layout of an edition's encoded sheets."""
    section = assessments_of(snapshot)
    return Layout(
        edition=snapshot.number,
        roles=tuple(role.slug for role in snapshot.quiz_roles.roles),
        items=tuple(item for item in section.items if item.is_active),
        facts=section.facts,
    )


def quarter_of(day: dt.datetime) -> int:
    """Return the quarter of a day as one number: year · 4 + 0 to 3."""
    return day.year * 4 + (day.month - 1) // 3
