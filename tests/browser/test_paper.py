"""What comes out of a printer: a result on two sheets, a comparison on two, on A4 and US Letter."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from django.test import Client
from playwright.sync_api import Page
from pypdf import PageObject, PdfReader
from pytest_django.live_server_helper import LiveServer

from assessments.scoring import Verdict
from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import path, result_path
from tests.assessments.sheets import PM, SOME, TPM, sheet_for, technical


def sizes(sheet: PageObject) -> list[float]:
    """Return the size of each piece of text on a sheet in points."""
    found = []

    def note(text: str, outer: list[float], inner: list[float], _: object, size: float) -> None:
        if text.strip():
            found.append(size * abs(outer[3] * inner[3]))

    sheet.extract_text(visitor_text=note)
    return found


def printed(page: Page, path: str, paper: str) -> PdfReader:
    page.goto(path)
    return PdfReader(io.BytesIO(page.pdf(format=paper)))


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_result_is_printed_as_its_pdf_is_drawn(
    page: Page, client: Client, published: Edition, paper: str
) -> None:
    """Two sheets, the plan on a third, and no way to the result itself."""
    for answers in (technical(), SOME, *map(sheet_for, Verdict)):
        token = finished(answers)
        drawn = client.get(path("result_pdf", token), {"paper": paper.lower()}).content
        on_paper, in_file = (
            [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in reader.pages]
            for reader in (printed(page, result_path(token), paper), PdfReader(io.BytesIO(drawn)))
        )
        assert len(on_paper) == len(in_file) <= 3
        assert not any(token in sheet for sheet in on_paper)
        assert not any("A plan toward" in sheet for sheet in on_paper[:2])
        assert all("A plan toward" in sheet for sheet in on_paper[2:])
        for sheet, other in zip(on_paper, in_file, strict=True):
            assert sorted(re.findall(r"\w{4,}", sheet)) == sorted(re.findall(r"\w{4,}", other))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("first", "second"), [(PM, TPM), (TPM, PM)])
def test_a_comparison_is_printed_on_two_sheets_with_the_address_of_the_site(
    page: Page, published: Edition, live_server: LiveServer, first: str, second: str, paper: str
) -> None:
    reader = printed(page, f"/compare/{first}/{second}/", paper)
    assert len(reader.pages) <= 2
    head = reader.pages[0].extract_text()
    assert f"Rolesite · {live_server.url}/compare/{PM}/{TPM}/" in head
    headings = set(page.locator("main :is(h2, h3):visible").all_inner_texts())
    for sheet in reader.pages:
        lines = [line.strip() for line in sheet.extract_text().strip().splitlines()]
        assert not headings & {*lines[-3:]}, "A heading stays with what it is about."
        assert len(lines) > 20, "No sheet for a line or two."
        assert min(sizes(sheet)) > 7.9, "Nothing is smaller than 8 points."
