"""Values in an editor's words, and the words of a text that changed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from roles.draft.differences.said import is_empty
from roles.draft.field_labels import FieldLabels

# Of a text that stays, so many words are shown beside a change.
CONTEXT = 12
# By list, then by key, what an element is called.
Names = Mapping[str, Mapping[str, str]]


def called(element: Mapping[str, Any], labels: FieldLabels, names: Names) -> str:
    """Return what an editor calls an element."""
    fields = _FieldsInWords(element, labels, names)
    if labels.called:
        try:
            return labels.called.format_map(fields)
        except KeyError:
            pass  # an element of an older shape
    return " / ".join(fields[name] if name in element else "" for name in labels.key)


class _FieldsInWords(Mapping[str, str]):
    """The fields of an element in words, each made when it is asked for."""

    def __init__(self, element: Mapping[str, Any], labels: FieldLabels, names: Names) -> None:
        self.element, self.labels, self.names = element, labels, names

    def __getitem__(self, name: str) -> str:
        return in_words(self.element[name], name, self.labels, self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.element)

    def __len__(self) -> int:
        return len(self.element)


def in_words(value: Any, name: str, labels: FieldLabels, names: Names) -> str:
    """Return the value of the field ``name`` as an editor would say it."""
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        part = labels.parts.get(name, FieldLabels())
        return "; ".join(f"{label}: {text}" for label, text in described(value, part, names))
    if isinstance(value, (list, tuple)):
        if not value:
            return "none"
        part = labels.parts.get(name, FieldLabels())
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
            part = labels.parts.get(name, FieldLabels())
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
