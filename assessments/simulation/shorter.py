"""Measure what asking less costs: the short form, and stopping when answers are settled (§1.13)."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from assessments.scoring import NO_ROLE, Instrument, score, settled, short_form
from assessments.scoring.arithmetic import BoolArray, FloatArray
from assessments.simulation.answering import Manner
from assessments.simulation.figures import Row, WorldOutcomes, main_figures, share, swaps, together
from assessments.simulation.worlds import World

CHOICES_A_SCREEN = 4
"""Between two looks: a person sees whether enough is answered at the top of a screen."""


def shorter_table(drawn: Sequence[World]) -> list[Row]:
    """Return a row each for the full quiz, the short form and stopping early: the same people.

    Beside ``main_figures``: ``items`` is the mean number of items answered, ``stopped`` the share
    who may stop early, ``verdict_kept``, of those named a role by less, who are named the same by
    the full quiz, and ``swaps`` who are named one role by less and the other by the full quiz.
    """
    instrument = drawn[0].instrument
    asked, kept = len(instrument.specification.items), short_form(instrument)
    ways: dict[str, Callable[[FloatArray], FloatArray]] = {
        "full": lambda y: y,
        "short form": lambda y: _only(instrument, y, kept),
        "early stop": lambda y: _stopped(instrument, y),
    }
    honest = [(world, *world.answers(Manner())) for world in drawn]
    true = [world.truth(years) for world, _, years in honest]
    full: WorldOutcomes | None = None
    rows: list[Row] = []
    for name, way in ways.items():
        parts, items = [], []
        for (world, y, years), truth in zip(honest, true, strict=True):
            sheet = way(y)
            # Facts come last in the quiz: who stops early has given none of them, nor any years.
            silent = np.isnan(sheet[:, asked:]).all(axis=1)
            parts.append(world.outcomes(sheet, np.where(silent, np.nan, years), truth))
            items.append((~np.isnan(sheet[:, :asked])).sum(axis=1))
        outcomes, answered = together(parts), np.concatenate(items)
        full = full or outcomes
        rows.append(
            {
                "asked": name,
                **main_figures(outcomes),
                "items": float(answered.mean()),
                "stopped": share(answered < asked) if name == "early stop" else None,
                "verdict_kept": share(outcomes.named == full.named, outcomes.named != NO_ROLE),
                "swaps": swaps(full, outcomes),
            }
        )
    return rows


def _only(instrument: Instrument, y: FloatArray, keys: Sequence[str]) -> FloatArray:
    """Return the sheets (N, K) with NaN for items that ``keys`` leave out; facts stay."""
    kept = {*keys, *(rule.key for rule in instrument.specification.evidence)}
    mask = np.array([key in kept for key in instrument.answer_columns])
    return np.where(mask, y, np.nan)


def _stopped(instrument: Instrument, y: FloatArray) -> FloatArray:
    """Return the sheets (N, K) as they would be if everybody stopped as soon as they may."""
    sheet = y.copy()
    going = np.ones(len(y), dtype=np.bool_)
    for answered in _looks(instrument):
        rows = np.flatnonzero(going)
        partial = np.where(answered, y[rows], np.nan)
        unknown = np.full(len(rows), np.nan)
        done = settled(instrument, score(instrument, partial, unknown))
        sheet[rows[done]] = partial[done]
        going[rows[done]] = False
    return sheet


def _looks(instrument: Instrument) -> Iterator[BoolArray]:
    """Yield which answers (K,) are given after each screen of choices, then after situations."""
    bars = instrument.is_bars > 0.0
    choices = np.flatnonzero(instrument.is_choice)
    answered = bars.copy()
    for start in range(0, len(choices), CHOICES_A_SCREEN):
        answered[choices[start : start + CHOICES_A_SCREEN]] = True
        yield answered.copy()
    asked = len(instrument.specification.items)
    answered[:asked] = True
    yield answered
