"""Merge what somebody typed with what others saved meanwhile, field by field.

A screen carries a short digest of each value that it showed (``opened``). From that, what was sent
and what is stored now, each field has one of four states: unchanged, changed here, changed by
others, or changed by both. Only the last is a conflict, and then both values are shown.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Self

from django import forms
from django.forms import BoundField
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict

from roles.editing.changes import ORDER, UNTOLD, value_words
from web.strict_json import dumps, loads

Digests = Mapping[str, Any]


class MergedData(QueryDict):
    """Form data after merging.

    ``conflicts`` holds what to say at a field, at a part or, under the empty name, at the top;
    ``taken`` names the fields in which others' values were kept.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: dict[str, str] = {}
        self.taken: list[str] = []

    @classmethod
    def of(cls, data: QueryDict) -> Self:
        """Return a copy of ``data`` without any conflict yet."""
        typed = cls(mutable=True)
        for name, values in data.lists():
            typed.setlist(name, values)
        return typed

    def __deepcopy__(self, memo: Any) -> Self:
        copied: Self = super().__deepcopy__(memo)
        copied.conflicts = self.conflicts
        return copied


def digests_of(form: Any, formsets: Iterable[Any]) -> dict[str, Any]:
    """Return the digests of the values shown, of the row (under ``""``) and of its stored parts."""
    found: dict[str, Any] = {"": digests(form)}
    for formset in formsets:
        found[formset.prefix] = {
            str(part.instance.pk): digests(part, _keys(formset)) for part in formset.initial_forms
        }
    return found


def opened_of(text: str) -> Digests:
    """Return the digests that a screen sent along; none if they cannot be read."""
    try:
        found = loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def merged(data: QueryDict, form: Any, formsets: Iterable[Any], *, who: str) -> MergedData:
    """Merge ``data`` into the unbound ``form`` and ``formsets``, which show what is stored now.

    ``who`` is the beginning of a sentence: who saved when.
    """
    formsets = list(formsets)
    typed = MergedData.of(data)
    opened = opened_of(data.get("opened", ""))
    merge_fields(typed, data, form, _part_of(opened, ""), who=who)
    for formset in formsets:
        _merge_parts(typed, data, formset, _part_of(opened, formset.prefix), who=who)
    typed["opened"] = dumps(digests_of(form, formsets))
    return typed


def as_new(data: QueryDict, prefixes: Iterable[str]) -> MergedData:
    """Return ``data`` changed so that it describes a new row with all its parts."""
    typed = MergedData.of(data)
    for prefix in prefixes:
        typed[f"{prefix}-{INITIAL_FORM_COUNT}"] = "0"
        for number in range(_count(data, f"{prefix}-{TOTAL_FORM_COUNT}")):
            typed.pop(f"{prefix}-{number}-id", None)
    typed["seen"] = typed["opened"] = ""
    return typed


def field_fate(sent: list[str], now: list[str], opened: object) -> str:
    """Return who changed a field since it was shown: ``same``, ``mine``, ``theirs`` or ``both``."""
    if sent == now:
        return "same"
    if digest(sent) == opened:
        return "theirs"
    return "mine" if digest(now) == opened else "both"


def shown(bound: BoundField) -> list[str]:
    """Return what a browser sends for a field that is left as it is shown."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    text = widget.format_value(value)
    return _comparable(text if isinstance(text, list) else [text])


def sent_for(data: QueryDict, name: str, bound: BoundField) -> list[str]:
    """Return what was sent for a field under ``name``, to be compared with ``shown``."""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return ["on"] if data.get(name) not in (None, "", "False", "false") else []
    return _comparable(data.getlist(name))


def digest(values: list[str]) -> str:
    return hashlib.sha256(dumps(values).encode()).hexdigest()[:8]


def _comparable(values: Iterable[object]) -> list[str]:
    return sorted(str(each).replace("\r\n", "\n") for each in values if each not in (None, ""))


def digests(form: Any, keys: Iterable[str] = ()) -> dict[str, str]:
    """Return the digest of each value that a form shows, except the fields ``keys``."""
    return {bound.name: digest(shown(bound)) for bound in _fields(form, keys)}


def _fields(form: Any, keys: Iterable[str]) -> list[BoundField]:
    return [form[name] for name in form.fields if name not in (*UNTOLD, *keys)]


def _keys(formset: Any) -> tuple[str, str]:
    return formset.model._meta.pk.name, formset.fk.name


def _part_of(opened: Digests, name: str) -> Digests:
    part = opened.get(name)
    return part if isinstance(part, dict) else {}


def _count(data: QueryDict, name: str) -> int:
    text = data.get(name, "")
    return min(int(text), 1000) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def merge_fields(
    typed: MergedData,
    data: QueryDict,
    form: Any,
    opened: Digests,
    *,
    who: str,
    prefix: str = "",
    to: str = "",
    keys: Iterable[str] = (),
) -> None:
    """Write the merged fields of one form, sent under ``prefix``, into ``typed`` under ``to``."""
    for bound in _fields(form, keys):
        name = f"{to}{bound.name}"
        sent, now = sent_for(data, f"{prefix}{bound.name}", bound), shown(bound)
        fate = field_fate(sent, now, opened.get(bound.name))
        if fate == "both" and bound.name == ORDER:
            fate = "mine"
        values = data.getlist(f"{prefix}{bound.name}")
        if fate == "theirs":
            is_ticked = isinstance(bound.field.widget, (forms.CheckboxInput, forms.SelectMultiple))
            values = now if now or is_ticked else [""]
        typed.setlist(name, values)
        if not values:
            del typed[name]
        if fate == "theirs":
            typed.taken.append(str(bound.label))
        if fate == "both":
            theirs = value_words(bound.field, bound.value()) or "empty"
            typed.conflicts[name] = (
                f"{who}, and changed this to: “{theirs}”. What you typed is in the field. "
                "Save again to keep yours, or put theirs in its place."
            )


def _merge_parts(
    typed: MergedData, data: QueryDict, formset: Any, opened: Digests, *, who: str
) -> None:
    """Merge the parts: keep those that others added, leave out those that they deleted.

    A part that is gone although somebody typed into it is offered as a new one.
    """
    prefix, keys = formset.prefix, _keys(formset)
    total, initial = (
        _count(data, f"{prefix}-{name}") for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT)
    )
    for name in [name for name in typed if name.startswith(f"{prefix}-")]:
        if name.removeprefix(f"{prefix}-")[:1].isdecimal():
            del typed[name]
    now = {str(part.instance.pk): part for part in formset.initial_forms}
    names = [bound.name for part in [formset.empty_form] for bound in _fields(part, keys)]
    stored: list[tuple[int | None, Any]] = []
    new = list(range(initial, total))
    left = dict(now)
    for number in range(min(initial, total)):
        pk = data.get(f"{prefix}-{number}-{keys[0]}", "")
        was = _part_of(opened, pk)
        part = left.pop(pk, None) or left.pop(_same(left, was, keys), None)
        is_deleted = f"{prefix}-{number}-{DELETION_FIELD_NAME}" in data
        if part is not None:
            stored.append((number, part))
        elif not is_deleted and any(
            digest(sent_for(data, f"{prefix}-{number}-{name}", formset.empty_form[name]))
            != was.get(name)
            for name in names
            if name != ORDER
        ):
            new.append(number)
            typed.conflicts[f"{prefix}-{len(now) + len(new) - 1}"] = (
                f"{who}, and this is gone there. What you typed is still here: save again "
                "to add it as a new one, or remove it."
            )
    stored += [(None, part) for part in left.values()]
    for place, (at, part) in enumerate(stored):
        to = f"{prefix}-{place}-"
        typed[f"{to}{keys[0]}"] = str(part.instance.pk)
        was = _part_of(opened, data.get(f"{prefix}-{at}-{keys[0]}", ""))
        if at is None:
            for bound in _fields(part, keys):
                if values := shown(bound):
                    typed.setlist(f"{to}{bound.name}", values)
            continue
        before, own = f"{prefix}-{at}-", len(typed.conflicts)
        merge_fields(typed, data, part, was, who=who, prefix=before, to=to, keys=keys)
        if f"{before}{DELETION_FIELD_NAME}" in data:
            if was == digests(part, keys):
                typed[f"{to}{DELETION_FIELD_NAME}"] = "on"
            elif len(typed.conflicts) == own:
                typed.conflicts[to[:-1]] = (
                    f"{who}, and changed what you wanted to delete. Look at it, and tick it again."
                )
    for place, sent_as in enumerate(new, len(stored)):
        for name in (*names, DELETION_FIELD_NAME):
            if values := data.getlist(f"{prefix}-{sent_as}-{name}"):
                typed.setlist(f"{prefix}-{place}-{name}", values)
    typed[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(len(stored))
    typed[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(stored) + len(new))


def _same(parts: Mapping[str, Any], was: Digests, keys: Iterable[str]) -> str:
    """Return the key of a part equal to ``was``, since an import gives parts new keys; or ""."""
    if not was:
        return ""
    return next((pk for pk, part in parts.items() if digests(part, keys) == dict(was)), "")
