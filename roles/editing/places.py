"""Where on the desk a problem of the draft is mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.urls import reverse

from roles.draft import ROLE_PARTS, SHAPES
from roles.draft.errors import ROLE_FOLDER
from roles.models import Role
from roles.snapshot.sections import DraftError, Location


@dataclass(frozen=True, slots=True)
class Place:
    """A screen of the desk: what its link says and where it leads."""

    label: str
    url: str


Finder = Callable[[DraftError], Place | None]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Add one app's way to find the rows behind its content files."""
    _finders.append(finder)
    return finder


def place_of(problem: DraftError) -> Place:
    """The screen to mend a problem on; the desk's first page when nothing nearer is known."""
    for finder in _finders:
        place = finder(problem)
        if place is not None:
            return place
    return Place("the editors’ desk", reverse("admin:index"))


def row_place(row: Model, anchor: str = "") -> Place:
    """The screen of one row."""
    url = reverse(f"admin:{_name(type(row))}_change", args=[quote(row.pk)])
    return Place(str(row), url + anchor)


def list_place(model: type[Model]) -> Place:
    """The list of all rows of a kind."""
    return Place(str(model._meta.verbose_name_plural), reverse(f"admin:{_name(model)}_changelist"))


def nth_place(rows: QuerySet[Any], location: Location) -> Place:
    """The row that a location such as ``("items", 3, "stem")`` names, or the list it is in."""
    if len(location) > 1 and isinstance(location[1], int):
        row = rows[location[1] : location[1] + 1].first()
        if row is not None:
            return row_place(row)
    return list_place(rows.model)


def _name(model: type[Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


@register
def role_content(problem: DraftError) -> Place | None:
    """The rows behind the content files of the ``roles`` section."""
    name = problem.file.removesuffix(".yaml")
    if problem.file.startswith(ROLE_FOLDER):
        role = Role.objects.filter(slug=name.removeprefix(ROLE_FOLDER)).first()
        return row_place(role, _part(problem.location)) if role else list_place(Role)
    if name in SHAPES:
        return nth_place(SHAPES[name].rows(), problem.location)
    return None


def _part(location: Location) -> str:
    """The part of the role's screen that a location is in."""
    if not location or location[0] not in ROLE_PARTS:
        return ""
    part, *rest = location
    # Requirements stand in the order of their competencies, the other parts in their own.
    if part != "requirements" and rest and isinstance(rest[0], int):
        return f"#{part}-{rest[0]}"
    return f"#{part}-group"
