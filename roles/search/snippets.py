"""The piece of a text that shows why it was found, with the matched words marked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from roles.search.words import Word, words_of

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
