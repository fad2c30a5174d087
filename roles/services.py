"""Verbs that change things: publish the draft, load content files."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from pydantic import BaseModel, ValidationError

from roles.differences import said
from roles.editions import SCHEMA, Catalogue, EditionKey, current_edition_key, parse_document
from roles.models import Edition
from roles.sections import Problem, Section, sections


class CannotPublish(Exception):
    """The draft has problems; each is named in an editor's words."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("The draft cannot be published: " + " ".join(p.message for p in problems))


class NothingToPublish(Exception):
    """The draft says just what the current edition says."""


class PublishedMeanwhile(Exception):
    """Somebody else published between reading the draft and storing the edition."""


def draft_document() -> dict[str, Any]:
    """What publishing would freeze right now."""
    return {
        "schema": SCHEMA,
        "sections": {section.name: section.collect() for section in sections()},
    }


_last_draft: Catalogue | None = None


def draft_catalogue() -> Catalogue:
    """The draft as frozen values, numbered 0, as a preview shows and an impact preview scores it.

    Read anew at each call; as long as it says the same, the values are the same, so that what is
    derived from them can be kept. Raises pydantic's ValidationError for a draft whose rows do not
    have the right shape; ask ``problems_of`` what is wrong with it.
    """
    return catalogue_of_draft(draft_document())


def catalogue_of_draft(document: dict[str, Any]) -> Catalogue:
    """The same from a draft that was read already."""
    global _last_draft
    last, key = _last_draft, content_hash(document)
    if last is not None and last.content_hash == key:
        return last
    _last_draft = draft = Catalogue(
        number=0,
        content_hash=key,
        note="",
        published_at=None,
        sections=parse_document(document),
    )
    return draft


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of what ``document`` says, as hexadecimal text.

    Empty fields say nothing: a field that a newer release adds, and nobody has filled yet, does
    not make an unchanged draft look changed.
    """
    canonical = json.dumps(
        said(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def problems_of(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that is wrong with a draft, warnings included."""
    parsed: dict[str, BaseModel] = {}
    problems: list[Problem] = []
    for section in sections():
        data = document["sections"][section.name]
        try:
            parsed[section.name] = section.parse(data)
        except ValidationError as error:
            problems.extend(_shape_problems(section, data) or _missing_problems(section, error))
    if not problems:
        for section in sections():
            problems.extend(section.problems(parsed))
    return tuple(problems)


def _missing_problems(section: Section, error: ValidationError) -> list[Problem]:
    """What a section lacks as a whole, so that none of its files can be wrong."""
    return [
        Problem(f"“{e['loc'][0]}” is missing or not complete.", section.name, tuple(e["loc"]))
        for e in error.errors(include_url=False, include_context=False)
    ]


def _shape_problems(section: Section, data: dict[str, Any]) -> list[Problem]:
    """The first things to mend when rows do not even have the right shape, file by file."""
    problems: list[Problem] = []
    for path, file in section.split(data).items():
        model = section.file_model(path)
        if model is None:
            continue
        try:
            model.model_validate(file)
        except ValidationError as error:
            problems.extend(
                Problem(f"{' › '.join(map(str, e['loc']))}: {e['msg']}.", path, tuple(e["loc"]))
                for e in error.errors(include_url=False, include_context=False)
            )
    return problems


def publish(*, note: str, author: AbstractBaseUser | None, now: dt.datetime) -> Edition:
    """Freeze the draft into the next edition.

    Raises CannotPublish with every problem, NothingToPublish when nothing changed, and
    PublishedMeanwhile when somebody else was faster. In all three cases nothing is stored.
    """
    with transaction.atomic():
        document = draft_document()
        current = current_edition_key()
        if current is not None and content_hash(document) == current.content_hash:
            raise NothingToPublish
        stoppers = [problem for problem in problems_of(document) if not problem.warning]
        if stoppers:
            raise CannotPublish(stoppers)
        return _store_edition(document, current, note=note, author=author, now=now)


def _store_edition(
    document: dict[str, Any],
    current: EditionKey | None,
    *,
    note: str,
    author: AbstractBaseUser | None,
    now: dt.datetime,
) -> Edition:
    edition = Edition(
        number=current.number + 1 if current else 1,
        document=document,
        content_hash=content_hash(document),
        note=note,
        published_at=now,
        published_by_id=author.pk if author else None,
    )
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as error:
        raise PublishedMeanwhile from error
    return edition
