"""Read the history of the desk from Django's log, which keeps an entry for each action for ever."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse

from roles.draft.differences import differences
from roles.editing.changes import UNCHANGED
from roles.editing.pages import IMPORTED
from roles.models import Edition
from roles.publishing.services import document_of
from roles.snapshot.editions import EditionKey
from rolesite.staff.groups import DRAFT
from rolesite.staff.history.told import (
    ADDED,
    REMOVED,
    is_back,
    is_named,
    is_replaced,
    names_of,
    things_in,
    touches,
)

SIGNED_IN = "Signed in"
SEES_ALL = "admin.view_logentry"
PEOPLE = ("auth.user", "auth.group")
EDITIONS = ("roles.edition",)
# What entries say that put the draft, or one thing in it, back to what it was.
UNDOES_ONE = "Discarded a change of the draft."
UNDOES = ("Discarded ", "Restored edition ", IMPORTED)
SHOWN_LINES = 40  # of one entry: an import may name more changes

# What may be asked for, by the word in the address.
KINDS = {
    "content": "Changes of the draft",
    "editions": "Editions",
    "people": "Accounts, groups and second factors",
    "sign-ins": "Sign-ins",
}


Reader = User | AnonymousUser


def may_see(user: Reader) -> bool:
    """Return whether a user may open the history: those who may see any kind of row."""
    return user.is_superuser or any(".view_" in name for name in user.get_all_permissions())


def entries_for(user: Reader) -> QuerySet[LogEntry]:
    """Return the entries that a user may see: all of them, or those of rows that they may see."""
    rows = LogEntry.objects.select_related("user", "content_type").order_by("-action_time", "-pk")
    return rows if user.has_perm(SEES_ALL) else rows.filter(content_type__in=_own_types(user))


def _own_types(user: Reader) -> list[int]:
    models = {name.partition(".view_")[::2] for name in user.get_all_permissions() if "." in name}
    return [each.pk for each in ContentType.objects.all() if (each.app_label, each.model) in models]


def of_kind(rows: QuerySet[LogEntry], kind: str) -> QuerySet[LogEntry]:
    signed_in = Q(change_message__startswith=SIGNED_IN, content_type__app_label="auth")
    wanted = {
        "content": ~_of((*PEOPLE, *EDITIONS)),
        "editions": _of(EDITIONS),
        "people": _of(PEOPLE) & ~signed_in,
        "sign-ins": signed_in,
    }
    return rows.filter(wanted[kind])


def _of(labels: Sequence[str]) -> Q:
    places = (label.split(".") for label in labels)
    each = (Q(content_type__app_label=app, content_type__model=model) for app, model in places)
    return functools.reduce(operator.or_, each)


def people_in(rows: QuerySet[LogEntry]) -> list[tuple[int, str]]:
    """Return the users in these entries, as primary key and name."""
    found = rows.order_by("user__username").values_list("user_id", "user__username").distinct()
    return list(found)


def history_rows(entries: Iterable[LogEntry], reader: Reader) -> list[dict[str, Any]]:
    """Return entries in words, with links to what ``reader`` may see: two queries in all.

    ``since`` holds what ``_since`` says, nothing for an entry that is not about the draft.
    """
    page = list(entries)
    same = Q(object_id__in={entry.object_id for entry in page})
    again = Q(action_flag=ADDITION, object_repr__in={entry.object_repr for entry in page})
    past = _Past.of(LogEntry.objects.filter(same | again | _of(EDITIONS)).order_by("pk"))
    return [_history_row(entry, reader, past) for entry in page]


@dataclass(frozen=True, slots=True)
class _Past:
    """What happened to the draft, in order of time: other entries are in ``rows``.

    ``editions`` holds when each public one was frozen, ``discards`` what was put back and when.
    """

    editions: Sequence[tuple[dt.datetime, EditionKey, int]]
    discards: Sequence[tuple[dt.datetime, str]]
    rows: Sequence[LogEntry] = ()

    @classmethod
    def of(cls, entries: Iterable[LogEntry]) -> _Past:
        frozen: dict[str | None, dt.datetime] = {}
        discards, others = [], []
        kind = ContentType.objects.get_for_model(Edition).pk
        for entry in entries:
            if entry.content_type_id != kind:
                others.append(entry)
            elif entry.action_flag == ADDITION:  # one that is scheduled is frozen long before
                frozen[entry.object_id] = entry.action_time
            elif entry.change_message.startswith(UNDOES):
                discards.append((entry.action_time, entry.change_message))
        rows = Edition.objects.public()
        editions = [
            (frozen.get(str(pk), at), EditionKey(number, content_hash), pk)
            for at, number, content_hash, pk in rows.values_list(
                "published_at", "number", "content_hash", "pk"
            )
        ]
        return cls(sorted(editions), discards, others)

    def is_gone(self, entry: LogEntry) -> bool:
        return any(
            each.action_flag == DELETION
            and (each.content_type_id, each.object_id) == (entry.content_type_id, entry.object_id)
            for each in self.rows
        )

    def taken_back(self, entry: LogEntry, until: dt.datetime | None) -> list[bool]:
        """Return for each thing in an entry whether it was undone before ``until``, or ever.

        Discarding or importing undoes what it names, restoring an edition undoes everything. So do
        later entries of the same row, and one that puts back what there was before.
        """
        undone = [
            said for at, said in self.discards if at > entry.action_time and _is_before(at, until)
        ]
        if any(not said.startswith((UNDOES_ONE, IMPORTED)) for said in undone):
            return [True]
        changes = [change for said in undone for change in _changes_in(said)]
        start = max((at for at, *_ in self.editions if at < entry.action_time), default=None)
        around = [each for each in self.rows if _is_same_row(each, entry)]
        earlier = [
            e for e in around
            if e.action_time < entry.action_time and (start is None or start < e.action_time)
        ]  # fmt: skip
        later = [
            e
            for e in around
            if e.action_time > entry.action_time and _is_before(e.action_time, until)
        ]
        names = names_of(entry, around)
        contained = self.changes_in(until)
        return [
            is_named(thing, names, changes)
            or is_replaced(thing, later)
            or is_back(thing, earlier)
            or (contained is not None and not touches(thing, names, contained))
            for thing in things_in(entry)
        ]

    def changes_in(self, frozen: dt.datetime | None) -> tuple[str, ...] | None:
        """Return what the edition frozen then changed; ``None`` without one or for the first."""
        times = [at for at, *_ in self.editions]
        place = times.index(frozen) if frozen in times else 0
        if not place:
            return None
        return _changes_between(self.editions[place - 1][1], self.editions[place][1])


@functools.lru_cache(maxsize=64)
def _changes_between(before: EditionKey, after: EditionKey) -> tuple[str, ...]:
    """Return the changes between two editions, worded as in lists of differences; cached."""
    found = differences(document_of(before.number), document_of(after.number))
    return tuple(each.label.casefold() for each in found)


def _changes_in(said: str) -> list[str]:
    """Return the changes that an entry undoes, worded as in lists of differences.

    Importing a removal undoes that something was added, and the other way round.
    """
    if said.startswith(UNDOES_ONE):
        return [said.removeprefix(UNDOES_ONE).strip().casefold()]
    other = {ADDED: REMOVED, REMOVED: ADDED}
    lines = [line.casefold().rpartition(": ") for line in said.split("\n")[1:]]
    return [f"{place}: {other.get(what, what)}" for place, _, what in lines]


def _is_before(at: dt.datetime, until: dt.datetime | None) -> bool:
    return until is None or at < until


def _is_same_row(one: LogEntry, other: LogEntry) -> bool:
    """Return whether two entries are about the same row, or one added again under the same name."""
    if one.content_type_id != other.content_type_id:
        return False
    is_again = one.action_flag == ADDITION and other.action_flag == DELETION
    return one.object_id == other.object_id or (is_again and one.object_repr == other.object_repr)


def _history_row(entry: LogEntry, reader: Reader, past: _Past) -> dict[str, Any]:
    kind = entry.content_type
    label = f"{kind.app_label}.{kind.model}" if kind else ""
    sees = _may_view(reader, label)
    is_told = label in DRAFT and entry.get_change_message() != UNCHANGED
    return {
        "log": entry,
        "text": _text(entry, label),
        "url": (entry.get_admin_url() or "") if sees and not past.is_gone(entry) else "",
        "since": _since(entry, past, reader) if is_told else {},
    }


def _may_view(reader: Reader, label: str) -> bool:
    app, _, model = label.partition(".")
    return bool(model) and reader.has_perm(f"{app}.view_{model}")


def _text(entry: LogEntry, label: str) -> str:
    message = entry.get_change_message()
    if label in EDITIONS and entry.action_flag == ADDITION:
        return f"Published: {message}" if message else "Published."
    if message:
        lines = message.split("\n")
        more = [f"And {len(lines) - SHOWN_LINES} more."] if len(lines) > SHOWN_LINES else []
        return "\n".join([*lines[:SHOWN_LINES], *more])
    return {ADDITION: "Added.", DELETION: "Deleted."}.get(entry.action_flag, "Changed.")


def _since(entry: LogEntry, past: _Past, reader: Reader) -> dict[str, Any]:
    """Return ``number`` and ``url`` of the first edition with a change, if one has it yet.

    ``is_taken_back`` is true before any had it; ``is_in_part`` if only some of it was taken back.
    """
    place = bisect_left(past.editions, entry.action_time, key=operator.itemgetter(0))
    frozen, key, pk = (*past.editions, (None, None, None))[min(place, len(past.editions))]
    taken = past.taken_back(entry, frozen)
    if taken and all(taken):
        return {"is_taken_back": True}
    since = {"is_taken_back": False, "is_in_part": any(taken)}
    if key is None:
        return since
    may_view = _may_view(reader, EDITIONS[0])
    url = reverse("admin:roles_edition_change", args=[pk]) if may_view else ""
    return since | {"number": key.number, "url": url}
