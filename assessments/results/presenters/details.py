"""What a result rests on: how much was answered, what was left unmeasured, and how."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.evaluation.insights import Quality
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import half_up
from assessments.evaluation.presenters.verdict import is_shapeless
from assessments.models.choices import ItemType, Length
from assessments.scoring import Verdict
from roles.graphics.charts import number_text
from web.words import listed

# From this factor on, wider ranges are worth a word.
WIDENED = 1.05


def details(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Say how much was answered, how sure the ranges are, and how it was scored."""
    result = reading.result
    total = result.answered + result.skipped + result.unanswered
    answered = f"{result.answered} of {total}."
    if result.skipped:
        answered += f" You skipped {result.skipped}."
    if result.unanswered:
        answered += f" {result.unanswered} {'was' if result.unanswered == 1 else 'were'} left open."
    if result.not_asked:
        answered += f" The short quiz leaves out {result.not_asked} more."
    if result.answered < total or result.not_asked:
        answered += " What is missing never counts as zero; mostly it makes the ranges wider."
    rows = [("Questions answered", answered)]
    rows += [
        (
            f"Looked at for {reading.short(role.slug)}",
            f"{half_up(role.coverage * 100)}% of what it asks you to do, and "
            f"{half_up(role.coverage_fit * 100)}% of what it asks you to like, both by weight.",
        )
        for role in result.roles
    ]
    if result.answered:
        rows.append(("How sure the ranges are", _ranges(reading)))
        rows.append(("How well your answers agree", _agreement(reading)))
    revision = reading.settings.revision
    scored = f"Edition {result.edition} of the site, revision {revision} of the score."
    rows.append(("How it was scored", scored))
    return tuple(rows)


def _ranges(reading: Reading) -> str:
    share = half_up(reading.settings.confidence * 100)
    return (
        f"The ranges are meant to hold the true value for {share} in 100 people, if answers behave "
        "as we assume. That says nothing about success in a job."
    )


def _agreement(reading: Reading) -> str:
    widening = reading.result.widening
    if widening < WIDENED:
        return "Answers about similar work agree about as well as we expect."
    times = number_text(widening, 1)
    return (
        "Answers about similar work differ more than we expect, so every range is "
        f"{times} times as wide."
    )


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
        "answers, and mostly it makes the ranges wider.",
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


def quality_notes(reading: Reading, quality: Quality) -> tuple[tuple[str, str], ...]:
    """Say what to know before leaning on the scores, title and text; nothing for most people.

    Ratings all alike are no news beside a verdict of contradiction, or where the verdict says it.
    """
    notes = []
    is_said = reading.result.verdict is Verdict.INCONSISTENT or is_shapeless(reading)
    if quality.ratings_exceed_examples:
        notes.append(
            (
                "Your ratings are higher than your examples.",
                "You placed your skills above what your first steps and your background show. "
                "That can be right: not all work leaves a trace. Ask someone who knows your work.",
            )
        )
    if not is_said and (quality.ratings_alike or quality.choices_alike):
        notes.append(_alike(quality))
    if quality.is_rushed:
        notes.append(
            (
                "You went through the quiz quickly.",
                "Half of your answers took less than 2 seconds. If you want to take more time, "
                "take the quiz again. This page stays as it is.",
            )
        )
    return tuple(notes)


def _alike(quality: Quality) -> tuple[str, str]:
    if not quality.choices_alike:
        return (
            "You rated every kind of work the same.",
            "So we cannot see what you are stronger at. Fit then rests on your choices.",
        )
    if not quality.ratings_alike:
        return (
            "You gave the same answer to every pair of tasks.",
            "So we can hardly see which tasks you like more. Fit then rests on your ratings.",
        )
    return (
        "You rated every kind of work the same, and chose the same in every pair of tasks.",
        "So we can hardly see which way you lean, and fit stays near its middle.",
    )
