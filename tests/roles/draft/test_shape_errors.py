"""What has not the right shape is said in plain words, and counted from 1."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Any, Literal

import pytest
from pydantic import ValidationError

from roles.draft.limits import place, shape_errors
from roles.snapshot.base import Flag, Number, Value, Whole

# Words of programmers, which no editor should have to read.
JARGON = re.compile(r"input|valid|string|integer|tuple|dict|instance|parse|NoneType|float|\\", re.I)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(Value):
    number: Number = 0
    count: Whole = 0
    text: str = "x"
    colour: Colour = Colour.RED
    which: Literal[1, 2] = 1
    is_on: Flag = False
    day: dt.date = dt.date(2026, 11, 25)


class All(Value):
    name: str
    parts: tuple[Part, ...] = ()


def told(value: Any, model: type[Value] = All) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    return [(place(where), words) for where, words in shape_errors(caught.value)]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("number", True, "Give a number. It says true."),
        ("number", "6", "Give a number. It says “6”."),
        ("number", "much", "Give a number. It says “much”."),
        ("number", float("nan"), "Give a number. It says nan."),
        ("number", None, "Give a number. Nothing is there."),
        ("number", [1], "Give a number."),
        ("count", 1.5, "Give a whole number. It says 1.5."),
        ("count", "one", "Give a whole number. It says “one”."),
        ("count", True, "Give a whole number. It says true."),
        (
            "text",
            12,
            "Give a text. What looks like a number or a day needs quotation marks. It says 12.",
        ),
        (
            "text",
            True,
            "Give a text. What looks like a number or a day needs quotation marks. It says true.",
        ),
        ("colour", "green", "Choose one of these: red or blue. It says “green”."),
        ("which", 3, "Choose one of these: 1 or 2. It says 3."),
        ("is_on", "perhaps", "Say true or false. It says “perhaps”."),
        ("is_on", 1, "Say true or false. It says 1."),
        ("day", "soon", "Give a day such as 2026-11-25. It says “soon”."),
        ("day", "2026-02-30", "Give a day such as 2026-11-25. It says “2026-02-30”."),
        ("day", [], "Give a day such as 2026-11-25."),
        ("colour", "x" * 99, f"Choose one of these: red or blue. It says “{'x' * 59}…”."),
    ],
)
def test_each_fault_says_what_belongs_there_and_what_stands_there(
    field: str, value: Any, says: str
) -> None:
    assert told({"name": "n", "parts": [{}, {field: value}]}) == [
        (f"parts › entry 2 › {field}", says)
    ]
    assert not JARGON.search(says)


def test_what_is_no_list_and_has_no_fields_is_said() -> None:
    assert told({"name": "n", "parts": 3}) == [
        ("parts", "Give a list: one entry a line, each after a hyphen. It says 3.")
    ]
    assert told({"name": "n", "parts": ["a"]}) == [
        ("parts › entry 1", "Give fields here, each with a name, a colon and a value. It says “a”.")
    ]


def test_a_misspelt_field_comes_first_with_the_one_that_was_meant() -> None:
    assert told({"nmae": "n"}) == [
        ("nmae", "No field of this name belongs here. Did you mean “name”?"),
        ("name", "This field is missing."),
    ]
    assert told({"name": "n", "zzz": 1}) == [("zzz", "No field of this name belongs here.")]
