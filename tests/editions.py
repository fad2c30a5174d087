"""The content that ships with the site, as documents and as rows."""

from __future__ import annotations

import copy
import datetime as dt
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models.sql import InsertQuery

from roles.content.files import (
    file_texts,
    files_below,
    joined,
    load,
    normalised,
    parse_file,
    write_files,
)
from roles.draft.services import content_hash
from roles.models import Edition
from roles.publishing.services import publish
from roles.snapshot.editions import SCHEMA

Document = dict[str, Any]

QUIZ_ROLES = ("project-manager", "technical-project-manager")
A_FEW = 3
CONTENT = Path(__file__).parent.parent / "content"
PUBLISHED_AT = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)


def read_document(folder: Path) -> Document:
    """Return the document of an edition made of just the content files in a folder."""
    parts = {}
    for path, raw in files_below(folder).items():
        parts[path], errors = normalised(parse_file(path, raw))
        assert not errors
    return {"schema": SCHEMA, "sections": joined(parts)}


@functools.cache
def whole_document() -> dict[str, Any]:
    """Return the document of an edition made of all that ships. Nobody may change it."""
    return read_document(CONTENT)


@functools.cache
def seed_document() -> dict[str, Any]:
    """Return the document of an edition made of a part of what ships. Nobody may change it.

    It has the whole quiz, its two roles and the certificates that they and the plan name, and a few
    of everything else: most tests need some rows of a kind, and each row costs all of them time.
    """
    document = without_neighbours(whole_document())
    roles, quiz = document["sections"]["roles"], document["sections"]["assessments"]
    for role in roles["roles"]:
        for part in ("week", "interview_questions", "levels", "sources"):
            role[part] = role[part][:A_FEW]
        role["facts"] = _first_of_each_kind(role["facts"])
    named = {c["certification"] for role in roles["roles"] for c in role["certifications"]}
    named |= {step["certification"] for step in quiz["steps"] if step["certification"]}
    certificates = [c for c in roles["certifications"] if c["slug"] in named]
    for certificate in certificates:
        certificate["facts"] = _first_of_each_kind(certificate["facts"])
        certificate["surpassed_by"] = [s for s in certificate["surpassed_by"] if s in named]
        for route in certificate["routes"]:
            for part in ("holds", "training_instead"):
                route[part] = [slug for slug in route[part] if slug in named]
    roles["certifications"] = certificates
    roles["questions"] = roles["questions"][:A_FEW]
    gone = [
        role["slug"]
        for role in whole_document()["sections"]["roles"]["roles"]
        if role["slug"] not in QUIZ_ROLES
    ]
    for question in roles["questions"]:
        question["links"] = [
            link for link in question["links"] if not any(slug in link["address"] for slug in gone)
        ]
    return document


def without_neighbours(document: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a document with just the roles of the quiz, and what refers to no other."""
    document = copy.deepcopy(document)
    roles = document["sections"]["roles"]
    roles["roles"] = [role for role in roles["roles"] if role["slug"] in QUIZ_ROLES]
    for role in roles["roles"]:
        points = role["starting_points"]
        role["starting_points"] = [p for p in points if p["from_role"] in (None, *QUIZ_ROLES)]
    roles["pairs"] = [p for p in roles["pairs"] if {p["first"], p["second"]} <= set(QUIZ_ROLES)]
    for name, part in (("depth_levels", "uses"), ("scenarios", "moves")):
        for each in roles[name]:
            each[part] = [one for one in each[part] if one["role"] in QUIZ_ROLES]
    return document


def _first_of_each_kind(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        fact for n, fact in enumerate(facts) if fact["kind"] not in {f["kind"] for f in facts[:n]}
    ]


@functools.cache
def seed_texts() -> dict[str, str]:
    """Return the content files of the seed document: path to text. Nobody may change it."""
    return file_texts(seed_document())


def publish_seed_content() -> Edition:
    """Make the seed content the draft and publish it as edition 1, in an empty database.

    The first call of a process loads and publishes as a site does, which takes a second. The rows
    that it makes are kept as statements, and later calls only run them again. Their primary keys
    stay free for that: the first call drew them from the sequences of the database, which never
    step back.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _statements:
            cursor.execute(*statement)
        if not _statements:
            with TemporaryDirectory() as folder:
                write_files(seed_document(), Path(folder))
                load(Path(folder))
            publish(note="The first edition.", author=None, now=PUBLISHED_AT)
            _statements.extend(_insertions())
    return Edition.objects.get()


_statements: list[tuple[str, tuple[Any, ...]]] = []


def _insertions() -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the statements that store all rows of our apps’ tables, one for each table."""
    for label in ("roles", "assessments"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if rows := list(model._base_manager.all()):
                query = InsertQuery(model)
                query.insert_values(model._meta.concrete_fields, rows, raw=True)
                yield from query.get_compiler(connection=connection).as_sql()


def publish_document(document: Document) -> Edition:
    """Publish a document as it is as edition 1, with no draft rows behind it."""
    return Edition.objects.create(
        number=1,
        document=document,
        content_hash=content_hash(document),
        note="The first edition.",
        published_at=PUBLISHED_AT,
    )


LATER = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def publish_changed(document: Document, change: Callable[[Document], None]) -> Edition:
    """Publish one more edition: the seed content with a change of its sections."""
    changed = copy.deepcopy(document)
    change(changed["sections"])
    number = Edition.objects.count() + 1
    return Edition.objects.create(
        number=number,
        document=changed,
        content_hash=content_hash(changed),
        note="Changed.",
        published_at=PUBLISHED_AT + dt.timedelta(hours=number),
    )
