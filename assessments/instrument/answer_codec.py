"""Pack the answers of one sheet into a few dozen bytes, and convert them to another edition. Pure.

The first byte is the format; the others are those of ``assessments.scoring.coding`` under the
edition that the attempt was started with. They hold neither times nor texts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.instrument.same_question import kind_of, moved_options, names_of
from assessments.instrument.values import AssessmentsSection, Item, Question
from assessments.scoring import OPEN, SKIPPED, Instrument, answer_codes

FORMAT = 1

ByteArray = NDArray[np.uint8]


def encode_answers(instrument: Instrument, answers: Mapping[str, object]) -> bytes:
    """Return a sheet's answers as bytes, the format first. Raises ``scoring.AnswerError``."""
    return bytes([FORMAT]) + answer_codes(instrument, answers)


def decode_answers(rows: Sequence[bytes], length: int) -> ByteArray:
    """Return answers (L, n), L being ``length``. Raises ``ValueError`` for rows of other shapes."""
    whole = np.frombuffer(b"".join(rows), dtype=np.uint8)
    if whole.size == len(rows) * (length + 1):
        encoded = whole.reshape(len(rows), length + 1)
        if is_readable(encoded, length).all():
            return by_answer(encoded)
    raise ValueError(f"These are not {length} answers in format {FORMAT}.")


def is_readable(encoded: ByteArray, length: int) -> NDArray[np.bool_]:
    """Return which of n rows (n, bytes) are sheets of ``length`` answers in this format (n,)."""
    if encoded.shape[1] != length + 1:
        return np.zeros(len(encoded), dtype=np.bool_)
    readable: NDArray[np.bool_] = encoded[:, 0] == FORMAT
    return readable


def by_answer(encoded: ByteArray) -> ByteArray:
    """Return readable rows (n, 1 + L) as answers (L, n), each answer's row contiguous."""
    return np.ascontiguousarray(encoded[:, 1:].T)


@dataclass(frozen=True, slots=True, eq=False)
class _Several:
    """How a fact with several options is converted: from which byte, to which byte, and how.

    ``tables`` (bytes before, 256, bytes after) are joined bit by bit. An answer with an option
    that no longer has a place, a bit of ``lost`` (bytes before,), is left out as a whole.
    """

    source: int
    at: int
    tables: ByteArray
    lost: ByteArray

    def recode(self, codes: ByteArray, found: ByteArray) -> None:
        rows = found[self.at : self.at + self.tables.shape[2]]
        gone = np.zeros(codes.shape[1], dtype=np.bool_)
        for number, table in enumerate(self.tables):
            values = codes[self.source + number]
            for byte, row in enumerate(rows):
                row |= table[:, byte][values]
            gone |= values & self.lost[number] > 0
        rows[:, gone] = 0


@dataclass(frozen=True, slots=True, eq=False)
class Recoder:
    """Recodes the bytes of answers under one edition to those under another.

    An answer with no place in the other edition becomes an open one, as in
    ``recalculation.recoded_answers``: ``empty`` (L',) are the bytes without any. ``single`` are a
    byte of the other edition, the one it comes from, and what each value becomes (256,). ``kept``
    of the ``asked`` items of the other edition are asked here too, as the same kind of question.
    """

    empty: ByteArray
    single: tuple[tuple[int, int, ByteArray], ...]
    several: tuple[_Several, ...]
    asked: int
    kept: int
    is_identity: bool

    def recode(self, codes: ByteArray) -> ByteArray:
        """Recode bytes (L, n) of the one edition to bytes (L', n) of the other."""
        if self.is_identity:
            return codes
        found = np.empty((len(self.empty), codes.shape[1]), dtype=np.uint8)
        found[:] = self.empty[:, None]
        for at, source, table in self.single:
            np.take(table, codes[source], out=found[at])
        for fact in self.several:
            fact.recode(codes, found)
        return found


def recoder(before: AssessmentsSection, after: AssessmentsSection) -> Recoder:
    """Return what converts encoded answers from the quiz ``before`` to the quiz ``after``."""
    starts = {old.key: (source, old) for source, old in placed(before)}
    empty: list[int] = []
    single: list[tuple[int, int, ByteArray]] = []
    several: list[_Several] = []
    kept = 0
    for at, new in placed(after):
        empty += [0 if new.is_multiple else OPEN] * width(new)
        source, old = starts.get(new.key, (0, None))
        if old is None or kind_of(old) != kind_of(new):
            continue
        kept += isinstance(new, Item)
        places = moved_options(old, new)
        if new.is_multiple:
            several.append(_Several(source, at, *_bits(places, width(old), width(new))))
        else:
            table = np.full(256, OPEN, dtype=np.uint8)
            table[SKIPPED] = SKIPPED
            table[: len(places)] = [OPEN if place is None else place for place in places]
            single.append((at, source, table))
    return Recoder(
        empty=np.array(empty, dtype=np.uint8),
        single=tuple(single),
        several=tuple(several),
        asked=sum(item.is_active for item in after.items),
        kept=kept,
        is_identity=_shape(before) == _shape(after),
    )


def placed(section: AssessmentsSection) -> Iterator[tuple[int, Question]]:
    """Yield each question in order, after the place of its first byte."""
    at = 0
    for question in section.asked.values():
        yield at, question
        at += width(question)


def width(question: Question) -> int:
    """Return how many bytes an answer to this question takes."""
    return -(-len(question.options) // 8) if question.is_multiple else 1


def _shape(section: AssessmentsSection) -> list[object]:
    """Return everything that the layout of an edition's bytes depends on."""
    return [(asked.key, kind_of(asked), names_of(asked)) for asked in section.asked.values()]


def _bits(places: Sequence[int | None], before: int, after: int) -> tuple[ByteArray, ByteArray]:
    """Return the tables and lost bits of a ``_Several``; ``places`` are where options move to."""
    tables = np.zeros((before, 256, after), dtype=np.uint8)
    lost = np.zeros(before, dtype=np.uint8)
    values = np.arange(256)
    for index, place in enumerate(places):
        byte, bit = divmod(index, 8)
        if place is None:
            lost[byte] |= 1 << bit
        else:
            tables[byte, values >> bit & 1 > 0, place // 8] |= 1 << place % 8
    return tables, lost
