"""Raw answers of one sheet → item scores (docs/scoring.md §1.1)."""

from collections.abc import Iterable, Mapping, Sequence
from reprlib import Repr

import numpy as np

from assessments.scoring.arithmetic import FloatArray
from assessments.scoring.instrument import Instrument
from assessments.scoring.specification import (
    NONE_CODE,
    Evidence,
    Fact,
    FactOption,
    InterestItem,
    Item,
)

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
    specification = instrument.specification
    _refuse_unknown_keys(instrument, answers)
    chosen = {fact.key: _chosen(fact, answers.get(fact.key)) for fact in specification.facts}
    scores = [
        *(_item_score(item, answers.get(item.key)) for item in specification.items),
        *(_evidence_score(evidence, chosen) for evidence in specification.evidence),
    ]
    return np.array(scores, dtype=np.float64), _years(chosen.values())


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


def _item_score(item: Item, value: object) -> float:
    if value is None:
        return np.nan
    if type(value) is not int or not 0 <= value < len(item.option_scores):
        raise AnswerError(
            f"Answer {item.key!r} is {_short.repr(value)}, not the index of an option.",
            key=item.key,
            value=value,
            legal=range(len(item.option_scores)),
        )
    score = item.option_scores[value]
    return 100.0 - score if isinstance(item, InterestItem) and item.reverse else score


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


def _evidence_score(evidence: Evidence, chosen: Mapping[str, tuple[FactOption, ...]]) -> float:
    """Return min(100, largest answered base + bonuses); NaN when every base fact is skipped."""
    base = [
        option.points
        for fact in evidence.base_facts
        for option in chosen[fact]
        if option.points is not None
    ]
    if not base:
        return np.nan
    held = {(fact, option.code) for fact, options in chosen.items() for option in options}
    extras = [bonus.points for bonus in evidence.bonuses if (bonus.fact, bonus.option) in held]
    return min(100.0, max(base) + sum(extras))


def _years(chosen: Iterable[tuple[FactOption, ...]]) -> float:
    years = [option.years for options in chosen for option in options if option.years is not None]
    return max(years, default=np.nan)
