"""A result as a PDF: two tagged pages that say the verdict and keep the link private."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from pypdf import PdfReader

from assessments.evaluation.result import Result, result_of
from assessments.plans.presenters.page import kept_plan
from assessments.results.presenters.page import first_screen, result_page
from assessments.scoring import Verdict
from roles.models import Edition
from roles.models.choices import Accent
from roles.snapshot.editions import Snapshot
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.pages import assert_private, plan_path, result_path, text_of
from tests.assessments.sheets import PM, SOME, Answers, edition, person, sheet_for, technical
from web import pdf as drawing

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent.parent


def pdf_path(token: str) -> str:
    return f"{result_path(token)}result.pdf"


def read(client: Client, path: str) -> PdfReader:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert_private(response)
    return PdfReader(io.BytesIO(response.content))


def text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tagged(element: Any) -> Iterator[Any]:
    """Yield every element in a tree of tags."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if not isinstance(element, dict):
        return
    yield element
    children = element.get("/K", [])
    children = children.get_object() if hasattr(children, "get_object") else children
    for child in children if isinstance(children, list) else [children]:
        yield from tagged(child)


def figures(tree: Any) -> list[Any]:
    return [each for each in tagged(tree) if each.get("/S") == "/Figure"]


def headings(tree: Any) -> list[str]:
    names = [str(each.get("/S", "")) for each in tagged(tree)]
    return [name for name in names if name.startswith("/H")]


def assert_two_sheets_and_a_plan(reader: PdfReader) -> None:
    assert "A plan toward" not in "".join(page.extract_text() for page in reader.pages[:2])
    assert all("A plan toward" in page.extract_text() for page in reader.pages[2:])
    assert 2 <= len(reader.pages) <= 3


def drawn(result: Result, snapshot: Snapshot, **more: object) -> PdfReader:
    """Return a result as a PDF with its private link and its plan, without a database."""
    page, plan = result_page(result, snapshot), kept_plan(result, snapshot, None)
    html = render_to_string(
        "assessments/results/paper/result.html",
        {
            "page": page,
            "plan": plan,
            "first": first_screen(result, snapshot, page, plan),
            "edition": snapshot,
            "finished_at": NOW,
            "private_link": "https://x.example/",
            **more,
        },
    )
    style = ROOT / "static/css/pdf.css"
    return PdfReader(io.BytesIO(drawing.pdf_of(html, style=style)))


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.INSUFFICIENT])
def test_two_pages_say_the_verdict(client: Client, published: Edition, verdict: Verdict) -> None:
    token = finished(sheet_for(verdict))
    reader = read(client, pdf_path(token))
    assert_two_sheets_and_a_plan(reader)
    width, height = reader.pages[0].mediabox.upper_right
    assert (round(float(width)), round(float(height))) == (595, 842)
    page, said = client.get(result_path(token)).context["page"], text(reader)
    assert page.verdict.sentence in said
    assert "must not be used to hire, promote or reject anyone" in said
    assert token not in said


def test_it_is_tagged_and_every_picture_says_what_it_shows(
    client: Client, published: Edition
) -> None:
    reader = read(client, pdf_path(finished(technical())))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Your result: Better match: Technical Project Manager."
    shown = figures(root["/StructTreeRoot"])
    assert len(shown) > 20
    assert headings(root["/StructTreeRoot"]).count("/H1") == 1
    assert all(str(figure.get("/Alt", "")) for figure in shown)
    assert any("You: 100." in str(figure["/Alt"]) for figure in shown)
    for page in reader.pages:
        resources: Any = page["/Resources"]
        assert "/Image" not in str(resources.get("/XObject", ""))


def test_a_plan_is_on_a_further_page(client: Client, published: Edition) -> None:
    assert len(read(client, pdf_path(finished(SOME))).pages) == 3
    token = finished(technical())
    assert "A plan toward" not in text(read(client, pdf_path(token))), "There is nothing to do."
    token = finished(SOME)
    client.post(plan_path(token), {"hours": "6", "weeks": "9", "role": PM})
    reader = read(client, pdf_path(token))
    assert len(reader.pages) == 3
    assert "A plan toward Project Manager" in reader.pages[2].extract_text()
    assert token not in text(reader)


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.INSUFFICIENT])
def test_a_result_takes_two_pages_of_us_letter(
    client: Client, published: Edition, verdict: Verdict
) -> None:
    reader = read(client, f"{pdf_path(finished(sheet_for(verdict)))}?paper=letter")
    assert [round(float(each)) for each in reader.pages[0].mediabox.upper_right] == [612, 792]
    assert_two_sheets_and_a_plan(reader)


def test_the_private_link_is_on_it_only_when_it_is_chosen(
    client: Client, published: Edition
) -> None:
    token = finished(technical())
    assert token not in text(read(client, pdf_path(token)))
    assert token not in text(read(client, f"{pdf_path(token)}?link=no"))
    assert token in text(read(client, f"{pdf_path(token)}?link=yes")).replace(" ", "")


def test_nothing_answered_is_a_page_too(client: Client, published: Edition) -> None:
    assert "too few answers to name a role." in text(read(client, pdf_path(finished({}))))


@pytest.mark.parametrize(
    "answers",
    [
        sheet_for(Verdict.NEITHER),
        sheet_for(Verdict.INCONSISTENT),
        person({"pm": 1, "tpm": 0, "soft": 5}, {"pm": 0, "tpm": 0, "soft": 2}),  # the long name
    ],
    ids=["neither", "inconsistent", "long-name"],
)
def test_five_roles_with_long_names_still_take_two_pages(answers: Answers) -> None:
    snapshot = edition(5)
    for is_letter in (False, True):
        assert_two_sheets_and_a_plan(
            drawn(result_of(snapshot, answers), snapshot, is_letter=is_letter)
        )


@pytest.mark.parametrize("is_letter", [False, True], ids=["A4", "Letter"])
@pytest.mark.parametrize(
    "answers",
    [
        person({"pm": 5, "tpm": 1, "soft": 5}, {"pm": 2, "tpm": 0, "soft": 1}, years="0"),
        person({"pm": 2, "tpm": 2, "soft": 2}, {"pm": 1, "tpm": 0, "soft": 0}),
    ],
    ids=["strong in one", "halfway in both"],
)
def test_gaps_that_take_words_to_explain_leave_two_pages(answers: Answers, is_letter: bool) -> None:
    result = result_of(edition(), answers)
    gaps = result_page(result, edition()).gaps
    assert any("down to" in gap.levels for role in gaps for gap in role.first)
    assert_two_sheets_and_a_plan(drawn(result, edition(), is_letter=is_letter))


def test_without_its_libraries_a_calm_page_offers_printing(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = client.get(pdf_path(finished(technical())))
    assert response.status_code == 503
    assert_private(response)
    assert "Open it and print it" in text_of(response)


def test_only_a_result_can_be_drawn(client: Client, published: Edition) -> None:
    assert client.get(pdf_path(UNKNOWN)).status_code == 404


def test_a_pdf_loads_nothing_from_elsewhere() -> None:
    with pytest.raises(ValueError, match="loads nothing from elsewhere"):
        drawing._refuse("https://elsewhere.example/x.png")


def test_its_colours_are_those_of_the_site() -> None:
    tokens = (ROOT / "static/src/scss/web/_tokens.scss").read_text().partition("@mixin dark")[0]
    style = (ROOT / "templates/assessments/results/paper/style.html").read_text()
    for accent in Accent:
        dark, soft = (
            re.findall(rf"--{name}: (#\w+);", tokens)[0] for name in (accent, f"{accent}-soft")
        )
        assert f".accent-{accent} .plot__mark,.accent-{accent} .plot__line{{fill:{dark};" in style
        assert f".accent-{accent} .plot__range{{fill:{soft};stroke:{dark}}}" in style
