"""Find values of a draft that the database or a form would refuse, before they are stored."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import get_text_list

from roles.draft.section import DraftError, Location, sections
from roles.draft.shapes import Shape
from web.typed import look_of

# By model, what names its rows.
Known = Mapping[Any, Sequence[Any]]
SHOWN = 60  # longer values are cut
# What readers know a row by is the first of these that it has, with all of the second.
NAMES = ("name", "title", "question", "prompt", "label", "text")
APART = ("when", "url")


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
    rows = []
    for value, (file, location) in zip(values, places, strict=True):
        flat = shape.flat(value)
        columns = {name: getattr(flat, name) for name in (*shape.plain, *shape.references)}
        rows.append(columns)
        for name, message in shape.rules.errors(columns):
            yield DraftError(f"{message}{_given(columns[name])}", file, (*location, name))
        for name in (*shape.references, *shape.many):
            related = shape.model._meta.get_field(name).related_model
            named = getattr(flat, name)
            several = named if name in shape.many else [named]
            if name in shape.many and len(set(several)) < len(several):
                yield DraftError(
                    "Something is named twice here. Keep one.", file, (*location, name)
                )
            for each in several:
                if related in known and each is not None and each not in known[related]:
                    yield DraftError(
                        f"There is no {_noun(related)} {each!r}. "
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
        look = tuple(look_of(str(columns.get(name, ""))) for name in (title, *APART))
        if look[0] and index not in refused:
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


def _noun(model: Any) -> str:
    return str(model._meta.verbose_name)


def _given(value: Any) -> str:
    """Return a sentence with the present value, or "" where it would not help."""
    if value is None or isinstance(value, bool) or value == "":
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f" It says “{text if len(text) <= SHOWN else text[: SHOWN - 1] + '…'}”."
