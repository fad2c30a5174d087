"""Work out what else a person's answers show, on request; sections are those of docs/scoring.md.

Nothing here is stored or part of a result, so old results open as they always did.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.evaluation.result import Answer
from assessments.instrument.values import instrument_of
from assessments.scoring import (
    Counterfactual,
    all_alike,
    encode,
    find_counterfactuals,
    is_rushed,
    proof_reach,
    ratings_exceed_examples,
    score,
    settled,
)
from roles.snapshot.editions import Snapshot


def counterfactuals_of(
    snapshot: Snapshot, answers: Mapping[str, Answer]
) -> tuple[Counterfactual, ...]:
    """Return the fewest changes of these answers that would lead to each other verdict (§1.12).

    Takes some tenths of a second, so those of the latest sheets are kept in memory.
    """
    return _counterfactuals(snapshot, tuple(sorted(answers.items())))


@functools.lru_cache(maxsize=256)
def _counterfactuals(
    snapshot: Snapshot, answers: tuple[tuple[str, Answer], ...]
) -> tuple[Counterfactual, ...]:
    return find_counterfactuals(instrument_of(snapshot), dict(answers))


def is_settled(snapshot: Snapshot, answers: Mapping[str, object]) -> bool:
    """Return whether more answers would hardly change the verdict (§1.13)."""
    instrument = instrument_of(snapshot)
    y, years = encode(instrument, answers)
    return bool(settled(instrument, score(instrument, [y], [years]))[0])


@dataclass(frozen=True, slots=True)
class Quality:
    """Signs of how a sheet was answered (§1.11); no score depends on them."""

    ratings_exceed_examples: bool
    ratings_alike: bool
    choices_alike: bool
    is_rushed: bool


def quality_of(
    snapshot: Snapshot,
    answers: Mapping[str, object],
    saved_at: Sequence[float] = (),
    began: float | None = None,
) -> Quality:
    """Return the signs of how one sheet was answered.

    ``saved_at`` are the times at which its answers were saved and ``began`` that at which the
    quiz was begun, in seconds. Raises ``AnswerError`` as ``result_of`` does.
    """
    instrument = instrument_of(snapshot)
    y, _ = encode(instrument, answers)
    ratings, choices = all_alike(instrument, [y])
    return Quality(
        ratings_exceed_examples=bool(ratings_exceed_examples(instrument, [y])[0]),
        ratings_alike=bool(ratings[0]),
        choices_alike=bool(choices[0]),
        is_rushed=is_rushed(saved_at, began),
    )


def item_scores(snapshot: Snapshot, answers: Mapping[str, object]) -> dict[str, float]:
    """Return the scores that the answers give, 0..100, by key of item or evidence (§1.1)."""
    instrument = instrument_of(snapshot)
    y, _ = encode(instrument, answers)
    columns = zip(instrument.answer_columns, y, strict=True)
    return {key: float(value) for key, value in columns if not np.isnan(value)}


def proof_reach_of(snapshot: Snapshot) -> dict[str, float]:
    """Return the highest proof that this edition's facts can show, by role with any weights."""
    instrument = instrument_of(snapshot)
    reaches = zip(instrument.roles, proof_reach(instrument), strict=True)
    return {slug: float(reach) for slug, reach in reaches if not np.isnan(reach)}
