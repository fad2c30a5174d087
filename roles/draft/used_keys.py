"""Refuse keys that a published edition gave to another row of the same kind.

What people said, kept and linked to goes by these keys, and would get the meaning of the new row.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from roles.draft.section import DraftError, DraftSection, sections
from roles.draft.shapes import Shape
from roles.models import Edition
from roles.snapshot.editions import current_edition_key

# List and key of a row; of an answer with a code, also that code.
Name = tuple[str, ...]
# What a person reads of it; the first is the type of a question, or "".
Words = tuple[str, ...]
READ = ("type", "stem", "text_a", "text_b", "prompt", "label", "title", "name")


def used_before(
    shape: Shape,
    name: Name,
    fields: Mapping[str, Any],
    measures: frozenset[str] | None = None,
    editions: Sequence[tuple[int, str]] | None = None,
) -> str:
    """Return why a row of ``shape`` may not have this name; empty when it may.

    ``measures`` are the competencies of a row that may be the newest edition's with other words;
    ``None`` for one that is new. ``editions`` are numbers and hashes, the newest first.
    """
    said, words = "", _words(fields)
    for place, edition in enumerate(_editions() if editions is None else editions):
        old = _named_in(*edition).get(name)
        if old is None:
            continue
        is_edited = place == 0 and measures is not None
        if old[0] == words or (is_edited and old[0][0] == words[0] and old[1] == measures):
            return ""
        told = " / ".join(filter(None, old[0][1:]))
        options: Any = shape.model._meta
        noun = options.get_field(shape.key).verbose_name
        said = said or (
            f"In edition {edition[0]} the {noun} {name[-1]} is that of another "
            f"{options.verbose_name}, “{told}”. What people said, kept and linked to goes by it, "
            f"so it can never be used again. Choose another {noun}."
        )
    return said


def key_errors(row: Any) -> Iterator[tuple[str, str]]:
    """Yield why a row may not have its key if that is new: field and message."""
    for shape, name in _key_names(row):
        if said := used_before(shape, name, vars(row)):
            yield shape.key or "", said


def is_published(row: Any) -> bool:
    """Return whether the current edition has something under the key of a row."""
    current = current_edition_key()
    return current is not None and any(name in _named_in(*current) for _, name in _key_names(row))


def reused_keys(document: Mapping[str, Any]) -> Iterator[DraftError]:
    """Yield an error for every row of a draft with the key of an earlier, other one.

    Only what is in the stored draft may have other words than before: what comes back, in a
    file for example, is new. Reads the keys of the stored draft where words changed.
    """
    editions = _editions()
    for section in sections():
        stored: set[Name] | None = None
        data = document["sections"][section.name]
        for shape, name, (index, *rest), fields in _keyed(section, data):
            said = used_before(shape, name, fields, editions=editions)
            if said and stored is None:
                stored = {each for _, each, _, _ in _keyed(section, section.collect())}
            if said and name in (stored or ()):
                said = used_before(shape, name, fields, _measures(fields), editions)
            if said:
                row = SimpleNamespace(**{str(section.shapes[name[0]].key): name[1]})
                file, place = section.place(name[0], index, row)
                yield DraftError(said, file, (*place, *rest))


def _keyed(
    section: DraftSection, data: Mapping[str, Any]
) -> Iterator[tuple[Shape, Name, tuple[Any, ...], Mapping[str, Any]]]:
    """Yield everything with a key in a section: its shape, name, place in its list, and fields."""
    for part, shape in section.shapes.items():
        for index, each in enumerate(data.get(part, ()) if shape.key else ()):
            name = (part, str(each.get(shape.key)))
            yield shape, name, (index, shape.key), each
            for inner, child in shape.parts.items():
                for place, one in enumerate(each.get(inner, ()) if child.key else ()):
                    yield child, (*name, one[child.key]), (index, inner, place, child.key), one


def _key_names(row: Any) -> Iterator[tuple[Shape, Name]]:
    """Yield the shape of a row with a key, and its name; nothing for others."""
    for section in sections():
        for part, shape in section.shapes.items():
            if shape.key and issubclass(type(row), shape.model):
                yield shape, (part, getattr(row, shape.key))
            for child in shape.parts.values():
                if child.key and issubclass(type(row), child.model):
                    yield child, (part, *row.address)


def _editions() -> list[tuple[int, str]]:
    return list(Edition.objects.order_by("-number").values_list("number", "content_hash"))


@functools.lru_cache(maxsize=256)
def _named_in(number: int, content_hash: str) -> Mapping[Name, tuple[Words, frozenset[str]]]:
    """Return words and competencies by name in an edition; cached, since editions never change."""
    document = Edition.objects.values_list("document", flat=True).get(number=number)
    return {
        name: (_words(fields), _measures(fields))
        for section in sections()
        for _, name, _, fields in _keyed(section, document["sections"].get(section.name, {}))
    }


def _words(fields: Mapping[str, Any]) -> Words:
    """Return what is read of a row, from its fields in an edition or its columns."""
    sides = {f"text_{side}": (fields.get(side) or {}).get("text") for side in "ab"}
    read = (fields.get(name) or sides.get(name) or "" for name in READ)
    return tuple(" ".join(str(text).split()) for text in read)


def _measures(fields: Mapping[str, Any]) -> frozenset[str]:
    sides = [(fields.get(side) or {}).get("competency") for side in "ab"]
    return frozenset(filter(None, (fields.get("competency"), *sides)))
