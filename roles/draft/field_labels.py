"""The field labels of draft rows: the words of the desk's own forms, taken from the models."""

from __future__ import annotations

from typing import Any, cast

from django.utils.text import capfirst

from roles.draft.shapes import Shape
from roles.snapshot.field_labels import FieldLabels
from roles.snapshot.sections import sections

# A part without a key is told from its neighbours by the first of these that it has.
TITLES = ("title", "question", "statement")


def field_labels_of(shape: Shape) -> FieldLabels:
    """What the desk calls the rows of a shape and their fields."""
    options = shape.model._meta
    lists = {other.model: name for each in sections() for name, other in each.shapes.items()}
    references = (*shape.references, *shape.many)
    fields = {name: cast(Any, options.get_field(name)) for name in (*shape.plain, *references)}
    title = next((name for name in TITLES if name in fields), None)
    is_named_by_others = False
    if shape.key:
        key: tuple[str, ...] = (shape.key,)
        called = "{name}" if "name" in fields else f"{{{title or shape.key}}}"
    elif title:
        key, called = (title,), f"{options.verbose_name} “{{{title}}}”"
    elif shape.references:
        key, is_named_by_others = tuple(shape.references), True
        called = " and ".join(f"{{{name}}}" for name in key)
    else:
        key = ("text",) if "text" in fields else ()
        called = f"{options.verbose_name} “{{text}}”"
    parts = {name: field_labels_of(part) for name, part in shape.parts.items()}
    return FieldLabels(
        key=key,
        called=shape.called or called,
        plural=capfirst(str(options.verbose_name_plural)),
        is_renamed=shape.key is None and not is_named_by_others,
        # Requirements stand in the order of their competencies.
        is_ordered=not is_named_by_others,
        labels={name: str(getattr(field, "verbose_name", "")) for name, field in fields.items()}
        | {name: str(part.plural).lower() for name, part in parts.items()},
        words={
            name: {str(code): str(label) for code, label in field.flatchoices}
            for name, field in fields.items()
            if getattr(field, "flatchoices", None)
        },
        refers={name: lists[fields[name].related_model] for name in references
                if fields[name].related_model in lists},
        parts=parts,
    )  # fmt: skip
