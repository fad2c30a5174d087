"""Work out what else a person's answers show, on request; sections are those of docs/scoring.md.

Nothing here is stored or part of a result, so old results open as they always did.
"""

import functools
from collections.abc import Mapping

import numpy as np

from assessments.evaluation.result import Answer
from assessments.instrument.values import instrument_of
from assessments.scoring import (
    Counterfactual,
    encode,
    find_counterfactuals,
    proof_reach,
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
