"""Answers as a few dozen bytes, and item scores from them, for one sheet or a million (§1.1).

One byte for each item, in the instrument's order: the index of the chosen option. Then the facts
in order: one byte with the index of the option, or, where several may be held, one bit an option
(the lowest first, eight to a byte). Of a fact with several options no bit means no answer: that
nothing applies is an option of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assessments.scoring.arithmetic import FloatArray
from assessments.scoring.instrument import Instrument
from assessments.scoring.specification import Fact, FactOption, InterestItem, Item

ByteArray = NDArray[np.uint8]

OPEN = 255
"""Never answered."""
SKIPPED = 254
"""Skipped on purpose; scored as never answered."""


def item_score(item: Item, option: int) -> float:
    """The item score that one option gives."""
    score = item.option_scores[option]
    return 100.0 - score if isinstance(item, InterestItem) and item.reverse else score


def width(fact: Fact) -> int:
    """How many bytes a fact takes."""
    return -(-len(fact.options) // 8) if fact.multiple else 1


def fact_bytes(fact: Fact, held: Sequence[FactOption], *, skipped: bool) -> bytes:
    """The options of a fact that somebody holds, as bytes."""
    places = [fact.options.index(option) for option in held]
    if fact.multiple:
        return sum(1 << place for place in places).to_bytes(width(fact), "little")
    return bytes([places[0] if places else SKIPPED if skipped else OPEN])


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What each value of each byte is worth under one instrument: L bytes, K scored answers."""

    items: FloatArray
    """(items, 256) item score, NaN where skipped."""
    base: tuple[tuple[tuple[int, FloatArray], ...], ...]
    """For each evidence score: (byte, points (256,)) of its base facts; -inf for no answer."""
    bonus: tuple[tuple[tuple[int, FloatArray], ...], ...]
    """For each evidence score: (byte, points (256,)) of what is added."""
    years: tuple[tuple[int, FloatArray], ...]
    """(byte, hands-on years (256,)); -inf for no answer."""
    facts: dict[str, int]
    """The first byte of each fact, by key."""
    length: int
    """L: bytes of one sheet."""

    def scores(
        self, codes: ByteArray, *, single: bool = False
    ) -> tuple["np.ndarray", "np.ndarray"]:
        """Return item scores (K, N), NaN where skipped, and hands-on years (N,), NaN if unknown.

        `codes` is (L, N), one contiguous row a byte. In single precision with `single`.
        """
        kind = np.float32 if single else np.float64
        count = codes.shape[1]
        y = np.empty((len(self.items) + len(self.base), count), dtype=kind)
        for k, table in enumerate(self.items.astype(kind, copy=False)):
            np.take(table, codes[k], out=y[k])
        for k, (base, bonus) in enumerate(zip(self.base, self.bonus, strict=True), len(self.items)):
            y[k] = _highest(base, codes, kind)
            for at, points in bonus:
                y[k] += points.astype(kind, copy=False)[codes[at]]
            np.minimum(y[k], 100.0, out=y[k])
            y[k, np.isneginf(y[k])] = np.nan
        years = _highest(self.years, codes, kind)
        years[np.isneginf(years)] = np.nan
        return y, years


@lru_cache(maxsize=64)
def tables_of(instrument: Instrument) -> Tables:
    """The tables of an instrument. Evidence is min(100, largest base + bonuses) (§1.1)."""
    specification = instrument.specification
    places: dict[str, int] = {}
    at = len(specification.items)
    for fact in specification.facts:
        places[fact.key] = at
        at += width(fact)
    facts = {fact.key: fact for fact in specification.facts}
    items = np.full((len(specification.items), 256), np.nan)
    for k, item in enumerate(specification.items):
        for option in range(len(item.option_scores)):
            items[k, option] = item_score(item, option)
    return Tables(
        items=items,
        base=tuple(
            tuple(
                table
                for key in evidence.base_facts
                for table in _tables(facts[key], places[key], _points(facts[key]))
            )
            for evidence in specification.evidence
        ),
        bonus=tuple(
            tuple(
                table
                for bonus in evidence.bonuses
                for table in _tables(
                    facts[bonus.fact],
                    places[bonus.fact],
                    [bonus.points if o.code == bonus.option else None for o in
                     facts[bonus.fact].options],
                    empty=0.0,
                )
            )
            for evidence in specification.evidence
        ),
        years=tuple(
            table
            for fact in specification.facts
            if any(option.years is not None for option in fact.options)
            for table in _tables(fact, places[fact.key], [option.years for option in fact.options])
        ),
        facts=places,
        length=at,
    )  # fmt: skip


def _points(fact: Fact) -> list[float | None]:
    return [option.points for option in fact.options]


def _tables(
    fact: Fact, at: int, worth: Sequence[float | None], *, empty: float = -np.inf
) -> Iterator[tuple[int, FloatArray]]:
    """For each byte of a fact, the most that the options in it are worth."""
    for byte in range(width(fact)):
        mine = worth[8 * byte : 8 * byte + 8] if fact.multiple else worth
        points = np.array([empty if each is None else each for each in mine])
        table = np.full(256, empty)
        if fact.multiple:
            held = np.arange(256)[:, None] >> np.arange(len(points)) & 1 > 0
            table = np.where(held, points, empty).max(axis=1)
        else:
            table[: len(points)] = points
        yield at + byte, table


def _highest(
    tables: Sequence[tuple[int, FloatArray]], codes: ByteArray, kind: type
) -> "np.ndarray":
    best: np.ndarray = np.full(codes.shape[1], -np.inf, dtype=kind)
    for at, table in tables:
        np.maximum(best, table.astype(kind, copy=False)[codes[at]], out=best)
    return best
