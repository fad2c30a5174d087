"""docs/asvs.csv: what it says of the security standard can be found where it says."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "asvs.csv"
STATUS = {"tested", "read", "partly", "open", "deployment", "not applicable"}
# Requirements of OWASP ASVS 5.0.0 up to level 2 that this site must not fall behind in.
TESTED_AT_LEAST = 70

Row = dict[str, str]


def rows() -> list[Row]:
    with FILE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


each_row = pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])


def test_each_requirement_stands_there_once_in_order() -> None:
    ids = [row["id"] for row in rows()]
    assert max(Counter(ids).values()) == 1
    assert all(re.fullmatch(r"V\d+(\.\d+){0,2}", name) for name in ids)
    numbers = [[int(part) for part in name[1:].split(".")] for name in ids]
    assert numbers == sorted(numbers)
    assert {number[0] for number in numbers} == set(range(1, 18))


@each_row
def test_a_row_says_what_holds_and_where(row: Row) -> None:
    assert row["status"] in STATUS
    assert row["level"] in ("1", "2", "3")
    assert (row["applies"] == "no") == (row["status"] == "not applicable")
    if row["code"]:
        assert (ROOT / row["code"]).is_file(), row["code"]
    if row["status"] in ("tested", "read", "partly"):
        assert row["code"], "Say where in the code."
    if row["status"] != "tested":
        # What is only read may speak for itself: the requirement and the place.
        assert row["why"] or row["status"] == "read", "Say why."
        assert row["status"] != "open" or not row["test"]


@each_row
def test_a_test_that_a_row_names_exists(row: Row) -> None:
    assert bool(row["test"]) or row["status"] != "tested"
    if row["test"]:
        path, _, name = row["test"].partition("::")
        assert (ROOT / path).is_file(), path
        assert name in functions(ROOT / path), row["test"]


def test_no_fewer_requirements_are_tested_than_before() -> None:
    assert sum(row["status"] == "tested" for row in rows()) >= TESTED_AT_LEAST
