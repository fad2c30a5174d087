"""Words as search compares them, and the piece of a text that shows why it was found."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

# Letters and digits with the accents that follow them; an apostrophe inside belongs to the word.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:['’][^\W\d_]+)*")
_GENITIVE = re.compile(r"['’]s$", re.IGNORECASE)

# Words that are in nearly every text. They count only when nothing else was asked.
_COMMON = """
a about an and any are as at be between by can could did do does for from get has have how i if in
into is it like look looks many me much must my need not of on or should so some than that the
their them then there they this to was we what when where which who why will with would you your
"""
COMMON = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: the form in which it is compared, and its place in the text."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return the letters and digits of ``text``, without case and accents; may be empty."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def words_of(text: str) -> list[Word]:
    """Return the words of ``text`` in order."""
    words = []
    for match in _WORD.finditer(text):
        written = _GENITIVE.sub("", match.group())
        if folded := fold(written):
            words.append(Word(folded, match.start(), match.start() + len(written)))
    return words


def telling_words_of(text: str) -> list[Word]:
    """Return the words of ``text`` without common ones, unless it has no other."""
    words = words_of(text)
    return [word for word in words if word.folded not in COMMON] or words


LENGTH = 190
# How far back an excerpt may reach to begin where a sentence begins.
BACK = 70

_SENTENCE_START = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class SnippetPart:
    """A piece of text, matched or not. Plain text: templates have to escape it."""

    text: str
    is_match: bool = False


def marked(text: str, terms: Mapping[str, int]) -> tuple[SnippetPart, ...]:
    """Return ``text`` in parts; words in ``terms`` are matches. The parts join to the text."""
    return _parts(text, 0, len(text), [w for w in words_of(text) if w.folded in terms])


def excerpt(text: str, terms: Mapping[str, int]) -> tuple[SnippetPart, ...]:
    """Return some 190 characters of ``text`` around the matches, with "…" where it is cut.

    ``terms`` maps each word that counts as a match to the word of the query that it stands for:
    the piece with the most different ones wins, the earliest among equals.
    """
    matches = [word for word in words_of(text) if word.folded in terms]
    if len(text) <= LENGTH:
        return _parts(text, 0, len(text), matches)
    start = _start(text, _densest(matches, terms))
    end = _cut(text, start)
    shown = [word for word in matches if start <= word.start and word.end <= end]
    parts = list(_parts(text, start, end, shown))
    if start:
        parts.insert(0, SnippetPart("… "))
    if end < len(text):
        parts.append(SnippetPart(" …"))
    return tuple(parts)


def _densest(matches: list[Word], terms: Mapping[str, int]) -> int:
    """Return where the stretch with the most different matches begins; 0 without any."""
    best, begin = 0, 0
    for first in matches:
        reach = first.start + LENGTH - BACK
        near = {terms[w.folded] for w in matches if first.start <= w.start and w.end <= reach}
        if len(near) > best:
            best, begin = len(near), first.start
    return begin


def _start(text: str, begin: int) -> int:
    """Return the start of the sentence around ``begin``, or of a word a little before it."""
    if begin <= BACK:
        return 0
    window = text[begin - BACK : begin]
    if starts := [match.end() for match in _SENTENCE_START.finditer(window)]:
        return begin - BACK + starts[-1]
    space = window.find(" ", BACK // 2)
    return begin if space < 0 else begin - BACK + space + 1


def _cut(text: str, start: int) -> int:
    """Return the end of the last word within the length; a longer word is cut."""
    if len(text) - start <= LENGTH:
        return len(text)
    space = text.rfind(" ", start + 1, start + LENGTH)
    return space if space > 0 else start + LENGTH


def _parts(text: str, start: int, end: int, matches: list[Word]) -> tuple[SnippetPart, ...]:
    parts = []
    for word in matches:
        if start < word.start:
            parts.append(SnippetPart(text[start : word.start]))
        parts.append(SnippetPart(text[word.start : word.end], is_match=True))
        start = word.end
    if start < end:
        parts.append(SnippetPart(text[start:end]))
    return tuple(parts)
