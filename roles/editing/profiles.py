"""Edit the profiles of all roles in one table: importance and required level by competency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.text import get_text_list

from roles.editing.changes import part_text
from roles.editing.forms import PlainForm
from roles.editing.merging import MergedData, digests, merge_fields, opened_of
from roles.editing.pages import author_of, desk_page, last_change, log, who_saved
from roles.models import Competency, Requirement, Role
from web.strict_json import dumps
from web.words import counted

SEES = "roles.view_requirement"
WRITES = ("roles.add_requirement", "roles.change_requirement", "roles.delete_requirement")
FIELDS = ("importance", "required_level")


class CellForm(PlainForm):
    """What one role asks on one competency. If both fields are empty, it asks nothing."""

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


# A competency with the form of each role.
Row = tuple[Competency, list[CellForm]]


def _profiles(*, lock: bool = False) -> tuple[list[Role], list[Competency], dict[str, Requirement]]:
    """Return roles, competencies and requirements; the last by the form prefix of their cell."""
    roles = Role.objects.order_by("position", "pk")
    held = list(roles.select_for_update() if lock else roles)
    competencies = list(Competency.objects.order_by("position", "pk"))
    by_pk, asked = {each.pk: each for each in held}, {each.pk: each for each in competencies}
    requirements = {}
    for each in Requirement.objects.all():
        each.role, each.competency = by_pk[each.role_id], asked[each.competency_id]
        requirements[f"{each.role_id}-{each.competency_id}"] = each
    return held, competencies, requirements


def _cell_rows(
    roles: Iterable[Role],
    competencies: Iterable[Competency],
    requirements: Mapping[str, Requirement],
    data: QueryDict | None = None,
) -> list[Row]:
    """Return the cells by competency, bound to ``data`` where it holds both their fields."""

    def cell(role: Role, competency: Competency) -> CellForm:
        prefix = f"{role.pk}-{competency.pk}"
        row = requirements.get(prefix) or Requirement(
            role=role, competency=competency, position=competency.position
        )
        is_sent = data is not None and all(f"{prefix}-{name}" in data for name in FIELDS)
        return CellForm(data if is_sent else None, instance=row, prefix=prefix)

    return [(each, [cell(role, each) for role in roles]) for each in competencies]


def profiles_view(screen: ModelAdmin[Any], request: HttpRequest) -> HttpResponseBase:
    """Show all profiles side by side; on POST, save what this person changed, all or nothing."""
    if not screen.has_view_permission(request) or not request.user.has_perm(SEES):
        raise PermissionDenied
    may_write = screen.has_change_permission(request) and request.user.has_perms(WRITES)
    author = author_of(request)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    with transaction.atomic():
        roles, competencies, requirements = _profiles(lock=request.method == "POST")
        rows = _cell_rows(roles, competencies, requirements)
        forms = {form.prefix: form for _, row in rows for form in row}
        opened = dumps({str(prefix): digests(form) for prefix, form in forms.items()})
        status = 200
        if request.method == "POST":
            who = who_saved(last_change(Role, [role.pk for role in roles]))
            typed = _merged(request.POST, forms, who)
            rows = _cell_rows(roles, competencies, requirements, typed)
            sent = [form for _, row in rows for form in row if form.is_bound]
            wrong = [form for form in sent if not form.is_valid()]  # every one, not the first
            status = 409 if typed.conflicts else 422
            if not wrong:
                changed = [form for form in sent if form.has_changed()]
                by_role = _save(changed)
                for role, told_of_role in by_role.items():
                    log(author, role, "\n".join(told_of_role))
                if typed.taken:
                    messages.info(request, f"{who}. What changed there is kept.")
                messages.success(request, _saved_message(len(changed), by_role))
                return HttpResponseRedirect(reverse("admin:roles_role_profiles"))
    return desk_page(
        request,
        "roles/role/profiles",
        title="Profiles of all roles",
        status=status,
        opts=screen.opts,
        roles=roles,
        rows=rows,
        opened=opened,
        may_write=may_write,
        has_errors=status > 200,
    )


def _merged(data: QueryDict, forms: Mapping[Any, CellForm], who: str) -> MergedData:
    """Return what was sent, with others' numbers where this person changed nothing."""
    typed, opened = MergedData.of(data), opened_of(data.get("opened", ""))
    for prefix, form in forms.items():
        if all(f"{prefix}-{name}" in data for name in FIELDS):
            to, was = f"{prefix}-", opened.get(prefix)
            was = was if isinstance(was, dict) else {}
            merge_fields(typed, data, form, was, who=who, prefix=to, to=to)
    return typed


def _save(changed: Iterable[CellForm]) -> dict[Role, list[str]]:
    """Store the cells; return for each role what the history says of it."""
    told: dict[Role, list[str]] = defaultdict(list)
    for form in changed:
        row = form.instance
        is_new = row._state.adding
        if not form.is_emptied:
            form.save()
            told[row.role].append(part_text(form, is_new=is_new))
        elif not is_new:
            row.delete()
            told[row.role].append(part_text(form, is_new=False, is_gone=True))
    return told


def _saved_message(cells: int, by_role: Iterable[Role]) -> str:
    names = [role.name for role in by_role]
    if not names:
        return "Nothing was changed, so nothing was saved."
    return (
        f"Saved: {counted(cells, 'cell')} in {get_text_list(names, 'and')}. "
        "Visitors see the change once it is published."
    )
