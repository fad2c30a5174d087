"""What a person answered last time, as far as the same question stands in the quiz today. Pure.

An offer is not an answer: nothing of it counts before the person says that it still holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.instrument.arrays import assessments_of
from assessments.instrument.questionnaire import Question, State, Value, state_of
from assessments.instrument.values import AssessmentsSection, BackgroundFact, Item
from roles.snapshot.editions import Snapshot


class Change(StrEnum):
    """How a question of today compares with last time's quiz."""

    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is known of one question from last time.

    ``value`` is last time's answer as today's quiz codes it; None unless the question is the
    same and was answered.
    """

    change: Change
    value: Value
    was_skipped: bool = False


def offers(answers: Mapping[str, Value], before: Snapshot, today: Snapshot) -> Mapping[str, Offer]:
    """Every question of today's quiz beside last time's ``answers``, by key."""
    was, now = _asked(assessments_of(before)), _asked(assessments_of(today))
    return {key: _offer(was.get(key), question, answers, key) for key, question in now.items()}


def _asked(section: AssessmentsSection) -> dict[str, Question]:
    asked: dict[str, Question] = {item.key: item for item in section.items if item.is_active}
    return asked | {fact.key: fact for fact in section.facts}


def _offer(
    was: Question | None, question: Question, answers: Mapping[str, Value], key: str
) -> Offer:
    if was is None:
        return Offer(Change.NEW, None)
    if _words(was) != _words(question):
        return Offer(Change.REWORDED, None)
    match state_of(answers, key):
        case State.OPEN:
            return Offer(Change.SAME, None)
        case State.SKIPPED:
            return Offer(Change.SAME, None, was_skipped=True)
        case State.ANSWERED:
            return Offer(Change.SAME, _moved(was, question, answers[key]))


def _words(question: Question) -> tuple[object, ...]:
    """All that a person reads of a question, whatever the order of its options."""
    if isinstance(question, BackgroundFact):
        options = {(option.code, option.label) for option in question.options}
        return (question.prompt, question.hint, question.is_multiple, frozenset(options))
    sides = tuple(side.text for side in (question.a, question.b) if side is not None)
    texts = frozenset(option.text for option in question.options)
    return (question.type, question.stem, sides, texts)


def _moved(was: Question, question: Question, value: Value) -> Value:
    """The same answer where today's options may stand in another order."""
    if isinstance(was, Item) and isinstance(question, Item) and was.options:
        assert isinstance(value, int)  # noqa: S101  an item's answer is an option's number
        texts = [option.text for option in question.options]
        return texts.index(was.options[value].text)
    return value
