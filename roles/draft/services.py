"""The draft as a document: read it, check it, and replace it with another."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from pydantic import BaseModel, ValidationError

from roles.draft.differences import completed
from roles.draft.limits import limit_errors, place, shape_errors
from roles.draft.section import DraftError, DraftSection, sections
from roles.draft.shapes import replace_rows
from roles.draft.used_keys import reused_keys
from roles.draft.wording import said
from roles.models import DraftCount
from roles.snapshot.editions import SCHEMA, Snapshot, parse_document

ROLES = "roles"  # the section that all others rest on


class DraftChanged(Exception):
    """The draft changed since somebody looked at it. It was left as it is."""


def draft_document() -> dict[str, Any]:
    """Return the draft as the document that publishing would freeze right now."""
    return {
        "schema": SCHEMA,
        "sections": {section.name: section.collect() for section in sections()},
    }


_last_draft: Snapshot | None = None


def draft_snapshot() -> Snapshot:
    """Return the draft as frozen values, numbered 0, for a preview or to score answers under it.

    While the draft is unchanged it is the same object, so that what is derived from it can be
    cached. Raises pydantic's ``ValidationError`` for rows without the right shape.
    """
    return snapshot_of_draft(draft_document())


def snapshot_of_draft(document: dict[str, Any]) -> Snapshot:
    """Return ``draft_snapshot()`` of a draft document that was read already."""
    global _last_draft
    last, key = _last_draft, content_hash(document)
    if last is not None and last.content_hash == key:
        return last
    _last_draft = draft = Snapshot(content_hash=key, sections=parse_document(document))
    return draft


def readable_snapshot(document: Mapping[str, Any]) -> Snapshot | None:
    """Return the readable sections of a draft with errors, ``None`` without roles; never cached."""
    readable: dict[str, BaseModel] = {}
    for section in sections():
        try:
            readable[section.name] = section.value.model_validate(
                document["sections"][section.name]
            )
        except ValidationError:
            continue
    if ROLES not in readable:
        return None
    return Snapshot(content_hash=content_hash(document), sections=readable)


def content_hash(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document without empty fields, which a newer release may add."""
    canonical = json.dumps(
        said(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def errors_of(document: Mapping[str, Any]) -> tuple[DraftError, ...]:
    """Return everything that is wrong with a draft, warnings included."""
    parsed: dict[str, BaseModel] = {}
    found: list[DraftError] = []
    for section in sections():
        data = document["sections"][section.name]
        try:
            parsed[section.name] = section.value.model_validate(data)
        except ValidationError as error:
            found.extend(_shape_errors_of(section, data) or _missing_errors(section, error))
    if found:
        return tuple(found)
    found += limit_errors(parsed)
    found += reused_keys(document)
    for section in sections():
        found.extend(section.errors(parsed))
    if all(error.warning for error in found):
        for section in sections():
            found.extend(section.deep_errors(parsed))
    return tuple(found)


def blocking_errors(document: Mapping[str, Any]) -> tuple[DraftError, ...]:
    """Return the errors that stop a draft from being published."""
    return tuple(error for error in errors_of(document) if not error.warning)


def _missing_errors(section: DraftSection, error: ValidationError) -> list[DraftError]:
    """Return what a section lacks as a whole, for which no file is to blame."""
    return [
        DraftError(f"“{e['loc'][0]}” is missing or not complete.", section.name, tuple(e["loc"]))
        for e in error.errors(include_url=False, include_context=False)
    ]


def _shape_errors_of(section: DraftSection, data: dict[str, Any]) -> list[DraftError]:
    """Return the errors of shape of a section, file by file; they have to be fixed first."""
    found: list[DraftError] = []
    for path, file in section.split(data).items():
        model = section.file_model(path)
        if model is None:
            continue
        try:
            model.model_validate(file)
        except ValidationError as error:
            found.extend(
                DraftError(f"{place(location)}: {words}", path, location)
                for location, words in shape_errors(error)
            )
    return found


def replace_draft(*, document: Mapping[str, Any], seen: str) -> None:
    """Replace the draft with ``document``, all or nothing.

    ``seen`` is the content hash of the draft that was looked at before. Raises ``DraftChanged``
    when it changed since, and pydantic's ``ValidationError``.
    """
    values = parse_document(document)
    with transaction.atomic():
        mark_draft_changed()
        if content_hash(draft_document()) != seen:
            raise DraftChanged
        store_draft(values)


def store_draft(values: Mapping[str, BaseModel]) -> None:
    """Replace the rows of these sections, given by name, with those of ``values``."""
    replace_rows(
        [
            content
            for section in sections()
            if section.name in values
            for content in section.contents(values[section.name])
        ]
    )


def restorable(document: Mapping[str, Any], draft: Mapping[str, Any]) -> dict[str, Any]:
    """Return an edition's document as a draft, with newer fields of today's if they fit."""
    filled = completed(document, draft)
    if filled != document and blocking_errors(filled):
        return filled | {"sections": draft["sections"] | document["sections"]}
    return filled


def mark_draft_changed() -> None:
    """Note that the draft may have changed.

    Call it in the transaction that writes the draft. It also makes others who replace the draft
    wait for that transaction's end.
    """
    if not DraftCount.objects.filter(pk=1).update(version=F("version") + 1):
        DraftCount.objects.get_or_create(pk=1, defaults={"version": 1})
