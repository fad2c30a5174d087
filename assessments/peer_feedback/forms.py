"""The form that invites a colleague."""

from django import forms

from assessments.attempts.forms import listed_choice
from assessments.peer_feedback.rules import DAYS
from assessments.sharing.forms import DAMAGED, HOW_LONG
from web.fields import ListedForm
from web.typed import TypedText


class InviteForm(ListedForm):
    """A form for the name colleagues read, how long the link works, and when answers show."""

    key = forms.UUIDField(error_messages={"required": DAMAGED, "invalid": DAMAGED})
    asker = TypedText(required=False, max_length=60)
    days = listed_choice(DAYS, int, missing=HOW_LONG)
    shown = listed_choice(("together", "openly"), missing="Choose when you can see answers.")

    def error_id(self, name: str) -> str:
        return {"asker": "asker", "key": "days-0"}.get(name, f"{name}-0")
