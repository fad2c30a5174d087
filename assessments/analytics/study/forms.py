"""The form of the questions that check the quiz."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from assessments.attempts.forms import NOT_LISTED
from assessments.attempts.presenters.quiz import Option
from assessments.models.choices import Work
from web.fields import ListedForm

LIKE = "like-"
AGAIN = ("No, certainly not", "Rather not", "Not sure", "Rather yes", "Yes, certainly")
LIKES = ("Not at all", "A little", "Somewhat", "A lot", "Very much")


class StudyForm(ListedForm):
    """What somebody works as, whether they would choose it again, and ``names`` of competencies
    whose interest is asked for; nothing is kept without consent.
    """

    consent = forms.BooleanField(
        error_messages={"required": "Tick the box to let us keep this. Without it we keep nothing."}
    )
    work = forms.ChoiceField(
        choices=Work.choices, required=False, error_messages={"invalid_choice": NOT_LISTED}
    )

    def __init__(self, names: Mapping[str, str], **how: Any) -> None:
        super().__init__(**how)
        self.names = names
        self.fields["again"] = _scale(range(1, 6))
        for key in names:
            self.fields[LIKE + key] = _scale(range(5))

    def clean(self) -> dict[str, Any]:
        """Refuse a form that says nothing."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "consent"}
        if not self.errors and all(value in (None, "") for value in said.values()):
            self.add_error("work", "Answer at least one of the questions, or leave this page.")
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """What a valid form says, as it is kept."""
        found = self.cleaned_data
        ratings = {key: found[LIKE + key] for key in self.names if found[LIKE + key] is not None}
        return {"work": found["work"], "again": found["again"], "ratings": ratings}

    def rows(self) -> list[dict[str, Any]]:
        """Each question as its page shows it: what is chosen and what is wrong."""
        work = [Option(value, label) for value, label in Work.choices]
        again = [Option(str(number), text) for number, text in enumerate(AGAIN, 1)]
        likes = [Option(str(number), text) for number, text in enumerate(LIKES)]
        asked = [
            ("work", "What do you mostly work as today?", work),
            ("again", "Would you choose it again?", again),
            *(
                (LIKE + key, f"{n}: how much do you enjoy it?", likes)
                for key, n in self.names.items()
            ),
        ]
        return [
            {
                "id": name,
                "legend": legend,
                "options": options,
                "value": self[name].value(),
                "error": " ".join(map(str, self.errors.get(name, ()))),
                "is_scale": name != "work",
            }
            for name, legend, options in asked
        ]

    def error_id(self, name: str) -> str:
        return f"{name}-0"


def _scale(numbers: range) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[(str(number), str(number)) for number in numbers],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": NOT_LISTED},
    )
