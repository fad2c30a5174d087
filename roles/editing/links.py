"""Find the screen of the desk on which something is put right, and the facts to check."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from roles.draft import ROLES
from roles.draft.errors import ROLE_FOLDER
from roles.draft.section import DraftError, Location, sections
from roles.editing.pages import desk_page, desk_url
from roles.models import CertificationFact, QuestionFact, Role, SourcedFact
from roles.models.choices import Confidence
from roles.models.facts import Fact


@dataclass(frozen=True, slots=True)
class EditLink:
    """A screen of the desk: what its link says and where it leads."""

    label: str
    url: str


def link_for(error: DraftError) -> EditLink:
    """Return the screen to fix an error on; the desk's first page if no section has its file."""
    if error.file.startswith(ROLE_FOLDER):
        slug = error.file.removeprefix(ROLE_FOLDER).removesuffix(".yaml")
        role = Role.objects.filter(slug=slug).first()
        return row_link(role, _part(error.location)) if role else list_link(Role)
    for section in sections():
        if error.file in (section.name, *section.files):
            known = section.files.get(error.file, section.shapes)
            named = (*error.location[:1], error.file, *known)
            part = str(next(name for name in named if name in section.shapes))
            index = 0 if part in section.single else next(iter(error.location[1:]), None)
            rows = section.shapes[part].rows()
            row = rows[index : index + 1].first() if isinstance(index, int) else None
            return row_link(row) if row else list_link(rows.model)
    return EditLink("the editors’ desk", reverse("admin:index"))


def links_for(error: DraftError) -> list[EditLink]:
    """Return the screens of all rows that an error is about."""
    others = (replace(error, file=file, location=location) for file, location in error.others)
    return [link_for(each) for each in (error, *others)]


def row_link(row: Model, anchor: str = "") -> EditLink:
    url = desk_url(type(row), "change", quote(row.pk))
    return EditLink(str(row), url + anchor)


def list_link(model: type[Model]) -> EditLink:
    return EditLink(str(model._meta.verbose_name_plural), desk_url(model, "changelist"))


def _part(location: Location) -> str:
    """Return the anchor of the part of the role's screen that a location is in, or ""."""
    if not location or location[0] not in ROLES.shapes["roles"].parts:
        return ""
    part, *rest = location
    # Requirements are in the order of their competencies, the other parts in their own.
    if part != "requirements" and rest and isinstance(rest[0], int):
        return f"#{part}-{rest[0]}"
    return f"#{part}-group"


SEES_FACTS = "roles.view_certification"
# Each kind of fact, and the row on whose screen it is edited; other apps add theirs at start-up.
OWNERS: list[tuple[type[Fact], str]] = [
    (CertificationFact, "certification"),
    (SourcedFact, "role"),
    (QuestionFact, "question"),
]


def facts_to_check(today: dt.date) -> dict[str, list[tuple[Fact, EditLink]]]:
    """Return the facts of the draft that are ``due``, and of the others those ``disputed``.

    Each comes with the screen on which it is edited, the longest due first.
    """
    wanted = Q(check_again_on__lte=today) | Q(confidence=Confidence.DISPUTED)
    found: list[tuple[Fact, EditLink]] = []
    for model, owner in OWNERS:
        field: Any = model._meta.get_field(owner)
        anchor = f"#{field.remote_field.related_name}-group"
        rows = model._default_manager.filter(wanted).select_related(owner)
        found += [(row, row_link(getattr(row, owner), anchor)) for row in rows]
    found.sort(key=lambda each: (each[0].check_again_on, each[1].label))
    return {
        "due": [each for each in found if each[0].check_again_on <= today],
        "disputed": [each for each in found if each[0].check_again_on > today],
    }


def to_check_view(screen: ModelAdmin[Any], request: HttpRequest) -> HttpResponseBase:
    """Show the facts to check, each with a link to the screen to correct it on."""
    if not request.user.has_perm(SEES_FACTS):
        raise PermissionDenied
    facts: dict[str, Any] = facts_to_check(timezone.localdate())
    return desk_page(request, "roles/to_check", title="Facts to check", **facts)
