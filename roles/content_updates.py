"""Editions that ship with a release: a site that nobody has changed takes them by itself.

``content/`` is what edition 1 is made of. A file ``content_updates/2.yaml`` says what edition 2
changes, with its note. It is taken once, and only while the site stands just where the release
expects it: the edition before is the current one, no person published it, and the draft says the
same. So nothing that an editor changed is ever overwritten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from roles.content.files import read_file
from roles.draft.services import content_hash, draft_document, touch_draft
from roles.models import Edition
from roles.publishing.services import publish
from roles.snapshot.sections import sections


def take_update(folder: Path, *, now: dt.datetime) -> Edition | None:
    """Publish the next edition that ships with this release, or change nothing and return None.

    Raises BadContent for a file that is not YAML, pydantic's ValidationError or CannotPublish for
    one whose result cannot be an edition. Then nothing is stored.
    """
    with transaction.atomic():
        current = Edition.objects.order_by("-number").first()
        if current is None or current.published_by_id is not None:
            return None
        name = f"{current.number + 1}.yaml"
        document = draft_document()
        if not (folder / name).is_file() or content_hash(document) != current.content_hash:
            return None
        update = read_file(folder, name).data
        touch_draft()
        for section in sections():
            data = document["sections"][section.name]
            changed = merged(data, update["sections"].get(section.name, {}))
            if changed != data:
                section.store(section.parse(changed))
        return publish(note=update["note"], author=None, now=now)


def merged(old: Any, new: Any) -> Any:
    """What ``old`` says once ``new`` is written over it.

    Fields join fields. In a list of entries with a ``key``, an entry of the same key is written
    over and any other one comes at the end. Everything else is replaced.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        both = {name: merged(old[name], value) for name, value in new.items() if name in old}
        return {**old, **new, **both}
    if isinstance(old, list) and isinstance(new, list) and _keyed(old) and _keyed(new):
        changes = {entry["key"]: entry for entry in new}
        kept = [merged(entry, changes.pop(entry["key"], {})) for entry in old]
        return [*kept, *changes.values()]
    return new


def _keyed(entries: list[Any]) -> bool:
    return all(isinstance(entry, Mapping) and "key" in entry for entry in entries)
