"""Apply one difference to a document, leave one out, and fill in what an old document lacks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from roles.draft.differences.lists import guessed, key_of, keys_of
from roles.draft.differences.values import ChangeKind, Difference, Path
from roles.draft.field_labels import FieldLabels
from roles.draft.section import sections


class DoesNotApply(LookupError):
    """The document has no place for the difference; it was not changed."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(f"There is no place for “{difference.label}”. Nothing was changed.")


def apply(document: Mapping[str, Any], difference: Difference) -> dict[str, Any]:
    """Return ``document`` with one difference applied. Raises ``DoesNotApply``.

    An added or moved element goes after the nearest of those that it follows.
    """
    section, *rest = difference.path
    field_labels = {each.name: each.labels for each in sections()}
    labels = field_labels.get(section, FieldLabels())
    data = document["sections"].get(section, {})
    changed = _record(data, tuple(rest), labels, difference)
    return {**document, "sections": {**document["sections"], section: changed}}


def without(
    before: Mapping[str, Any], found: Iterable[Difference], taken_back: str
) -> dict[str, Any]:
    """Return ``before`` with every difference applied but the one whose id is ``taken_back``."""
    document = dict(before)
    for difference in found:
        if difference.id != taken_back:
            document = apply(document, difference)
    return document


def _record(
    value: Mapping[str, Any], path: Path, labels: FieldLabels, difference: Difference
) -> dict[str, Any]:
    name, *rest = path
    if not rest:
        return {**value, name: difference.new}
    inner = value.get(name)
    part = labels.parts.get(name)
    if isinstance(inner, Mapping):
        return {**value, name: _record(inner, tuple(rest), part or FieldLabels(), difference)}
    if not isinstance(inner, (list, tuple)) and inner is not None:
        raise DoesNotApply(difference)
    return {**value, name: _elements(inner or [], tuple(rest), part, difference)}


def _elements(
    elements: Sequence[Any], path: Path, part: FieldLabels | None, difference: Difference
) -> list[Any]:
    key, *rest = path
    is_new = not rest and difference.kind is ChangeKind.ADDED
    labels = guessed(part, [*elements, difference.new] if is_new else elements)
    keys = [key_of(each, labels) if isinstance(each, Mapping) else None for each in elements]
    changed = list(elements)
    if is_new:
        if key in keys:
            raise DoesNotApply(difference)
        changed.insert(_place(keys, difference.follows), difference.new)
        return changed
    if key not in keys:
        raise DoesNotApply(difference)
    index = keys.index(key)
    if rest:
        changed[index] = _record(changed[index], tuple(rest), labels, difference)
    elif difference.kind is ChangeKind.REMOVED:
        del changed[index]
    elif difference.kind is ChangeKind.MOVED:
        element = changed.pop(index)
        keys.pop(index)
        changed.insert(_place(keys, difference.follows), element)
    else:
        raise DoesNotApply(difference)
    return changed


def _place(keys: Sequence[str | None], follows: Iterable[str]) -> int:
    """Return the index after the nearest of the keys ``follows`` that is in ``keys``, else 0."""
    return next((keys.index(key) + 1 for key in follows if key in keys), 0)


def completed(document: Mapping[str, Any], draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return an older document, with the fields that it does not have taken from the draft.

    A document holds every field that there was when it was made, even if empty. So a missing
    field was added later, and an older edition says nothing about it.
    """
    filled = dict(document["sections"])
    for section in sections():
        if section.name in draft["sections"]:
            newer = draft["sections"][section.name]
            older = filled.get(section.name)
            filled[section.name] = (
                newer if older is None else _completed(older, newer, section.labels)
            )
    return {**document, "sections": filled}


def _completed(older: Any, newer: Any, labels: FieldLabels) -> Any:
    if isinstance(older, Mapping) and isinstance(newer, Mapping):
        return {
            name: _completed(older[name], newer[name], labels.parts.get(name, FieldLabels()))
            if name in older and name in newer
            else older.get(name, newer.get(name))
            for name in [*older, *(name for name in newer if name not in older)]
        }
    if isinstance(older, (list, tuple)) and isinstance(newer, (list, tuple)):
        part = guessed(labels, [*older, *newer])
        keys, newer_keys = keys_of(older, part), keys_of(newer, part)
        if keys is None or newer_keys is None:
            return older
        found = dict(zip(newer_keys, newer, strict=True))
        return [
            _completed(each, found[key], part) if key in found else each
            for key, each in zip(keys, older, strict=True)
        ]
    return older
