"""Kind words on how the quiz was answered. They change no score."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.evaluation.insights import Quality


@dataclass(frozen=True, slots=True)
class QualityNote:
    """One remark: what we saw, and what it may mean."""

    title: str
    text: str


def quality_notes(quality: Quality) -> tuple[QualityNote, ...]:
    """What the reader should know before leaning on the scores; none for most people."""
    notes = []
    if quality.ratings_exceed_examples:
        notes.append(
            QualityNote(
                "Your ratings are higher than your examples.",
                "You placed your skills above what your first steps and your background show. "
                "That can be right: not all work leaves a trace. Ask someone who knows your work.",
            )
        )
    if quality.ratings_alike and quality.choices_alike:
        notes.append(
            QualityNote(
                "You rated every kind of work the same, and chose the same in every pair of tasks.",
                "So we can hardly see which way you lean, and fit stays near its middle.",
            )
        )
    elif quality.ratings_alike:
        notes.append(
            QualityNote(
                "You rated every kind of work the same.",
                "So we cannot see what you are stronger at. Fit then rests on your choices.",
            )
        )
    elif quality.choices_alike:
        notes.append(
            QualityNote(
                "You gave the same answer to every pair of tasks.",
                "So we can hardly see which tasks you like more. Fit then rests on your ratings.",
            )
        )
    if quality.is_rushed:
        notes.append(
            QualityNote(
                "You went through the quiz quickly.",
                "Half of your answers took less than 2 seconds. If you want to take more time, "
                "take the quiz again. This page stays as it is.",
            )
        )
    return tuple(notes)
