"""How elements of a document are recognised and named.

Field labels have the shape of the data. They say by which key an element of a list is recognised,
what an editor calls it, and which words the desk uses for a field and for a stored code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldLabels:
    """The labels of one kind of value in a document.

    ``key`` holds the fields that tell an element from its neighbours; empty for what is there
    once. With ``is_renamed`` the key is a text that editors rewrite, so an element with another
    key may still be the same one. ``called`` is a format over the fields; ``plural`` heads a list.
    ``refers`` maps a field that names other elements to the list they are in. Where the order of
    a list follows from another list, ``is_ordered`` is false.
    """

    key: tuple[str, ...] = ()
    called: str = ""
    plural: str = ""
    is_renamed: bool = False
    is_ordered: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    refers: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, FieldLabels] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """Return what an editor calls a field."""
        return self.labels.get(name) or name.replace("_", " ")


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
