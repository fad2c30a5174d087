"""The pictures in which the circle and the diamond act, and the face of headings: small, alike."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import brotli
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from assessments.scoring import Verdict
from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import result_path
from tests.assessments.sheets import PM, TPM, sheet_for, technical

ROOT = Path(settings.BASE_DIR)
TEMPLATES = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
DRAWN = re.findall(r'if name == "([a-z-]+)"', TEMPLATES[ROOT / "templates/components/picture.html"])
LAST = "lost"  # what the last branch draws
VERDICTS = {each.value.replace("_", "-") for each in Verdict if each is not Verdict.ONE_ROLE}
STATIC = ROOT / "static"
FONTS = sorted((STATIC / "fonts").glob("*.woff2"))
KB = 1024


def test_every_picture_that_is_drawn_is_shown_and_every_one_shown_is_drawn() -> None:
    everything = "".join(TEMPLATES.values())
    shown = set(re.findall(r'components/picture.html" with name="([a-z-]+)"', everything))
    assert shown | VERDICTS == {*DRAWN, LAST}
    assert 12 <= len(DRAWN) + 1 <= 15
    for verdict in VERDICTS:
        assert verdict in DRAWN


@pytest.mark.parametrize("name", [*DRAWN, LAST])
def test_a_picture_is_of_the_family_and_says_what_it_shows(name: str) -> None:
    drawn = render_to_string("components/picture.html", {"name": name})
    picture = ET.fromstring(drawn)  # noqa: S314  our own template
    assert picture.attrib == {"class": "picture", "viewBox": "0 0 200 100", "role": "img"}
    title, *shapes = picture
    assert title.tag == "title"
    assert {"circle", "diamond"} <= {*re.findall(r"\w+", title.text or "")} or name == "empty"
    assert {shape.tag for shape in shapes} <= {"path", "circle"}
    for shape in shapes:  # colours and widths come from the style sheet, so two of each
        assert {*shape.attrib} <= {"class", "d", "cx", "cy", "r"}
    assert len(brotli.compress(drawn.encode())) < KB


def test_the_face_of_headings_is_small_and_free_and_moves_nothing() -> None:
    assert FONTS
    assert sum(font.stat().st_size for font in FONTS) <= 40 * KB
    assert "SIL Open Font License" in (STATIC / "fonts/OFL.txt").read_text()
    css = (STATIC / "css/site.css").read_text()
    assert {Path(url).name for url in re.findall(r"url\(\"([^\"]+)", css)} == {
        font.name for font in FONTS
    }
    assert all("font-display:optional" in f for f in re.findall(r"@font-face{([^}]*)}", css))


@pytest.mark.django_db
def test_a_first_visit_weighs_little(client: Client, published: Edition) -> None:
    personal = [
        result_path(finished(answers)) for answers in (technical(), sheet_for(Verdict.NEITHER))
    ]
    for path in (
        "/",
        f"/compare/{PM}/{TPM}/",
        f"/roles/{PM}/",
        f"/roles/{TPM}/",
        "/quiz/",
        *personal,
    ):
        page = client.get(path, headers={"accept-encoding": "identity"}).content
        weight = len(brotli.compress(page, quality=5))
        for name in set(re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())):
            content = (STATIC / name).read_bytes()
            packed = name.endswith(".woff2")
            weight += len(content if packed else brotli.compress(content))
        assert weight <= 45 * KB, (path, weight)
