"""Tell whether two editions ask the same question, and convert answers between them. Pure.

A retake offers last time's answers where today's quiz asks the same. An offer is not an answer: it
does not count until the person says that it still holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from assessments.instrument.questionnaire import QuestionState, Value, state_of
from assessments.instrument.values import BackgroundFact, FactOption, Item, Question, assessments_of
from assessments.models.choices import ItemType
from assessments.scoring import GRADED_SCORES
from roles.snapshot.editions import Snapshot

A = TypeVar("A")


def words_of(question: Question) -> tuple[object, ...]:
    """Return all that a person reads of a question, whatever the order of its options."""
    if isinstance(question, BackgroundFact):
        labels = frozenset((option.code, option.label) for option in question.options)
        return (question.prompt, question.hint, question.is_multiple, labels)
    sides = tuple(side.text for side in (question.a, question.b) if side is not None)
    return (question.type, question.stem, sides, frozenset(o.text for o in question.options))


def kind_of(question: Question) -> ItemType | bool:
    """Return the type of an item, or whether a fact takes several answers."""
    return question.is_multiple if isinstance(question, BackgroundFact) else question.type


def names_of(question: Question) -> list[str]:
    """Return what identifies the options of a question: a fact's codes, an item's texts."""
    return [o.code if isinstance(o, FactOption) else o.text for o in question.options]


def moved_options(old: Question, new: Question) -> tuple[int | None, ...]:
    """Return each option's index in a later edition's question, ``None`` where it has none.

    An item's option whose text is not found keeps its index among as many options as before.
    """
    count = len(old.options) or (len(GRADED_SCORES) if isinstance(old, Item) else 0)
    if kind_of(new) != kind_of(old):
        return (None,) * count
    if not old.options:
        return tuple(range(count))
    names = names_of(new)
    is_as_long = isinstance(new, Item) and len(names) == count
    return tuple(
        names.index(name) if name in names else index if is_as_long else None
        for index, name in enumerate(names_of(old))
    )


def moved_answer(old: Question, new: Question, answer: A) -> A | int | None:
    """Return an answer as one to ``new``; ``None`` where it, or one of its codes, has no equal."""
    places = moved_options(old, new)
    if isinstance(old, Item):
        return places[answer] if isinstance(answer, int) else None
    codes = answer if isinstance(answer, list | tuple) else (answer,)
    known = {o.code for o, place in zip(old.options, places, strict=True) if place is not None}
    return answer if known.issuperset(codes) else None


# ------------------------------------------------------------------ retakes


class QuestionChange(StrEnum):
    """How a question of today compares with last time's quiz."""

    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Offer:
    """Last time's part in a question of today; ``value`` is its answer then, if it is the same."""

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
