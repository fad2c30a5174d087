"""The differences between two documents, in an editor's words, to be applied one by one.

``differences(before, after)`` lists what turns one document of an edition, the draft or content
files into another; ``apply`` puts one of them into a document. Applied in their order, all of
them turn ``before`` into ``after``. Elements of lists are matched by their key, never by their
place. Pure: documents in, values out.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from roles.draft.field_labels import FieldLabels
from roles.draft.section import sections
from roles.draft.wording import (
    ChangeKind,
    Difference,
    Names,
    Path,
    called,
    described,
    in_words,
    is_empty,
    says_the_same,
)

# An element whose key was rewritten is the same one when so much of its text stayed.
SIMILAR = 0.6


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what turns ``before`` into ``after``, in an order in which it can be applied."""
    old, new = before["sections"], after["sections"]
    field_labels = {section.name: section.labels for section in sections()}
    comparison = _Comparison(_element_names(field_labels, old, new))
    found: list[Difference] = []
    for name in dict.fromkeys([*field_labels, *old, *new]):
        labels = field_labels.get(name, FieldLabels())
        found.extend(comparison.record(old.get(name, {}), new.get(name, {}), labels, (name,), ()))
    return tuple(found)


def _element_names(field_labels: Mapping[str, FieldLabels], *documents: Mapping[str, Any]) -> Names:
    """Return the names of elements by list and key; a later document's names win."""
    names: dict[str, dict[str, str]] = {}
    for document in documents:
        for section, labels in field_labels.items():
            for name, part in labels.parts.items():
                elements = (document.get(section) or {}).get(name)
                if part.key and isinstance(elements, (list, tuple)):
                    names.setdefault(name, {}).update(
                        (key, called(element, part, names))
                        for element in elements
                        if isinstance(element, Mapping)
                        and (key := part.key_of(element)) is not None
                    )
    return names


@dataclass(frozen=True, slots=True)
class _Comparison:
    names: Names

    def record(
        self,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        labels: FieldLabels,
        path: Path,
        where: tuple[str, ...],
    ) -> Iterator[Difference]:
        """Yield the differences between two states of one thing, those of its key last."""
        usual = [name for name in labels.labels if name in after or name in before]
        fields = dict.fromkeys([*usual, *after, *before])
        for name in sorted(fields, key=lambda each: each in labels.key):
            old, new, label = before.get(name), after.get(name), labels.label(name)
            if says_the_same(old, new):
                continue
            part, inside = labels.part(name), (*path, name)
            if _is_list(old, new):
                old, new = list(old or []), list(new or [])
                part = part.guessed([*old, *new])
                was, now = part.keyed(old), part.keyed(new)
                if was is not None and now is not None:
                    # Only what stands directly in a section is headed by the name of its list.
                    heading = where or (part.plural or label,)
                    yield from self.elements(was, now, part, inside, heading)
                    continue
            elif isinstance(old, Mapping) and isinstance(new, Mapping):
                yield from self.record(old, new, part, inside, (*where, part.called or label))
                continue
            yield Difference(
                path=inside,
                kind=ChangeKind.CHANGED,
                old=old,
                new=new,
                where=where or (label,),
                what=label,
                before=in_words(old, name, labels, self.names),
                after=in_words(new, name, labels, self.names),
            )

    def elements(
        self,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        part: FieldLabels,
        path: Path,
        where: tuple[str, ...],
    ) -> Iterator[Difference]:
        """Yield the differences between two states of a list, given by key."""
        was = _same_elements(old, new, part)

        def found(kind: ChangeKind, key: str, element: Any, **more: Any) -> Difference:
            if kind is not ChangeKind.MOVED:
                more["lines"] = described(element, part, self.names)
            return Difference(
                path=(*path, key),
                kind=kind,
                where=(*where, called(element, part, self.names)),
                **{"old": None, "new": None} | more,
            )

        for key in [key for key in old if key not in was.values()]:
            yield found(ChangeKind.REMOVED, key, old[key], old=old[key])
        places = {key: place for place, key in enumerate(old)}
        order = [was.get(key, key) for key in new]
        staying = _staying([places[was[key]] for key in new if key in was])
        for place, (key, element) in enumerate(new.items()):
            follows = tuple(reversed(order[:place]))
            if key not in was:
                yield found(ChangeKind.ADDED, key, element, new=element, follows=follows)
            elif (index := places[was[key]]) not in staying:
                moved = {"old": index + 1, "new": place + 1, "silent": not part.is_ordered}
                yield found(ChangeKind.MOVED, was[key], element, follows=follows, **moved)
        for key in (key for key in new if key in was):
            element = old[was[key]]
            at = (*where, called(element, part, self.names))
            yield from self.record(element, new[key], part, (*path, was[key]), at)


def _is_list(old: Any, new: Any) -> bool:
    """Return whether two values are states of a list of things; one of them may be missing."""
    present = [value for value in (old, new) if not is_empty(value)]
    return bool(present) and all(
        isinstance(value, (list, tuple)) and all(isinstance(each, Mapping) for each in value)
        for value in present
    )


def _same_elements(
    old: Mapping[str, Any], new: Mapping[str, Any], labels: FieldLabels
) -> dict[str, str]:
    """Return the old key of each element that was there before, by its new key."""
    was = {key: key for key in new if key in old}
    if labels.is_renamed:
        gone = [key for key in old if key not in new]
        come = [key for key in new if key not in old]
        likeness = sorted(
            (
                (-_likeness(old[one], new[other]), i, j)
                for i, one in enumerate(gone)
                for j, other in enumerate(come)
            )
        )
        for alike, i, j in likeness:
            if -alike >= SIMILAR and come[j] not in was and gone[i] not in was.values():
                was[come[j]] = gone[i]
    return was


def _likeness(one: Any, other: Any) -> float:
    """Return how much of two elements' texts is the same, 0 to 1."""
    old, new = _text(one).split(), _text(other).split()
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _text(value: Any) -> str:
    if isinstance(value, Mapping):  # in one order, whatever order a database keeps
        return " ".join(_text(value[name]) for name in sorted(value))
    if isinstance(value, (list, tuple)):
        return " ".join(map(_text, value))
    return "" if is_empty(value) else str(value)


def _staying(places: Sequence[int]) -> frozenset[int]:
    """Return the longest rising run of ``places``; all other elements have to move."""
    ends: list[int] = []
    chains: list[tuple[int, ...]] = []
    for place in places:
        length = bisect_left(ends, place)
        links = (*chains[length - 1], place) if length else (place,)
        ends[length : length + 1] = [place]
        chains[length : length + 1] = [links]
    return frozenset(chain.from_iterable(chains[-1:]))


class DoesNotApply(LookupError):
    """The document has no place for the difference; it was not changed."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(f"There is no place for “{difference.label}”. Nothing was changed.")


def apply(document: Mapping[str, Any], difference: Difference) -> dict[str, Any]:
    """Return ``document`` with one difference applied. Raises ``DoesNotApply``."""
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
    part = labels.part(name)
    if isinstance(inner, Mapping):
        return {**value, name: _record(inner, tuple(rest), part, difference)}
    if not isinstance(inner, (list, tuple)) and inner is not None:
        raise DoesNotApply(difference)
    return {**value, name: _elements(inner or [], tuple(rest), part, difference)}


def _elements(
    elements: Sequence[Any], path: Path, part: FieldLabels, difference: Difference
) -> list[Any]:
    key, *rest = path
    is_new = not rest and difference.kind is ChangeKind.ADDED
    labels = part.guessed([*elements, difference.new] if is_new else elements)
    keys = [labels.key_of(each) if isinstance(each, Mapping) else None for each in elements]
    changed = list(elements)
    if (key in keys) is is_new:
        raise DoesNotApply(difference)
    if is_new:
        changed.insert(_place(keys, difference.follows), difference.new)
        return changed
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
            name: _completed(older[name], newer[name], labels.part(name))
            if name in older and name in newer
            else older.get(name, newer.get(name))
            for name in [*older, *(name for name in newer if name not in older)]
        }
    if isinstance(older, (list, tuple)) and isinstance(newer, (list, tuple)):
        part = labels.guessed([*older, *newer])
        known, found = part.keyed(older), part.keyed(newer)
        if known is not None and found is not None:
            return [
                _completed(each, found[key], part) if key in found else each
                for key, each in known.items()
            ]
    return older
