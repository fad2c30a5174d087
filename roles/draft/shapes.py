"""Convert draft rows into the data of an edition and back.

A shape pairs a kind of row with its value; what both have goes into an edition: plain fields,
fields that name another row by its key, and the parts that belong to it. Reading, writing and
checking walk the same shapes, so a field that is added to model and value is collected, restored,
imported, exported and held to its limits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst

from roles.draft.field_labels import FieldLabels
from roles.models.base import Ordered
from roles.models.rules import RowRules
from roles.snapshot.base import Value

Data = dict[str, Any]
# By kind of value, what of its shape does not follow from model and value.
Special = Mapping[type[Value], Mapping[str, Any]]
# A part without a key is told from its neighbours by the first of these that it has.
TITLES = ("title", "question", "statement")


def _as_it_is(value: Any) -> Any:
    return value


def key_of(model: type[models.Model]) -> str | None:
    """Return the first unique field apart from the primary key: the one that names a row."""
    return next((f.name for f in model._meta.fields if f.unique and not f.primary_key), None)


def _named_by(reference: Any) -> str:
    """Return the attribute by which the row behind a reference is named."""
    return key_of(reference.related_model) or "address"


def shape_of(
    model: type[models.Model], value: type[Value], special: Special, parent: str = ""
) -> Shape:
    """Return the shape of rows of ``model`` that go into an edition as ``value``.

    Every column belongs to it except ``position`` and the foreign key ``parent``; of the related
    rows, those that ``value`` has a field for.
    """
    fields, options = list(value.model_fields), model._meta
    columns: list[Any] = [f for f in options.fields if f.name not in ("id", "position", parent)]
    columns.sort(key=lambda f: fields.index(f.name) if f.name in fields else len(fields))
    pointing = {each.related_name: each for each in options.related_objects}
    parts = {
        name: shape_of(
            pointing[name].related_model,
            get_args(field.annotation)[0],
            special,
            pointing[name].field.name,
        )
        for name, field in value.model_fields.items()
        if name in pointing
    }
    own = {"key": key_of(model), **special.get(value, {})}
    return Shape(
        model,
        value,
        plain=tuple(field.name for field in columns if not field.is_relation),
        references={f.name: _named_by(f) for f in columns if f.is_relation},
        many={f.name: _named_by(f) for f in options.many_to_many},
        parts=parts,
        **own,
    )


@dataclass(frozen=True)
class Shape:
    """What goes into an edition from one kind of row.

    ``plain`` are the columns that are no references; ``references`` and ``many`` map a field to the
    attribute that names the other row; ``parts`` map a related name to the shape of its rows.
    ``key`` is the field by which a row is recognised when data are stored. Where data and columns
    differ, ``folded`` turns the row's data into those of an edition and ``flat`` a value into one
    with the columns as attributes. ``called`` is what an editor calls it, a format over the fields;
    ``also`` are more columns that ``folded`` needs.
    """

    model: type[models.Model]
    value: type[Value]
    plain: tuple[str, ...]
    references: Mapping[str, str]
    many: Mapping[str, str]
    parts: Mapping[str, Shape]
    key: str | None
    folded: Callable[[Data], Data] = _as_it_is
    flat: Callable[[Any], Any] = _as_it_is
    called: str = ""
    also: tuple[str, ...] = ()

    @cached_property
    def rules(self) -> RowRules:
        return RowRules(self.model, self.plain)

    @cached_property
    def _in_json(self) -> Mapping[str, Callable[[Any], Any]]:
        """What turns a value into the one of an edition, by the columns where they differ."""
        fields, found = self.value.model_fields, dict[str, Callable[[Any], Any]]()
        for name in self.plain:
            column = self.model._meta.get_field(name)
            is_float = name in fields and "float" in str(fields[name].annotation)
            if isinstance(column, models.DateField):
                found[name] = dt.date.isoformat
            elif isinstance(column, models.DecimalField) or (
                is_float and isinstance(column, models.IntegerField)
            ):
                found[name] = float
        return found

    @property
    def is_ordered(self) -> bool:
        return issubclass(self.model, Ordered)

    def rows(self) -> QuerySet[Any]:
        """Return the draft rows of this shape, in order."""
        order = ("position", "pk") if self.is_ordered else ("pk",)
        return self.model._default_manager.order_by(*order)

    def collect(self, owner: str | None = None, **only: Any) -> dict[Any, list[Data]]:
        """Return all draft rows with their parts, in order, as an edition holds them.

        They are grouped by the primary key of the row that the column ``owner`` names; without one
        all are under ``None``. ``only`` are conditions on the rows. One query for each kind of part
        and each many-to-many reference: whole tables and no model instances take half the time.
        """
        inner: dict[str, dict[Any, list[Any]]] = {n: self._others(n) for n in self.many}
        for name, part in self.parts.items():
            inner[name] = part.collect(getattr(self.model, name).field.name)
        named = {n: f"{n}__{key}" for n, key in self.references.items() if key != "address"}
        names = (*self.plain, *named, *self.also)
        columns = ("pk", owner or "pk", *self.plain, *named.values(), *self.also)
        fields, found = tuple(self.value.model_fields), dict[Any, list[Data]]()
        for pk, group, *values in self.rows().filter(**only).values_list(*columns):
            data: Data = dict(zip(names, values, strict=True))
            for name, in_json in self._in_json.items():
                if data[name] is not None:
                    data[name] = in_json(data[name])
            for name, rows in inner.items():
                data[name] = rows.get(pk, [])
            data = self.folded(data)
            kept = found.setdefault(group if owner else None, [])
            kept.append({name: data[name] for name in fields})
        return found

    def through(self, name: str) -> tuple[Any, str, str]:
        """Return the model of a many-to-many reference's rows, and its fields for both ends."""
        field: Any = self.model._meta.get_field(name)
        return (field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name())

    def _others(self, name: str) -> dict[Any, list[Any]]:
        """Return the keys of the rows that the reference ``name`` holds, in order, by row."""
        through, row, other = self.through(name)
        rows = through._default_manager.order_by(f"{other}__position", other)
        found: dict[Any, list[Any]] = {}
        for pk, key in rows.values_list(row, f"{other}__{self.many[name]}"):
            found.setdefault(pk, []).append(key)
        return found

    def written(self, value: Any, lookup: Lookup) -> dict[str, Any]:
        """Return the columns of a value's row, with rows as references. Raises ``KeyError``."""
        flat = self.flat(value)
        columns = {name: getattr(flat, name) for name in self.plain}
        for name, key in self.references.items():
            named = getattr(flat, name)
            related = self.model._meta.get_field(name).related_model
            columns[name] = None if named is None else lookup.rows(related, key)[named]
        return columns

    def labels(self, lists: Mapping[Any, str]) -> FieldLabels:
        """Return the labels of these rows and fields; ``lists`` maps a model to its list's name."""
        options = self.model._meta
        references = (*self.references, *self.many)
        fields: dict[str, Any] = {n: options.get_field(n) for n in (*self.plain, *references)}
        title = next((name for name in TITLES if name in fields), None)
        is_named_by_others = False
        if self.key:
            key: tuple[str, ...] = (self.key,)
            called = "{name}" if "name" in fields else f"{{{title or self.key}}}"
        elif title:
            key, called = (title,), f"{options.verbose_name} “{{{title}}}”"
        elif self.references:
            key, is_named_by_others = tuple(self.references), True
            called = " and ".join(f"{{{name}}}" for name in key)
        else:
            key = ("text",) if "text" in fields else ()
            called = f"{options.verbose_name} “{{text}}”"
        parts = {name: part.labels(lists) for name, part in self.parts.items()}
        return FieldLabels(
            key=key,
            called=self.called or called,
            plural=capfirst(str(options.verbose_name_plural)),
            is_renamed=self.key is None and not is_named_by_others,
            # Requirements are in the order of their competencies.
            is_ordered=not is_named_by_others,
            labels={name: str(field.verbose_name) for name, field in fields.items()}
            | {name: str(part.plural).lower() for name, part in parts.items()},
            words={
                name: {str(code): str(label) for code, label in field.flatchoices}
                for name, field in fields.items()
                if getattr(field, "flatchoices", None)
            },
            refers={
                name: lists[fields[name].related_model]
                for name in references
                if fields[name].related_model in lists
            },
            parts=parts,
        )


class Lookup:
    """All rows of a kind by what names them, read once. Make one after those rows are stored."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[Any, str], dict[str, Any]] = {}

    def rows(self, model: Any, key: str) -> dict[str, Any]:
        """Return the rows of ``model`` by their field ``key``."""
        if (model, key) not in self._kinds:
            rows = model._default_manager.select_related()  # a name may lie in a parent
            self._kinds[model, key] = {getattr(row, key): row for row in rows}
        return self._kinds[model, key]


def replace_rows(contents: Sequence[tuple[Shape, Sequence[Any]]]) -> None:
    """Replace all rows of these shapes with rows of the given values.

    The shapes are ordered so that each comes after those it refers to. All old rows go first, in
    reverse order, so that no row refers to a deleted one and no constraint is in the way. A row
    with a key keeps its primary key.
    """
    numbers: dict[Any, dict[Any, Any]] = {}
    for shape, _ in reversed(contents):
        rows = shape.model._default_manager.all()
        numbers[shape.model] = dict(rows.values_list(shape.key, "pk")) if shape.key else {}
        rows.delete()
    lookup = Lookup()
    stored = []
    for shape, values in contents:
        known = numbers[shape.model]
        made = [
            shape.model(
                **({"pk": known[key]} if (key := getattr(value, shape.key or "", None)) in known
                   else {}),
                **({"position": position} if shape.is_ordered else {}),
                **shape.written(value, lookup),
            )
            for position, value in enumerate(values, 1)
        ]  # fmt: skip
        stored.append((shape, shape.model._default_manager.bulk_create(made), values))
    for shape, rows, values in stored:
        _store_parts(shape, rows, values, lookup)


def add_row(shape: Shape, value: Any, **columns: Any) -> Any:
    """Store ``value`` with its parts as a new row and return the row.

    ``columns`` are those that no edition holds. Raises ``KeyError`` for a dangling reference.
    """
    lookup = Lookup()
    row = shape.model._default_manager.create(**shape.written(value, lookup), **columns)
    _store_parts(shape, [row], [value], lookup)
    return row


def _store_parts(shape: Shape, rows: Iterable[Any], values: Iterable[Any], lookup: Lookup) -> None:
    """Store the parts and the many-to-many references of rows that were just stored."""
    pairs = list(zip(rows, values, strict=True))
    for name, key in shape.many.items():
        others = lookup.rows(shape.model._meta.get_field(name).related_model, key)
        through, own, other = shape.through(name)
        through._default_manager.bulk_create(
            through(**{own: row, other: others[named]})
            for row, value in pairs
            for named in getattr(value, name)
        )
    for name, part in shape.parts.items():
        parent = getattr(shape.model, name).field.name
        children = [
            (part.model(**{parent: row, "position": n}, **part.written(child, lookup)), child)
            for row, value in pairs
            for n, child in enumerate(getattr(value, name), 1)
        ]
        made = part.model._default_manager.bulk_create([row for row, _ in children])
        _store_parts(part, made, [child for _, child in children], lookup)
