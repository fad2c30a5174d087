"""The pictures that shared links show."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from roles.graphics.pictures import (
    ACCENTS,
    CIRCLE_RADIUS,
    CORNERS,
    HEIGHT,
    INK,
    INK_SOFT,
    PAPER,
    WIDTH,
    answers_card,
    fit,
    pair_card,
    role_card,
    site_card,
    text_width,
)
from roles.models import Edition, Role
from roles.publishing.services import publish
from roles.snapshot.editions import Snapshot
from tests.editions import PUBLISHED_AT

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "name",
    [
        "roles/project-manager",
        "answers/project-manager",
        "answers/project-manager+technical-project-manager",
    ],
)
def test_other_sites_may_show_our_pictures_and_nothing_else(
    client: Client, snapshot: Snapshot, name: str
) -> None:
    path = f"/share/{name}.png"
    picture = client.get(path)
    unchanged = client.get(path, headers={"if-none-match": picture.headers["ETag"]})
    assert unchanged.status_code == 304
    for answer in (picture, unchanged):
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert picture.headers["Cache-Control"].startswith("public, max-age=")
    for other in ("/", "/roles/", "/search/", "/changes/feed/"):
        assert client.get(other).headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/share/roles/nobody.png",
        "/share/compare/project-manager/nobody.png",
        "/share/compare/project-manager/project-manager.png",
        "/share/answers/nobody.png",
        "/share/answers/project-manager+nobody.png",
        "/share/answers/project-manager+project-manager+project-manager.png",
    ],
)
def test_there_is_no_picture_of_what_is_not_there(
    client: Client, snapshot: Snapshot, path: str
) -> None:
    assert client.get(path).status_code == 404


def test_a_picture_changes_with_its_edition(client: Client, draft: Edition) -> None:
    path = "/share/roles/project-manager.png"
    before = client.get(path)
    assert client.get(path).content == before.content
    Role.objects.filter(slug="project-manager").update(name="Project Lead")
    publish(note="A better name.", author=None, now=PUBLISHED_AT)
    after = client.get(path, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


@pytest.mark.parametrize("name", ["A", "Word " * 16, "W" * 80, "ŁódźĞüşñ " * 8, "项目经理" * 20])
def test_no_name_leaves_its_picture(name: str) -> None:
    pictures = (
        role_card((name, "plum"), name * 3),
        pair_card((name, "teal"), (name, "blue")),
        site_card([(name, "olive"), (name, "amber")]),
        site_card([(name, accent) for accent in ACCENTS]),
        site_card([]),
        answers_card([(name, "violet")]),
        answers_card([(name, "red"), (name, "brown")]),
    )
    for picture in pictures:
        image = Image.open(io.BytesIO(picture))
        assert image.size == (WIDTH, HEIGHT)
        assert len(picture) < 60_000
        right = image.convert("RGB").crop((WIDTH - 60, 0, WIDTH, HEIGHT))
        assert (0x21, 0x1D, 0x18) not in {colour for _, colour in right.getcolors(1 << 20) or ()}


@pytest.mark.parametrize("text", ["short", "some words " * 20, "x" * 400, "x" * 400 + " y" * 300])
def test_a_text_is_fitted_into_its_lines(text: str) -> None:
    size, lines = fit(text, width=500, lines=3, sizes=range(60, 29, -10))
    assert size in range(60, 29, -10)
    assert len(lines) <= 3
    assert all(text_width(line, size, bold=False) <= 500 for line in lines)
    whole = " ".join(lines)
    assert whole.split() == text.split() or "…" in whole


def test_colours_and_shapes_are_those_of_the_site() -> None:
    light = (ROOT / "static/src/scss/web/_tokens.scss").read_text().partition("@mixin dark")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    assert {"paper": PAPER, "ink": INK, "ink-soft": INK_SOFT}.items() <= tokens.items()
    for accent, (strong, soft) in ACCENTS.items():
        assert (tokens[accent], tokens[f"{accent}-soft"]) == (strong, soft)
    shapes = (ROOT / "templates/components/marker_shape.html").read_text()
    numbers = {
        accent: re.findall(r"-?\d+(?:\.\d+)?", markup)
        for accent, markup in re.findall(
            r'accent == "(\w+)" %}<\w+ class="[^"]*"\s([^/]*)/>', shapes
        )
    }
    assert set(numbers) == set(ACCENTS)
    assert [float(numbers["amber"][0])] == [CIRCLE_RADIUS]
    for accent in set(ACCENTS) - {"amber", "blue", "teal", "plum"}:
        known = [f"{n:g}" for point in CORNERS[accent] for n in point]
        short = 6 if accent == "olive" else len(known)  # its path goes on with relative moves
        assert numbers[accent][:short] == known[:short]
    assert numbers["teal"][:4] == [f"{n:g}" for point in CORNERS["teal"][:2] for n in point]
    assert float(numbers["plum"][2]) == CORNERS["plum"][2][0] - CORNERS["plum"][0][0]
    assert set(numbers["blue"]) == {"0", "-7.5", "7.5"}
