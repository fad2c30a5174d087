"""A result as a file to save."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.attempts.selectors import Sheet, find_sheet
from assessments.results.presenters import result_page
from assessments.results.presenters.export import (
    ResultDocument,
    csv_text,
    result_document,
    result_rows,
)
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page_always
from web.pdf import PdfUnavailable, pdf_of
from web.responses import site_url, unavailable


@public_page_always
def schema(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """What a downloaded result looks like, for programs."""
    return HttpResponse(
        _json(ResultDocument.schema_at(_schema_address(request))),
        content_type="application/schema+json",
    )


@require_http_methods(["GET", "HEAD"])
def as_json(request: HttpRequest, token: str) -> HttpResponse:
    """The whole result with its answers, for programs."""
    sheet = find_sheet(token)
    if sheet is None or sheet.result is None:
        return _unknown(request)
    return _file(_json(_document(request, sheet).as_data()), "application/json", sheet, "json")


@require_http_methods(["GET", "HEAD"])
def as_csv(request: HttpRequest, token: str) -> HttpResponse:
    """The same as rows, for spreadsheets. The mark at its start tells them that it is UTF-8."""
    sheet = find_sheet(token)
    if sheet is None or sheet.result is None:
        return _unknown(request)
    rows = result_rows(_document(request, sheet))
    return _file(f"\ufeff{csv_text(rows)}", "text/csv; charset=utf-8", sheet, "csv")


@require_http_methods(["GET", "HEAD"])
def as_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The result on two sheets of paper; ``?link=yes`` puts the private link on it."""
    sheet = find_sheet(token)
    if sheet is None or sheet.result is None:
        return _unknown(request)
    link = site_url(request) + reverse("assessments:result", args=[token])
    context = {
        "page": result_page(sheet.result, sheet.snapshot),
        "edition": sheet.snapshot,
        "finished_at": sheet.finished_at,
        "private_link": link if request.GET.get("link") == "yes" else "",
    }
    style = finders.find("css/pdf.css")
    assert style  # noqa: S101  it is in the repository
    try:
        pdf = pdf_of(
            render_to_string("assessments/results/paper/result.html", context), style=Path(style)
        )
    except PdfUnavailable:
        page = render(request, "assessments/results/no_pdf.html", {"token": token})
        return unavailable(page, seconds=3600)
    return _file(pdf, "application/pdf", sheet, "pdf")


def _document(request: HttpRequest, sheet: Sheet) -> ResultDocument:
    assert sheet.result and sheet.finished_at  # noqa: PT018, S101  the callers have asked
    return result_document(
        sheet.result,
        sheet.snapshot,
        finished_at=sheet.finished_at,
        schema=_schema_address(request),
    )


def _schema_address(request: HttpRequest) -> str:
    return site_url(request) + reverse("assessments:result_schema")


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _file(content: str | bytes, content_type: str, sheet: Sheet, ending: str) -> HttpResponse:
    """A file whose name says nothing about the person but the day."""
    response = HttpResponse(content, content_type=content_type)
    name = f"rolesite-result-{sheet.finished_at:%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/results/unknown.html", status=404)
