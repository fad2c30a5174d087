"""Forms of the role pages. They check what was sent and save nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, LayoutObject
from django import forms
from django.template.loader import get_template

from roles.models.choices import Education
from roles.pages.eligibility import Background
from roles.snapshot.values import Certification
from roles.templatetags.labels import label

EARNED = "earned-"


class Choices(LayoutObject):  # type: ignore[misc]
    """Where a form's layout has a group of radios or checkboxes, as whole-row targets.

    Crispy's own radios point a legend at one input.
    """

    def __init__(self, name: str, kind: str, hint: str = "") -> None:
        self.name, self.kind, self.hint = name, kind, hint
        self.fields: list[object] = []

    def render(self, form: forms.Form, context: object, *_: object, **__: object) -> str:
        """The fieldset, with what is chosen and what is wrong."""
        form.rendered_fields.add(self.name)  # type: ignore[attr-defined]
        field = form.fields[self.name]
        value = form[self.name].value()
        errors = form.errors.get(self.name)
        return get_template("components/choices.html").render(
            {
                "id": f"id_{self.name}",
                "name": self.name,
                "legend": field.label,
                "hint": self.hint,
                "kind": self.kind,
                "options": [
                    {"value": code, "label": label}
                    for code, label in field.choices  # type: ignore[attr-defined]
                ],
                "value": value,
                "values": value or [],
                "error": errors[0] if errors else "",
            }
        )


class BackgroundForm(forms.Form):
    """What the eligibility calculator asks. Nothing of it is kept."""

    rendered_fields: set[str]

    education = forms.ChoiceField(
        label="Your highest finished education",
        choices=[(code.value, label(code)) for code in Education],
        initial=Education.NONE.value,
        error_messages={"required": "Choose your highest finished education."},
    )
    months_leading = forms.IntegerField(
        label="Months in which you led projects",
        min_value=0,
        max_value=600,
        required=False,
    )
    months_agile = forms.IntegerField(
        label="Months in which you worked in agile teams",
        min_value=0,
        max_value=600,
        required=False,
    )
    training_hours = forms.IntegerField(
        label="Hours of training in project management",
        help_text="Courses and workshops, all together.",
        min_value=0,
        max_value=2000,
        required=False,
    )
    holds = forms.MultipleChoiceField(
        label="Certificates you hold today",
        required=False,
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
        held = set(data.getlist("holds")) if data is not None else set()
        self.renewed = [c for c in certifications if c.slug in held and c.renewal_months]
        for certification in self.renewed:
            self.fields[EARNED + certification.slug] = forms.DateField(
                label=f"Day you earned {certification.name}",
                help_text="For the renewal date. Leave it empty if you do not know.",
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}),
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True
        self.helper.layout = Layout(
            Choices("education", "radio"),
            Field("months_leading"),
            Field("months_agile"),
            Field("training_hours"),
            Choices("holds", "checkbox", hint="Choose all that are valid today."),
            *(Field(EARNED + certification.slug) for certification in self.renewed),
        )

    def background(self) -> Background:
        """What a valid form states; a number left empty is none."""
        said = self.cleaned_data
        return Background(
            education=Education(said["education"]),
            months_leading=said["months_leading"] or 0,
            months_agile=said["months_agile"] or 0,
            training_hours=said["training_hours"] or 0,
            holds=frozenset(said["holds"]),
        )

    def earned(self) -> dict[str, dt.date]:
        """The days on which certificates were earned, where stated, by slug."""
        return {
            certification.slug: day
            for certification in self.renewed
            if (day := self.cleaned_data.get(EARNED + certification.slug))
        }

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id to go to, and the message; for the summary on top."""
        grouped = {"education", "holds"}
        return [
            (f"id_{name}-0" if name in grouped else f"id_{name}", f"{self._label(name)}: {error}")
            for name, errors in self.errors.items()
            for error in errors
        ]

    def _label(self, name: str) -> str:
        return str(self.fields[name].label)
