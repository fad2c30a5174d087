"""Fields of public forms: an error names what was typed and what is legal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from web.dates import day_text
from web.typed import cleaned_text

# No day that a reader states about a working life lies before.
EARLIEST_DAY = dt.date(1950, 1, 1)
SHOWN_LETTERS = 40


def shown(typed: object) -> str:
    """What was typed, short enough to stand in a sentence."""
    text = cleaned_text(str(typed))
    return f"“{text[:SHOWN_LETTERS]}{'…' if len(text) > SHOWN_LETTERS else ''}”"


class WholeNumber(forms.IntegerField):
    """A whole number in a range, or empty. ``subject`` starts a sentence: ``Hours a week``."""

    def __init__(
        self, subject: str, *, most: int, example: int, least: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(min_value=least, max_value=most, required=False, **kwargs)
        self.widget.attrs.setdefault("class", "form-control")
        self.legal = f"{subject} are a whole number from {least} to {most}, such as {example}."

    def clean(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError in plain words."""
        try:
            number: int | None = super().clean(value)
        except ValidationError:
            raise ValidationError(f"{shown(value)} does not fit. {self.legal}") from None
        return number


class PastDay(forms.DateField):
    """A day of a working life, or empty: from 1950 on, and not in the future."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "date", "class": "form-control", "min": EARLIEST_DAY.isoformat()}
        super().__init__(
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs),
            **kwargs,
        )

    def clean(self, value: Any) -> dt.date | None:
        """Return the day. Raises ValidationError in plain words."""
        today = timezone.localdate()
        legal = f"Give a day from {day_text(EARLIEST_DAY)} to today, {day_text(today)}, "
        legal += "such as 2024-05-31."
        try:
            day: dt.date | None = super().clean(value)
        except ValidationError:
            raise ValidationError(f"{shown(value)} is not a day. {legal}") from None
        if day and not EARLIEST_DAY <= day <= today:
            when = "is in the future" if day > today else "is too long ago"
            raise ValidationError(f"{shown(value)} {when}. {legal}")
        return day
