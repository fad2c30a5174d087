"""How elements of a document are recognised and named, in the shape of the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

# By these an element is found again when nobody has said by what.
USUAL_KEYS = ("key", "slug", "code", "title", "name", "question", "text")


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

    def part(self, name: str) -> FieldLabels:
        """Return the labels of what is inside a field."""
        return self.parts.get(name) or FieldLabels()

    def key_of(self, element: Mapping[str, Any]) -> str | None:
        """Return what tells an element from its neighbours, ``None`` if a part of it is missing."""
        parts = [element.get(name) for name in self.key]
        return None if not parts or None in parts else " / ".join(map(str, parts))

    def keyed(self, elements: Sequence[Any]) -> dict[str, Any] | None:
        """Return the elements by their keys; ``None`` for a list to be compared as a whole."""
        found = {self.key_of(each): each for each in elements if isinstance(each, Mapping)}
        keyed = {key: each for key, each in found.items() if key is not None}
        return keyed if len(keyed) == len(elements) else None

    def guessed(self, elements: Iterable[Any]) -> FieldLabels:
        """Return these labels; without a key, with the first usual one that all elements have."""
        records = [element for element in elements if isinstance(element, Mapping)]
        for name in () if self.key else USUAL_KEYS:
            if all(name in record for record in records):
                return replace(self, key=(name,))
        return self
