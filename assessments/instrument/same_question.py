"""Whether two editions ask the same question, and what an answer to it becomes. Pure.

Whoever sets answers of two editions side by side asks here: the same answers scored again, what a
retake offers, and the impact of a draft.
"""

from __future__ import annotations

from typing import TypeVar

from assessments.instrument.values import BackgroundFact, Item, Question

# A graded choice has no options of its own: five grades between its sides.
GRADES = 5

A = TypeVar("A")


def words_of(question: Question) -> tuple[object, ...]:
    """All that a person reads of a question, whatever the order of its options."""
    if isinstance(question, BackgroundFact):
        labels = frozenset((option.code, option.label) for option in question.options)
        return (question.prompt, question.hint, question.is_multiple, labels)
    sides = tuple(side.text for side in (question.a, question.b) if side is not None)
    return (question.type, question.stem, sides, frozenset(o.text for o in question.options))


def moved_options(old: Question, new: Question) -> tuple[int | None, ...]:
    """Where each option of a question stands in a later edition; None for one without a place.

    Nothing has a place where the question is of another type. An option of an item that moved is
    found by its text, or else by its number where there are as many as before; a fact's by its
    code.
    """
    if isinstance(old, BackgroundFact):
        count = len(old.options)
        if not isinstance(new, BackgroundFact) or new.is_multiple is not old.is_multiple:
            return (None,) * count
        codes = [option.code for option in new.options]
        return tuple(codes.index(o.code) if o.code in codes else None for o in old.options)
    count = len(old.options) or GRADES
    if not isinstance(new, Item) or new.type is not old.type:
        return (None,) * count
    if not old.options:
        return tuple(range(count))
    texts = [option.text for option in new.options]
    is_as_long = len(texts) == count
    return tuple(
        texts.index(o.text) if o.text in texts else index if is_as_long else None
        for index, o in enumerate(old.options)
    )


def moved_answer(old: Question, new: Question, answer: A) -> A | int | None:
    """What an answer to ``old`` is as one to ``new``; None where it has no place.

    Of several codes all must have a place.
    """
    places = moved_options(old, new)
    if isinstance(old, Item):
        return places[answer] if isinstance(answer, int) else None
    codes = answer if isinstance(answer, list | tuple) else (answer,)
    known = {o.code for o, place in zip(old.options, places, strict=True) if place is not None}
    return answer if known.issuperset(codes) else None
