"""The draft as a document: what it says, what is wrong with it, and another in its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from pydantic import BaseModel, ValidationError

from roles.draft.differences.applying import completed
from roles.draft.differences.said import said
from roles.draft.limits import limit_errors
from roles.draft.section import DraftError, DraftSection, sections
from roles.draft.shape_errors import place, shape_errors
from roles.draft.shapes import replace_rows
from roles.models import DraftCount
from roles.snapshot.editions import SCHEMA, Snapshot, parse_document

ROLES = "roles"  # the section that all others rest on


class DraftChanged(Exception):
    """The draft is no longer the one that somebody looked at. It was left as it is."""


def draft_document() -> dict[str, Any]:
    """What publishing would freeze right now."""
    return {
        "schema": SCHEMA,
        "sections": {section.name: section.collect() for section in sections()},
    }


_last_draft: Snapshot | None = None


def draft_snapshot() -> Snapshot:
    """The draft as frozen values, numbered 0, as a preview shows and an impact preview scores it.

    Read again at each call; as long as it says the same, the values are the same, so that what is
    derived from them can be kept. Raises pydantic's ValidationError for a draft whose rows do not
    have the right shape; ask ``errors_of`` what is wrong with it.
    """
    return snapshot_of_draft(draft_document())


def snapshot_of_draft(document: dict[str, Any]) -> Snapshot:
    """The same from a draft that was read already."""
    global _last_draft
    last, key = _last_draft, content_hash(document)
    if last is not None and last.content_hash == key:
        return last
    _last_draft = draft = Snapshot(content_hash=key, sections=parse_document(document))
    return draft


def readable_snapshot(document: Mapping[str, Any]) -> Snapshot | None:
    """What can be looked at of a draft with errors: the sections that have the right shape.

    None when the roles have not, because every page needs them. Never kept: something else may
    be wrong with it.
    """
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
    """SHA-256 of what ``document`` says, as hexadecimal text.

    Empty fields say nothing: a field that a newer release adds, and nobody has filled yet, does
    not make an unchanged draft look changed.
    """
    canonical = json.dumps(
        said(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def errors_of(document: Mapping[str, Any]) -> tuple[DraftError, ...]:
    """Everything that is wrong with a draft, warnings included."""
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
    for section in sections():
        found.extend(section.errors(parsed))
    if all(error.warning for error in found):
        for section in sections():
            found.extend(section.deep_errors(parsed))
    return tuple(found)


def blocking_errors(document: Mapping[str, Any]) -> tuple[DraftError, ...]:
    """The errors that stop a draft from being published."""
    return tuple(error for error in errors_of(document) if not error.warning)


def _missing_errors(section: DraftSection, error: ValidationError) -> list[DraftError]:
    """What a section lacks as a whole, so that none of its files can be wrong."""
    return [
        DraftError(f"“{e['loc'][0]}” is missing or not complete.", section.name, tuple(e["loc"]))
        for e in error.errors(include_url=False, include_context=False)
    ]


def _shape_errors_of(section: DraftSection, data: dict[str, Any]) -> list[DraftError]:
    """The first things to fix when rows do not even have the right shape, file by file."""
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
    """Make the draft say what ``document`` says; all or nothing.

    ``seen`` is the content hash of the draft that was looked at before. Raises DraftChanged when
    it is another one by now, and pydantic's ValidationError.
    """
    values = parse_document(document)
    with transaction.atomic():
        mark_draft_changed()
        if content_hash(draft_document()) != seen:
            raise DraftChanged
        store_draft(values)


def store_draft(values: Mapping[str, BaseModel]) -> None:
    """Put the rows of these sections, by name, in the place of the draft's."""
    replace_rows(
        [
            content
            for section in sections()
            if section.name in values
            for content in section.contents(values[section.name])
        ]
    )


def restorable(document: Mapping[str, Any], draft: Mapping[str, Any]) -> dict[str, Any]:
    """An edition's document as a draft of today.

    What the edition did not know yet stays as the draft has it, unless the two do not fit: then
    it is left empty.
    """
    filled = completed(document, draft)
    if filled != document and blocking_errors(filled):
        return filled | {"sections": draft["sections"] | document["sections"]}
    return filled


def mark_draft_changed() -> None:
    """Note that the draft may say something else from now on.

    Call it in the transaction that writes the draft. It also makes others who replace the draft
    wait for that transaction's end.
    """
    if not DraftCount.objects.filter(pk=1).update(version=F("version") + 1):
        DraftCount.objects.get_or_create(pk=1, defaults={"version": 1})
