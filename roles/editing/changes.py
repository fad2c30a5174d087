"""Say for the history what a save on the desk changed: old and new value, where they are short."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from django.utils.text import Truncator

from roles.editing.pages import author_of, log

SHORT = 60  # longer values are named, not shown
MOST = 4_000  # of one message
# More parts than this that only changed places are told as one.
MOVED_SHOWN = 2
ORDER = "position"
UNCHANGED = "Saved without a change."
UNTOLD = ("seen", "opened", DELETION_FIELD_NAME)  # no fields of the row, but around it


def change_text(form: Any, formsets: Iterable[Any] | None, *, is_new: bool) -> str:
    """Return what a save changed in ``form`` and ``formsets``, one sentence a line, after it."""
    if is_new:
        return "Added."
    told = _fields_told(form)
    for formset in formsets or ():
        told += _parts_told(formset)
    return Truncator("\n".join(told) or UNCHANGED).chars(MOST)


def part_text(form: Any, *, is_new: bool, is_gone: bool = False) -> str:
    """Return what was done to one part, as the history of a whole screen would say it."""
    row = form.instance
    name = str(row._meta.verbose_name)
    if is_new or is_gone:
        return f"{'Added' if is_new else 'Deleted'} {name} {_quoted(row)}."
    earlier = _earlier_name(form)
    told = f", earlier {earlier}" if earlier else ""
    return f"In {name} {_quoted(row)}{told}: {' '.join(_fields_told(form))}"


def value_text(row: Model, name: str, value: Any) -> str:
    """Return a sentence that the field ``name`` of ``row`` gets ``value``; call before storing."""
    field: Any = row._meta.get_field(name)
    field = field.formfield()
    old, new = value_words(field, getattr(row, name)), value_words(field, value)
    return f"{field.label}: {old} → {new}."


def _parts_told(formset: Any) -> list[str]:
    name = str(formset.model._meta.verbose_name)
    told = [f"Added {name} {_quoted(each)}." for each in formset.new_objects]
    by_row = {each.instance.pk: each for each in formset.initial_forms}
    moved = []
    for row, fields in formset.changed_objects:
        if set(fields) == {ORDER}:
            moved.append(row)
        else:
            told.append(part_text(by_row[row.pk], is_new=False))
    if len(moved) > MOVED_SHOWN:
        told.append(f"Put {len(moved)} {formset.model._meta.verbose_name_plural} in another order.")
    else:
        told += [f"In {name} {_quoted(each)}: {_told(by_row[each.pk], ORDER)}" for each in moved]
    told += [f"Deleted {name} {_quoted(each)}." for each in formset.deleted_objects]
    return told


def _earlier_name(form: Any) -> str:
    """Return the old name of a part named by a text that changed too much to be quoted, or ""."""
    row = form.instance
    for name in form.changed_data:
        old = form[name].initial
        is_name = isinstance(old, str) and old and str(row) == getattr(row, name, None)
        if is_name and _quoted(old) != _quoted(row) and _told(form, name).endswith(" changed."):
            return _quoted(old)
    return ""


def _fields_told(form: Any) -> list[str]:
    return [_told(form, name) for name in form.changed_data if name not in UNTOLD]


def _told(form: Any, name: str) -> str:
    """Return a sentence about the change of one field; never what a password was or is."""
    field = form.fields.get(name)
    if field is None or "password" in name:
        return f"{name.replace('_', ' ').capitalize()} changed."
    label = str(form[name].label)
    if name == ORDER:
        label = "Order"
    old = value_words(field, form[name].initial)
    new = value_words(field, form.cleaned_data.get(name))
    if max(len(old), len(new)) > SHORT or "\n" in old + new:
        return f"{label} changed."
    return f"{label}: {old or 'empty'} → {new or 'empty'}."


def value_words(field: forms.Field, value: Any) -> str:
    """Return a value as its form shows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, (list, tuple, QuerySet)):
        return ", ".join(sorted(value_words(field, each) for each in value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Model):
        return str(value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return {str(code): str(label) for code, label in choices}.get(str(value), str(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return str(value)


def _quoted(row: Model | str) -> str:
    return f"“{Truncator(str(row)).chars(SHORT)}”"


@transaction.atomic
def set_for_many(request: HttpRequest, rows: QuerySet[Any], values: Mapping[str, Any]) -> int:
    """Set ``values`` on all rows; return how many had other values before.

    The history has the same entry as after a save, so an open screen of the row notices it.
    """
    author = author_of(request)
    keys = list(rows.order_by().values_list("pk", flat=True).distinct())
    locked = rows.model._default_manager.select_for_update().filter(pk__in=keys)
    changed = [
        row
        for row in locked.order_by("pk")
        if any(getattr(row, name) != value for name, value in values.items())
    ]
    for row in changed:
        told = [value_text(row, name, value) for name, value in values.items()]
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        log(author, row, "\n".join(told))
    return len(changed)
