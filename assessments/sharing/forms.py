"""The form that makes a share link."""

from django import forms

from assessments.attempts.forms import NOT_LISTED
from assessments.models.choices import Detail
from assessments.sharing.share_links import DAYS
from web.fields import ListedForm

DAMAGED = "The page did not arrive complete, so no link was made. Press the button again."


class ShareForm(ListedForm):
    """How much a share link shows and how long it works. ``key`` is made by the page."""

    key = forms.UUIDField(error_messages={"required": DAMAGED, "invalid": DAMAGED})
    detail = forms.TypedChoiceField(
        choices=[(each.value, each.value) for each in Detail],
        coerce=Detail,
        error_messages={
            "required": "Choose what readers can see.",
            "invalid_choice": NOT_LISTED,
        },
    )
    days = forms.TypedChoiceField(
        choices=[(each, each) for each in DAYS],
        coerce=int,
        error_messages={
            "required": "Choose how long the link should work.",
            "invalid_choice": NOT_LISTED,
        },
    )

    has_picture = forms.BooleanField(required=False)

    def error_id(self, name: str) -> str:
        return "detail-0" if name == "key" else f"{name}-0"
