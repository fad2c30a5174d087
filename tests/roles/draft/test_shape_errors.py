"""What has not the right shape is said in plain words, and counted from 1."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from roles.draft.shape_errors import PATTERNS, place, shape_errors
from roles.snapshot.values.base import Key, OptionalWebAddress, Slug, Value
from roles.snapshot.values.role import Role

# Words of programmers, which no editor should have to read.
JARGON = re.compile(r"input|valid|string|integer|tuple|dict|instance|parse|NoneType|float|\\", re.I)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(Value):
    number: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)] = 0
    above: Annotated[float, Field(gt=0, lt=9)] = 1
    count: int = 0
    text: Annotated[str, StringConstraints(min_length=1, max_length=5)] = "x"
    slug: Slug = "x"
    key: Key = "x"
    address: OptionalWebAddress = ""
    colour: Colour = Colour.RED
    which: Literal[1, 2] = 1
    is_on: bool = False
    day: dt.date = dt.date(2026, 11, 25)


class Whole(Value):
    name: str
    parts: tuple[Part, ...] = ()


def told(value: Any, model: type[Value] = Whole) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    return [(place(where), words) for where, words in shape_errors(caught.value)]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("number", 6, "The most is 5. It says 6."),
        ("number", -0.5, "The least is 0. It says -0.5."),
        ("number", "much", "Give a number. It says “much”."),
        ("number", float("nan"), "Give a number. It says nan."),
        ("number", None, "Give a number. Nothing is there."),
        ("number", [1], "Give a number."),
        ("above", 0, "It must be above 0. It says 0."),
        ("above", 9, "It must be below 9. It says 9."),
        ("count", 1.5, "Give a whole number. It says 1.5."),
        ("count", "one", "Give a whole number. It says “one”."),
        ("text", "", "It may not be empty."),
        ("text", "longer", "Give at most 5 characters; it has 6. It says “longer”."),
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
        (
            "slug",
            "A b",
            "Use small letters, digits and single hyphens, such as project-manager. It says “A b”.",
        ),
        (
            "key",
            "9",
            "Use small letters, digits and underscores, such as budget_management. It says “9”.",
        ),
        (
            "address",
            "www.pmi.org",
            "Give a full address that starts with https://, or leave it empty. "
            "It says “www.pmi.org”.",
        ),
        ("colour", "green", "Choose one of these: red or blue. It says “green”."),
        ("which", 3, "Choose one of these: 1 or 2. It says 3."),
        ("is_on", "perhaps", "Say true or false. It says “perhaps”."),
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
        (
            "parts › entry 1",
            "Give fields here, each with a name, a colon and a value. It says “a”.",
        )
    ]


def test_a_misspelt_field_comes_first_with_the_one_that_was_meant() -> None:
    assert told({"nmae": "n"}) == [
        ("nmae", "No field of this name belongs here. Did you mean “name”?"),
        ("name", "This field is missing."),
    ]
    assert told({"name": "n", "zzz": 1}) == [("zzz", "No field of this name belongs here.")]


def patterns(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
        return own.union(*(patterns(each) for each in schema.values()))
    return set().union(*map(patterns, schema)) if isinstance(schema, list) else set()


def test_every_pattern_of_the_content_files_has_words() -> None:
    from roles.snapshot.sections import sections

    files = ["items.yaml", "background.yaml", "scoring.yaml", "steps.yaml", "competencies.yaml",
             "certifications.yaml", "pairs.yaml", "depth_levels.yaml",
             "scenarios.yaml", "synonyms.yaml"]  # fmt: skip
    models: list[type[BaseModel]] = [Role]
    models += [m for s in sections() for path in files if (m := s.file_model(path))]
    assert len(models) == 1 + len(files)
    found = set().union(*(patterns(model.model_json_schema()) for model in models))
    assert found
    for pattern in found:
        assert sum(pattern.startswith(start) for start in PATTERNS) == 1, pattern
