"""Base classes of values that are stored as JSON data, and of sums that can be added."""

import functools
import operator
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from typing import Annotated, Any, Self, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainSerializer, PlainValidator, TypeAdapter

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

as_list = PlainSerializer(np.ndarray.tolist)

# Arrays, and how they are stored.
Counts = Annotated[IntArray, PlainValidator(partial(np.array, dtype=np.int64)), as_list]
Numbers = Annotated[FloatArray, PlainValidator(partial(np.array, dtype=float)), as_list]


class StoredAsJson:
    """A dataclass that is stored as JSON data."""

    __slots__ = ()

    def to_data(self) -> dict[str, Any]:
        """Return the value as JSON data."""
        return cast(dict[str, Any], self._adapter().dump_python(self, mode="json"))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the value that ``to_data`` gave as ``data``."""
        return cast(Self, cls._adapter().validate_python(data))

    @classmethod
    @functools.cache
    def _adapter(cls) -> TypeAdapter[Any]:
        return TypeAdapter(cls)


class Added(StoredAsJson):
    """Sums that are added, and taken out again, field by field and key by key."""

    __slots__ = ()

    def __add__(self, other: Self) -> Self:
        return cast(Self, _each(operator.add, self, other))

    def __neg__(self) -> Self:
        """Return the negative sums: adding them takes these out of others."""
        return cast(Self, _each(operator.neg, self))


def _each(of: Callable[..., Any], *parts: Any) -> Any:
    first = parts[0]
    if isinstance(first, Mapping):
        return {key: _each(of, *(part[key] for part in parts)) for key in first}
    if isinstance(first, Added):
        names = [each.name for each in fields(first)]  # type: ignore[arg-type]
        return type(first)(*(_each(of, *(getattr(part, name) for part in parts)) for name in names))
    return of(*parts)
