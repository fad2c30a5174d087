"""Read encoded sheets under one edition, and tell no more of a person than five of them share."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from assessments.analytics.disclosure_control import LEAST
from assessments.analytics.stored import IntArray
from assessments.instrument.answer_codec import ByteArray, width
from assessments.instrument.values import BackgroundFact, Item, assessments_of
from assessments.scoring import NONE_CODE
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
        """Return the given answers of a sheet (length,): option from 0, ``None`` for a skip."""
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

    def told(self, place: int, value: int, grain: "Grain") -> str | list[str]:
        """Return as text what describes a person: their quarter, or their answer to a fact.

        ``place`` 0 is the quarter; from 1 on it counts facts, answered as in ``background``.
        """
        if grain is Grain.NOTHING:
            return HIDDEN
        if place == 0:
            return quarter_code(value) if grain is Grain.FULL else f"{value // 4}"
        fact = self.facts[place - 1]
        is_ordered = not fact.is_multiple and all(o.points is not None for o in fact.options)
        if grain is Grain.HALVES and not is_ordered:
            return HIDDEN
        if value < 0:
            return NO_ANSWER
        codes = [option.code for option in fact.options]
        if fact.is_multiple:
            chosen = [code for number, code in enumerate(codes) if value >> number & 1]
            if grain is Grain.FULL:
                return chosen
            return "none" if chosen == [NONE_CODE] else "some"
        if grain is Grain.FULL or not is_ordered:
            return codes[value]
        parts = 3 if grain is Grain.BANDS else 2
        bands = [number * parts // len(codes) for number in range(len(codes))]
        inside = [code for code, band in zip(codes, bands, strict=True) if band == bands[value]]
        return inside[0] if len(inside) == 1 else f"{inside[0]} to {inside[-1]}"


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


def quarter_code(quarter: int) -> str:
    """Return a quarter (year · 4 + 0 to 3) as addresses and exports name it, such as 2026-Q1."""
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


WITHHELD = 255
"""Grain of an attempt that is left out."""
HIDDEN = "not told"
NO_ANSWER = "no answer"


class Grain(IntEnum):
    """How much an export tells of what describes a person, from all to nothing."""

    FULL = 0  # quarter; every fact as answered
    BANDS = 1  # year; facts with an order in three bands, several choices as some or none
    HALVES = 2  # year; facts with an order in two halves, others not told
    NOTHING = 3


def grains(described: IntArray, layout: Layout) -> NDArray[np.uint8]:
    """Return the grain of each attempt (N,), ``WITHHELD`` for those left out.

    ``described`` (N, 1 + facts) holds the quarter and what ``Layout.background`` says. Attempts are
    alike when ``Layout.told`` says the same of them.
    """
    found = np.full(len(described), WITHHELD, dtype=np.uint8)
    rest = np.arange(len(described))
    for grain in Grain:
        alike = np.zeros(len(rest), dtype=np.int64)
        for place, column in enumerate(described[rest].T):
            values, number = np.unique(column, return_inverse=True)
            texts = [str(layout.told(place, value, grain)) for value in values.tolist()]
            told = np.unique(texts, return_inverse=True)[1][number]
            alike = np.unique(alike * len(texts) + told, return_inverse=True)[1]
        shared = np.bincount(alike)[alike] >= LEAST
        found[rest[shared]] = grain
        rest = rest[~shared]
    return found
