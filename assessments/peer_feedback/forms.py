"""The form that invites a colleague."""

from django import forms

from assessments.attempts.forms import NOT_LISTED
from assessments.peer_feedback.rules import DAYS as RATING_DAYS
from assessments.sharing.forms import DAMAGED as SHARE_DAMAGED
from web.fields import ListedForm
from web.typed import TypedText


class InviteForm(ListedForm):
    """A form for the name colleagues read, how long the link works, and when answers show."""

    key = forms.UUIDField(error_messages={"required": SHARE_DAMAGED, "invalid": SHARE_DAMAGED})
    asker = TypedText(
        required=False,
        max_length=60,
    )
    days = forms.TypedChoiceField(
        choices=[(str(days), str(days)) for days in RATING_DAYS],
        coerce=int,
        error_messages={
            "required": "Choose how long the link should work.",
            "invalid_choice": NOT_LISTED,
        },
    )
    shown = forms.ChoiceField(
        choices=[("together", ""), ("openly", "")],
        error_messages={
            "required": "Choose when you can see answers.",
            "invalid_choice": NOT_LISTED,
        },
    )

    def error_id(self, name: str) -> str:
        return {"asker": "asker", "key": "days-0"}.get(name, f"{name}-0")
