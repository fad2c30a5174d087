"""How draft rows and edition data correspond, and the two ways between them.

A shape names what of a row goes into an edition: plain fields, fields that name another row by
its key, and the parts that belong to it. Reading and writing walk the same shapes, so a field
that is added in one place is collected, restored, imported and exported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import QuerySet
from pydantic import BaseModel

from roles.snapshot.sections import Data


@dataclass(frozen=True, slots=True)
class Shape:
    """What of one kind of row goes into an edition.

    ``references`` and ``many`` map a field to the attribute that names the other row;
    ``levels`` are whole numbers that an edition holds as numbers on the level scale;
    ``parts`` map a related name to the shape of its rows. ``key`` is the field by which a row is
    found again when data are stored; rows without one are written anew. ``listed`` names the
    fields (the row itself for "") whose role must be on the site.
    """

    model: type[models.Model]
    fields: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    parts: Mapping[str, Shape] = field(default_factory=dict)
    key: str | None = None
    listed: tuple[str, ...] = ()

    def rows(self) -> QuerySet[Any]:
        """The draft rows of this shape that are on the site, in order, with all they need."""
        filters = {f"{name}__is_listed" if name else "is_listed": True for name in self.listed}
        return (
            self.model._default_manager.filter(**filters)
            .order_by("position", "pk")
            .select_related(*self.references)
            .prefetch_related(*self._prefetches())
        )

    def _prefetches(self, prefix: str = "") -> Iterator[str]:
        for name in self.many:
            yield f"{prefix}{name}"
        for name, part in self.parts.items():
            yield f"{prefix}{name}"
            for reference in part.references:
                yield f"{prefix}{name}__{reference}"
            yield from part._prefetches(f"{prefix}{name}__")

    def data(self, row: Any) -> Data:
        """One row with its parts, as an edition holds it."""
        data: Data = {name: _plain(getattr(row, name)) for name in self.fields}
        for name in self.levels:
            value = getattr(row, name)
            data[name] = None if value is None else float(value)
        for name, key in self.references.items():
            data[name] = getattr(getattr(row, name), key, None)
        for name, key in self.many.items():
            others = sorted(getattr(row, name).all(), key=lambda each: (each.position, each.pk))
            data[name] = [getattr(other, key) for other in others]
        for name, part in self.parts.items():
            data[name] = [part.data(child) for child in part._shown(getattr(row, name).all())]
        return data

    def _shown(self, rows: Iterable[Any]) -> list[Any]:
        return [row for row in rows if all(getattr(row, name).is_listed for name in self.listed)]

    def store_rows(self, values: Sequence[BaseModel], lookup: Lookup, **fixed: Any) -> list[Any]:
        """Make the rows of this shape equal to ``values``, without parts and ``many``.

        Rows found again by their key stay the same rows. Returns them in order.
        """
        if self.key is None:
            self.rows().delete()
        stored = []
        for position, value in enumerate(values, 1):
            fields = self._fields(value, lookup) | {"position": position} | fixed
            if self.key is None:
                row = self.model._default_manager.create(**fields)
            else:
                row, _ = self.model._default_manager.update_or_create(
                    **{self.key: fields[self.key]}, defaults=fields
                )
            stored.append(row)
        return stored

    def store_parts(self, row: Any, value: BaseModel, lookup: Lookup) -> None:
        """Make the parts and ``many`` of one stored row equal to those of ``value``."""
        for name, key in self.many.items():
            others = lookup.rows(row._meta.get_field(name).related_model, key)
            getattr(row, name).set([others[other] for other in getattr(value, name)])
        for name, part in self.parts.items():
            related = getattr(row, name)
            parent = related.field.name
            related.filter(**{f"{each}__is_listed": True for each in part.listed}).delete()
            children = [
                part.model(**{parent: row, "position": position}, **part._fields(child, lookup))
                for position, child in enumerate(getattr(value, name), 1)
            ]
            stored = part.model._default_manager.bulk_create(children)
            if part.many:
                for child_row, child in zip(stored, getattr(value, name), strict=True):
                    part.store_parts(child_row, child, lookup)

    def _fields(self, value: BaseModel, lookup: Lookup) -> dict[str, Any]:
        """The columns of a value's row; references become rows."""
        columns: dict[str, Any] = {name: getattr(value, name) for name in self.fields}
        for name in self.levels:
            level = getattr(value, name)
            columns[name] = None if level is None else round(level)
        for name, key in self.references.items():
            named = getattr(value, name)
            related = self.model._meta.get_field(name).related_model
            columns[name] = None if named is None else lookup.rows(related, key)[named]
        return columns


class Lookup:
    """All rows of a kind by what names them, read once. Make one when those rows are stored."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[Any, str], dict[str, Any]] = {}

    def rows(self, model: Any, key: str) -> dict[str, Any]:
        """The rows of ``model`` by their field ``key``."""
        if (model, key) not in self._kinds:
            rows = model._default_manager.select_related()  # a name may lie in a parent
            self._kinds[model, key] = {getattr(row, key): row for row in rows}
        return self._kinds[model, key]


def _plain(value: Any) -> Any:
    """A column as JSON data."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value
