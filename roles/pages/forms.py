"""Forms of the role pages. They check what was sent and save nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from roles.models.choices import MOST_MONTHS, MOST_TRAINING_HOURS, Education
from roles.pages.eligibility import Background
from roles.snapshot.certificates import Certification
from roles.templatetags.labels import label
from web.fields import PastDay, WholeNumber

EARNED = "earned-"
UNKNOWN = {
    "invalid_choice": "“%(value)s” is not on the list. Choose from the list.",
    "required": "Choose from the list.",
}


class BackgroundForm(forms.Form):
    """The questions of the eligibility calculator. No answer is stored."""

    education = forms.ChoiceField(
        label="Your highest finished education",
        choices=[(code.value, label(code)) for code in Education],
        initial=Education.NONE.value,
        error_messages=UNKNOWN,
    )
    months_leading = WholeNumber(
        "Months",
        most=MOST_MONTHS,
        example=24,
        label="Months in which you led projects",
    )
    months_agile = WholeNumber(
        "Months",
        most=MOST_MONTHS,
        example=24,
        label="Months in which you worked in agile teams",
    )
    training_hours = WholeNumber(
        "Hours",
        most=MOST_TRAINING_HOURS,
        example=35,
        label="Hours of training in project management",
        help_text="Courses and workshops, all together.",
    )
    holds = forms.MultipleChoiceField(
        label="Certificates you hold today",
        help_text="Choose all that are valid today.",
        required=False,
        error_messages=UNKNOWN,
    )

    def __init__(self, certifications: Sequence[Certification], data: Any = None) -> None:
        super().__init__(data)
        self.fields["holds"].choices = [  # type: ignore[attr-defined]
            (certification.slug, certification.name) for certification in certifications
        ]
        for name in ("months_leading", "months_agile"):
            years = max(
                (r.within_years for c in certifications for r in c.routes if getattr(r, name)),
                default=0,
            )
            within = f"In the last {years} years. " if years else ""
            self.fields[name].help_text = f"{within}Count a month once, whatever you did in it."
        self.held = set(data.getlist("holds")) if data is not None else set()
        self.renewed = [c for c in certifications if c.slug in self.held and c.renewal_months]
        for certification in self.renewed:
            self.fields[EARNED + certification.slug] = PastDay(
                label=f"Day you earned {certification.name}",
                help_text="For the renewal date. Leave it empty if you do not know.",
            )

    @property
    def options(self) -> dict[str, list[dict[str, Any]]]:
        """The answers of the questions with a choice, by name of the field."""
        fields: dict[str, Any] = {name: self.fields[name] for name in ("education", "holds")}
        return {
            name: [{"value": code, "label": text} for code, text in field.choices]
            for name, field in fields.items()
        }

    @property
    def days(self) -> list[forms.BoundField]:
        """The fields for the days on which certificates were earned."""
        return [self[EARNED + certification.slug] for certification in self.renewed]

    def background(self) -> Background:
        """Return what a valid form states; a number left empty counts as 0."""
        said = self.cleaned_data
        return Background(
            education=Education(said["education"]),
            months_leading=said["months_leading"] or 0,
            months_agile=said["months_agile"] or 0,
            training_hours=said["training_hours"] or 0,
            holds=frozenset(said["holds"]),
        )

    def earned(self) -> dict[str, dt.date]:
        """Return the days on which certificates were earned, where stated, by slug."""
        return {
            certification.slug: day
            for certification in self.renewed
            if (day := self.cleaned_data.get(EARNED + certification.slug))
        }

    def error_list(self) -> list[tuple[str, str]]:
        """Return the errors for the summary on top, as pairs of HTML id and message."""
        return [
            (
                f"id_{name}-0" if name in self.options else f"id_{name}",
                f"{self.fields[name].label}: {error}",
            )
            for name, errors in self.errors.items()
            for error in errors
        ]
