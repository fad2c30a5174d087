"""Each role's colour and marker: readable on every ground, and known from each other."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from roles.graphics.pictures import ACCENTS, CIRCLE_RADIUS, CORNERS
from roles.models.choices import Accent

TOKENS = (Path(__file__).parents[3] / "static/src/scss/web/_tokens.scss").read_text()
GROUNDS = ("paper", "surface", "sunken")
SIDE = 64
# Of the ink of two markers laid over each other, how much may lie in both.
MOST_SHARED = 0.84


def scheme(name: str) -> dict[str, str]:
    body = TOKENS.partition(f"@mixin {name} {{")[2].partition("\n}")[0]
    return dict(re.findall(r"--([\w-]+): (#\w{6});", body))


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    light = [
        sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True))
        for c in (one, other)
    ]
    return (max(light) + 0.05) / (min(light) + 0.05)


def oklab(colour: str) -> tuple[float, float, float]:
    """Return a colour in OKLab, where equal distances look equally different."""
    r, g, b = linear(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
    )


def drawn(accent: str) -> Image.Image:
    """Return the marker alone, black and white."""
    mask = Image.new("L", (SIDE, SIDE))
    at = SIDE / 16
    if accent in CORNERS:
        corners = [((x + 8) * at, (y + 8) * at) for x, y in CORNERS[accent]]
        ImageDraw.Draw(mask).polygon(corners, fill=255)
    else:
        low, high = (8 - CIRCLE_RADIUS) * at, (8 + CIRCLE_RADIUS) * at
        ImageDraw.Draw(mask).ellipse((low, low, high, high), fill=255)
    return mask


def test_there_are_twelve_and_each_has_all_that_makes_a_look() -> None:
    assert len(Accent) >= 12
    every = list(Accent)
    assert list(ACCENTS) == every == [code for code, _ in Accent.choices]
    listed = re.search(r"\$accents: ([^;]+);", TOKENS)
    assert listed is not None
    assert listed[1].split(", ") == every
    markers = [label.partition(", ")[2] for _, label in Accent.choices]
    assert all(markers)
    assert len(set(markers)) == len(markers)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_colour_can_be_read_on_every_ground(name: str) -> None:
    tokens = scheme(name)
    for accent in Accent:
        for ground in (*GROUNDS, f"{accent}-soft"):  # 4.5 for words, and so 3 for markers
            assert contrast(tokens[accent], tokens[ground]) >= 4.5, (accent, ground)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_no_two_colours_look_alike(name: str) -> None:
    tokens = scheme(name)
    for one, other in itertools.combinations(Accent, 2):
        pairs = zip(oklab(tokens[one]), oklab(tokens[other]), strict=True)
        assert sum((a - b) ** 2 for a, b in pairs) ** 0.5 >= 0.08, (one, other)


def test_no_two_markers_look_alike_without_colour() -> None:
    for one, other in itertools.combinations(Accent, 2):
        first, second = drawn(one), drawn(other)
        both = ImageChops.darker(first, second).histogram()[255]
        either = ImageChops.lighter(first, second).histogram()[255]
        assert both / either <= MOST_SHARED, (one, other, both / either)
