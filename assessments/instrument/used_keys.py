"""Refuse keys that a published edition gave to another question, answer or step.

What people answered is stored under these keys, and would get the meaning of the new row.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessments.instrument.values import AssessmentsSection
from assessments.models import BackgroundFact, FactOption, Item, Step
from roles.draft.section import DraftError, Location
from roles.models import Edition

# What a person reads of it; the first is the type of a question, or "".
Words = tuple[str, ...]
Named = Mapping[str, tuple[Words, frozenset[str]]]
STEP = "step "
"""Begins the name of a step here; an answer is named by its question's key and its own code."""


def words_of(fields: Mapping[str, Any]) -> Words:
    """Return the words of a question from its fields in an edition or a form, without its answers.

    Works the same for an answer and a step.
    """
    sides = [fields.get(f"text_{side}") or (fields.get(side) or {}).get("text") for side in "ab"]
    own = (fields.get(name) for name in ("prompt", "label", "title"))
    texts = (fields.get("type"), fields.get("stem"), *sides, *own)
    return tuple(str(text or "") for text in texts)


def used_before(
    name: str,
    words: Words,
    measures: frozenset[str] | None = None,
    editions: Sequence[tuple[int, str]] | None = None,
) -> str:
    """Return why a question, answer or step may not have this name; empty when it may.

    ``measures`` are the competencies of a question that may be the newest edition's with other
    words; ``None`` for one that is new. ``editions`` are numbers and hashes, the newest first.
    """
    said = ""
    for place, (number, content_hash) in enumerate(_editions() if editions is None else editions):
        old = _named_in(number, content_hash).get(name)
        if old is None:
            continue
        is_edited = place == 0 and measures is not None
        if old[0] == words or (is_edited and old[0][0] == words[0] and old[1] == measures):
            return ""
        told = " / ".join(filter(None, old[0][1:]))
        first, _, key = name.rpartition(" ")
        kind = "step" if f"{first} " == STEP else "answer" if first else "question"
        said = said or (
            f"In edition {number} the key {key} is that of another {kind}, “{told}”. "
            "What people said is stored under it, so it is never free again. Choose another key."
        )
    return said


def reused_keys(section: AssessmentsSection) -> Iterator[DraftError]:
    """Yield an error for every question, answer and step with the key of an earlier, other one.

    Only what is in the stored draft may have other words than before: what comes back, in a
    file for example, is new. Four queries more where words changed.
    """
    editions = _editions()
    stored: set[str] | None = None
    for file, location, name, fields in _named(section.model_dump(mode="json")):
        words = words_of(fields)
        said = used_before(name, words, editions=editions)
        if said and stored is None:
            stored = _stored()
        if said and name in (stored or ()):
            said = used_before(name, words, _measures(fields), editions)
        if said:
            yield DraftError(said, file, location)


def _named(section: Mapping[str, Any]) -> Iterator[tuple[str, Location, str, Mapping[str, Any]]]:
    """Yield file, location, name and fields of everything that answers are stored under."""
    for part, file, kind in (
        ("items", "items.yaml", ""),
        ("facts", "background.yaml", ""),
        ("steps", "steps.yaml", STEP),
    ):
        for index, each in enumerate(section.get(part, ())):
            yield file, (part, index, "key"), f"{kind}{each['key']}", each
            for place, option in enumerate(each.get("options", ())):
                if code := option.get("code"):
                    location = (part, index, "options", place, "code")
                    yield file, location, f"{each['key']} {code}", option


def _stored() -> set[str]:
    keys = [
        key
        for model in (Item, BackgroundFact)
        for key in model._default_manager.values_list("key", flat=True)
    ]
    codes = FactOption.objects.values_list("fact__key", "code")
    steps = Step.objects.values_list("key", flat=True)
    return {*keys, *(f"{key} {code}" for key, code in codes), *(f"{STEP}{key}" for key in steps)}


def _editions() -> list[tuple[int, str]]:
    return list(Edition.objects.order_by("-number").values_list("number", "content_hash"))


@functools.lru_cache(maxsize=256)
def _named_in(number: int, content_hash: str) -> Named:
    """Return words and competencies by name in an edition; cached, since editions never change."""
    document = Edition.objects.values_list("document", flat=True).get(number=number)
    named = _named(document["sections"].get("assessments", {}))
    return {name: (words_of(fields), _measures(fields)) for _, _, name, fields in named}


def _measures(fields: Mapping[str, Any]) -> frozenset[str]:
    sides = [(fields.get(side) or {}).get("competency") for side in "ab"]
    return frozenset(filter(None, (fields.get("competency"), *sides)))
