"""A result as a file: a schema that holds, and no formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from assessments.attempts.services import start_attempt
from assessments.evaluation.result import result_of
from assessments.results.presenters.export import (
    COLUMNS,
    ResultDocument,
    csv_text,
    result_document,
    result_rows,
)
from assessments.scoring import Verdict
from roles.models import Edition
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.pages import assert_private, text_of
from tests.assessments.sheets import Answers, any_sheet, edition, sheet_for, technical
from web.spreadsheets import Cell
from web.typed import cleaned_text

ADDRESS = "https://rolesite.example/schemas/result-1.json"
VALIDATOR = Draft202012Validator(
    ResultDocument.schema_at(ADDRESS), format_checker=Draft202012Validator.FORMAT_CHECKER
)


def made(answers: Answers, roles: int = 2) -> ResultDocument:
    snapshot = edition(roles)
    return result_document(result_of(snapshot, answers), snapshot, finished_at=NOW, schema=ADDRESS)


def document(answers: Answers, roles: int = 2) -> dict[str, Any]:
    return json.loads(json.dumps(made(answers, roles).as_data()))  # type: ignore[no-any-return]


class TestSchema:
    def test_it_is_a_schema_itself(self) -> None:
        Draft202012Validator.check_schema(ResultDocument.schema_at(ADDRESS))

    @pytest.mark.parametrize("roles", [1, 2, 5])
    @pytest.mark.parametrize("verdict", Verdict)
    def test_every_verdict_fits_it(self, verdict: Verdict, roles: int) -> None:
        VALIDATOR.validate(document(sheet_for(verdict), roles))

    @settings(max_examples=25, deadline=None)
    @given(answers=any_sheet())
    def test_any_sheet_fits_it(self, answers: Answers) -> None:
        VALIDATOR.validate(document(answers))

    def test_it_refuses_what_is_not_described(self) -> None:
        whole = document(technical())
        for broken in (
            {**whole, "private_link": "x"},
            {**whole, "verdict": "won"},
            {key: value for key, value in whole.items() if key != "edition"},
            {**whole, "roles": [{**whole["roles"][0], "fit": 71}]},
        ):
            with pytest.raises(ValidationError):
                VALIDATOR.validate(broken)

    def test_it_says_what_the_page_says(self) -> None:
        whole = document(technical())
        assert (whole["verdict"], whole["named_role"]) == (
            Verdict.ONE_ROLE.value,
            "technical-project-manager",
        )
        assert whole["roles"][1]["fit"]["value"] > whole["roles"][0]["fit"]["value"]
        assert len(whole["answers"]) == whole["questions"]["answered"] == len(technical())
        nothing = document({})
        assert [role["fit"] for role in nothing["roles"]] == [None, None]
        assert [role["proof"] for role in nothing["roles"]] == [None, None]
        assert nothing["answers"] == []


NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False), st.none()
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.builds(
        "{}{}".format,
        st.sampled_from(list("=+-@\t\r\n\0'\uff1d")),
        st.text(st.characters(codec="utf-8")),
    ),
)


class TestSpreadsheet:
    @given(rows=st.lists(st.tuples(TEXTS, NUMBERS)))
    def test_text_comes_back_and_is_no_formula_and_numbers_stay_numbers(
        self, rows: list[tuple[Cell, Cell]]
    ) -> None:
        text = csv_text(rows, ("text", "number"))
        head, *read = csv.reader(io.StringIO(text, newline=""), strict=True)
        assert head == ["text", "number"]
        assert len(read) == len(rows)
        for (said, number), (cell, figure) in zip(rows, read, strict=True):
            assert not cell.startswith(tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"))
            assert isinstance(said, str)
            assert (cell[1:] if cell[:1] == "'" else cell) == cleaned_text(said, lines=True)
            assert figure == ("" if number is None else str(number))

    def test_lines_end_as_rfc_4180_says(self) -> None:
        assert csv_text([("a,b", 'say "x"')], ("one", "two")) == (
            'one,two\r\n"a,b","say ""x"""\r\n'
        )

    @pytest.mark.parametrize("verdict", Verdict)
    def test_a_result_has_one_figure_or_answer_a_row(self, verdict: Verdict) -> None:
        whole = made(sheet_for(verdict))
        rows = result_rows(whole)
        assert {len(row) for row in rows} == {len(COLUMNS)}
        assert sum(row[0] == "answer" for row in rows) == len(whole.answers)
        assert sum(row[0] == "level" for row in rows) == len(whole.levels)


@pytest.mark.parametrize("ending", ["json", "csv"])
class TestFile:
    def test_it_is_private_and_its_name_harmless(
        self, client: Client, published: Edition, ending: str
    ) -> None:
        token = finished(technical())
        file = client.get(f"/results/{token}/result.{ending}")
        assert file.status_code == 200
        assert_private(file)
        assert file.headers["Content-Disposition"] == (
            f'attachment; filename="rolesite-result-2026-11-23.{ending}"'
        )
        assert token not in file.content.decode()

    def test_only_a_finished_result_has_one(
        self, client: Client, published: Edition, ending: str
    ) -> None:
        for token in (UNKNOWN, start_attempt(now=NOW)):
            file = client.get(f"/results/{token}/result.{ending}")
            assert file.status_code == 404
            assert_private(file)
            assert "There is no result at this link" in text_of(file)
        assert client.post(f"/results/{UNKNOWN}/result.{ending}").status_code in (403, 405)


def test_the_json_fits_the_schema_that_it_names(client: Client, published: Edition) -> None:
    token = finished(technical())
    file = client.get(f"/results/{token}/result.json").json()
    assert file["$schema"] == "http://testserver/schemas/result-1.json"
    served = client.get("/schemas/result-1.json")
    assert served.headers["Content-Type"] == "application/schema+json"
    assert served.headers["Cache-Control"].startswith("public")
    assert served.json()["$id"] == file["$schema"]
    Draft202012Validator(served.json()).validate(file)


def test_the_csv_opens_as_utf_8(client: Client, published: Edition) -> None:
    file = client.get(f"/results/{finished(technical())}/result.csv")
    assert file.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline=""))
    assert tuple(head) == COLUMNS
    fits = [row for row in rows if row[0] == "role" and row[2] == "fit"]
    assert [0 <= float(row[3]) <= 100 for row in fits] == [True, True]
