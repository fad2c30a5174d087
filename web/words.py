"""Words that every page uses: lists of names, numbers up to ten, first letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Characters that XML and forms have no place for. Joiners are none of them: words need those.
_CONTROLS = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What turns the direction of all that follows.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``; an empty text for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def lowered(name: str) -> str:
    """A name inside a sentence: its first letter small, unless the word is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def number_word(number: int) -> str:
    """Numbers up to ten as words."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def without_controls(text: str) -> str:
    """``text`` with a space for each control character and each half of a character."""
    return _CONTROLS.sub(" ", text)


def one_line(text: str) -> str:
    """``text`` as it can be shown among others: one line that does not turn what follows."""
    return " ".join(without_controls(_TURNS.sub(" ", text)).split())
