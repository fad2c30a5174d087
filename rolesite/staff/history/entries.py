"""The history of the desk: Django's log, which keeps one entry for each action, for ever."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from roles.models import Edition
from rolesite.staff.groups import DRAFT

SIGNED_IN = "Signed in"
SEES_ALL = "admin.view_logentry"
PEOPLE = ("auth.user", "auth.group")
EDITIONS = ("roles.edition",)
# What entries say that put the draft, or one thing in it, back to what it was.
UNDOES_ONE = "Discarded a change of the draft."
UNDOES = ("Discarded ", "Restored edition ")
# How entries tell of parts, in small letters, and each field in such a sentence.
PART = re.compile(r"(?P<verb>in|added|deleted) [^“]*“(?P<name>.+?)”[.:]\s*(?P<rest>.*)")
FIELD = re.compile(r"(?:^|\. )([^:.]+(?:: | changed)[^.]*)")
QUOTED = re.compile(r".*“(.+)”$")

# What may be asked for, by the word in the address.
KINDS = {
    "content": "Changes of the draft",
    "editions": "Editions",
    "people": "Accounts, groups and second factors",
    "sign-ins": "Sign-ins",
}


@dataclass(frozen=True, slots=True)
class Since:
    """Where a change of the draft came out: the first edition with it, or none so far."""

    number: int | None = None
    url: str = ""
    is_discarded: bool = False
    is_in_part: bool = False  # some of what was saved together was discarded


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One entry in words. ``url`` leads to the row, where it still is and may be seen; ``since``
    is None for what is no part of the draft."""

    at: dt.datetime
    who: str
    kind: str
    name: str
    text: str
    url: str
    since: Since | None


def may_see(user: User | AnonymousUser) -> bool:
    """Whether somebody may open the history at all: who may see any kind of row."""
    return user.is_superuser or any(".view_" in name for name in user.get_all_permissions())


def entries_for(user: User | AnonymousUser) -> QuerySet[LogEntry]:
    """What somebody may see of the history: all of it, or that of the rows she may see."""
    rows = LogEntry.objects.select_related("user", "content_type").order_by("-action_time", "-pk")
    return rows if user.has_perm(SEES_ALL) else rows.filter(content_type__in=_own_types(user))


def _own_types(user: User | AnonymousUser) -> list[int]:
    """The kinds of rows that somebody may see."""
    models = {name.partition(".view_")[::2] for name in user.get_all_permissions() if "." in name}
    return [each.pk for each in ContentType.objects.all() if (each.app_label, each.model) in models]


def of_kind(rows: QuerySet[LogEntry], kind: str) -> QuerySet[LogEntry]:
    """The entries of one of ``KINDS``."""
    signed_in = Q(change_message__startswith=SIGNED_IN, content_type__app_label="auth")
    if kind == "sign-ins":
        return rows.filter(signed_in)
    if kind == "people":
        return rows.filter(_of(PEOPLE)).exclude(signed_in)
    if kind == "editions":
        return rows.filter(_of(EDITIONS))
    return rows.exclude(_of((*PEOPLE, *EDITIONS)))


def _of(labels: Sequence[str]) -> Q:
    wanted = Q(pk__in=())
    for label in labels:
        app, model = label.split(".")
        wanted |= Q(content_type__app_label=app, content_type__model=model)
    return wanted


def people_in(rows: QuerySet[LogEntry]) -> list[tuple[int, str]]:
    """Who stands in these entries, by number and name."""
    found = rows.order_by("user__username").values_list("user_id", "user__username").distinct()
    return [(number, name) for number, name in found]


def history_rows(entries: Iterable[LogEntry], reader: User | AnonymousUser) -> list[HistoryRow]:
    """Entries in words, with links to what ``reader`` may see: two queries, however many."""
    page = list(entries)
    others = list(
        LogEntry.objects.filter(
            Q(action_flag=DELETION, object_id__in={entry.object_id for entry in page})
            | _of(EDITIONS)
        ).select_related("content_type")
    )
    gone = {(e.content_type_id, e.object_id) for e in others if e.action_flag == DELETION}
    past = _Past.of([e for e in others if e.content_type and e.content_type.model == "edition"])
    return [_row(entry, reader, gone, past) for entry in page]


@dataclass(frozen=True, slots=True)
class _Past:
    """When each edition that is public was frozen, in order, and what was discarded when."""

    editions: Sequence[tuple[dt.datetime, int, int]]
    discards: Sequence[tuple[dt.datetime, str]]

    @classmethod
    def of(cls, entries: Iterable[LogEntry]) -> _Past:
        frozen: dict[str | None, dt.datetime] = {}
        discards = []
        for entry in entries:
            if entry.action_flag == ADDITION:  # one that is scheduled is frozen long before
                frozen[entry.object_id] = entry.action_time
            elif entry.change_message.startswith(UNDOES):
                discards.append((entry.action_time, entry.change_message))
        rows = Edition.objects.filter(Q(published_at__lte=timezone.now()) | Q(is_scheduled=False))
        editions = [
            (frozen.get(str(pk), at), number, pk)
            for at, number, pk in rows.values_list("published_at", "number", "pk")
        ]
        return cls(sorted(editions), discards)

    def discarded(self, entry: LogEntry, until: dt.datetime | None) -> list[bool]:
        """For each thing that an entry tells, whether it was taken back before ``until``, or ever.

        A whole draft takes back all, a single change what it names.
        """
        later = [
            said for at, said in self.discards if at > entry.action_time and _is_before(at, until)
        ]
        if any(not said.startswith(UNDOES_ONE) for said in later):
            return [True]
        changes = [said.removeprefix(UNDOES_ONE).strip().casefold() for said in later]
        return [
            any(_names(each, entry.object_repr.casefold(), part, told) for each in changes)
            for part, told in _told_in(entry.get_change_message().casefold())
        ]


def _is_before(at: dt.datetime, until: dt.datetime | None) -> bool:
    return until is None or at < until


def _told_in(message: str) -> list[tuple[str, str]]:
    """Each thing that a message tells: in which part, if in one, and the field or what was done."""
    found = []
    for line in message.split("\n"):
        if (part := PART.match(line)) is None:
            found.append(("", line))
        elif part["verb"] == "in":
            found += [(part["name"], told) for told in FIELD.findall(part["rest"])]
        else:
            found.append((part["name"], "added" if part["verb"] == "added" else "removed"))
    return found


def _names(change: str, row: str, part: str, told: str) -> bool:
    """Whether a discarded change is what an entry tells of a row, or of a part of it.

    Changes name things as the edition does: a row by the old name, a part by its own name alone.
    """
    place, _, what = change.partition(": ")
    whose, *inner = place.split(" › ")
    if not part:
        field, _, values = told.partition(": ")
        field = field.partition(" changed")[0]
        before = values.partition(" → ")[0]
        return not inner and whose in (row, before) and _is_of(what, field)
    name = part.rstrip("…")
    element = QUOTED.sub(r"\1", inner[-1]) if inner else ""
    field = re.split(r": | changed", told)[0]
    is_part = bool(element) and (name in element or element in name)
    return is_part and (what == told or _is_of(what, field))


def _is_of(what: str, field: str) -> bool:
    """Whether a change says of a field its values, or that it changed."""
    return what == f"{field} changed" or (what.startswith(f"{field} ") and " → " in what)


def _row(
    entry: LogEntry,
    reader: User | AnonymousUser,
    gone: Collection[tuple[int | None, str | None]],
    past: _Past,
) -> HistoryRow:
    kind = entry.content_type
    label = f"{kind.app_label}.{kind.model}" if kind else ""
    is_there = (entry.content_type_id, entry.object_id) not in gone
    return HistoryRow(
        at=entry.action_time,
        who=entry.user.get_username(),
        kind=capfirst(kind.name) if kind else "",
        name=entry.object_repr,
        text=_text(entry, label),
        url=(entry.get_admin_url() or "") if is_there and _may_view(reader, label) else "",
        since=_since(entry, past, reader) if label in DRAFT else None,
    )


def _may_view(reader: User | AnonymousUser, label: str) -> bool:
    app, _, model = label.partition(".")
    return bool(model) and reader.has_perm(f"{app}.view_{model}")


def _text(entry: LogEntry, label: str) -> str:
    message = entry.get_change_message()
    if label in EDITIONS and entry.action_flag == ADDITION:
        return f"Published: {message}" if message else "Published."
    if message:
        return message
    return {ADDITION: "Added.", DELETION: "Deleted."}.get(entry.action_flag, "Changed.")


def _since(entry: LogEntry, past: _Past, reader: User | AnonymousUser) -> Since:
    place = bisect_left(past.editions, entry.action_time, key=itemgetter(0))
    frozen, number, pk = (*past.editions, (None, None, None))[min(place, len(past.editions))]
    discarded = past.discarded(entry, frozen)
    if discarded and all(discarded):
        return Since(is_discarded=True)
    if number is None:
        return Since(is_in_part=any(discarded))
    may_view = _may_view(reader, EDITIONS[0])
    url = reverse("admin:roles_edition_change", args=[pk]) if may_view else ""
    return Since(number, url, is_in_part=any(discarded))
