"""The sections that together make up a draft and an edition.

``roles`` owns its own section; other apps register theirs at start-up, so ``roles`` never needs
to know them. A section reads its draft rows, parses frozen values, and names what is wrong with
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from roles.snapshot.field_labels import FieldLabels

# Where in a content file something stands, for example ("requirements", 3, "importance").
Location = tuple[str | int, ...]
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DraftError:
    """Something that must be fixed before the draft can be published.

    ``file`` and ``location`` name the place in the terms of the content files; the desk turns
    the file into a link to the row. A ``warning`` does not stop publishing.
    """

    message: str
    file: str
    location: Location = ()
    warning: bool = False


class Section(Protocol):
    """One app's share of the draft."""

    name: str

    @property
    def shapes(self) -> Mapping[str, Any]:
        """Its lists by name, each with its ``roles.draft.shapes.Shape``."""

    @property
    def files(self) -> Mapping[str, tuple[str, ...]]:
        """Its content files that hold whole lists, with the names of these."""

    @property
    def labels(self) -> FieldLabels:
        """How the section's data are told apart and named."""

    def collect(self) -> Data:
        """The draft rows as JSON data: everything that publishing would freeze."""

    def parse(self, data: Data) -> BaseModel:
        """The frozen values in ``data``. Raises pydantic's ValidationError."""

    def split(self, data: Data) -> dict[str, Data]:
        """``data`` as content files: path below ``content/`` to the file's data."""

    def join(self, files: Mapping[str, Data]) -> Data:
        """The reverse of ``split``."""

    def file_model(self, path: str) -> type[BaseModel] | None:
        """What the file at ``path`` must look like, or None when it is not this section's."""

    def contents(self, section: Any) -> list[tuple[Any, Sequence[Any]]]:
        """Every shape with its values in the parsed section."""

    def place(self, name: str, index: int, element: Any) -> tuple[str, Location]:
        """The content file that holds an element of the list ``name``, and where in it."""

    def problems(self, sections: Mapping[str, Any]) -> Iterable[DraftError]:
        """What is wrong with the parsed sections beyond the limits of rows, in this one's terms."""

    def deep_problems(self, sections: Mapping[str, Any]) -> Iterable[DraftError]:
        """The same, of what only sections without another error can be asked."""


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section. Called once per app at start-up."""
    if section.name in _sections:
        raise ValueError(
            f"There already is a section {section.name!r}; registered: {', '.join(_sections)}."
        )
    _sections[section.name] = section


def sections() -> tuple[Section, ...]:
    """All registered sections, in the order of registration."""
    return tuple(_sections.values())
