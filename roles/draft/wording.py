"""One difference between two documents as a value, and everything in an editor's words."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from string import Formatter
from typing import Any, Literal

from roles.draft.field_labels import FieldLabels

# Of a text that stays, so many words are shown beside a change.
CONTEXT = 12
# By list, then by key, what an element is called.
Names = Mapping[str, Mapping[str, str]]


def called(element: Mapping[str, Any], labels: FieldLabels, names: Names) -> str:
    """Return what an editor calls an element; by its key if it is of an older shape."""
    wanted = {name for _, name, *_ in Formatter().parse(labels.called) if name}
    is_whole = bool(wanted) and wanted <= element.keys()
    words = {
        name: in_words(element[name], name, labels, names) if name in element else ""
        for name in (wanted if is_whole else labels.key)
    }
    return labels.called.format_map(words) if is_whole else " / ".join(words.values())


def in_words(value: Any, name: str, labels: FieldLabels, names: Names) -> str:
    """Return the value of the field ``name`` as an editor would say it."""
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        part = labels.part(name)
        return "; ".join(f"{label}: {text}" for label, text in described(value, part, names))
    if isinstance(value, (list, tuple)):
        if not value:
            return "none"
        part = labels.part(name)
        return ", ".join(
            called(each, part, names) or in_words(each, name, labels, names)
            if isinstance(each, Mapping)
            else in_words(each, name, labels, names)
            for each in value
        )
    listed = names.get(labels.refers.get(name, ""), {})
    return labels.words.get(name, {}).get(str(value)) or listed.get(str(value)) or str(value)


def described(
    element: Mapping[str, Any], labels: FieldLabels, names: Names
) -> tuple[tuple[str, str], ...]:
    """Return every non-empty field of an element as pairs of label and text."""
    lines: list[tuple[str, str]] = []
    for name, value in element.items():
        if is_empty(value):
            continue
        label = labels.label(name)
        if isinstance(value, (list, tuple)) and any(isinstance(each, Mapping) for each in value):
            part = labels.part(name)
            lines.extend((label, _one_line(each, part, names)) for each in value)
        else:
            lines.append((label, in_words(value, name, labels, names)))
    return tuple(lines)


def _one_line(element: Any, labels: FieldLabels, names: Names) -> str:
    """Return an element of a list inside another in one line: its name, then its other fields."""
    if not isinstance(element, Mapping):
        return str(element)
    rest = [
        f"{labels.label(name)} {in_words(value, name, labels, names)}"
        if isinstance(value, (int, float))
        else in_words(value, name, labels, names)
        for name, value in element.items()
        if name not in labels.key and not is_empty(value)
    ]
    return ": ".join(filter(None, [called(element, labels, names), "; ".join(rest)]))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, was removed or was added, or a mark where words are left out."""

    text: str
    kind: Literal["same", "removed", "added", "cut"]


def changed_words(before: str, after: str, context: int = CONTEXT) -> tuple[Piece, ...]:
    """Return both texts in one, with the words marked that only one of them has.

    Without the removed pieces it reads as ``after``, without the added ones as ``before``, apart
    from what was cut. ``context`` words stay beside each change.
    """
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    runs = _runs(old, new)
    for index, (removed, added) in enumerate(runs):
        if removed is added:
            is_first, is_last = index == 0, index == len(runs) - 1
            pieces.extend(_near_changes(removed, context, is_first=is_first, is_last=is_last))
            continue
        if removed:
            pieces.append(Piece("".join(removed), "removed"))
        if added:
            pieces.append(Piece("".join(added), "added"))
    return tuple(pieces)


def _words(text: str) -> list[str]:
    """Split a text into words, spaces and signs; joined they are the text."""
    return re.findall(r"\w+(?:['’-]\w+)*|\s+|[^\w\s]", text)


def _runs(old: list[str], new: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return runs of words of both texts, as pairs; where the texts agree, the same list twice.

    A single space that stayed between two changes joins them, so that a phrase is marked as one.
    """
    found: list[tuple[list[str], list[str]]] = []
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for index, (tag, a, b, c, d) in enumerate(changes):
        is_inside = 0 < index < len(changes) - 1
        if tag == "equal" and not (is_inside and "".join(old[a:b]).isspace()):
            found.append((same := old[a:b], same))
        elif found and found[-1][0] is not found[-1][1]:
            removed, added = found[-1]
            found[-1] = removed + old[a:b], added + new[c:d]
        else:
            found.append((old[a:b], new[c:d]))
    return found


def _near_changes(words: list[str], context: int, *, is_first: bool, is_last: bool) -> list[Piece]:
    """Return the words of an unchanged run, without those far from any change."""
    head = 0 if is_first else context
    tail = 0 if is_last else context
    # A word comes with a space or a sign.
    head, tail = 2 * head, 2 * tail
    if len(words) <= head + tail + 2 * context:
        return [Piece("".join(words), "same")]
    return [
        piece
        for piece in (
            Piece("".join(words[:head]), "same"),
            Piece(" … ", "cut"),
            Piece("".join(words[len(words) - tail :]), "same"),
        )
        if piece.text
    ]


EMPTY: tuple[Any, ...] = (None, "", [], {})


def said(value: Any) -> Any:
    """Return ``value`` without its empty fields; 0 and ``False`` are not empty."""
    if isinstance(value, dict):
        return {key: kept for key, field in value.items() if (kept := said(field)) or kept == 0}
    if isinstance(value, (list, tuple)):
        return [said(item) for item in value]
    return value


def is_empty(value: Any) -> bool:
    return said(value) in EMPTY


def says_the_same(one: Any, other: Any) -> bool:
    """Return whether two values are equal apart from empty fields; ``True`` is not 1."""
    if json.dumps(one) == json.dumps(other):  # nearly always, and told much faster
        return True
    return _typed(said(one)) == _typed(said(other)) or (is_empty(one) and is_empty(other))


def _typed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _typed(field) for key, field in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return (bool, value) if isinstance(value, bool) else value


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
