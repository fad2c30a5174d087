"""The field labels of draft rows: the words of the desk's own forms, taken from the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst

from roles.draft.shapes import Shape
from roles.snapshot.field_labels import FieldLabels

# A part without a key is told from its neighbours by the first of these that it has.
TITLES = ("title", "question", "statement")


def field_labels_of_rows(
    model: type[models.Model],
    fields: Iterable[str],
    *,
    key: tuple[str, ...],
    called: str,
    refers: Mapping[str, str] | None = None,
    parts: Mapping[str, FieldLabels] | None = None,
    labels: Mapping[str, str] | None = None,
    is_renamed: bool = False,
    is_ordered: bool = True,
) -> FieldLabels:
    """What the desk calls the rows of a model and their fields."""
    found = {name: _field(model, name) for name in fields}
    return FieldLabels(
        key=key,
        called=called,
        plural=capfirst(str(model._meta.verbose_name_plural)),
        is_renamed=is_renamed,
        is_ordered=is_ordered,
        labels={
            name: str(getattr(field, "verbose_name", "") or "")
            for name, field in found.items()
            if field is not None
        }
        | {name: str(part.plural).lower() for name, part in (parts or {}).items()}
        | dict(labels or {}),
        words={
            name: {str(code): str(label) for code, label in field.flatchoices}
            for name, field in found.items()
            if getattr(field, "flatchoices", None)
        },
        refers=dict(refers or {}),
        parts=dict(parts or {}),
    )


def field_labels_of(shape: Shape, lists: Mapping[Any, str]) -> FieldLabels:
    """The field labels of a shape; ``lists`` says in which list the rows of a model stand."""
    references = [*shape.references, *shape.many]
    refers = {name: lists[_related(shape.model, name)] for name in references}
    noun = str(shape.model._meta.verbose_name)
    title = next((name for name in TITLES if name in shape.fields), None)
    if shape.key:
        key: tuple[str, ...] = (shape.key,)
        called = "{name}" if "name" in shape.fields else f"{{{title or shape.key}}}"
    elif title:
        key, called = (title,), f"{noun} “{{{title}}}”"
    elif shape.references:
        key = tuple(shape.references)
        called = " and ".join(f"{{{name}}}" for name in key)
    else:
        key, called = ("text",), f"{noun} “{{text}}”"
    return field_labels_of_rows(
        shape.model,
        [*shape.fields, *shape.levels, *references],
        key=key,
        called=called,
        refers=refers,
        parts={name: field_labels_of(part, lists) for name, part in shape.parts.items()},
        is_renamed=shape.key is None and not set(key) <= set(shape.references),
        # Requirements stand in the order of their competencies.
        is_ordered=shape.key is not None or not set(key) <= set(shape.references),
    )


def _field(model: type[models.Model], name: str) -> Any:
    return next((field for field in model._meta.get_fields() if field.name == name), None)


def _related(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name).related_model
