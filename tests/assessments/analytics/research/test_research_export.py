"""The export for research: what is in it, what is refused, who may."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from assessments.analytics.research import exports
from assessments.analytics.research.exports import NotExported, Period, lines, select
from assessments.analytics.research.files import csv_lines
from assessments.attempts.services import save_answers, start_attempt
from assessments.models import Attempt, EncodedAnswers, ResearchExport
from roles.models import Edition
from rolesite.staff.groups import ANALYSTS, EDITORS, PUBLISHERS
from tests.assessments.attempt_rows import START, attempt, finish, packed
from tests.assessments.factories import NOW, PAGE
from tests.desk import signed_in
from tests.html_validity import assert_valid_html
from web.spreadsheets import TRIGGERS, safe_cell
from web.typed import cleaned_text

EXPORT = "/admin/assessments/attempt/export/"
CODEBOOK = f"{EXPORT}codebook/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Client:
    return signed_in("ana", groups=[ANALYSTS])


def ask(client: Client, **asked: Any) -> Any:
    return client.post(EXPORT, {"edition": 1, "file_format": "csv"} | asked)


def body(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_csv_file_has_every_answer_and_nothing_that_points_at_a_person(
    analyst: Client, published: Edition
) -> None:
    made = packed(finish(published, 30))
    response = ask(analyst)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    text = body(response)
    rows = rows_of(text)
    assert len(rows) == 30
    wanted = sorted(
        tuple(str(row.answers[key]["value"]) for key in ("B01", "B02", "F01", "S01"))
        for row in made
    )
    assert sorted(tuple(r[key] for key in ("B01", "B02", "F01", "S01")) for r in rows) == wanted
    for row in made:
        assert row.token_hash not in text
    assert not any(str(START.date()) in cell for each in rows for cell in each.values())
    assert {row["named_role"] for row in rows} == {"project-manager"}


def test_json_lines_tell_skips_from_what_was_never_answered(
    analyst: Client, published: Edition
) -> None:
    answers = {"B01": 3, "B02": None}
    packed(Attempt.objects.bulk_create([attempt(published, answers) for _ in range(5)]))
    lines = [json.loads(line) for line in body(ask(analyst, file_format="jsonl")).splitlines()]
    assert [line["answers"] for line in lines] == [answers] * 5
    assert {line["period"] for line in lines} == {"2026-Q1"}
    row = rows_of(body(ask(analyst)))[0]
    assert (row["B01"], row["B02"], row["B03"]) == ("3", "skipped", "")


def test_each_export_is_in_an_order_of_its_own(analyst: Client, published: Edition) -> None:
    packed(finish(published, 60))
    first, second = body(ask(analyst)), body(ask(analyst))
    assert first != second
    assert sorted(first.splitlines()) == sorted(second.splitlines())


def test_two_exports_never_differ_by_fewer_than_five_people(
    analyst: Client, published: Edition
) -> None:
    packed(finish(published, 30))
    for more in (1, 1, 1, 1):
        packed(finish(published, more, seed=more))
        assert len(rows_of(body(ask(analyst)))) == 30
    packed(finish(published, 1, seed=9))
    assert len(rows_of(body(ask(analyst)))) == 35


def test_a_retake_is_not_in_it(analyst: Client, published: Edition) -> None:
    first = packed(finish(published, 10))
    for row, earlier in zip(packed(finish(published, 10, seed=2)), first, strict=True):
        Attempt.objects.filter(pk=row.pk).update(retake_of=earlier)
    assert len(rows_of(body(ask(analyst)))) == 10


def test_who_took_the_short_quiz_is_told(analyst: Client, published: Edition) -> None:
    rows = packed(finish(published, 12))
    Attempt.objects.filter(pk__in=[row.pk for row in rows[:5]]).update(length="short")
    lengths = [row["length"] for row in rows_of(body(ask(analyst)))]
    assert (lengths.count("short"), lengths.count("full")) == (5, 5)


def test_what_would_tell_about_few_people_is_refused_with_the_reason(
    analyst: Client, published: Edition
) -> None:
    def refused(**asked: Any) -> str:
        response = ask(analyst, **asked)
        assert response.status_code == 200
        assert not response.streaming
        return str(response.content.decode())

    packed(finish(published, 4))
    assert "Fewer than five" in refused()
    packed(finish(published, 36, seed=2))
    march = {"first": "2026-03", "last": "2026-03"}
    packed(finish(published, 7, seed=3, started_at=START + dt.timedelta(days=31)))
    packed(finish(published, 3, seed=4, started_at=START + dt.timedelta(days=62)))
    assert "at least 20" in refused(first="2026-04", last="2026-04")
    assert "one to four" in refused(first="2026-03", last="2026-04")
    assert len(rows_of(body(ask(analyst, **march)))) == 40
    assert ResearchExport.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "2026-03"}, "Choose both months or neither."),
        ({"first": "2026-03", "last": "2026-02"}, "comes before"),
        ({"first": "March", "last": "2026-04"}, "such as 2026-03"),
        ({"edition": "9"}, "Nothing was exported"),
        ({"file_format": "xlsx"}, "Nothing was exported"),
    ],
)
def test_a_form_that_cannot_be_read_exports_nothing(
    analyst: Client, published: Edition, asked: dict[str, str], said: str
) -> None:
    page = ask(analyst, **asked).content.decode()
    assert said in page
    assert not ResearchExport.objects.exists()


def test_every_export_is_written_down(analyst: Client, published: Edition) -> None:
    packed(finish(published, 40))
    body(ask(analyst, first="2026-03", last="2026-04", file_format="jsonl"))
    row = ResearchExport.objects.get()
    assert row.exported_by is not None
    assert (row.exported_by.get_username(), row.edition, row.lines) == ("ana", published, 40)
    assert (row.first_date, row.last_date) == (dt.date(2026, 3, 1), dt.date(2026, 4, 30))
    page = " ".join(analyst.get(EXPORT).content.decode().split())
    assert "March 2026 to April 2026" in page
    User.objects.get(username="ana").delete()
    row.refresh_from_db()
    assert row.exported_by is None


@pytest.mark.parametrize("group", [EDITORS, PUBLISHERS])
def test_only_analysts_export(published: Edition, group: str) -> None:
    packed(finish(published, 10))
    client = signed_in("other", groups=[group])
    assert client.get(EXPORT).status_code == 403
    assert client.get(CODEBOOK).status_code == 403
    assert ask(client).status_code == 403
    assert not ResearchExport.objects.exists()
    assert Client().post(EXPORT, {"edition": 1}).status_code == 302


def test_the_codebook_names_every_column(analyst: Client, published: Edition) -> None:
    packed(finish(published, 10))
    book = json.loads(analyst.get(f"{CODEBOOK}?edition=1").content)
    row = rows_of(body(ask(analyst)))[0]
    assert set(row) == set(book["columns"]) | set(book["background"]) | set(book["items"])
    assert book["items"]["B01"]["options"][5]["score"] == 100
    for query in ("?edition=9", "?edition=x", "?edition=-1"):
        assert analyst.get(CODEBOOK + query).status_code == 404


def test_reading_takes_queries_by_the_bite_and_people_go_on_saving(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "BITE", 10)
    packed(finish(published, 40))
    selection = select(edition=1, period=None)
    reading = csv_lines(selection.layout, lines(selection))
    for _ in range(5):
        next(reading)
    token = start_attempt(now=NOW)
    save_answers(token=token, key=f"{PAGE}:1", seq=1, answers={"B01": 3}, now=NOW)
    EncodedAnswers.objects.filter(pk=selection.rows["key"][-1]).delete()
    with CaptureQueriesContext(connection) as queries:
        rest = list(reading)
    assert len(rest) == 41 - 5 - 1  # the head, and one deleted meanwhile
    assert len(queries) == 3


def test_an_edition_without_attempts_is_refused(published: Edition) -> None:
    with pytest.raises(NotExported, match="Fewer than five"):
        select(edition=1, period=Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31)))


@pytest.mark.services
@pytest.mark.once
def test_the_page_is_valid_html_in_every_state(analyst: Client, published: Edition) -> None:
    pages = [("empty", analyst.get(EXPORT).content)]
    pages.append(("refused", ask(analyst).content))
    pages.append(("wrong", ask(analyst, first="x").content))
    packed(finish(published, 10))
    body(ask(analyst))
    pages.append(("made", analyst.get(EXPORT).content))
    assert_valid_html(pages)


@pytest.mark.parametrize(("number", "offers"), [(0, False), (4, False), (5, True)])
def test_a_download_is_offered_from_five_attempts_on(
    analyst: Client, published: Edition, number: int, offers: bool
) -> None:
    if number:
        packed(finish(published, number))
    page = analyst.get(EXPORT).content.decode()
    assert ("Download attempts" in page) == offers
    assert ("An export needs at least five finished first attempts" in page) != offers


def test_retakes_make_no_attempts_enough(analyst: Client, published: Edition) -> None:
    first, *again = packed(finish(published, 6))
    Attempt.objects.filter(pk__in=[row.pk for row in again[:2]]).update(retake_of=first)
    assert "Download attempts" not in analyst.get(EXPORT).content.decode()


def test_before_anything_is_published_there_is_nothing_to_export(analyst: Client) -> None:
    assert "nothing to export" in analyst.get(EXPORT).content.decode()
    assert analyst.get(CODEBOOK).status_code == 404


@given(st.text())
def test_no_cell_starts_a_formula_and_every_text_can_be_read_back(text: str) -> None:
    cell = safe_cell(text)
    assert isinstance(cell, str)
    assert (cell[1:] if cell.startswith("'") else cell) == cleaned_text(text, lines=True)
    assert not cell.startswith(tuple(set(TRIGGERS) - {"'"}))
    assert safe_cell(-3) == -3
