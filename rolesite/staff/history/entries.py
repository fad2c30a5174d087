"""Read the history of the desk from Django's log, which keeps an entry for each action for ever."""

import datetime as dt
import functools
import operator
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse

from roles.draft.services import draft_document
from roles.editing.traces import Change, frozen_editions, has
from roles.publishing.services import document_of, scheduled_edition
from roles.snapshot.editions import EditionKey

SIGNED_IN = "Signed in"
SEES_ALL = "admin.view_logentry"
PEOPLE = ("auth.user", "auth.group")
EDITIONS = ("roles.edition",)
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
    rows = LogEntry.objects.select_related("user", "content_type", "trace").order_by(
        "-action_time", "-pk"
    )
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
    """Return entries in words, with links to what ``reader`` may see, and what ``_since`` says."""
    page = list(entries)
    same = LogEntry.objects.filter(object_id__in={entry.object_id for entry in page})
    gone = set(same.filter(action_flag=DELETION).values_list("content_type_id", "object_id"))
    editions = frozen_editions()
    waiting = scheduled_edition()
    draft = functools.cache(draft_document)
    rows = []
    for entry in page:
        kind = entry.content_type
        label = f"{kind.app_label}.{kind.model}" if kind else ""
        is_gone = (entry.content_type_id, entry.object_id) in gone
        url = "" if is_gone or not _may_view(reader, label) else entry.get_admin_url()
        changes = entry.trace.changes if hasattr(entry, "trace") else ()
        since = _since(entry, changes, editions, draft, reader) if changes else {}
        if waiting:
            since |= {"is_waiting": since.get("number") == waiting.number}
        rows.append({"log": entry, "text": _text(entry, label), "url": url or "", "since": since})
    return rows


@functools.lru_cache(maxsize=8)
def _document(key: EditionKey) -> dict[str, Any]:
    return document_of(key.number)


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


def _since(
    entry: LogEntry,
    changes: Sequence[Change],
    editions: Sequence[tuple[dt.datetime, EditionKey, int]],
    draft: Callable[[], dict[str, Any]],
    reader: Reader,
) -> dict[str, Any]:
    """Return ``number`` and ``url`` of the first edition with a change, if one has it yet.

    ``is_taken_back`` is true before any had it; ``is_in_part`` if only some of it was taken back.
    """
    place = bisect_left(editions, entry.action_time, key=operator.itemgetter(0))
    _, key, pk = (*editions, (None, None, None))[place]
    now = _document(key) if key else draft()
    before = _document(editions[place - 1][1]) if place else None
    there = [has(now, each, before=before) for each in changes]
    if not any(there):
        return {"is_taken_back": True}
    since = {"is_taken_back": False, "is_in_part": not all(there)}
    if key is None:
        return since
    may_view = _may_view(reader, EDITIONS[0])
    url = reverse("admin:roles_edition_change", args=[pk]) if may_view else ""
    return since | {"number": key.number, "url": url}
