"""Choose the items of a shorter quiz, and tell when enough is answered (docs/scoring.md §1.13).

Both ask the same question as the verdict: how sure is the difference between roles?
"""

from collections.abc import Sequence

import numpy as np

from assessments.scoring.arithmetic import ROUNDING, BoolArray, FloatArray
from assessments.scoring.instrument import Instrument
from assessments.scoring.scores import Scores, score
from assessments.scoring.verdict import VERDICTS, Verdict

KEPT_SHARE = 0.75
"""Share of the ratings that the short form keeps; it asks as many choices as ratings."""
LOOKS = 4
"""How often one attempt is looked at before it is complete. Each look could be wrong by chance,
so each gets a share of the error that one verdict may have (Bonferroni)."""

# A sheet in the middle: every rating "alone", every choice undecided.
_MIDDLE_RATING = 60.0
_MIDDLE_CHOICE = 50.0


def short_form(instrument: Instrument) -> tuple[str, ...]:
    """Return the keys of the items that the short form asks, in the instrument's order.

    It keeps three quarters of the ratings, as many choices, and nothing else. The ratings left
    out are those whose largest share w/Σw of any role is smallest; ratings of must-haves always
    stay, since readiness would not know its cap without them. Choices are left out one after the
    other, each time the one without which the difference between roles has the smallest error.
    """
    ratings = np.flatnonzero(instrument.is_bars).tolist()
    heaviest = _heaviest_share(instrument)
    order = sorted(ratings, key=lambda k: (*heaviest[k], -k))
    number = max(round(KEPT_SHARE * len(ratings)), sum(heaviest[k][0] for k in ratings))
    kept = set(order[len(ratings) - number :])
    choices = np.flatnonzero(instrument.is_choice).tolist()
    kept |= set(choices)
    for _ in range(max(0, len(choices) - number)):
        kept.remove(_cheapest(instrument, kept, [k for k in choices if k in kept]))
    return tuple(key for k, key in enumerate(instrument.answer_columns) if k in kept)


def settled(instrument: Instrument, scores: Scores) -> BoolArray:
    """Return whether more answers would hardly change the verdict (N,), for incomplete sheets.

    True where one role is named and its difference from every other stays clear of zero also at
    the confidence of ``LOOKS`` looks, or where every role's readiness lies below "neither" with its
    whole range. Always false for verdicts that rest on too few or contradicting answers.
    """
    settings = instrument.settings
    z = settings.z(1 + LOOKS * max(1, int(instrument.comparable.sum()) - 1))
    rows = np.arange(len(scores))
    margin: FloatArray = scores.difference_from_top - z * scores.standard_error_from_top
    clear: BoolArray = np.logical_or(margin > ROUNDING, ~instrument.comparable)
    clear[rows, scores.top] = True
    named = (scores.verdict == VERDICTS.index(Verdict.ONE_ROLE)) & clear.all(axis=1)
    below = ~(scores.readiness_high >= settings.theta_neither - ROUNDING)
    neither = (scores.verdict == VERDICTS.index(Verdict.NEITHER)) & below.all(axis=1)
    found: BoolArray = named | neither
    return found


def _heaviest_share(instrument: Instrument) -> list[tuple[bool, float, float]]:
    """Return, by column, what keeps a rating: whether a must-have, largest share, sum of shares."""
    total = instrument.importance.sum(axis=1, keepdims=True)
    shares = instrument.importance / np.where(total > 0.0, total, 1.0)
    needed: BoolArray = np.logical_or.reduce(~np.isnan(instrument.must_have), axis=0)
    rows = []
    for strength in instrument.strength:
        about: BoolArray = np.greater(strength, 0.0)
        share = np.where(about, shares, 0.0).max(axis=1, initial=0.0)
        rows.append(
            (bool(needed[about].any()), round(float(share.max()), 9), round(float(share.sum()), 9))
        )
    return rows


def _cheapest(instrument: Instrument, kept: set[int], spare: Sequence[int]) -> int:
    """Return the column of ``spare`` without which the error is smallest; of equals the last."""
    costs = _errors(instrument, [sorted(kept - {k}) for k in spare])
    lowest = np.flatnonzero(costs <= costs.min() + ROUNDING)
    return spare[int(lowest[-1])]


def _errors(instrument: Instrument, kept: Sequence[Sequence[int]]) -> FloatArray:
    """Return the largest error of a difference between roles (n,), by set of answers, in points.

    The root of SE_D² plus the square of what somebody adds who always takes side A: a choice set
    that favours one side is off by that much for such a person.
    """
    middle = np.full((len(kept), len(instrument.answer_columns)), np.nan)
    for row, columns in zip(middle, kept, strict=True):
        row[columns] = np.where(instrument.is_choice[columns] > 0.0, _MIDDLE_CHOICE, _MIDDLE_RATING)
    one_sided = np.where((instrument.is_choice > 0.0) & ~np.isnan(middle), 0.0, middle)
    unknown = np.full(len(kept), np.nan)
    plain, sided = score(instrument, middle, unknown), score(instrument, one_sided, unknown)
    if len(instrument.roles) < 2:
        return plain.fit_error[:, 0]
    moved = instrument.settings.lambda_fit * (sided.fit - plain.fit)
    bias = np.ptp(moved[:, instrument.comparable], axis=1) if instrument.comparable.any() else 0.0
    error = np.nanmax(np.nan_to_num(plain.standard_error_from_top), axis=1)
    total: FloatArray = np.sqrt(error**2 + bias**2)
    return total
