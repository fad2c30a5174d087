"""All answers of one sheet in a few dozen bytes, and the same answers under another edition. Pure.

The first byte is the format, 1. The others are those of ``assessments.scoring.coding``: one for
each active item of the edition that the attempt is pinned to, in its order (the option's index,
254 skipped, 255 never answered), then one or more for each background fact. They hold every
answer, but neither times nor texts; what they mean, the edition says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.instrument.same_question import moved_options
from assessments.instrument.values import AssessmentsSection, BackgroundFact, Item
from assessments.scoring import OPEN, SKIPPED, Instrument, answer_codes

FORMAT = 1

ByteArray = NDArray[np.uint8]


def encode_answers(instrument: Instrument, answers: Mapping[str, object]) -> bytes:
    """Every answer of a sheet as bytes, the format first.

    Raises ``assessments.scoring.AnswerError`` for an unknown key or a value that is not legal.
    """
    return bytes([FORMAT]) + answer_codes(instrument, answers)


def decode_answers(rows: Sequence[bytes], length: int) -> ByteArray:
    """The answers of many sheets of one edition, (L, n) for ``length`` L, the format left out.

    Raises ValueError when a row is not of this format or length.
    """
    whole = np.frombuffer(b"".join(rows), dtype=np.uint8)
    if whole.size == len(rows) * (length + 1):
        packed = whole.reshape(len(rows), length + 1)
        if is_readable(packed, length).all():
            return by_answer(packed)
    raise ValueError(f"These are not {length} answers in format {FORMAT}.")


def is_readable(packed: ByteArray, length: int) -> NDArray[np.bool_]:
    """(n,) whether rows (n, bytes) are sheets of ``length`` answers in this format."""
    if packed.shape[1] != length + 1:
        return np.zeros(len(packed), dtype=np.bool_)
    readable: NDArray[np.bool_] = packed[:, 0] == FORMAT
    return readable


def by_answer(packed: ByteArray) -> ByteArray:
    """Readable rows (n, 1 + L) as answers (L, n), one contiguous row an answer."""
    return np.ascontiguousarray(packed[:, 1:].T)


@dataclass(frozen=True, slots=True)
class _Item:
    """Where one item's byte comes from, and what each value becomes (256,)."""

    source: int
    table: ByteArray


@dataclass(frozen=True, slots=True)
class _Fact:
    """Which bytes a fact comes from, what their options become, and which have no place.

    For a fact with several options, ``tables`` (bytes before, 256, bytes after) are joined bit by
    bit; an answer with an option that has no place any more is left out as a whole.
    """

    sources: tuple[int, ...]
    tables: ByteArray
    lost: ByteArray


@dataclass(frozen=True, slots=True, eq=False)
class Carrier:
    """Turns the bytes of one edition's answers into those of another's.

    An answer with no place in the other edition becomes an open one, as in
    ``evaluation.recalculation.carried``. ``kept`` is how many of the other edition's items are
    asked in this one too, as the same kind of question.
    """

    items: tuple[_Item | None, ...]
    facts: tuple[tuple[int, bool, _Fact | None], ...]
    is_identity: bool

    @property
    def kept(self) -> int:
        return sum(item is not None for item in self.items)

    def carry(self, codes: ByteArray) -> ByteArray:
        """Bytes (L, n) of the one edition as bytes (L', n) of the other."""
        if self.is_identity:
            return codes
        length = len(self.items) + sum(size for size, _, _ in self.facts)
        found = np.full((length, codes.shape[1]), OPEN, dtype=np.uint8)
        for at, item in enumerate(self.items):
            if item is not None:
                np.take(item.table, codes[item.source], out=found[at])
        at = len(self.items)
        for size, is_multiple, fact in self.facts:
            rows = found[at : at + size]
            if is_multiple:
                rows[:] = _several(fact, codes, size)
            elif fact is not None:
                np.take(fact.tables[0, :, 0], codes[fact.sources[0]], out=rows[0])
            at += size
        return found


def carrier(before: AssessmentsSection, after: AssessmentsSection) -> Carrier:
    """The way from the answers to one edition's quiz to those of another's."""
    old = [item for item in before.items if item.is_active]
    places = {item.key: place for place, item in enumerate(old)}
    items = []
    for item in after.items:
        if item.is_active:
            place = places.get(item.key)
            table = None if place is None else _item_table(old[place], item)
            items.append(None if place is None or table is None else _Item(place, table))
    starts: dict[str, tuple[int, BackgroundFact]] = {}
    at = len(old)
    for fact in before.facts:
        starts[fact.key] = (at, fact)
        at += _width(fact)
    facts = tuple(
        (_width(fact), fact.is_multiple, _fact_between(starts.get(fact.key), fact))
        for fact in after.facts
    )
    return Carrier(tuple(items), facts, _shape(before) == _shape(after))


def _shape(section: AssessmentsSection) -> list[object]:
    """All that the bytes of an edition depend on."""
    asked: list[object] = [
        (item.key, item.type, [option.text for option in item.options])
        for item in section.items
        if item.is_active
    ]
    return [*asked, *((f.key, f.is_multiple, [o.code for o in f.options]) for f in section.facts)]


def _width(fact: BackgroundFact) -> int:
    return -(-len(fact.options) // 8) if fact.is_multiple else 1


def _item_table(old: Item, new: Item) -> ByteArray | None:
    if old.type is not new.type:
        return None
    table = np.full(256, OPEN, dtype=np.uint8)
    table[SKIPPED] = SKIPPED
    for index, place in enumerate(moved_options(old, new)):
        if place is not None:
            table[index] = place
    return table


def _fact_between(found: tuple[int, BackgroundFact] | None, new: BackgroundFact) -> _Fact | None:
    if found is None or found[1].is_multiple is not new.is_multiple:
        return None
    start, old = found
    places = moved_options(old, new)
    if not new.is_multiple:
        table = np.full((1, 256, 1), OPEN, dtype=np.uint8)
        table[0, SKIPPED] = SKIPPED
        for index, place in enumerate(places):
            table[0, index] = OPEN if place is None else place
        return _Fact((start,), table, np.zeros(1, dtype=np.uint8))
    size = _width(old)
    tables = np.zeros((size, 256, _width(new)), dtype=np.uint8)
    lost = np.zeros(size, dtype=np.uint8)
    values = np.arange(256)
    for index, place in enumerate(places):
        byte, bit = divmod(index, 8)
        if place is None:
            lost[byte] |= 1 << bit
        else:
            tables[byte, values >> bit & 1 > 0, place // 8] |= 1 << place % 8
    return _Fact(tuple(range(start, start + size)), tables, lost)


def _several(fact: _Fact | None, codes: ByteArray, size: int) -> ByteArray:
    rows = np.zeros((size, codes.shape[1]), dtype=np.uint8)
    if fact is None:
        return rows
    gone = np.zeros(codes.shape[1], dtype=np.bool_)
    for number, source in enumerate(fact.sources):
        for byte in range(size):
            rows[byte] |= fact.tables[number, :, byte][codes[source]]
        gone |= codes[source] & fact.lost[number] > 0
    rows[:, gone] = 0
    return rows
