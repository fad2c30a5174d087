"""Tell whether two editions ask the same question, and convert answers between them. Pure."""

from typing import TypeVar

from assessments.instrument.values import BackgroundFact, FactOption, Item, Question
from assessments.models.choices import ItemType
from assessments.scoring import GRADED_SCORES

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

    An item's option whose text is not found keeps its index if there are as many options as
    before.
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
    """Return an answer to ``old`` as an answer to ``new``, ``None`` where it has no equivalent.

    Of several codes all must have one.
    """
    places = moved_options(old, new)
    if isinstance(old, Item):
        return places[answer] if isinstance(answer, int) else None
    codes = answer if isinstance(answer, list | tuple) else (answer,)
    known = {o.code for o, place in zip(old.options, places, strict=True) if place is not None}
    return answer if known.issuperset(codes) else None
