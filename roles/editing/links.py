"""Find the screen of the desk on which an error of the draft can be fixed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.urls import reverse

from roles.draft import ROLES
from roles.draft.errors import ROLE_FOLDER
from roles.draft.section import DraftError, Location
from roles.editing.pages import desk_url
from roles.models import Role


@dataclass(frozen=True, slots=True)
class EditLink:
    """A screen of the desk: what its link says and where it leads."""

    label: str
    url: str


Finder = Callable[[DraftError], EditLink | None]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Add an app's function that finds the rows behind its content files; return the function."""
    _finders.append(finder)
    return finder


def link_for(error: DraftError) -> EditLink:
    """Return the screen to fix an error on; the desk's first page if no finder knows one."""
    for finder in _finders:
        place = finder(error)
        if place is not None:
            return place
    return EditLink("the editors’ desk", reverse("admin:index"))


def links_for(error: DraftError) -> list[EditLink]:
    """Return the screens of all rows that an error is about."""
    others = (replace(error, file=file, location=location) for file, location in error.others)
    return [link_for(each) for each in (error, *others)]


def row_link(row: Model, anchor: str = "") -> EditLink:
    """Return the link to the screen of one row."""
    url = desk_url(type(row), "change", quote(row.pk))
    return EditLink(str(row), url + anchor)


def list_link(model: type[Model]) -> EditLink:
    """Return the link to the list of all rows of a model."""
    return EditLink(str(model._meta.verbose_name_plural), desk_url(model, "changelist"))


def nth_link(rows: QuerySet[Any], location: Location) -> EditLink:
    """Return the link to the row that ``("items", 3, "stem")`` names, or to the list of rows."""
    if len(location) > 1 and isinstance(location[1], int):
        row = rows[location[1] : location[1] + 1].first()
        if row is not None:
            return row_link(row)
    return list_link(rows.model)


@register
def role_content(error: DraftError) -> EditLink | None:
    """Return the link to the row behind a content file of the ``roles`` section, or ``None``."""
    name = error.file.removesuffix(".yaml")
    if error.file.startswith(ROLE_FOLDER):
        role = Role.objects.filter(slug=name.removeprefix(ROLE_FOLDER)).first()
        return row_link(role, _part(error.location)) if role else list_link(Role)
    if name in ROLES.shapes:
        return nth_link(ROLES.shapes[name].rows(), error.location)
    return None


def _part(location: Location) -> str:
    """Return the anchor of the part of the role's screen that a location is in, or ""."""
    if not location or location[0] not in ROLES.shapes["roles"].parts:
        return ""
    part, *rest = location
    # Requirements are in the order of their competencies, the other parts in their own.
    if part != "requirements" and rest and isinstance(rest[0], int):
        return f"#{part}-{rest[0]}"
    return f"#{part}-group"
