"""Keys that a published edition gave to a question: never free again for another one.

Answers are stored under the key of their question, and scored under whatever bears it today.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessments.instrument.values import AssessmentsSection
from assessments.models import BackgroundFact, Item
from roles.draft.section import DraftError
from roles.models import Edition

# What a person reads of a question; the first is its type, or "" for one about background.
Words = tuple[str, ...]
Questions = Mapping[str, tuple[Words, frozenset[str]]]


def words_of(fields: Mapping[str, Any]) -> Words:
    """The words of a question from its fields, in an edition or in a form, without its answers."""
    sides = [fields.get(f"text_{side}") or (fields.get(side) or {}).get("text") for side in "ab"]
    texts = (fields.get("type"), fields.get("stem"), *sides, fields.get("prompt"))
    return tuple(str(text or "") for text in texts)


def used_before(
    key: str,
    words: Words,
    measures: frozenset[str] | None = None,
    editions: Sequence[tuple[int, str]] | None = None,
) -> str:
    """Why a question may not have this key; empty when it may.

    ``measures`` are the competencies of a question that may be the newest edition's with other
    words; None for one that is new. ``editions`` are numbers and hashes, the newest first.
    """
    for place, (number, content_hash) in enumerate(_editions() if editions is None else editions):
        old = _questions(number, content_hash).get(key)
        if old is None:
            continue
        is_edited = place == 0 and measures is not None
        if old[0] == words or (is_edited and old[0][0] == words[0] and old[1] == measures):
            return ""
        told = " / ".join(filter(None, old[0][1:]))
        return (
            f"In edition {number} the key {key} is that of another question, “{told}”. "
            "Answers are stored under it, so it is never free again. Choose another key."
        )
    return ""


def reused_keys(section: AssessmentsSection) -> Iterator[DraftError]:
    """Every question that bears the key of another one.

    Only a question that stands in the stored draft may have other words than before: one that comes
    back, in a file for example, is new. One query more where words changed.
    """
    editions = _editions()
    for file, name, model in (
        ("items.yaml", "items", Item),
        ("background.yaml", "facts", BackgroundFact),
    ):
        stored: set[str] | None = None
        for index, question in enumerate(getattr(section, name)):
            fields = question.model_dump(mode="json")
            words = words_of(fields)
            said = used_before(question.key, words, editions=editions)
            if said and stored is None:
                stored = set(model._default_manager.values_list("key", flat=True))
            if said and question.key in (stored or ()):
                said = used_before(question.key, words, _measures(fields), editions)
            if said:
                yield DraftError(said, file, (name, index, "key"))


def _editions() -> list[tuple[int, str]]:
    return list(Edition.objects.order_by("-number").values_list("number", "content_hash"))


@functools.lru_cache(maxsize=256)
def _questions(number: int, content_hash: str) -> Questions:
    """The questions of an edition, by key; editions never change."""
    document = Edition.objects.values_list("document", flat=True).get(number=number)
    section = document["sections"].get("assessments", {})
    return {
        each["key"]: (words_of(each), _measures(each))
        for each in (*section.get("items", ()), *section.get("facts", ()))
    }


def _measures(fields: Mapping[str, Any]) -> frozenset[str]:
    sides = [(fields.get(side) or {}).get("competency") for side in "ab"]
    return frozenset(filter(None, (fields.get("competency"), *sides)))
