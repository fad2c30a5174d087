"""The form for what a plan should look like."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from assessments.models.choices import DEFAULT_HOURS, DEFAULT_WEEKS, MOST_HOURS, MOST_WEEKS
from web.fields import ListedForm, WholeNumber


class PlanForm(ListedForm):
    """A form for a plan's role and time. A missing or blank value falls back to the default."""

    hours = WholeNumber("Hours a week", least=1, most=MOST_HOURS, example=4)
    weeks = WholeNumber("Weeks", least=1, most=MOST_WEEKS, example=12)

    def __init__(self, data: QueryDict, *, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["role"] = forms.ChoiceField(
            choices=roles,
            required=False,
            error_messages={"invalid_choice": "Choose one of the roles listed."},
        )

    def preferences(self) -> dict[str, Any]:
        """Return what a valid form asks for; a blank role is the one that the result leans to."""
        given = self.cleaned_data
        return {
            "role": given["role"],
            "hours_a_week": given["hours"] or DEFAULT_HOURS,
            "weeks": given["weeks"] or DEFAULT_WEEKS,
        }

    def error_id(self, name: str) -> str:
        return f"plan-{name}"
