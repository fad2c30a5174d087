"""Offer last time's answers in a retake, where today's quiz asks the same question. Pure.

An offer is not an answer: it does not count until the person says that it still holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.instrument.questionnaire import QuestionState, Value, state_of
from assessments.instrument.same_question import moved_answer, words_of
from assessments.instrument.values import Question, assessments_of
from roles.snapshot.editions import Snapshot


class QuestionChange(StrEnum):
    """How a question of today compares with last time's quiz."""

    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Offer:
    """What last time's quiz says about one question of today.

    ``value`` is last time's answer as today's quiz codes it, where the question is the same.
    """

    change: QuestionChange
    value: Value
    was_skipped: bool = False


def offers(answers: Mapping[str, Value], before: Snapshot, today: Snapshot) -> Mapping[str, Offer]:
    """Return for every question of today's quiz, by key, what last time's ``answers`` offer."""
    was = assessments_of(before).asked
    asked = assessments_of(today).asked
    return {key: _offer(was.get(key), question, answers) for key, question in asked.items()}


def _offer(was: Question | None, question: Question, answers: Mapping[str, Value]) -> Offer:
    if was is None:
        return Offer(QuestionChange.NEW, None)
    if words_of(was) != words_of(question):
        return Offer(QuestionChange.REWORDED, None)
    value = answers.get(question.key)
    if value is None or value == []:
        is_skipped = state_of(answers, question.key) is QuestionState.SKIPPED
        return Offer(QuestionChange.SAME, None, was_skipped=is_skipped)
    return Offer(QuestionChange.SAME, moved_answer(was, question, value))
