"""The form that makes a share link."""

from __future__ import annotations

from django import forms

from assessments.attempts.forms import NOT_LISTED
from assessments.models.choices import Detail
from assessments.sharing.presenters.shares import DAMAGED
from assessments.sharing.share_links import DAYS


class ShareForm(forms.Form):
    """How much a share link shows and how long it works. ``key`` is made by the page."""

    key = forms.UUIDField()
    detail = forms.TypedChoiceField(
        choices=[(each.value, each.value) for each in Detail],
        coerce=Detail,
        error_messages={
            "required": "Choose what the reader sees.",
            "invalid_choice": NOT_LISTED,
        },
    )
    days = forms.TypedChoiceField(
        choices=[(str(days), str(days)) for days in DAYS],
        coerce=int,
        error_messages={
            "required": "Choose how long the link works.",
            "invalid_choice": NOT_LISTED,
        },
    )

    def error_list(self) -> list[tuple[str, str]]:
        """Say what is wrong: the id to go to, and the message."""
        return [
            (f"{name}-0", str(error)) if name != "key" else ("detail-0", DAMAGED)
            for name, errors in self.errors.items()
            for error in errors
        ]
