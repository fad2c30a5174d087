"""Find signs of how a sheet was answered (docs/scoring.md §1.11). They never move a score."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from assessments.scoring.arithmetic import BoolArray, FloatArray, ratio
from assessments.scoring.instrument import Instrument

EVIDENCE_GAP_NOTE = 18.0
"""Ratings this far above the examples are worth a word: the 95th percentile of honest sheets."""
MIN_EVIDENCE_ANSWERS = 6
"""Of eight. With fewer, a gap of that size is too often chance."""
MIN_ALIKE = 8
"""Fewer equal answers than this are no pattern."""
QUICK_SECONDS = 2.0
"""Median seconds an answer below which a sheet counts as rushed."""
MIN_TIMED_ANSWERS = 20
TOGETHER_SECONDS = 0.5
"""Saves this close were sent together: by one form, after an outage, or by somebody who clicks."""


def evidence_gap(instrument: Instrument, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return E (N,) and the number of answers behind it (N,).

    E is the mean, over the answered judgement items and evidence scores whose competency is
    rated too, of (mean rating of the competency - score), in points; NaN without any.
    """
    rows = np.asarray(y, dtype=np.float64)
    answered = ~np.isnan(rows)
    filled = np.where(answered, rows, 0.0)
    is_example = instrument.is_bars + instrument.is_choice + instrument.is_interest == 0.0
    rated = answered.astype(np.float64) @ instrument.strength
    rating = ratio(filled @ instrument.strength, rated)
    belongs = (instrument.level_weight > 0.0).astype(np.float64)
    usable = answered & is_example & (rated @ belongs.T > 0.0)
    count = usable.sum(axis=1).astype(np.float64)
    gap = np.where(usable, rating @ belongs.T - filled, 0.0).sum(axis=1)
    return ratio(gap, count, empty=np.nan), count


def ratings_exceed_examples(instrument: Instrument, y: ArrayLike) -> BoolArray:
    """Return (N,) whether E is large and rests on enough answers to say so."""
    gap, count = evidence_gap(instrument, y)
    return (gap > EVIDENCE_GAP_NOTE) & (count >= MIN_EVIDENCE_ANSWERS)


def all_alike(instrument: Instrument, y: ArrayLike) -> tuple[BoolArray, BoolArray]:
    """Return (N,) twice: every rating is the same, every graded choice is the same option."""
    rows = np.asarray(y, dtype=np.float64)
    return _alike(rows[:, instrument.is_bars > 0.0]), _alike(rows[:, instrument.is_choice > 0.0])


def _alike(answers: FloatArray) -> BoolArray:
    answered = ~np.isnan(answers)
    low = np.where(answered, answers, np.inf).min(axis=1, initial=np.inf)
    high = np.where(answered, answers, -np.inf).max(axis=1, initial=-np.inf)
    same: BoolArray = (answered.sum(axis=1) >= MIN_ALIKE) & (low == high)
    return same


def is_rushed(seconds: Sequence[float], began: float | None = None) -> bool:
    """Return whether answers saved at these times (seconds, any order, any start) came too fast.

    True when the median answer took less than 2 seconds. Answers that arrive together share the
    time since those before, or since the quiz ``began``. With too few, or no time at all, False.
    """
    times = np.sort(np.asarray(seconds, dtype=np.float64))
    if times.size < MIN_TIMED_ANSWERS:
        return False
    ends = np.flatnonzero(np.append(np.diff(times) >= TOGETHER_SECONDS, True))
    together = np.diff(ends, prepend=-1)
    start = times[0] if began is None else min(began, times[0])
    taken = np.diff(times[ends], prepend=start) / together
    return bool(0.0 < np.median(np.repeat(taken, together)) < QUICK_SECONDS)
