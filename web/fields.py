"""Fields of public forms, whose errors name what was typed and what is legal."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator

from web.typed import cleaned_text
from web.words import day_text

# No day that a reader states about a working life lies before.
EARLIEST_DAY = dt.date(1950, 1, 1)
SHOWN_LETTERS = 40


def shown(typed: object) -> str:
    """Return what was typed in quotation marks, cut to 40 characters, for use in a sentence."""
    return f"“{Truncator(cleaned_text(str(typed))).chars(SHOWN_LETTERS + 1)}”"


class ListedForm(forms.Form):
    """A form whose page lists all errors at the top, each with a link to its field."""

    def error_id(self, name: str) -> str:
        """Return the HTML id that an error of the field ``name`` links to."""
        return name

    def error_list(self) -> list[tuple[str, str]]:
        """Return the errors as pairs of the HTML id to link to and the message."""
        errors = self.errors.items()
        return [(self.error_id(name), str(error)) for name, found in errors for error in found]


class WholeNumber(forms.IntegerField):
    """A whole number in a range, or empty. ``subject`` starts a sentence: ``Hours a week``."""

    def __init__(
        self, subject: str, *, most: int, example: int, least: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(min_value=least, max_value=most, required=False, **kwargs)
        self.widget.attrs.setdefault("class", "form-control")
        self.legal = f"{subject} are a whole number from {least} to {most}, such as {example}."

    def clean(self, value: Any) -> int | None:
        """Return the number, or ``None``. Raises ``ValidationError`` naming the legal range."""
        try:
            number: int | None = super().clean(value)
        except ValidationError:
            raise ValidationError(f"{shown(value)} does not fit. {self.legal}") from None
        return number


class PastDay(forms.DateField):
    """A day of a working life, or empty: from 1950 on, and not in the future."""

    too_early, too_late, example = "is too long ago", "is in the future", "2024-05-31"

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "date", "class": "form-control", "min": EARLIEST_DAY.isoformat()}
        super().__init__(
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs),
            **kwargs,
        )

    def ends(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day that may be given."""
        return EARLIEST_DAY, timezone.localdate()

    def clean(self, value: Any) -> dt.date | None:
        """Return the day, or ``None``. Raises ``ValidationError`` naming the legal days."""
        first, last = self.ends()
        end = "today, " if last == timezone.localdate() else ""
        legal = f"Give a day from {day_text(first)} to {end}{day_text(last)}, "
        legal += f"such as {self.example}."
        try:
            day: dt.date | None = super().clean(value)
        except ValidationError:
            raise ValidationError(f"{shown(value)} is not a day. {legal}") from None
        if day and not first <= day <= last:
            when = self.too_late if day > last else self.too_early
            raise ValidationError(f"{shown(value)} {when}. {legal}")
        return day


class ComingDay(PastDay):
    """A day for which something may be planned, or empty: within the next two years."""

    too_early, too_late, example = "is over", "is too far away", "2026-12-01"

    def ends(self) -> tuple[dt.date, dt.date]:
        """Return yesterday (still today in some time zone) and the day two years from today."""
        today = timezone.localdate()
        return today - dt.timedelta(days=1), today + dt.timedelta(days=731)
