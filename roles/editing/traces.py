"""Keep which places of the draft each entry of the history changed, and what it left there.

By that the history tells whether an edition, or the draft of today, has a change.
"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model

from roles.draft.differences import differences
from roles.draft.field_labels import FieldLabels
from roles.draft.section import DraftSection, sections
from roles.draft.services import content_hash
from roles.draft.shapes import Data
from roles.draft.wording import ChangeKind, Difference
from roles.models import Edition, Trace
from roles.snapshot.editions import EditionKey

# The name of a field, or the key of an element. One that got other keys before an edition froze it
# has all of them, the newest last.
Step = str | Sequence[str]
# The kind of a change, where it is in a document, and what it left there.
Change = tuple[str, Sequence[Step], bool | str | list[str]]
# The list of an element, its old key and its new one.
Rename = tuple[Sequence[str], str, str]
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
    labels = section.labels.part(name)
    old_keys = {pk: labels.key_of(row) for pk, row in before.items() if pk in after}
    new_keys = {pk: labels.key_of(after[pk]) for pk in old_keys}
    rekeyed = {
        pk: row | {key: after[pk][key] for key in labels.key} if pk in after else row
        for pk, row in before.items()
    }
    document = _document(section, name, after)
    # Compared backwards, because the keys in the paths are to be those of now.
    found = differences(document, _document(section, name, rekeyed))
    renames: list[Rename] = [
        ((section.name, name), old, new_keys[pk] or "")
        for pk, old in old_keys.items()
        if old and old != new_keys[pk]
    ]
    _follow(renames + _renamed_parts(document, found))
    for entry in entries:
        pk = str(entry.object_id)
        key = labels.key_of((before | after)[pk]) or ""
        path = (section.name, name) if name in section.single else (section.name, name, key)
        places = [list(rows).index(pk) for rows in (before, after) if pk in rows]
        changes = {(e.kind, e.path) for e in found if e.path[: len(path)] == path}
        if len({*places}) == 2:  # also of rows that moved only because another one did
            changes.add((ChangeKind.MOVED, path))
        if pk in old_keys:
            own = [each for each in labels.key if before[pk][each] != after[pk][each]]
            changes |= {(ChangeKind.CHANGED, (*path, each)) for each in own}
        left = [(*each, _left(document, *each)) for each in sorted(changes)]
        if left:
            Trace.objects.create(entry=entry, changes=[*_rewritten(document, left)])


def has(document: Mapping[str, Any], change: Change, *, before: Mapping[str, Any] | None) -> bool:
    """Return whether a document holds what a change left, unlike the edition ``before`` it."""
    return _holds(document, change) and (before is None or not _holds(before, change))


def frozen_editions() -> list[tuple[dt.datetime, EditionKey, int]]:
    """Return when each edition was frozen, which it is and its primary key, in order.

    One that is scheduled is frozen long before it is public.
    """
    kind = ContentType.objects.get_for_model(Edition)
    made = LogEntry.objects.filter(content_type=kind, action_flag=ADDITION)
    frozen = dict(made.values_list("object_id", "action_time"))
    rows = Edition.objects.values_list("published_at", "number", "content_hash", "pk")
    return sorted(
        (frozen.get(str(pk), at), EditionKey(number, content_hash), pk)
        for at, number, content_hash, pk in rows
    )


def _renamed_parts(document: Mapping[str, Any], found: Iterable[Difference]) -> list[Rename]:
    """Return the parts known by a text that was rewritten so that they are still the same ones."""
    renames: list[Rename] = []
    for each in found:
        labels = _at(document, each.path[:-2])[1]
        if each.kind == ChangeKind.CHANGED and labels.is_renamed and labels.key == each.path[-1:]:
            renames.append((each.path[:-2], str(each.new), str(each.old)))
    return renames


def _follow(renames: Sequence[Rename]) -> None:
    """Add new keys to the paths of what changed since the last edition was frozen."""
    if not renames:
        return
    traces = Trace.objects.all()
    if frozen := frozen_editions():
        traces = traces.filter(entry__action_time__gt=frozen[-1][0])
    for trace in traces:
        changes = [(kind, _followed(path, renames), left) for kind, path, left in trace.changes]
        if any(old[1] != path for old, (_, path, _) in zip(trace.changes, changes, strict=True)):
            trace.changes = changes
            trace.save(update_fields=["changes"])


def _followed(path: Sequence[Step], renames: Iterable[Rename]) -> list[Step]:
    path = list(path)
    for place, old, new in renames:
        at = len(place)
        is_below = all(one in _keys(other) for one, other in zip(place, path, strict=False))
        if len(path) > at and is_below and old in _keys(path[at]):
            path[at] = [*(key for key in _keys(path[at]) if key != new), new]
    return path


def _keys(step: Step) -> Sequence[str]:
    return (step,) if isinstance(step, str) else step


def _newest(step: Step, keys: Container[str]) -> str | None:
    """Return the newest key of a step that is among ``keys``, if one is."""
    return next((key for key in reversed(_keys(step)) if key in keys), None)


def _rows(section: DraftSection, name: str) -> Rows:
    return {str(pk): row for pk, [row] in section.shapes[name].collect("pk").items()}


def _document(section: DraftSection, name: str, rows: Rows) -> dict[str, Any]:
    """Return a document with nothing but the rows of one list."""
    found: Any = list(rows.values())
    if name in section.single:
        found = found[0] if found else None
    return {"sections": {section.name: {name: found}}}


def _left(document: Mapping[str, Any], kind: str, path: Sequence[Step]) -> bool | str | list[str]:
    """Return what is at a path: the keys of a list where one was moved, and a hash of a field.

    Of what was added or removed, whether it is there.
    """
    value, labels = _at(document, path[:-1])
    if kind == ChangeKind.CHANGED:
        field = value.get(path[-1]) if isinstance(value, Mapping) else None
        return content_hash({"field": field})
    keys = [*_keyed(value, labels)]
    is_there = _newest(path[-1], keys) is not None
    return keys if is_there and kind == ChangeKind.MOVED else is_there


def _holds(document: Mapping[str, Any], change: Change) -> bool:
    """Return whether a document has what a change left.

    What was moved is where it was left as long as the same elements precede it; those that only
    one of both lists has do not count.
    """
    kind, path, left = change
    now = _left(document, kind, path)
    if not isinstance(left, list) or not isinstance(now, list):
        return now == left
    fronts = []
    for keys, others in ((now, left), (left, now)):
        front = keys[: keys.index(_newest(path[-1], keys) or "")]
        fronts.append({*front} & {*others})
    return fronts[0] == fronts[1]


def _at(document: Mapping[str, Any], path: Sequence[Step]) -> tuple[Any, FieldLabels]:
    """Return the value at a path, ``None`` if there is nothing, and its labels."""
    value: Any = document["sections"]
    labels = FieldLabels(parts={each.name: each.labels for each in sections()})
    for step in path:
        if isinstance(step, str) and isinstance(value, Mapping):
            value, labels = value.get(step), labels.part(step)
        else:
            keyed = _keyed(value, labels)
            value = keyed.get(_newest(step, keyed) or "")
    return value, labels


def _keyed(value: Any, labels: FieldLabels) -> Mapping[str, Any]:
    """Return the elements of a list by their keys; none of anything else."""
    elements = value if isinstance(value, (list, tuple)) else ()
    return labels.guessed(elements).keyed(elements) or {}


def _rewritten(document: Mapping[str, Any], changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes, with the new text in the place of a removed part and an added one.

    That is how a text by which a part is known is found, if little of it stayed.
    """
    gained, lost = (
        {tuple(path[:-1]) for _, path, left in changes if left is is_there}
        for is_there in (True, False)
    )
    for kind, path, left in changes:
        labels = _at(document, path[:-1])[1]
        if not (labels.is_renamed and isinstance(left, bool) and tuple(path[:-1]) in gained & lost):
            yield kind, path, left
        elif left:
            place = (*path, *labels.key)
            yield ChangeKind.CHANGED, place, _left(document, ChangeKind.CHANGED, place)
