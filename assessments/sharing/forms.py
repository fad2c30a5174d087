"""The form that makes a share link."""

from django import forms

from assessments.attempts.forms import listed_choice
from assessments.models.choices import Detail
from assessments.sharing.services import DAYS
from web.fields import ListedForm

DAMAGED = "The page did not arrive complete, so no link was made. Press the button again."
HOW_LONG = "Choose how long the link should work."


class ShareForm(ListedForm):
    """How much a share link shows and how long it works. ``key`` is made by the page."""

    key = forms.UUIDField(error_messages={"required": DAMAGED, "invalid": DAMAGED})
    detail = listed_choice(Detail, Detail, missing="Choose what readers can see.")
    days = listed_choice(DAYS, int, missing=HOW_LONG)
    has_picture = forms.BooleanField(required=False)

    def error_id(self, name: str) -> str:
        return "detail-0" if name == "key" else f"{name}-0"
