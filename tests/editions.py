"""The content that ships with the site, as documents and as rows."""

from __future__ import annotations

import copy
import datetime as dt
import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction

from roles.content.files import load, read_document
from roles.draft.services import content_hash
from roles.models import Edition
from roles.publishing.services import publish

CONTENT = Path(__file__).parent.parent / "content"
PUBLISHED_AT = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)


@functools.cache
def seed_document() -> dict[str, Any]:
    """Return the document of an edition made of the seed content. Nobody may change it."""
    return read_document(CONTENT)


def publish_seed_content() -> Edition:
    """Make the seed content the draft and publish it as edition 1, in an empty database.

    The first call of a process loads and publishes as a site does, which takes a second. The rows
    that it makes are kept, and later calls only store them again. Their primary keys stay free for
    that: the first call drew them from the sequences of the database, which never step back.
    """
    global _rows
    with transaction.atomic():
        if _rows is None:
            load(CONTENT)
            publish(note="The first edition.", author=None, now=PUBLISHED_AT)
            _rows = _all_rows()
        else:
            for rows in _rows:
                type(rows[0])._base_manager.bulk_create(rows)
    return Edition.objects.get()


_rows: Sequence[Sequence[models.Model]] | None = None


def _all_rows() -> list[list[models.Model]]:
    """Return all rows of our apps' tables, one list for each table that has rows."""
    tables = (
        model
        for label in ("roles", "assessments")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    )
    return [rows for model in tables if (rows := list(model._base_manager.all()))]


LATER = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


Document = dict[str, Any]


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
