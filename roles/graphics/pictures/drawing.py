"""Colours, shapes and letters for drawing share pictures.

Colours are the light ones of ``static/src/scss/web/_tokens.scss`` and shapes those of
``templates/components/marker_shape.html``; a test compares both. The letters are Charis SIL,
which is drawn after Charter, the face of the site's headings.
"""

import functools
import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# What every large site shows uncut.
WIDTH, HEIGHT = 1200, 630

PAPER = "#fbf8f2"
INK = "#211d18"
INK_SOFT = "#3f3a33"
# Each role's voice: its colour and the soft ground of the same hue.
ACCENTS = {
    "amber": ("#ab4e08", "#fbecd3"),
    "blue": ("#1d4ed8", "#e2eafc"),
    "teal": ("#0f766e", "#d9f0ec"),
    "plum": ("#86277f", "#f6e3f4"),
    "olive": ("#55690b", "#edf1d3"),
    "slate": ("#475569", "#e6eaef"),
    "pink": ("#c4166f", "#fce4ee"),
    "green": ("#0b4a21", "#dcf1e0"),
    "red": ("#ad1f22", "#fce6e3"),
    "violet": ("#6d28d9", "#ece4fc"),
    "brown": ("#5c3212", "#f3e7dc"),
    "navy": ("#1c2a5a", "#e3e6f2"),
}
# Corners of each marker, centred on 0,0 in a field of 16 by 16; amber is a circle.
CIRCLE_RADIUS = 6.0
CORNERS = {
    "blue": ((0, -7.5), (7.5, 0), (0, 7.5), (-7.5, 0)),
    "teal": ((0, -7), (7.5, 6), (-7.5, 6)),
    "plum": ((-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)),
    "olive": (
        *((0, -8), (2.1, -2.6), (7.6, -2.5), (3.3, 1), (4.7, 6.5)),
        *((0, 3.4), (-4.7, 6.5), (-3.3, 1), (-7.6, -2.5), (-2.1, -2.6)),
    ),
    "slate": ((-7, 0), (6, -7.5), (6, 7.5)),
    "pink": (
        *((-2.4, -7), (2.4, -7), (2.4, -2.4), (7, -2.4), (7, 2.4), (2.4, 2.4)),
        *((2.4, 7), (-2.4, 7), (-2.4, 2.4), (-7, 2.4), (-7, -2.4), (-2.4, -2.4)),
    ),
    "green": ((-7.5, -6), (7.5, -6), (0, 7)),
    "red": (
        *((-6.5, -3.3), (-3.3, -6.5), (0, -3.2), (3.3, -6.5), (6.5, -3.3), (3.2, 0)),
        *((6.5, 3.3), (3.3, 6.5), (0, 3.2), (-3.3, 6.5), (-6.5, 3.3), (-3.2, 0)),
    ),
    "violet": (
        *((-6.5, -7), (6.5, -7), (1.2, 0)),
        *((6.5, 7), (-6.5, 7), (-1.2, 0)),
    ),
    "brown": ((-8, -3), (8, -3), (8, 3), (-8, 3)),
    "navy": (
        *((-6, -7.5), (-0.5, -7.5), (7, 0)),
        *((-0.5, 7.5), (-6, 7.5), (1, 0)),
    ),
}
SMOOTH = 4  # shapes are drawn larger and scaled down, for smooth edges

_FONTS = Path(__file__).parent / "fonts"
_COLOURS = 64  # flat colours and the edges of letters need no more
# Characters of the font's basic file; the rest is in the extended one.
_BASIC = frozenset((*range(0x100), *range(0x2000, 0x2070), 0x131, 0x152, 0x153, 0x20AC, 0x2122))


@functools.lru_cache(maxsize=128)
def _font(size: int, bold: bool, basic: bool) -> ImageFont.FreeTypeFont:
    name = f"charis-sil-latin{'' if basic else '-ext'}-{700 if bold else 400}-normal.woff"
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    """Yield ``text`` in pieces that are in the same file of the font."""
    for basic, characters in groupby(text, key=lambda c: ord(c) in _BASIC):
        yield basic, "".join(characters)


def text_width(text: str, size: int, *, bold: bool) -> float:
    return sum(_font(size, bold, basic).getlength(run) for basic, run in _runs(text))


def fit(
    text: str, *, width: float, lines: int, sizes: range, bold: bool = False
) -> tuple[int, list[str]]:
    """Return the first of ``sizes`` (pixels) at which ``text`` fits, and its lines.

    If none fits, the text is cut at the last size and ends in "…", so it never leaves the picture.
    """
    for size in sizes:
        wrapped = _wrap(text, width, size, bold)
        whole = all(text_width(line, size, bold=bold) <= width for line in wrapped)
        if whole and len(wrapped) <= lines:
            return size, wrapped
    kept = wrapped[:lines]
    if len(wrapped) > lines:
        kept[-1] += " …"
    return size, [_shortened(line, width, size, bold) for line in kept]


def _wrap(text: str, width: float, size: int, bold: bool) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(line: str, width: float, size: int, bold: bool) -> str:
    cut = line.removesuffix(" …")
    while text_width(line, size, bold=bold) > width and cut:
        cut = cut[:-1].rstrip()
        line = f"{cut}…"
    return line


class Drawing:
    """One picture while it is being drawn."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def marker(self, accent: str, x: float, y: float, size: float, *, soft: bool = False) -> None:
        """Draw a role's shape around (x, y), ``size`` pixels wide; it may leave the picture."""
        scale = size / 16 * SMOOTH
        side = round(size * SMOOTH)
        mask = Image.new("L", (side, side))
        draw = ImageDraw.Draw(mask)
        if accent in CORNERS:
            corners = [((a + 8) * scale, (b + 8) * scale) for a, b in CORNERS[accent]]
            draw.polygon(corners, fill=255)
        else:
            low, high = (8 - CIRCLE_RADIUS) * scale, (8 + CIRCLE_RADIUS) * scale
            draw.ellipse((low, low, high, high), fill=255)
        mask = mask.resize((round(size), round(size)), Image.Resampling.LANCZOS)
        colour = ACCENTS[accent][1 if soft else 0]
        self._image.paste(colour, (round(x - size / 2), round(y - size / 2)), mask)

    def text(
        self, text: str, x: float, baseline: float, size: int, colour: str, *, bold: bool = False
    ) -> None:
        for basic, run in _runs(text):
            font = _font(size, bold, basic)
            self._draw.text((x, baseline), run, fill=colour, font=font, anchor="ls")
            x += font.getlength(run)

    def png(self) -> bytes:
        out = io.BytesIO()
        flat = self._image.quantize(_COLOURS, dither=Image.Dither.NONE)
        flat.save(out, "PNG", optimize=True)
        return out.getvalue()
