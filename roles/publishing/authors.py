"""Who saved last what differs between the draft and the current edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from roles.draft.differences import Group
from web.dates import moment_text

# The lists of a document, the rows behind them, and the field that holds the key of an element.
ROWS = {
    "roles": ("roles.Role", "slug"),
    "competencies": ("roles.Competency", "key"),
    "certifications": ("roles.Certification", "slug"),
    "depth_levels": ("roles.DepthLevel", "key"),
    "scenarios": ("roles.Scenario", "slug"),
    "items": ("assessments.Item", "key"),
    "facts": ("assessments.BackgroundFact", "key"),
    "evidence": ("assessments.Evidence", "key"),
    "steps": ("assessments.Step", "key"),
}


def with_authors(groups: Iterable[Group]) -> list[Group]:
    """The groups, each with who saved its row last and when: two queries for each kind of row."""
    groups = list(groups)
    saved: dict[tuple[str, str], str] = {}
    for name, (label, field) in ROWS.items():
        keys = {key for each in groups if (key := _key(each, name))}
        if not keys:
            continue
        model = apps.get_model(label)
        found = model._default_manager.filter(**{f"{field}__in": keys}).values_list("pk", field)
        by_pk = {str(pk): key for pk, key in found}
        rows = Q(content_type=ContentType.objects.get_for_model(model), object_id__in=by_pk)
        for entry in LogEntry.objects.filter(rows).select_related("user").order_by("pk"):
            text = f"{entry.user}, {moment_text(entry.action_time)}"
            saved[name, by_pk[str(entry.object_id)]] = text
    return [
        replace(each, saved=next((saved[at] for at in saved if _key(each, at[0]) == at[1]), ""))
        for each in groups
    ]


def _key(group: Group, name: str) -> str:
    path = group.differences[0].path
    return path[2] if len(path) > 2 and path[1] == name else ""
