"""The profiles of all roles in one table: importance and required level, competency by role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import get_text_list

from roles.editing.changes import part_text
from roles.editing.forms import PlainForm
from roles.editing.pages import author_of, counted, desk_page, last_change, log
from roles.models import Competency, Requirement, Role
from web.strict_json import dumps, loads

if TYPE_CHECKING:
    _ModelAdmin = ModelAdmin[Any]
else:
    _ModelAdmin = ModelAdmin

SEES = "roles.view_requirement"
WRITES = ("roles.add_requirement", "roles.change_requirement", "roles.delete_requirement")
FIELDS = ("importance", "required_level")
# What the fields of each cell show, by the cell's prefix; a cell that is not there is empty.
Shown = Mapping[str, tuple[str, ...]]
EMPTY = ("", "")


class CellForm(PlainForm):
    """What one role asks on one competency. Both fields empty: nothing."""

    class Meta:
        model = Requirement
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)
        for name in FIELDS:
            self.fields[name].required = False
            self.fields[name].help_text = ""

    @property
    def is_emptied(self) -> bool:
        return all(self.cleaned_data.get(name) is None for name in FIELDS)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = [name for name in FIELDS if self.cleaned_data.get(name) is not None]
        if len(given) == 1 and not self.errors:
            (empty,) = set(FIELDS) - set(given)
            self.add_error(empty, "Give both numbers, or leave both empty.")
        level, must = self.cleaned_data.get("required_level"), self.instance.must_have_level
        if level is not None and must is not None and level < must:
            self.add_error(
                "required_level",
                f"The must-have level is {must}, and this may not be below it. "
                "Change the must-have on the role’s own screen first.",
            )
        return cleaned


@dataclass(frozen=True, slots=True)
class Cell:
    """One role's demand on one competency. ``meanwhile`` says what somebody else saved there."""

    role: Role
    form: CellForm
    must_have: int | None
    meanwhile: str


@dataclass(frozen=True, slots=True)
class Row:
    """One competency with a cell for each role."""

    competency: Competency
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Every cell there is, and what was stored before a form wrote into its row."""

    roles: Sequence[Role]
    competencies: Sequence[Competency]
    requirements: Mapping[str, Requirement]
    shown: Shown

    @classmethod
    def read(cls, *, lock: bool = False) -> Table:
        roles = Role.objects.order_by("position", "pk")
        competencies = list(Competency.objects.order_by("position", "pk"))
        held = list(roles.select_for_update() if lock else roles)
        by_pk = {role.pk: role for role in held}
        asked = {competency.pk: competency for competency in competencies}
        requirements = {}
        for each in Requirement.objects.all():
            each.role, each.competency = by_pk[each.role_id], asked[each.competency_id]
            requirements[_prefix(each.role, each.competency)] = each
        shown = {
            prefix: (str(each.importance), str(each.required_level))
            for prefix, each in requirements.items()
        }
        return cls(held, competencies, requirements, shown)

    def rows(
        self, data: Mapping[str, str] | None = None, meanwhile: Mapping[str, str] | None = None
    ) -> list[Row]:
        """The cells, with what was typed into those that ``data`` has."""
        return [
            Row(
                competency,
                [self._cell(role, competency, data or {}, meanwhile or {}) for role in self.roles],
            )
            for competency in self.competencies
        ]

    def _cell(
        self,
        role: Role,
        competency: Competency,
        data: Mapping[str, str],
        meanwhile: Mapping[str, str],
    ) -> Cell:
        prefix = _prefix(role, competency)
        stored = self.requirements.get(prefix)
        row = stored or Requirement(role=role, competency=competency, position=competency.position)
        must_have = row.must_have_level
        is_sent = all(f"{prefix}-{name}" in data for name in FIELDS)
        form = CellForm(data if is_sent else None, instance=row, prefix=prefix)
        return Cell(role, form, must_have, meanwhile.get(prefix, ""))


def profiles_view(request: HttpRequest, screen: _ModelAdmin) -> HttpResponseBase:
    """Show all profiles side by side; a POST saves what was changed in them, all or nothing."""
    if not screen.has_view_permission(request) or not request.user.has_perm(SEES):
        raise PermissionDenied
    may_write = screen.has_change_permission(request) and request.user.has_perms(WRITES)
    author = author_of(request)
    if request.method != "POST":
        table = Table.read()
        return _page(request, screen, table, table.rows(), may_write=may_write)
    if not may_write:
        raise PermissionDenied
    with transaction.atomic():
        table = Table.read(lock=True)
        opened, now = _opened(request.POST.get("opened", "")), table.shown
        data: Mapping[str, str] = request.POST.dict()
        others = [p for p in {**opened, **now} if opened.get(p, EMPTY) != now.get(p, EMPTY)]
        if others:
            data, told = _merged(data, opened, now, others)
            rows = table.rows(data, told)
            return _page(request, screen, table, rows, refusal=_who(table, others), status=409)
        rows = table.rows(data)
        sent = [cell for row in rows for cell in row.cells if cell.form.is_bound]
        wrong = [cell for cell in sent if not cell.form.is_valid()]  # every one, not the first
        if wrong:
            return _page(request, screen, table, rows, has_errors=True, status=422)
        changed = [cell for cell in sent if cell.form.has_changed()]
        by_role = _save(changed)
        for role, told_of_role in by_role.items():
            log(author, role, "\n".join(told_of_role))
    messages.success(request, _saved_message(len(changed), by_role))
    return HttpResponseRedirect(reverse("admin:roles_role_profiles"))


def _save(changed: Iterable[Cell]) -> dict[Role, list[str]]:
    """Store the cells; returns what the history says of each role."""
    told: dict[Role, list[str]] = defaultdict(list)
    for cell in changed:
        row, form = cell.form.instance, cell.form
        is_new = row._state.adding
        if not form.is_emptied:
            form.save()
            told[cell.role].append(part_text(form, is_new=is_new))
        elif not is_new:
            row.delete()
            told[cell.role].append(part_text(form, is_new=False, is_gone=True))
    return told


def _saved_message(cells: int, by_role: Iterable[Role]) -> str:
    names = [role.name for role in by_role]
    if not names:
        return "Nothing was changed, so nothing was saved."
    return (
        f"Saved: {counted(cells, 'cell')} in {get_text_list(names, 'and')}. "
        "Visitors see the change once it is published."
    )


def _merged(
    data: Mapping[str, str], opened: Shown, now: Shown, others: Iterable[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What was sent, with others' numbers where this person changed nothing; and what to say."""
    merged, told = dict(data), {}
    for prefix in others:
        names = [f"{prefix}-{name}" for name in FIELDS]
        theirs = now.get(prefix, EMPTY)
        if tuple(data.get(name, "") for name in names) == opened.get(prefix, EMPTY):
            merged |= dict(zip(names, theirs, strict=True))
            told[prefix] = "Changed meanwhile"
        else:
            told[prefix] = f"Saved meanwhile: {' and '.join(theirs) if any(theirs) else 'empty'}"
    return merged, told


def _who(table: Table, prefixes: Sequence[str]) -> str:
    """Who saved what after the page was opened."""
    keys = {prefix.partition("-")[0] for prefix in prefixes}
    roles = [role for role in table.roles if str(role.pk) in keys]
    last = last_change(Role, keys)
    who, at = "Somebody", ""
    if last is not None:
        who = str(last.user)
        at = f" at {formats.date_format(timezone.localtime(last.action_time), 'H:i')}"
    what = get_text_list([role.name for role in roles], "and") or "the profiles"
    return (
        f"{who} changed {what}{at}, after you opened this page. Your numbers are still here but "
        "not stored, and each cell that is new says so. Look at them; saving once more keeps what "
        "you see here."
    )


def _page(
    request: HttpRequest,
    screen: _ModelAdmin,
    table: Table,
    rows: Sequence[Row],
    *,
    may_write: bool = True,
    refusal: str = "",
    has_errors: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    return desk_page(
        request,
        screen.admin_site,
        "roles/role/profiles",
        title="Profiles of all roles",
        status=status,
        opts=screen.opts,
        roles=table.roles,
        rows=rows,
        opened=dumps(table.shown, separators=(",", ":")),
        may_write=may_write,
        refusal=refusal,
        has_errors=has_errors,
    )


def _opened(text: str) -> Shown:
    """What the page showed when it was opened; nothing when that did not come back whole."""
    try:
        found = loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(prefix): tuple(map(str, each))
        for prefix, each in found.items()
        if isinstance(each, list) and len(each) == len(FIELDS)
    }


def _prefix(role: Role, competency: Competency) -> str:
    return f"{role.pk}-{competency.pk}"
