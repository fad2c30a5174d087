"""Say what a result rests on: how much was answered, what was not measured, and how."""

from collections.abc import Sequence
from typing import Any

from assessments.evaluation.presenters.reading import Reading, half_up
from assessments.evaluation.presenters.verdict import is_shapeless
from assessments.instrument.values import instrument_of
from assessments.models.choices import ItemType, Length
from assessments.scoring import Verdict, all_alike, encode, is_rushed, ratings_exceed_examples

# From this factor on, wider ranges are worth a word.
WIDENED = 1.05
KINDS = (ItemType.JUDGEMENT, ItemType.FORCED_CHOICE, ItemType.BARS)


def details(reading: Reading) -> dict[str, Any]:
    """Return how much was answered, how sure the ranges are, and how it was scored."""
    result = reading.result
    asked = result.answered + result.skipped + result.unanswered
    return {
        "result": result,
        "asked": asked,
        "lacks": result.answered < asked or result.not_asked,
        # For each role: its name, and the parts in 100 of its duties and likes that were seen.
        "roles": [
            (reading.short(r.slug), half_up(r.coverage * 100), half_up(r.coverage_fit * 100))
            for r in result.roles
        ],
        "confidence": half_up(reading.settings.confidence * 100),
        "widening": result.widening if result.widening >= WIDENED else None,
        "revision": reading.settings.revision,
    }


def unmeasured(reading: Reading) -> dict[str, Any] | None:
    """Return what was not measured, ``None`` if no question of the full quiz was left open."""
    result = reading.result
    left_out = result.not_asked if result.length is Length.SHORT else 0
    if not (left_out or result.unanswered) or not result.answered:
        return None
    items = [item for item in reading.assessments.items if item.is_active]
    by_kind = {kind: {item.key for item in items if item.type is kind} for kind in KINDS}
    return {
        "left_out": left_out,
        "open": result.unanswered,
        "without_level": [
            reading.in_sentence(level.competency) for level in result.levels if level.level is None
        ],
        # Kinds of question of which nothing was answered.
        "silent": [
            kind.value for kind, keys in by_kind.items() if keys and keys.isdisjoint(result.answers)
        ],
    }


def quality_notes(
    reading: Reading, saved_at: Sequence[float], began: float | None
) -> tuple[str, ...]:
    """Return what to know before relying on the scores (§1.11); nothing for most people.

    ``saved_at`` and ``began`` are the seconds at which answers were saved and the quiz was begun.
    Ratings all alike are no news beside a verdict of contradiction, or where the verdict says it.
    """
    instrument = instrument_of(reading.snapshot)
    y, _ = encode(instrument, reading.result.answers)
    is_said = reading.result.verdict is Verdict.INCONSISTENT or is_shapeless(reading)
    alike = tuple(bool(each[0]) for each in all_alike(instrument, [y]))
    notes = {
        "ratings exceed examples": ratings_exceed_examples(instrument, [y])[0],
        "all alike": not is_said and all(alike),
        "ratings alike": not is_said and alike == (True, False),
        "choices alike": not is_said and alike == (False, True),
        "quick": is_rushed(saved_at, began),
    }
    return tuple(name for name, holds in notes.items() if holds)
