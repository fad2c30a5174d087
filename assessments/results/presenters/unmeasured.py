"""What a short or early finished quiz left unmeasured, said plainly."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.evaluation.presenters.reading import Reading
from assessments.models.choices import ItemType, Length
from web.words import listed


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """What the result cannot know, and what that does to it."""

    why: str
    without_level: str
    """The competencies nothing is known about, as a sentence; empty where there are none."""
    kinds: str
    """The kinds of question that gave nothing, as a sentence; empty likewise."""
    effect: str


def unmeasured(reading: Reading) -> Unmeasured | None:
    """What was not measured, or None where every question of the full quiz was seen through."""
    result = reading.result
    reasons = []
    if result.length is Length.SHORT and result.not_asked:
        reasons.append(
            f"You took the short quiz, which leaves out {_questions(result.not_asked)} "
            "of the full one."
        )
    if result.unanswered:
        reasons.append(f"You finished with {_questions(result.unanswered)} open.")
    if not reasons or not result.answered:
        return None
    missing = [
        reading.in_sentence(level.competency) for level in result.levels if level.level is None
    ]
    return Unmeasured(
        why=" ".join(reasons),
        without_level=f"We know no level of yours in {listed(missing)}." if missing else "",
        kinds=_kinds(reading),
        effect="What is missing never counts as zero. It leaves the scores to the rest of your "
        "answers, and it makes the ranges wider.",
    )


def _kinds(reading: Reading) -> str:
    """Says where nothing of a whole kind of question was answered."""
    items = [item for item in reading.assessments.items if item.is_active]
    silent = [
        words
        for kind, words in (
            (ItemType.JUDGEMENT, "the situations in which you choose a first step"),
            (ItemType.FORCED_CHOICE, "the choices between two tasks"),
            (ItemType.BARS, "the questions about what you have done"),
        )
        if (keys := [item.key for item in items if item.type is kind])
        and not any(key in reading.result.answers for key in keys)
    ]
    return f"We have no answers of yours to {' or '.join(silent)}." if silent else ""


def _questions(number: int) -> str:
    return f"{number} question{'' if number == 1 else 's'}"
