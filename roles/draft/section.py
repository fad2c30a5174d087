"""One app's share of the draft, made of shapes: rows to data, data to files, files to data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import BaseModel, create_model

from roles.draft.field_labels import field_labels_of
from roles.draft.shapes import Shape
from roles.snapshot.field_labels import FieldLabels
from roles.snapshot.sections import Data, DraftError, Location
from roles.snapshot.values import Value


class DraftSection:
    """A section of ``shapes``; see ``roles.snapshot.sections.Section`` for what it is asked.

    ``shapes`` holds its lists by name, in an order in which each finds the rows that it names.
    ``files`` says which of them one content file holds; those of ``folders`` have a file for each
    element, named by its key. ``single`` are no lists: they are there once or not at all.
    """

    name: str
    value: type[Value]
    shapes: Mapping[str, Shape]
    files: Mapping[str, tuple[str, ...]]
    folders: Mapping[str, str] = {}
    single: frozenset[str] = frozenset()

    @cached_property
    def labels(self) -> FieldLabels:
        return FieldLabels(
            parts={name: field_labels_of(shape) for name, shape in self.shapes.items()}
        )

    def collect(self) -> Data:
        found = {name: [s.data(row) for row in s.rows()] for name, s in self.shapes.items()}
        return {
            name: next(iter(found[name]), None) if name in self.single else found[name]
            for name in self.value.model_fields
        }

    def parse(self, data: Data) -> Value:
        return self.value.model_validate(data)

    def split(self, data: Data) -> dict[str, Data]:
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
        """Sort what an element names several of as the draft would: rows have no other order."""
        for name, key in shape.many.items():
            related = shape.model._meta.get_field(name).related_model
            listed = next(each for each, other in self.shapes.items() if other.model is related)
            order = {each[key]: number for number, each in enumerate(data[listed])}
            element[name] = sorted(element[name], key=lambda each: order.get(each, len(order)))
        for name, part in shape.parts.items():
            for child in element[name] if part.many else []:
                self._put_in_order(part, child, data)

    def file_model(self, path: str) -> type[BaseModel] | None:
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
        """Every shape with the values that its rows hold."""
        return [
            (shape, [found] if name in self.single else found)
            for name, shape in self.shapes.items()
            for found in (getattr(section, name),)
        ]

    def place(self, name: str, index: int, element: Any) -> tuple[str, Location]:
        """The content file that holds an element of a list, and where in it."""
        for folder, listed in self.folders.items():
            if listed == name:
                return f"{folder}{getattr(element, self.shapes[name].key or '')}.yaml", ()
        path = next(path for path, names in self.files.items() if name in names)
        return path, (name,) if name in self.single else (name, index)

    def problems(self, sections: Mapping[str, Any]) -> Iterator[DraftError]:
        """What is wrong beyond the limits of single rows."""
        raise NotImplementedError

    def deep_problems(self, sections: Mapping[str, Any]) -> Iterable[DraftError]:
        """What only sections without another error can be asked: nothing, as a rule."""
        return ()
