"""Days and moments in words, the same on pages, in PDFs, e-mails and on the desk."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence


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
