"""One difference as a value, and the groups in which differences are shown."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from roles.draft.differences.wording import Piece, changed_words

# Where something stands: section, list, key of an element, field, and so on.
Path = tuple[str, ...]
# Longer texts are shown with their words marked, not in a label.
SHORT = 60
# From so many words on, a reader looks for the one that changed.
WORDY = 4


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two documents.

    ``old`` and ``new`` are the values themselves; of a moved element its places, from 1 on.
    ``where`` is the way to it in an editor's words, from the name of its list on; ``what`` is the
    field. ``before`` and ``after`` are the values in words, ``lines`` the fields of what was
    added or removed. ``follows`` holds the keys of the elements before an added or moved one,
    the nearest first.
    A ``silent`` difference follows from another one: applied, but neither shown nor counted.
    """

    path: Path
    kind: ChangeKind
    old: Any
    new: Any
    where: tuple[str, ...]
    what: str = ""
    before: str = ""
    after: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    follows: tuple[str, ...] = ()
    silent: bool = False

    @property
    def id(self) -> str:
        """A short id, the same whenever the same thing differs."""
        return hashlib.sha256("\x1f".join((self.kind, *self.path)).encode()).hexdigest()[:16]

    @property
    def inside(self) -> tuple[str, ...]:
        """The path to it inside its outermost element; empty if that element itself differs."""
        return self.where[2:] if len(self.where) > 1 else ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Both texts in one, with the changed words marked."""
        return changed_words(self.before, self.after)

    @property
    def is_marked(self) -> bool:
        """Whether marked words show it better than both values do."""
        words = min(len(text.split()) for text in (self.before, self.after))
        return not self.is_short or words >= WORDY

    @property
    def is_short(self) -> bool:
        """Whether both values fit into one line."""
        return max(len(self.before), len(self.after)) <= SHORT

    @property
    def label(self) -> str:
        """The difference in one line of text."""
        place = " › ".join(self.where[1:] or self.where)
        if self.kind is ChangeKind.ADDED:
            return f"{place}: added"
        if self.kind is ChangeKind.REMOVED:
            return f"{place}: removed"
        if self.kind is ChangeKind.MOVED:
            return f"{place}: moved from place {self.old} to place {self.new}"
        if self.is_short:
            return f"{place}: {self.what} {self.before} → {self.after}"
        return f"{place}: {self.what} changed"


@dataclass(frozen=True, slots=True)
class Group:
    """The differences of one element: a role, a question, a certificate …"""

    kind: str
    name: str
    differences: tuple[Difference, ...]
    saved: str = ""  # who saved it last and when, where that is known

    @property
    def heading(self) -> str:
        """A heading such as “Roles: Project Manager”; without a list, just the name."""
        return f"{self.kind}: {self.name}" if self.kind else self.name


def count_of(found: Iterable[Difference]) -> int:
    """Return how many of the differences are counted and shown."""
    return sum(not difference.silent for difference in found)


def grouped(found: Iterable[Difference]) -> tuple[Group, ...]:
    """Return the differences that are shown, grouped by the outermost element they belong to."""
    groups: dict[tuple[Path, str], list[Difference]] = {}
    for difference in found:
        if not difference.silent:
            is_listed = len(difference.where) > 1
            place = (difference.path[: 3 if is_listed else 2], difference.where[0])
            groups.setdefault(place, []).append(difference)
    return tuple(
        Group(
            kind=each[0].where[0] if len(each[0].where) > 1 else "",
            name=each[0].where[min(1, len(each[0].where) - 1)],
            differences=tuple(each),
        )
        for each in groups.values()
    )
