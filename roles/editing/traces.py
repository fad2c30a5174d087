"""Keep which places of the draft each entry of the history changed, and what it left there.

By that the history tells whether an edition, or the draft of today, has a change.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model

from roles.draft.differences import differences
from roles.draft.field_labels import FieldLabels
from roles.draft.section import DraftSection, sections
from roles.draft.services import content_hash
from roles.draft.shapes import Data
from roles.draft.wording import ChangeKind
from roles.models import Trace

# The kind of a change, where it is in a document, and what it left there.
Change = tuple[str, Sequence[str], bool | int | str]
Rows = dict[str, Data]  # those of one list, in order, by primary key


@contextmanager
def traced(model: type[Model] | None) -> Iterator[None]:
    """Keep what the entries made in a ``with`` block about rows of ``model`` changed in the draft.

    Nobody else may write the draft meanwhile. Rows that are no list of a section leave no trace.
    """
    lists = {each.model: (s, name) for s in sections() for name, each in s.shapes.items()}
    if model not in lists:
        yield
        return
    section, name = lists[model]
    last = LogEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    before = _rows(section, name)
    yield
    kind = ContentType.objects.get_for_model(model)
    entries = list(LogEntry.objects.filter(pk__gt=last, content_type=kind))
    if not entries:
        return
    after = _rows(section, name)
    document = _document(section, name, after)
    # Compared backwards, because the keys in the paths are to be those of now.
    found = differences(document, _document(section, name, before))
    for entry in entries:
        pk = str(entry.object_id)
        key = section.labels.part(name).key_of((before | after)[pk]) or ""
        path = (section.name, name) if name in section.single else (section.name, name, key)
        places = [list(rows).index(pk) for rows in (before, after) if pk in rows]
        changes = {(e.kind, e.path) for e in found if e.path[: len(path)] == path}
        if len({*places}) == 2:  # also of rows that moved only because another one did
            changes.add((ChangeKind.MOVED, path))
        left = [(*each, _left(document, *each)) for each in sorted(changes)]
        if left:
            Trace.objects.create(entry=entry, changes=_without_rewritten(document, left))


def has(document: Mapping[str, Any], change: Change, *, before: Mapping[str, Any] | None) -> bool:
    """Return whether a document holds what a change left, unlike the edition ``before`` it."""
    kind, path, left = change
    return _left(document, kind, path) == left and (
        before is None or _left(before, kind, path) != left
    )


def _rows(section: DraftSection, name: str) -> Rows:
    return {str(pk): row for pk, [row] in section.shapes[name].collect("pk").items()}


def _document(section: DraftSection, name: str, rows: Rows) -> dict[str, Any]:
    """Return a document with nothing but the rows of one list."""
    found: Any = list(rows.values())
    if name in section.single:
        found = found[0] if found else None
    return {"sections": {section.name: {name: found}}}


def _left(document: Mapping[str, Any], kind: str, path: Sequence[str]) -> bool | int | str:
    """Return what is at a path: the place of what was moved, from 1 on, and a hash of a field.

    Of what was added or removed, whether it is there.
    """
    value, labels = _at(document, path[:-1])
    if kind == ChangeKind.CHANGED:
        field = value.get(path[-1]) if isinstance(value, Mapping) else None
        return content_hash({"field": field})
    keys = [*_keyed(value, labels)]
    is_there = path[-1] in keys
    return keys.index(path[-1]) + 1 if is_there and kind == ChangeKind.MOVED else is_there


def _at(document: Mapping[str, Any], path: Sequence[str]) -> tuple[Any, FieldLabels]:
    """Return the value at a path, ``None`` if there is nothing, and its labels."""
    value: Any = document["sections"]
    labels = FieldLabels(parts={each.name: each.labels for each in sections()})
    for name in path:
        if isinstance(value, Mapping):
            value, labels = value.get(name), labels.part(name)
        else:
            value = _keyed(value, labels).get(name)
    return value, labels


def _keyed(value: Any, labels: FieldLabels) -> Mapping[str, Any]:
    """Return the elements of a list by their keys; none of anything else."""
    elements = value if isinstance(value, (list, tuple)) else ()
    return labels.guessed(elements).keyed(elements) or {}


def _without_rewritten(document: Mapping[str, Any], changes: Sequence[Change]) -> list[Change]:
    """Leave out removed parts that are known by a text, where the list gained others.

    A text that was rewritten is found as one part removed and one added.
    """
    gained = {path[:-1] for _, path, left in changes if left is True}
    return [
        (kind, path, left)
        for kind, path, left in changes
        if left or path[:-1] not in gained or not _at(document, path[:-1])[1].is_renamed
    ]
