"""Compare data without their empty fields: an empty field is the same as a missing one."""

import json
from collections.abc import Mapping
from typing import Any

EMPTY: tuple[Any, ...] = (None, "", [], {})


def said(value: Any) -> Any:
    """Return ``value`` without its empty fields; 0 and ``False`` are not empty."""
    if isinstance(value, Mapping):
        fields = {key: said(field) for key, field in value.items()}
        return {key: field for key, field in fields.items() if field not in EMPTY}
    if isinstance(value, (list, tuple)):
        return [said(item) for item in value]
    return value


def is_empty(value: Any) -> bool:
    return said(value) in EMPTY


def says_the_same(one: Any, other: Any) -> bool:
    """Return whether two values are equal apart from empty fields; ``True`` is not 1."""
    if json.dumps(one) == json.dumps(other):  # nearly always, and told much faster
        return True
    return _typed(said(one)) == _typed(said(other)) or (is_empty(one) and is_empty(other))


def _typed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _typed(field) for key, field in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return (bool, value) if isinstance(value, bool) else value
