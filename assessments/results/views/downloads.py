"""Send a result as a file to save."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.attempts.selectors import QuizSheet
from assessments.attempts.views.result_views import finished_sheet, result_view
from assessments.evaluation.result import Result
from assessments.results.presenters.export import (
    ResultDocument,
    csv_text,
    result_document,
    result_rows,
)
from assessments.results.views.results import result_sheets
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page_always
from web.one_at_a_time import OneAtATime
from web.pdf import PdfUnavailable, pdf_of
from web.responses import attachment, site_url, unavailable
from web.strict_json import dumps

drawing = OneAtATime(seconds=3)


@public_page_always
def schema(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Send the JSON schema of a downloaded result."""
    data = ResultDocument.schema_at(_schema_address(request))
    return HttpResponse(_json(data), content_type="application/schema+json")


@result_view(tells_unfinished=False)
def as_json(request: HttpRequest, token: str) -> HttpResponse:
    """Send the whole result with its answers as JSON."""
    sheet, result = finished_sheet(token)
    data = _document(request, sheet, result).as_data()
    return _file(_json(data), "application/json", sheet, "json")


@result_view(tells_unfinished=False)
def as_csv(request: HttpRequest, token: str) -> HttpResponse:
    """Send the whole result as CSV. The mark at the start tells spreadsheets that it is UTF-8."""
    sheet, result = finished_sheet(token)
    rows = result_rows(_document(request, sheet, result))
    return _file(f"\ufeff{csv_text(rows)}", "text/csv; charset=utf-8", sheet, "csv")


@result_view(tells_unfinished=False)
@drawing
def as_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Send the result on two sheets of paper, and its plan on a further one.

    ``?link=yes`` puts the private link on it; ``?paper=letter`` is for paper of the United States.
    """
    sheet, context = result_sheets(token)
    link = site_url(request) + reverse("assessments:result", args=[token])
    context["is_letter"] = request.GET.get("paper") == "letter"
    context["private_link"] = link if request.GET.get("link") == "yes" else ""
    style = finders.find("css/pdf.css")
    assert style  # noqa: S101  it is in the repository
    html = render_to_string("assessments/results/paper/result.html", context)
    try:
        pdf = pdf_of(html, style=Path(style))
    except PdfUnavailable:
        page = render(request, "assessments/results/no_pdf.html", {"token": token})
        return unavailable(page, seconds=3600)
    return _file(pdf, "application/pdf", sheet, "pdf")


def _document(request: HttpRequest, sheet: QuizSheet, result: Result) -> ResultDocument:
    assert sheet.finished_at  # noqa: S101  a row with a result is finished
    return result_document(
        result, sheet.snapshot, finished_at=sheet.finished_at, schema=_schema_address(request)
    )


def _schema_address(request: HttpRequest) -> str:
    return site_url(request) + reverse("assessments:result_schema")


def _json(data: dict[str, Any]) -> str:
    return dumps(data, indent=2) + "\n"


def _file(content: str | bytes, content_type: str, sheet: QuizSheet, ending: str) -> HttpResponse:
    """Send a file whose name says nothing about the person but the day."""
    name = f"rolesite-result-{sheet.finished_at:%Y-%m-%d}.{ending}"
    return attachment(content, name, content_type)
