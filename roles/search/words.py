"""Words as search compares them: without case, accents or punctuation."""

import re
import unicodedata
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
