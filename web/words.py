"""Words that every page uses: lists of names, numbers up to ten, first letters."""

from __future__ import annotations

from collections.abc import Sequence

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def listed(names: Sequence[str], last: str = "and") -> str:
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
