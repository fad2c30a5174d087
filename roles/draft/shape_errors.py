"""Errors of shape in an editor's words: the place, and what belongs there.

pydantic's own messages speak to programmers and count from 0. Here entries of a list count from 1.
"""

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from roles.draft.section import Location

SHOWN = 60  # longer values are cut
A_NUMBER = "Give a number."
A_WHOLE_NUMBER = "Give a whole number."
A_DAY = "Give a day such as 2026-11-25."
YES_OR_NO = "Say true or false."
A_LIST = "Give a list: one entry a line, each after a hyphen."
FIELDS = "Give fields here, each with a name, a colon and a value."
WORDS = {
    "missing": "This field is missing.",
    "extra_forbidden": "No field of this name belongs here.",
    "string_type": "Give a text. What looks like a number or a day needs quotation marks.",
    "float_type": A_NUMBER,
    "float_parsing": A_NUMBER,
    "finite_number": A_NUMBER,
    "int_type": A_WHOLE_NUMBER,
    "int_parsing": A_WHOLE_NUMBER,
    "int_parsing_size": A_WHOLE_NUMBER,
    "int_from_float": A_WHOLE_NUMBER,
    "bool_type": YES_OR_NO,
    "bool_parsing": YES_OR_NO,
    "date_type": A_DAY,
    "date_parsing": A_DAY,
    "date_from_datetime_parsing": A_DAY,
    "date_from_datetime_inexact": A_DAY,
    "tuple_type": A_LIST,
    "list_type": A_LIST,
    "model_type": FIELDS,
    "model_attributes_type": FIELDS,
    "dict_type": FIELDS,
}


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
    location: Location = tuple(error["loc"])
    if error["type"] == "missing":
        return WORDS["missing"]
    if error["type"] == "extra_forbidden":
        meant = [str(other[-1]) for other in missing if other[:-1] == location[:-1]]
        close = difflib.get_close_matches(str(location[-1]), meant, n=1)
        return f"{WORDS['extra_forbidden']}{f' Did you mean “{close[0]}”?' if close else ''}"
    return f"{_wanted(error)}{_given(error['input'])}"


def _wanted(error: ErrorDetails) -> str:
    """Return a sentence that says what belongs there."""
    kind, about = error["type"], error.get("ctx", {})
    if kind in ("enum", "literal_error"):
        return f"Choose one of these: {about['expected'].replace(chr(39), '')}."
    return WORDS.get(kind) or f"{error['msg']}."


def _given(value: Any) -> str:
    """Return a sentence with the present value, or "" where it would not help."""
    if value is None:
        return " Nothing is there."
    if isinstance(value, bool):
        return f" It says {'true' if value else 'false'}."
    if isinstance(value, (int, float)):
        return f" It says {value}."
    if isinstance(value, str) and value:
        return f" It says “{value if len(value) <= SHOWN else value[: SHOWN - 1] + '…'}”."
    return ""
