"""Which byte of a packed sheet says what, under one edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assessments.catalogue import AssessmentsSection, BackgroundFact, Item
from assessments.compact import ByteArray
from assessments.scoring.codes import OPEN, SKIPPED


@dataclass(frozen=True, slots=True)
class Layout:
    """The items and facts of an edition in the order of its packed sheets."""

    edition: int
    roles: tuple[str, ...]
    items: tuple[Item, ...]
    facts: tuple[BackgroundFact, ...]

    @property
    def length(self) -> int:
        """Bytes of one sheet."""
        return len(self.items) + sum(width(fact) for fact in self.facts)

    def answers(self, codes: ByteArray) -> dict[str, int | None]:
        """The answers to items of one sheet (length,): option from 0, None for a skip.

        What was never answered is left out.
        """
        found: dict[str, int | None] = {}
        for item, code in zip(self.items, codes[: len(self.items)].tolist(), strict=True):
            if code != OPEN:
                found[item.key] = None if code == SKIPPED else code
        return found

    def background(self, codes: ByteArray) -> tuple[int, ...]:
        """One number a fact: the option from 0, or one bit an option; -1 where none was chosen."""
        found: list[int] = []
        at = len(self.items)
        for fact in self.facts:
            size = width(fact)
            number = int.from_bytes(codes[at : at + size].tobytes(), "little")
            nothing = number == 0 if fact.is_multiple else number in (OPEN, SKIPPED)
            found.append(-1 if nothing else number)
            at += size
        return tuple(found)


def layout_of(edition: int, roles: tuple[str, ...], section: AssessmentsSection) -> Layout:
    """The layout of an edition; ``roles`` are its slugs in their order."""
    return Layout(
        edition=edition,
        roles=roles,
        items=tuple(item for item in section.items if item.is_active),
        facts=section.facts,
    )


def width(fact: BackgroundFact) -> int:
    """How many bytes a fact takes in a packed sheet."""
    return -(-len(fact.options) // 8) if fact.is_multiple else 1


def quarter_of(day: dt.datetime) -> int:
    """A quarter as one number that rises with time."""
    return day.year * 4 + (day.month - 1) // 3
