"""Draw the pictures that other sites show when somebody shares a link. Pure: words in, PNG out.

Colours are the light ones of ``static/src/scss/web/_tokens.scss`` and shapes those of
``templates/components/marker_shape.html``; a test compares both. The letters are Charis SIL,
which is drawn after Charter, the face of the site's headings.
"""

import functools
import io
from collections.abc import Iterator, Sequence
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
    "violet": (*((-6.5, -7), (6.5, -7), (1.2, 0)), *((6.5, 7), (-6.5, 7), (-1.2, 0))),
    "brown": ((-8, -3), (8, -3), (8, 3), (-8, 3)),
    "navy": (*((-6, -7.5), (-0.5, -7.5), (7, 0)), *((-0.5, 7.5), (-6, 7.5), (1, 0))),
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


# A role as a picture needs it: its name and its accent.
Named = tuple[str, str]

LEFT = 84
TEXT_WIDTH = 860
NAME_SIZES = range(88, 43, -4)
SMALL_SIZES = range(38, 29, -2)
FOOT = HEIGHT - 62
QUESTION = "Which project role suits you?"


def role_card(role: Named, summary: str) -> bytes:
    """Return the PNG of a role: its marker, its name, and the ``summary``."""
    name, accent = role
    sheet = Drawing()
    sheet.marker(accent, WIDTH - 120, HEIGHT / 2 - 10, 720, soft=True)
    sheet.marker(accent, LEFT + 36, 104, 96)
    last, lines = _title(sheet, name, 148)
    _below(sheet, last, summary, 3 if lines < 3 else 2)
    _wordmark(sheet)
    return sheet.png()


def answers_sentence(names: Sequence[str]) -> str:
    """Return what somebody says whose answers point to one role, or fit two."""
    both = " and ".join(names)
    return f"My answers fit both {both}." if len(names) > 1 else f"My answers point to {both}."


def answers_card(roles: Sequence[Named]) -> bytes:
    """Return the PNG of what answers say, under the markers of one role or two."""
    sheet = Drawing()
    for number, (_, accent) in enumerate(roles):
        y, size = HEIGHT * (number + 0.5) / len(roles), 720 - 200 * (len(roles) - 1)
        sheet.marker(accent, WIDTH - 120, y, size, soft=True)
        sheet.marker(accent, LEFT + 36 + 112 * number, 104, 96)
    sentence = answers_sentence([name for name, _ in roles])
    _title(sheet, sentence, 148, lines=4, sizes=range(76, 43, -4))
    _wordmark(sheet)
    return sheet.png()


def pair_card(first: Named, second: Named) -> bytes:
    """Return the PNG of two roles that are compared."""
    return _two(first, second, ("", ""), "What they share, and what only one asks for.")


def site_card(roles: Sequence[Named]) -> bytes:
    """Return the PNG of the site: its question, which names the roles if there are exactly two."""
    words = "See how they differ, and which one suits you."
    if len(roles) == 2:
        return _two(roles[0], roles[1], (" or", "?"), words, question="")
    sheet = Drawing()
    for place, (_, accent) in enumerate(roles[:3]):
        sheet.marker(accent, WIDTH - 60 - 190 * place, 170 + 190 * place, 420, soft=True)
    last, _ = _title(sheet, QUESTION, 132)
    _below(sheet, last, words, 2)
    _wordmark(sheet, question="")
    return sheet.png()


def _two(
    first: Named, second: Named, ends: tuple[str, str], words: str, *, question: str = QUESTION
) -> bytes:
    """Draw two names, each behind its marker and at the same size, over one line of words."""
    sheet = Drawing()
    sheet.marker(first[1], WIDTH - 190, 70, 460, soft=True)
    sheet.marker(second[1], WIDTH - 40, 400, 560, soft=True)
    indent = 92
    texts = [name + end for (name, _), end in zip((first, second), ends, strict=True)]
    fits = [
        fit(text, width=TEXT_WIDTH - 20, lines=2, sizes=range(76, 37, -2), bold=True)
        for text in texts
    ]
    size = min(size for size, _ in fits)
    top = 96.0 + size
    for text, (_, accent) in zip(texts, (first, second), strict=True):
        _, lines = fit(text, width=TEXT_WIDTH - 20, lines=2, sizes=range(size, size + 1), bold=True)
        sheet.marker(accent, LEFT + 30, top - size * 0.34, max(64, size))
        for line in lines:
            sheet.text(line, LEFT + indent, top, size, INK, bold=True)
            top += size * 1.1
        top += 18
    _below(sheet, top - 18 - size * 1.1, words, 2, LEFT + indent)
    _wordmark(sheet, question)
    return sheet.png()


def _title(
    sheet: Drawing, text: str, top: float, *, lines: int = 3, sizes: range = NAME_SIZES
) -> tuple[float, int]:
    """Write a title below ``top``; return the baseline of its last line, and how many it has."""
    size, wrapped = fit(text, width=TEXT_WIDTH, lines=lines, sizes=sizes, bold=True)
    for number, line in enumerate(wrapped):
        sheet.text(line, LEFT, top + size + number * size * 1.1, size, INK, bold=True)
    return top + size + (len(wrapped) - 1) * size * 1.1, len(wrapped)


def _below(sheet: Drawing, baseline: float, words: str, lines: int, left: int = LEFT) -> None:
    """Write words under the title: as many whole sentences as there is room for above the foot."""
    start = baseline + 78
    lines = min(lines, max(1, int((FOOT - 64 - start) // 48) + 1))
    sentences = words.replace(". ", ".\n").split("\n")
    for count in range(len(sentences), 0, -1):
        shorter = " ".join(sentences[:count])
        size, wrapped = fit(shorter, width=TEXT_WIDTH, lines=lines, sizes=SMALL_SIZES)
        if not wrapped[-1].endswith("…"):
            break
    for number, line in enumerate(wrapped):
        sheet.text(line, left, start + number * size * 1.35, size, INK_SOFT)


def _wordmark(sheet: Drawing, question: str = QUESTION) -> None:
    sheet.marker("amber", LEFT + 14, FOOT - 12, 38)
    sheet.marker("blue", LEFT + 46, FOOT - 12, 38)
    sheet.text("Rolesite", LEFT + 78, FOOT, 38, INK, bold=True)
    after = LEFT + 78 + text_width("Rolesite", 38, bold=True) + 28
    sheet.text(question, after, FOOT, 28, INK_SOFT)
