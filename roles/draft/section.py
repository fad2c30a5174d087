"""One app's section of the draft: its rows, their data and files. Apps register theirs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args, get_origin

from django.apps import apps
from pydantic import BaseModel, create_model

from roles.draft.field_labels import FieldLabels
from roles.draft.shapes import Data, Shape, Special, shape_of
from roles.snapshot.base import Value
from roles.snapshot.editions import VALUES

# Where in a content file something stands, for example ("requirements", 3, "importance").
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class DraftError:
    """Something that must be fixed before the draft can be published.

    ``file`` and ``location`` name the place in the terms of the content files; the desk turns
    the file into a link to the row, and each of the ``others`` into one more. A ``warning`` does
    not stop publishing.
    """

    message: str
    file: str
    location: Location = ()
    warning: bool = False
    others: tuple[tuple[str, Location], ...] = ()


class DraftSection:
    """One app's section of the draft and of an edition: the lists of ``value``, each with a shape.

    The lists are ordered so that each comes after the lists it refers to, and their models are
    those of the app ``name``. ``files`` says which lists one content file holds; those of
    ``folders`` have a file for each element, named by its key.
    """

    name: str
    value: type[Value]
    special: Special = {}
    files: Mapping[str, tuple[str, ...]]
    folders: Mapping[str, str] = {}

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        app = apps.get_app_config(self.name)
        fields = self.value.model_fields.items()
        kinds = {name: (*get_args(field.annotation), field.annotation)[0] for name, field in fields}
        return {
            name: shape_of(app.get_model(kind.__name__), kind, self.special)
            for name, kind in kinds.items()
        }

    @cached_property
    def single(self) -> frozenset[str]:
        """The fields that are no lists: one element or ``None``."""
        fields = self.value.model_fields.items()
        return frozenset(name for name, f in fields if get_origin(f.annotation) is not tuple)

    @cached_property
    def labels(self) -> FieldLabels:
        lists = {shape.model: name for each in sections() for name, shape in each.shapes.items()}
        return FieldLabels(parts={name: s.labels(lists) for name, s in self.shapes.items()})

    def collect(self) -> Data:
        """Return the draft rows as JSON data, as publishing would freeze them."""
        found = {name: s.collect().get(None, []) for name, s in self.shapes.items()}
        return {
            name: next(iter(found[name]), None) if name in self.single else found[name]
            for name in self.value.model_fields
        }

    def split(self, data: Data) -> dict[str, Data]:
        """Return ``data`` as content files: path below ``content/`` to the file's data."""
        files: dict[str, Data] = {
            path: {name: data.get(name) or [] for name in names}
            for path, names in self.files.items()
            if any(data.get(name) for name in names)
        }
        for folder, name in self.folders.items():
            for element in data[name]:
                files[f"{folder}{element[self.shapes[name].key or '']}.yaml"] = element
        return files

    def join(self, files: Mapping[str, Data]) -> Data:
        """Return the section's data from content files, the reverse of ``split``."""
        data: Data = {
            name: files.get(path, {}).get(name, None if name in self.single else [])
            for path, names in self.files.items()
            for name in names
        }
        for folder, name in self.folders.items():
            data[name] = [file for path, file in files.items() if path.startswith(folder)]
        for name, shape in self.shapes.items():
            for element in (data[name] or []) if name not in self.single else []:
                self._put_in_order(shape, element, data)
        return data

    def _put_in_order(self, shape: Shape, element: Data, data: Data) -> None:
        """Sort lists in ``element`` that refer to other rows, in the order of those rows."""
        for name, key in shape.many.items():
            related = shape.model._meta.get_field(name).related_model
            listed = next(each for each, other in self.shapes.items() if other.model is related)
            order = {each[key]: number for number, each in enumerate(data[listed])}
            element[name] = sorted(element[name], key=lambda each: order.get(each, len(order)))
        for name, part in shape.parts.items():
            for child in element[name] if part.many else []:
                self._put_in_order(part, child, data)

    def file_model(self, path: str) -> type[BaseModel] | None:
        """Return the model of the file at ``path``, or ``None`` if it is not this section's."""
        for folder, name in self.folders.items():
            if path.startswith(folder):
                return self.shapes[name].value
        return self._file_models.get(path)

    @cached_property
    def _file_models(self) -> dict[str, type[BaseModel]]:
        fields = self.value.model_fields
        return {
            path: create_model(
                path, __base__=Value, **{name: (fields[name].annotation, ...) for name in names}
            )  # type: ignore[call-overload]
            for path, names in self.files.items()
        }

    def contents(self, section: Any) -> list[tuple[Shape, Sequence[Any]]]:
        """Return every shape with the values of its rows."""
        return [
            (shape, [found] if name in self.single else found)
            for name, shape in self.shapes.items()
            for found in (getattr(section, name),)
        ]

    def place(self, name: str, index: int, element: Any) -> tuple[str, Location]:
        """Return the content file that holds an element of a list, and its location in it."""
        for folder, listed in self.folders.items():
            if listed == name:
                return f"{folder}{getattr(element, self.shapes[name].key or '')}.yaml", ()
        path = next(path for path, names in self.files.items() if name in names)
        return path, (name,) if name in self.single else (name, index)

    def errors(self, sections: Mapping[str, Any]) -> Iterator[DraftError]:
        """Yield errors that no single row shows; ``sections`` holds all sections by name."""
        raise NotImplementedError

    def deep_errors(self, sections: Mapping[str, Any]) -> Iterable[DraftError]:
        """Return errors that can be looked for only in a draft without others; by default none."""
        return ()


_sections: dict[str, DraftSection] = {}


def register(section: DraftSection) -> None:
    """Add a section at start-up, once per app. Raises ``ValueError`` if its name is taken."""
    if section.name in _sections:
        raise ValueError(
            f"There already is a section {section.name!r}; registered: {', '.join(_sections)}."
        )
    _sections[section.name] = section
    VALUES[section.name] = section.value


def sections() -> tuple[DraftSection, ...]:
    """Return all registered sections, in the order of registration."""
    return tuple(_sections.values())
