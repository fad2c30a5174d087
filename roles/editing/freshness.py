"""List facts that nobody has checked for a while, for the staff."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from roles.editing.links import EditLink, row_link
from roles.editing.pages import desk_page
from roles.models import Certification, Source, SourcedFact

STALE_AFTER_DAYS = 180
PERMISSION = "roles.view_certification"


@dataclass(frozen=True, slots=True)
class StaleFact:
    """A fact to check again: what it is, where it was read, and the screen it stands on."""

    label: str
    source: str
    source_url: str
    checked_on: dt.date
    days: int
    link: EditLink


def stale_facts(today: dt.date) -> list[StaleFact]:
    """Return every fact of the draft that was last checked over 180 days ago, oldest first."""
    before = today - dt.timedelta(days=STALE_AFTER_DAYS)
    found = [
        StaleFact(
            c.name, c.source, c.source_url, c.checked_on, _age(c.checked_on, today), row_link(c)
        )
        for c in Certification.objects.filter(checked_on__lt=before)
    ]
    for model, group in ((SourcedFact, "facts"), (Source, "sources")):
        for row in model.objects.filter(checked_on__lt=before).select_related("role"):
            source = row.source if isinstance(row, SourcedFact) else row.title
            address = row.source_url if isinstance(row, SourcedFact) else row.url
            label = f"{row.role}: {row}"
            place = row_link(row.role, f"#{group}-group")
            age = _age(row.checked_on, today)
            found.append(StaleFact(label, source, address, row.checked_on, age, place))
    return sorted(found, key=lambda fact: (fact.checked_on, fact.label))


def _age(checked_on: dt.date, today: dt.date) -> int:
    return (today - checked_on).days


def to_check_view(screen: ModelAdmin[Any], request: HttpRequest) -> HttpResponseBase:
    """Show the list of stale facts, each with the screen to correct it on."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return desk_page(
        request,
        screen.admin_site,
        "roles/to_check",
        title="Facts to check",
        facts=stale_facts(timezone.localdate()),
        days=STALE_AFTER_DAYS,
    )
