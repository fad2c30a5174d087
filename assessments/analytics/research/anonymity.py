"""Read encoded sheets: which byte says what, under one edition."""

import datetime as dt
import functools
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


@dataclass(frozen=True, slots=True)
class Told:
    """What describes the person of one attempt, as it is exported."""

    grain: Grain
    period: str
    facts: dict[str, str | list[str]]


def grains(described: IntArray, facts: Sequence[BackgroundFact]) -> NDArray[np.uint8]:
    """Return the grain of each attempt (N,), ``WITHHELD`` for those left out.

    ``described`` (N, 1 + facts) holds the quarter and what ``Layout.background`` says.
    """
    found = np.full(len(described), WITHHELD, dtype=np.uint8)
    rest = np.arange(len(described))
    for grain in Grain:
        if len(rest) == 0:
            break
        rows = coarse(described[rest], facts, grain)
        _, place, sizes = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
        shared = sizes[place.reshape(-1)] >= LEAST
        found[rest[shared]] = grain
        rest = rest[~shared]
    return found


def coarse(described: IntArray, facts: Sequence[BackgroundFact], grain: Grain) -> IntArray:
    """Return the same rows with everything that this grain does not tell made equal."""
    if grain is Grain.FULL:
        return described
    if grain is Grain.NOTHING:
        return np.zeros((len(described), 1), dtype=np.int64)
    columns = [described[:, 0] // 4]
    columns += [
        _coarse(described[:, number], fact, grain) for number, fact in enumerate(facts, start=1)
    ]
    return np.stack(columns, axis=1)


def _coarse(values: IntArray, fact: BackgroundFact, grain: Grain) -> IntArray:
    if fact.is_multiple:
        none = _none_bit(fact)
        some = (values > 0) & (values != none)
        told = np.where(values < 0, -1, some.astype(np.int64))
        return told if grain is Grain.BANDS else np.zeros_like(values)
    if not _is_ordered(fact):
        return values if grain is Grain.BANDS else np.zeros_like(values)
    table = np.array([_band(fact, option, grain) for option in range(len(fact.options))])
    return np.where(values < 0, -1, table[np.maximum(values, 0)])


class Teller:
    """Turns what describes an attempt into the values of an export, at a grain.

    It caches the text of each value: of a million attempts only some hundred differ.
    """

    def __init__(self, facts: Sequence[BackgroundFact]) -> None:
        self._facts = facts
        self._one = functools.cache(lambda place, value, grain: _told(value, facts[place], grain))

    def told(self, row: Sequence[int], grain: Grain) -> Told:
        """Return what describes one attempt; ``row`` is as in ``grains``."""
        quarter = row[0]
        if grain is Grain.NOTHING:
            return Told(grain, HIDDEN, {fact.key: HIDDEN for fact in self._facts})
        year = f"{quarter // 4}"
        return Told(
            grain=grain,
            period=f"{year}-Q{quarter % 4 + 1}" if grain is Grain.FULL else year,
            facts={
                fact.key: self._one(place, row[place + 1], grain)
                for place, fact in enumerate(self._facts)
            },
        )


def _told(value: int, fact: BackgroundFact, grain: Grain) -> str | list[str]:
    is_plain = fact.is_multiple or not _is_ordered(fact)
    if grain is Grain.HALVES and is_plain:
        return HIDDEN
    if value < 0:
        return NO_ANSWER
    codes = [option.code for option in fact.options]
    if fact.is_multiple:
        if grain is Grain.FULL:
            return [code for place, code in enumerate(codes) if value >> place & 1]
        return "none" if value == _none_bit(fact) else "some"
    if grain is Grain.FULL or not _is_ordered(fact):
        return codes[value]
    band = _band(fact, value, grain)
    inside = [code for place, code in enumerate(codes) if _band(fact, place, grain) == band]
    return inside[0] if len(inside) == 1 else f"{inside[0]} to {inside[-1]}"


def _is_ordered(fact: BackgroundFact) -> bool:
    """Return whether a fact's options are steps of more and more, such as years."""
    return not fact.is_multiple and all(option.points is not None for option in fact.options)


def _band(fact: BackgroundFact, option: int, grain: Grain) -> int:
    parts = 3 if grain is Grain.BANDS else 2
    return option * parts // len(fact.options)


def _none_bit(fact: BackgroundFact) -> int:
    codes = [option.code for option in fact.options]
    return 1 << codes.index(NONE_CODE) if NONE_CODE in codes else 0
