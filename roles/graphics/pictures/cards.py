"""The three kinds of share picture: of a role, of two roles, of the site."""

from collections.abc import Sequence

from roles.graphics.pictures.drawing import HEIGHT, INK, INK_SOFT, WIDTH, Drawing, fit, text_width

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
    size, lines = fit(name, width=TEXT_WIDTH, lines=3, sizes=NAME_SIZES, bold=True)
    sheet.marker(accent, LEFT + 36, 104, 96)
    top = 148.0 + size
    for line in lines:
        sheet.text(line, LEFT, top, size, INK, bold=True)
        top += size * 1.1
    _below(sheet, top - size * 1.1, summary, 3 if len(lines) < 3 else 2)
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
    size, lines = fit(QUESTION, width=TEXT_WIDTH, lines=3, sizes=NAME_SIZES, bold=True)
    for number, line in enumerate(lines):
        sheet.text(line, LEFT, 220 + number * size * 1.1, size, INK, bold=True)
    _below(sheet, 220 + (len(lines) - 1) * size * 1.1, words, 2)
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


def _below(sheet: Drawing, baseline: float, words: str, lines: int, left: int = LEFT) -> None:
    """Write words under the title, on as many lines as there is room for above the foot.

    Whole sentences are left out rather than one cut.
    """
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
