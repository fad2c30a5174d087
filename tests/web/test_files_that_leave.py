"""No text that leaves in a file carries characters that nobody sees."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pypdf import PdfReader

from assessments.plans.presenters.calendar import CalendarEntry, calendar_file
from assessments.results.presenters.export import csv_text
from web.pdf import pdf_of
from web.schemas import DownloadDocument
from web.typed import JOINERS

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
TEXTS = st.text(
    st.sampled_from("ab \n\r\t\x00\x07\x0b\x1b\x7f\x85\u2028\u200b\u202e\ufeffé😀"), max_size=12
)


class Note(DownloadDocument):
    """A document with texts, alone and in a list."""

    text: str
    more: tuple[str, ...]


def in_a_calendar(text: str) -> list[str]:
    entry = CalendarEntry("one", text, text, 0, 1, reminds=True)
    calendar = Calendar.from_ical(calendar_file([entry], name="Plan", seed="s", now=NOW))
    said = [
        each[name]
        for each in calendar.walk()
        for name in ("summary", "description")
        if name in each
    ]
    return list(map(str, said))


def in_a_table(text: str) -> list[str]:
    _, row = csv.reader(io.StringIO(csv_text([(text,)], ("text",)), newline=""))
    return row


def in_a_document(text: str) -> list[str]:
    data: dict[str, Any] = Note(schema_address="x", text=text, more=(text,)).as_data()
    return [data["text"], *data["more"]]


@pytest.mark.parametrize("written", [in_a_calendar, in_a_table, in_a_document])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_no_unseen_character_leaves_in_a_file(
    written: Callable[[str], list[str]], text: str
) -> None:
    for said in written(text):
        unseen = {c for c in said if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")}
        assert unseen <= {*JOINERS, "\n", "\r", "\t"}, (text, said)


def test_a_pdf_is_drawn_from_clean_text() -> None:
    style = finders.find("css/pdf.css")
    assert style
    html = "<html lang=en><title>A\x0bb</title><p>one\x07 two\x1b</p></html>"
    reader = PdfReader(io.BytesIO(pdf_of(html, style=Path(style))))
    assert reader.metadata
    assert reader.metadata.title == "Ab"
    assert "one two" in reader.pages[0].extract_text()
