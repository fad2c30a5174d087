"""Raw answers of one sheet → their bytes → item scores (docs/scoring.md §1.1)."""

from collections.abc import Iterable, Mapping, Sequence
from reprlib import Repr

import numpy as np

from assessments.scoring.arithmetic import FloatArray
from assessments.scoring.codes import OPEN, SKIPPED, fact_bytes, tables_of
from assessments.scoring.instrument import Instrument
from assessments.scoring.specification import NONE_CODE, Fact, FactOption, Item

_short = Repr()
_short.maxstring = _short.maxother = 60


class AnswerError(ValueError):
    """An answer sheet that does not fit the instrument. Nothing of the sheet was scored.

    `key` is the answer key, `value` what was given for it, `legal` the keys or values that
    would have been accepted.
    """

    def __init__(self, message: str, *, key: object, value: object, legal: Sequence[object]):
        """Keep the parts beside a message that names all of them."""
        listed = ", ".join(str(each) for each in legal) or "nothing"
        super().__init__(f"{message} Legal: {listed}.")
        self.key = key
        self.value = value
        self.legal = tuple(legal)


def encode(instrument: Instrument, answers: Mapping[str, object]) -> tuple[FloatArray, float]:
    """Return the item scores (K,) of one sheet, NaN where skipped, and the hands-on years.

    `answers` maps an item key to the index of the chosen option (int from 0), and a fact key to
    an option code, or to a list of codes where several may be held. A missing key, None and an
    empty list are skips. The years are the largest midpoint of the answered years questions,
    NaN where none is answered.

    Raises `AnswerError` for an unknown key or a value that is not legal.
    """
    codes = np.frombuffer(answer_codes(instrument, answers), dtype=np.uint8)
    y, years = tables_of(instrument).scores(codes[:, None])
    return y[:, 0], float(years[0])


def answer_codes(instrument: Instrument, answers: Mapping[str, object]) -> bytes:
    """Return the answers of one sheet as the bytes of `assessments.scoring.codes`.

    Raises `AnswerError` as `encode` does.
    """
    specification = instrument.specification
    _refuse_unknown_keys(instrument, answers)
    items = bytes(
        _option(item, answers[item.key]) if item.key in answers else OPEN
        for item in specification.items
    )
    facts = (
        fact_bytes(fact, _chosen(fact, answers.get(fact.key)), skipped=fact.key in answers)
        for fact in specification.facts
    )
    return items + b"".join(facts)


def encode_all(
    instrument: Instrument, sheets: Iterable[Mapping[str, object]]
) -> tuple[FloatArray, FloatArray]:
    """Return item scores (N, K) and years (N,) of many sheets, as `score` takes them.

    Raises `AnswerError` at the first sheet that `encode` refuses.
    """
    rows = [encode(instrument, answers) for answers in sheets]
    y = np.full((len(rows), len(instrument.answer_columns)), np.nan)
    for number, (row, _) in enumerate(rows):
        y[number] = row
    return y, np.array([years for _, years in rows], dtype=np.float64)


def _refuse_unknown_keys(instrument: Instrument, answers: Mapping[str, object]) -> None:
    specification = instrument.specification
    legal = [each.key for each in (*specification.items, *specification.facts)]
    for key in answers.keys() - set(legal):
        raise AnswerError(
            f"Unknown answer key {_short.repr(key)}.", key=key, value=answers[key], legal=legal
        )


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


def _chosen(fact: Fact, value: object) -> tuple[FactOption, ...]:
    """Return the chosen options of a fact, none where it is skipped."""
    if value is None:
        return ()
    legal = [option.code for option in fact.options]
    codes: Sequence[object] = [value]
    problem = "is {}, not one of its options."
    if fact.multiple:
        problem = "is {}, not a list of its options, each at most once."
        if not isinstance(value, list | tuple):
            raise _fact_error(fact, value, problem, legal)
        codes = value
    if any(not isinstance(code, str) or code not in legal for code in codes):
        raise _fact_error(fact, value, problem, legal)
    if len(set(codes)) < len(codes):
        raise _fact_error(fact, value, "is {} and names an option twice.", legal)
    if NONE_CODE in codes and len(codes) > 1:
        raise _fact_error(fact, value, "is {}: 'none' cannot stand with another option.", legal)
    by_code = {option.code: option for option in fact.options}
    return tuple(by_code[str(code)] for code in codes)


def _fact_error(fact: Fact, value: object, problem: str, legal: Sequence[str]) -> AnswerError:
    message = f"Answer {fact.key!r} {problem.format(_short.repr(value))}"
    return AnswerError(message, key=fact.key, value=value, legal=legal)
