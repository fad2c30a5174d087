"""Read editions: which one is current, its frozen values, and the shapes documents have had.

An edition is parsed once per process and kept; asking which edition is current costs one small
query. When the database is away, the last edition this process saw stays current, so that
public pages remain available.

The steps between shapes are never changed, as old editions stay readable for ever. A new shape
raises ``SCHEMA`` and adds a step from the one before.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self, TypeVar

from django.db import InterfaceError, OperationalError
from pydantic import BaseModel

from roles.models import Edition
from roles.models.edition import EditionQuerySet
from roles.snapshot.base import Value
from roles.snapshot.certificates import Certification
from roles.snapshot.values import Role, RolePair, RolesSection

Document = dict[str, Any]

SCHEMA = 2
# How long after it was read a fact of the first schema is due again, in days.
CHECKED_AGAIN_AFTER = 180


def upgraded(document: Mapping[str, Any]) -> Document:
    """Return a document of any known schema in the shape of the newest one. Raises ValueError."""
    number = document["schema"]
    if number not in range(1, SCHEMA + 1):
        raise ValueError(f"Schema {number!r} is unknown. Known: 1 to {SCHEMA}.")
    for old in range(number, SCHEMA):
        document = {**STEPS[old](document), "schema": old + 1}
    return dict(document)


def _with_facts(document: Mapping[str, Any]) -> Document:
    """Turn the texts about an exam, which had one source for all, into a fact each (1 to 2)."""
    sections = dict(document["sections"])
    roles = dict(sections["roles"])
    roles["certifications"] = [_certification(each) for each in roles.get("certifications", ())]
    roles["roles"] = [
        {
            **role,
            "facts": [_fact(each) for each in role.get("facts", ())],
            "sources": [_renamed(e, checked_on="read_on") for e in role.get("sources", ())],
        }
        for role in roles["roles"]
    ]
    return {**document, "sections": {**sections, "roles": roles}}


def _certification(old: Mapping[str, Any]) -> Document:
    texts = ("prerequisites", "exam", "renewal", "disputed")
    source = ("source", "source_url", "confidence", "checked_on")
    new = {key: value for key, value in old.items() if key not in (*texts, *source)}
    where = {key: old[key] for key in source if key in old}
    if where["confidence"] == "disputed":
        where["confidence"] = "medium"  # it was said of all texts; one of them has both readings
    kinds = {"prerequisites": "requirements", "disputed": "note"}
    facts = [
        _fact({"kind": kinds.get(key, key), "statement": old[key], **where})
        for key in texts
        if old.get(key)
    ]
    routes = [_renamed(each, also="check_yourself") for each in old.get("routes", ())]
    goals = {"agile_cert": "agile_teams", "pm_cert": "manage_projects"}
    goal = goals.get(old["category"], "technical_depth")
    return {**new, "goal": goal, "routes": routes, "facts": facts}


def _renamed(old: Mapping[str, Any], **names: str) -> Document:
    return {names.get(key, key): value for key, value in old.items()}


def _fact(old: Mapping[str, Any]) -> Document:
    new = _renamed(old, checked_on="read_on")
    day = dt.date.fromisoformat(new["read_on"]) + dt.timedelta(days=CHECKED_AGAIN_AFTER)
    sure = {"good": "high"}
    if new.get("kind") == "pay":  # a sentence without a figure of its own
        new["kind"] = "note"
    return {
        **new,
        "confidence": sure.get(new["confidence"], new["confidence"]),
        "check_again_on": day.isoformat(),
    }


STEPS: Mapping[int, Callable[[Mapping[str, Any]], Document]] = {1: _with_facts}


# Attempts pin old editions; a process keeps the ones that are in use.
KEPT_EDITIONS = 32
# What each section of a document is parsed into; apps add theirs at start-up.
VALUES: dict[str, type[Value]] = {}

S = TypeVar("S", bound=BaseModel)


class EditionKey(NamedTuple):
    """What identifies an edition: its number and content hash."""

    number: int
    content_hash: str


class UnknownEdition(LookupError):
    """No edition has this number. ``latest`` is the highest there is, or ``None``."""

    def __init__(self, number: int, latest: int | None) -> None:
        self.number = number
        self.latest = latest
        legal = f"1 to {latest}" if latest else "none yet: publish one first"
        super().__init__(f"There is no edition {number}. Editions: {legal}.")


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """All frozen values of one edition (or of the draft, whose number is 0).

    Compared and hashed by identity, so that what is derived from one can be cached by it.
    """

    number: int = 0
    content_hash: str = ""
    note: str = ""
    published_at: dt.datetime | None = None
    sections: Mapping[str, BaseModel] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition) -> Self:
        """Return the values of an edition, parsed again at each call."""
        sections = parse_document(edition.document)
        at = edition.published_at
        return cls(edition.number, edition.content_hash, edition.note, at, sections)

    def section(self, name: str, expected: type[S]) -> S:
        """Return the section ``name``. Raises ``TypeError`` if it is not an ``expected``."""
        values = self.sections[name]
        if not isinstance(values, expected):
            raise TypeError(
                f"Section {name!r} is a {type(values).__name__}, not a {expected.__name__}."
            )
        return values

    @property
    def roles(self) -> RolesSection:
        """All that the site shows of roles."""
        return self.section("roles", RolesSection).on_site

    @property
    def quiz_roles(self) -> RolesSection:
        """The same, with those roles alone that the quiz scores and names."""
        return self.section("roles", RolesSection).in_quiz

    def role(self, slug: str) -> Role | None:
        """Return the role with this slug or ``None``; of a draft, also one not on the site."""
        section = self.section("roles", RolesSection)
        roles = section.on_site.roles if self.number else section.roles
        return next((role for role in roles if role.slug == slug), None)

    def certification(self, slug: str) -> Certification:
        """Return the certificate with this slug. Raises ``KeyError``."""
        for certification in self.roles.certifications:
            if certification.slug == slug:
                return certification
        raise KeyError(slug)

    def pair(self, one: str, other: str) -> RolePair | None:
        """Return what editors say about two roles, in either order, or ``None``."""
        return next((p for p in self.roles.pairs if {p.first, p.second} == {one, other}), None)


def parse_document(document: Mapping[str, Any]) -> dict[str, BaseModel]:
    """Return the values of the sections in a document. Raises ``ValueError`` for its schema."""
    document = upgraded(document)
    return {
        name: value.model_validate(document["sections"][name])
        for name, value in VALUES.items()
        if name in document["sections"]
    }


_last_seen: EditionKey | None = None
_corrections = 0


_previewed: ContextVar[Snapshot | None] = ContextVar("previewed", default=None)


@contextmanager
def previewing(snapshot: Snapshot) -> Iterator[None]:
    """Make ``snapshot`` the current edition inside a ``with`` block, for this context only."""
    before = _previewed.set(snapshot)
    try:
        yield
    finally:
        _previewed.reset(before)


def previewed() -> Snapshot | None:
    """Return the values that a preview shows in place of the current edition, else ``None``."""
    return _previewed.get()


def current_edition_key(*, now: dt.datetime | None = None) -> EditionKey | None:
    """Return which edition is current by the clock: one query. ``None`` before the first one."""
    global _corrections, _last_seen
    if (shown := previewed()) is not None:
        return EditionKey(shown.number, shown.content_hash)
    try:
        rows = Edition.objects.order_by("-number").public(now)
        row = rows.values_list(
            "number", "content_hash", "corrections", "is_scheduled", "published_at"
        ).first()
    except (OperationalError, InterfaceError):
        if _last_seen is None:
            raise
        return _last_seen
    _last_seen = EditionKey(*row[:2]) if row else None
    if now is None:
        EditionQuerySet.seen = (row[0], row[4]) if row and row[3] else None
    _corrections = row[2] if row else 0
    return _last_seen


def notes_version() -> str:
    """Return a text that changes with every correction of a note this process has heard of."""
    return str(_corrections)


def published_editions() -> list[Edition]:
    """Return every edition that was ever current, without document, newest first: one query."""
    rows = Edition.objects.order_by("-number").public()
    return list(rows.only("number", "note", "published_at"))


def current_snapshot() -> Snapshot | None:
    """Return the current edition's values, or ``None`` before the first one is published."""
    if (shown := previewed()) is not None:
        return shown
    key = current_edition_key()
    return None if key is None else _snapshot(key)


def snapshot_of(number: int) -> Snapshot:
    """Return the values of edition ``number``. Raises ``UnknownEdition`` if it is not public."""
    rows = Edition.objects.public().filter(number=number)
    key = rows.values_list("number", "content_hash").first()
    if key is not None:
        return _snapshot(EditionKey(*key))
    latest = current_edition_key()
    raise UnknownEdition(number, latest.number if latest else None)


def pinned_snapshot(edition: Edition) -> Snapshot:
    """Return the values of a row's own edition, read once; the row may lack its document."""
    return _snapshot(EditionKey(edition.number, edition.content_hash))


@functools.lru_cache(maxsize=KEPT_EDITIONS)
def _snapshot(key: EditionKey) -> Snapshot:
    return Snapshot.of(Edition.objects.get(number=key.number))
