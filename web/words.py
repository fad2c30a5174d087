"""Words that every page uses: lists of names, numbers up to ten, days, first letters."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def listed(names: Sequence[str], last: str = "and") -> str:
    """Return names as ``a``, ``a and b`` or ``a, b and c``; an empty text for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def lowered(name: str) -> str:
    """Return ``name`` as inside a sentence: first letter small, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def counted(count: int, noun: str) -> str:
    """Return a number with its noun, such as ``1 change`` or ``2 changes``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def number_word(number: int) -> str:
    """Return a whole number up to ten as a word, a larger one in digits."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def day_text(day: dt.date) -> str:
    """Return a day as ``28 November 2026``; for a ``datetime``, the day that it is in UTC."""
    if isinstance(day, dt.datetime):
        day = day.astimezone(dt.UTC)
    return f"{day.day} {day:%B %Y}"


def moment_text(moment: dt.datetime) -> str:
    """Return a time-zone-aware ``datetime`` as ``28 November 2026, 19:05 UTC``."""
    return f"{day_text(moment)}, {moment.astimezone(dt.UTC):%H:%M} UTC"


def distinct_texts(moments: Sequence[dt.datetime]) -> list[str]:
    """Return each ``datetime`` as its day, with the time where another one has the same day."""
    days = Counter(day_text(moment) for moment in moments)
    return [
        day_text(moment) if days[day_text(moment)] == 1 else moment_text(moment)
        for moment in moments
    ]
