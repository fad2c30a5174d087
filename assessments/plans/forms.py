"""The form that says what a plan should look like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from assessments.models.choices import DEFAULT_HOURS, DEFAULT_WEEKS, MOST_HOURS, MOST_WEEKS


class PlanForm(forms.Form):
    """Toward which role, with how much time. What is missing or blank is as at first."""

    hours = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        error_messages={
            "invalid": f"Hours a week are a whole number from 1 to {MOST_HOURS}, such as 4.",
            "min_value": f"Hours a week lie between 1 and {MOST_HOURS}.",
            "max_value": f"Hours a week lie between 1 and {MOST_HOURS}.",
        },
    )
    weeks = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        error_messages={
            "invalid": f"Weeks are a whole number from 1 to {MOST_WEEKS}, such as 12.",
            "min_value": f"Weeks lie between 1 and {MOST_WEEKS}.",
            "max_value": f"Weeks lie between 1 and {MOST_WEEKS}.",
        },
    )

    def __init__(self, data: QueryDict, *, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["role"] = forms.ChoiceField(
            choices=roles,
            required=False,
            error_messages={"invalid_choice": "Choose one of the roles listed."},
        )

    def chosen(self) -> dict[str, Any]:
        """What a legal form asks for; a blank role is the one that the result leans to."""
        given = self.cleaned_data
        return {
            "role": given["role"],
            "hours_a_week": given["hours"] or DEFAULT_HOURS,
            "weeks": given["weeks"] or DEFAULT_WEEKS,
        }

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id to go to, and the message."""
        return [
            (f"plan-{name}", str(error)) for name, errors in self.errors.items() for error in errors
        ]
