"""The error of one answer, from people who answered it twice (docs/statistics.md §2).

Part of an error comes back the second time and is not seen. So what is seen is divided by the share
that does not come back.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assessments.analytics.statistics.form import Form
from assessments.analytics.statistics.sums import Sums
from assessments.instrument.questionnaire import Value

SOON = dt.timedelta(days=30)
"""Whoever answers again later may have changed."""
STABLE = 0.3
"""Share of the error that is the same both times."""
WEIGHT_OF_START = 100
"""The starting value counts like so many pairs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's answers, first under the form ``earlier`` and soon after again."""

    earlier: Form
    first: Mapping[str, Value]
    second: Mapping[str, Value]


def retests(form: Form, pairs: Iterable[Pair]) -> Sums:
    """The sums of people who took the quiz of ``form`` soon after another time.

    Only questions that were the same both times, with an answer both times, count.
    """
    sums = Sums.zero(form)
    questions = dict(sums.questions)
    for pair in pairs:
        for asked in form.questions:
            then = pair.earlier.question(asked.key)
            one, other = pair.first.get(asked.key), pair.second.get(asked.key)
            if (
                then is not None
                and then.fingerprint == asked.fingerprint
                and asked.scores
                and isinstance(one, int)
                and isinstance(other, int)
            ):
                found = questions[asked.key]
                change = asked.scores[one] - asked.scores[other]
                questions[asked.key] = replace(
                    found, pairs=found.pairs + 1, squares=found.squares + change**2
                )
    return replace(sums, questions=questions)


def error_from_retests(pairs: int, squares: float) -> float:
    """s_rt = √(mean squared change / 2 / (1 - share that stays)), in points."""
    return math.sqrt(squares / pairs / 2.0 / (1.0 - STABLE))


def together(start: float, pairs: int, error: float) -> float:
    """The starting value and the error from n pairs, weighed: √((100 s₀² + n s²) / (100 + n))."""
    return math.sqrt((WEIGHT_OF_START * start**2 + pairs * error**2) / (WEIGHT_OF_START + pairs))
