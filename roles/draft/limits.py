"""Errors of a draft in an editor's words, before it is stored: of its shape, then of its limits.

pydantic's own messages speak to programmers and count from 0. Here entries of a list count from 1.
"""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import Truncator, get_text_list
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from roles.draft.section import DraftError, Location, sections
from roles.draft.shapes import Shape
from roles.models.rules import last_day
from web.typed import look_of

SHOWN = 60  # longer values are cut
WORDS = {
    "missing": "This field is missing.",
    "extra_forbidden": "No field of this name belongs here.",
    "string_type": "Give a text. What looks like a number or a day needs quotation marks.",
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "Give a number."),
    **dict.fromkeys(
        ("int_type", "int_parsing", "int_parsing_size", "int_from_float"), "Give a whole number."
    ),
    **dict.fromkeys(("bool_type", "bool_parsing"), "Say true or false."),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "Give a day such as 2026-11-25.",
    ),
    **dict.fromkeys(
        ("tuple_type", "list_type"), "Give a list: one entry a line, each after a hyphen."
    ),
    **dict.fromkeys(
        ("model_type", "model_attributes_type", "dict_type"),
        "Give fields here, each with a name, a colon and a value.",
    ),
}
# By model, what names its rows.
Known = Mapping[Any, Sequence[Any]]
# What readers know a row by is the first of these that it has, with all of the second.
NAMES = ("name", "title", "question", "prompt", "label", "text")
APART = ("when", "url")


def place(location: Location) -> str:
    """Return a location in words, such as "requirements › entry 1 › importance"."""
    return " › ".join(
        f"entry {part + 1}" if isinstance(part, int) else str(part) for part in location
    )


def shape_errors(error: ValidationError) -> list[tuple[Location, str]]:
    """Return every error with its place. A misspelt field is also a missing one; it comes first."""
    found = error.errors(include_url=False)
    found.sort(key=lambda each: each["type"] != "extra_forbidden")
    missing = [tuple(each["loc"]) for each in found if each["type"] == "missing"]
    return [(tuple(each["loc"]), _said(each, missing)) for each in found]


def _said(error: ErrorDetails, missing: Sequence[Location]) -> str:
    """Return what belongs there, and what is there now where that helps."""
    kind, value, location = error["type"], error["input"], tuple(error["loc"])
    if kind == "missing":
        return WORDS[kind]
    if kind == "extra_forbidden":
        meant = [str(other[-1]) for other in missing if other[:-1] == location[:-1]]
        close = difflib.get_close_matches(str(location[-1]), meant, n=1)
        return f"{WORDS[kind]}{f' Did you mean “{close[0]}”?' if close else ''}"
    if kind in ("enum", "literal_error"):
        wanted = f"Choose one of these: {error['ctx']['expected'].replace(chr(39), '')}."
    else:
        wanted = WORDS.get(kind) or f"{error['msg']}."
    if value is None:
        return f"{wanted} Nothing is there."
    if isinstance(value, (bool, int, float)):
        return f"{wanted} It says {str(value).lower()}."
    return wanted + (_given(value) if isinstance(value, str) else "")


def limit_errors(parsed: Mapping[str, Any]) -> Iterator[DraftError]:
    """Yield an error for each value beyond a limit, each duplicate and each unknown reference."""
    known = {
        shape.model: [getattr(value, shape.key) for value in values]
        for section in sections()
        for shape, values in section.contents(parsed[section.name])
        if shape.key
    }
    for section in sections():
        for name, (shape, values) in zip(
            section.shapes, section.contents(parsed[section.name]), strict=True
        ):
            places = [section.place(name, index, value) for index, value in enumerate(values)]
            yield from _errors_of_rows(shape, values, places, known)


def _errors_of_rows(
    shape: Shape,
    values: Sequence[Any],
    places: Sequence[tuple[str, Location]],
    known: Known,
    parent: str | None = None,
) -> Iterator[DraftError]:
    rows, today = [], last_day()
    for value, (file, location) in zip(values, places, strict=True):
        flat = shape.flat(value)
        columns = {name: getattr(flat, name) for name in (*shape.plain, *shape.references)}
        rows.append(columns)
        for name, message in shape.rules.errors(columns, today):
            yield DraftError(f"{message}{_given(columns[name])}", file, (*location, name))
        for name in (*shape.references, *shape.many):
            related: Any = shape.model._meta.get_field(name).related_model
            named = getattr(flat, name)
            several = named if name in shape.many else [named]
            if name in shape.many and len(set(several)) < len(several):
                yield DraftError(
                    "Something is named twice here. Keep one.", file, (*location, name)
                )
            for each in several:
                if related in known and each is not None and each not in known[related]:
                    yield DraftError(
                        f"There is no {related._meta.verbose_name} {each!r}. "
                        f"There are: {', '.join(sorted(known[related])) or 'none'}.",
                        file,
                        (*location, name),
                    )
        for name, part in shape.parts.items():
            children = getattr(value, name)
            inner = [(file, (*location, name, index)) for index in range(len(children))]
            field = getattr(shape.model, name).field.name
            yield from _errors_of_rows(part, children, inner, known, field)
    refused = set()
    for index, name, message in shape.rules.doubles(rows, parent):
        refused.add(index)
        file, location = places[index]
        yield DraftError(
            f"{message}{_given(rows[index].get(name))}",
            file,
            (*location, *([name] if name else [])),
        )
    yield from _alike(shape, rows, places, refused)


def _alike(
    shape: Shape,
    rows: Sequence[Mapping[str, Any]],
    places: Sequence[tuple[str, Location]],
    refused: Collection[int],
) -> Iterator[DraftError]:
    """Warn of rows that readers cannot tell apart, unless they are refused already."""
    title = next((name for name in NAMES if name in shape.plain), "")
    if title == "text" and shape.references:
        return  # named by what it refers to
    options: Any = shape.model._meta
    alike: dict[tuple[str, ...], list[int]] = {}
    for index, columns in enumerate(rows):
        look = tuple(look_of(str(columns[name])) for name in (title, *APART) if name in columns)
        if any(look[:1]) and index not in refused:
            alike.setdefault(look, []).append(index)
    for same in (each for each in alike.values() if len(each) > 1):
        names = [
            f"“{rows[n][title]}” ({rows[n].get(shape.key or '') or f'entry {n + 1}'})" for n in same
        ]
        first, *others = ((file, (*at, title)) for file, at in (places[n] for n in same))
        yield DraftError(
            f"Readers cannot tell {get_text_list(names, 'and')} apart: they have the same "
            f"{options.get_field(title).verbose_name}. Give each its own.",
            *first,
            warning=True,
            others=tuple(others),
        )


def _given(value: Any) -> str:
    """Return a sentence with the present value, or "" where it would not help."""
    if value is None or isinstance(value, bool) or value == "":
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f" It says “{Truncator(text).chars(SHOWN)}”."
