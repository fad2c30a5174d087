"""The keys by which elements of a list are recognised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from roles.draft.field_labels import FieldLabels

# By these an element is found again when nobody has said by what.
USUAL_KEYS = ("key", "slug", "code", "title", "name", "question", "text")


def key_of(element: Mapping[str, Any], labels: FieldLabels) -> str | None:
    """Return what tells an element from its neighbours, as text; ``None`` if a part is missing."""
    parts = [element.get(name) for name in labels.key]
    if not parts or any(part is None for part in parts):
        return None
    return " / ".join(map(str, parts))


def keys_of(elements: Sequence[Any], labels: FieldLabels) -> list[str] | None:
    """Return the key of every element; ``None`` if the list must be compared as a whole."""
    keys = [
        key
        for element in elements
        if isinstance(element, Mapping) and (key := key_of(element, labels)) is not None
    ]
    return keys if len(keys) == len(elements) == len(set(keys)) else None


def guessed(labels: FieldLabels | None, elements: Iterable[Any]) -> FieldLabels:
    """Return ``labels``; if they name no key, with the first usual key that all elements have."""
    labels = labels or FieldLabels()
    if labels.key:
        return labels
    records = [element for element in elements if isinstance(element, Mapping)]
    for name in USUAL_KEYS:
        if all(name in record for record in records):
            return replace(labels, key=(name,))
    return labels
