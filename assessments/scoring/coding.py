"""Raw answers → a few dozen bytes → item scores, for one sheet or a million (docs/scoring.md §1.1).

One byte for each item, in the instrument's order: the index of the chosen option. Then the facts
in order: one byte with the index of the option, or, where several may be held, one bit per option
(the lowest first, eight to a byte). Of a fact with several options no bit means no answer: that
nothing applies is an option of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from reprlib import Repr

import numpy as np
from numpy.typing import NDArray

from assessments.scoring.arithmetic import FloatArray
from assessments.scoring.instrument import Instrument
from assessments.scoring.specification import (
    NONE_CODE,
    BackgroundFact,
    FactOption,
    InterestItem,
    Item,
)

ByteArray = NDArray[np.uint8]

OPEN = 255
"""Never answered."""
SKIPPED = 254
"""Skipped on purpose; scored as never answered."""

_short = Repr()
_short.maxstring = _short.maxother = 60


class AnswerError(ValueError):
    """An answer sheet that does not fit the instrument. Nothing of the sheet was scored.

    ``key`` is the answer key, ``value`` what was given for it, ``legal`` what would be accepted.
    """

    def __init__(self, message: str, *, key: object, value: object, legal: Sequence[object]):
        """Keep ``key``, ``value`` and ``legal`` beside a message that names all of them."""
        listed = ", ".join(str(each) for each in legal) or "nothing"
        super().__init__(f"{message} Allowed: {listed}.")
        self.key = key
        self.value = value
        self.legal = tuple(legal)


def encode(instrument: Instrument, answers: Mapping[str, object]) -> tuple[FloatArray, float]:
    """Return the item scores (K,) of one sheet, NaN where skipped, and the hands-on years.

    ``answers`` maps an item key to the index of the chosen option (int from 0), and a fact key to
    an option code, or to a list of codes where several may be held. A missing key, ``None`` and an
    empty list are skips. The years are the largest midpoint of the answered years questions, NaN
    without any. Raises ``AnswerError`` for an unknown key or a value that is not legal.
    """
    codes = np.frombuffer(answer_codes(instrument, answers), dtype=np.uint8)
    y, years = tables_of(instrument).scores(codes[:, None])
    return y[:, 0], float(years[0])


def answer_codes(instrument: Instrument, answers: Mapping[str, object]) -> bytes:
    """Return a sheet's answers as bytes, as the module lays them out. Raises as ``encode`` does."""
    specification = instrument.specification
    legal = [each.key for each in (*specification.items, *specification.facts)]
    for key in answers.keys() - set(legal):
        raise AnswerError(
            f"Unknown answer key {_short.repr(key)}.", key=key, value=answers[key], legal=legal
        )
    items = bytes(
        _option(item, answers[item.key]) if item.key in answers else OPEN
        for item in specification.items
    )
    facts = (
        fact_bytes(fact, _chosen(fact, answers.get(fact.key)), skipped=fact.key in answers)
        for fact in specification.facts
    )
    return items + b"".join(facts)


def _option(item: Item, value: object) -> int:
    if value is None:
        return SKIPPED
    if type(value) is not int or not 0 <= value < len(item.option_scores):
        raise AnswerError(
            f"Answer {item.key!r} is {_short.repr(value)}, not the index of an option.",
            key=item.key,
            value=value,
            legal=range(len(item.option_scores)),
        )
    return value


def _chosen(fact: BackgroundFact, value: object) -> tuple[FactOption, ...]:
    """Return the chosen options of a fact, none where it is skipped."""
    if value is None:
        return ()
    by_code = {option.code: option for option in fact.options}
    codes: Sequence[object] = [value]
    if fact.multiple:
        codes = value if isinstance(value, list | tuple) else [None]
    if any(not isinstance(code, str) or code not in by_code for code in codes):
        several = "a list of its options, each at most once"
        problem = f", not {several if fact.multiple else 'one of its options'}"
    elif len(set(codes)) < len(codes):
        problem = " and names an option twice"
    elif NONE_CODE in codes and len(codes) > 1:
        problem = ": 'none' cannot stand with another option"
    else:
        return tuple(by_code[str(code)] for code in codes)
    message = f"Answer {fact.key!r} is {_short.repr(value)}{problem}."
    raise AnswerError(message, key=fact.key, value=value, legal=tuple(by_code))


def item_score(item: Item, option: int) -> float:
    """Return the item score (0..100) of the option with this index, with reverse keying done."""
    score = item.option_scores[option]
    return 100.0 - score if isinstance(item, InterestItem) and item.reverse else score


def width(fact: BackgroundFact) -> int:
    """Return how many bytes the answer to a fact takes."""
    return -(-len(fact.options) // 8) if fact.multiple else 1


def fact_bytes(fact: BackgroundFact, held: Sequence[FactOption], *, skipped: bool) -> bytes:
    """Return the chosen options of a fact as bytes; ``skipped`` where none is chosen on purpose."""
    places = [fact.options.index(option) for option in held]
    if fact.multiple:
        return sum(1 << place for place in places).to_bytes(width(fact), "little")
    return bytes([places[0] if places else SKIPPED if skipped else OPEN])


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Lookup tables of what each byte of an answer is worth: L bytes, K scored answers."""

    items: FloatArray
    """(items, 256) item score, NaN where skipped."""
    base: Sequence[Sequence[tuple[int, FloatArray]]]
    """For each evidence score: (byte, points (256,)) of its base facts; -inf for no answer."""
    bonus: Sequence[Sequence[tuple[int, FloatArray]]]
    """For each evidence score: (byte, points (256,)) of what is added."""
    years: Sequence[tuple[int, FloatArray]]
    """(byte, hands-on years (256,)); -inf for no answer."""
    facts: dict[str, int]
    """The first byte of each fact, by key."""
    length: int
    """L: bytes of one sheet."""

    def scores(
        self, codes: ByteArray, *, single: bool = False
    ) -> tuple["np.ndarray", "np.ndarray"]:
        """Return item scores (K, N), NaN where skipped, and hands-on years (N,), NaN if unknown.

        ``codes`` is (L, N), one contiguous row per byte. In single precision with ``single``.
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
    """Return the tables of an instrument; evidence is min(100, largest base + bonuses) (§1.1)."""
    specification = instrument.specification
    facts = {fact.key: fact for fact in specification.facts}
    places: dict[str, int] = {}
    at = len(specification.items)
    for fact in specification.facts:
        places[fact.key] = at
        at += width(fact)
    items = np.full((len(specification.items), 256), np.nan)
    for k, item in enumerate(specification.items):
        for option in range(len(item.option_scores)):
            items[k, option] = item_score(item, option)
    base, bonus = [], []
    for evidence in specification.evidence:
        points = [(key, [o.points for o in facts[key].options]) for key in evidence.base_facts]
        base.append([t for key, worth in points for t in _tables(facts[key], places[key], worth)])
        added: list[tuple[int, FloatArray]] = []
        for each in evidence.bonuses:
            options = facts[each.fact].options
            more = [each.points if o.code == each.option else None for o in options]
            added += _tables(facts[each.fact], places[each.fact], more, empty=0.0)
        bonus.append(added)
    years = [
        table
        for fact in specification.facts
        if any(option.years is not None for option in fact.options)
        for table in _tables(fact, places[fact.key], [option.years for option in fact.options])
    ]
    return Tables(items, base, bonus, years, places, at)


def _tables(
    fact: BackgroundFact, at: int, worth: Sequence[float | None], *, empty: float = -np.inf
) -> Iterator[tuple[int, FloatArray]]:
    """Yield each byte's place and what its 256 values are worth: the most of the options in it."""
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
