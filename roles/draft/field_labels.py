"""How elements of a document are recognised and named.

Field labels have the shape of the data. They say by which key an element of a list is recognised,
what an editor calls it, and which words the desk uses for a field and for a stored code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
