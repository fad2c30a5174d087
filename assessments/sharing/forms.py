"""The form that makes a share link."""

from django import forms

from assessments.attempts.forms import NOT_LISTED
from assessments.attempts.presenters.quiz import Option
from assessments.models.choices import Detail
from assessments.sharing.share_links import DAYS
from web.fields import ListedForm

DETAILS = (
    Option(
        Detail.VERDICT.value,
        "The verdict only",
        "Which role you look closer to. No numbers.",
    ),
    Option(
        Detail.DIALS.value,
        "The verdict, fit and readiness",
        "Also how far you fit each role, how ready you are, and how sure that is.",
    ),
    Option(
        Detail.FULL.value,
        "Everything but your answers",
        "Also your levels and what is missing. Your levels come from your answers, so a reader can "
        "guess some of them.",
    ),
)
TERMS = tuple(Option(str(days), "A week" if days == 7 else f"{days} days") for days in DAYS)

DAMAGED = "The page was damaged on its way, so no link was made. Press the button once more."


class ShareForm(ListedForm):
    """How much a share link shows and how long it works. ``key`` is made by the page."""

    key = forms.UUIDField(error_messages={"required": DAMAGED, "invalid": DAMAGED})
    detail = forms.TypedChoiceField(
        choices=[(each.value, each.label) for each in DETAILS],
        coerce=Detail,
        error_messages={
            "required": "Choose what the reader sees.",
            "invalid_choice": NOT_LISTED,
        },
    )
    days = forms.TypedChoiceField(
        choices=[(each.value, each.label) for each in TERMS],
        coerce=int,
        error_messages={
            "required": "Choose how long the link works.",
            "invalid_choice": NOT_LISTED,
        },
    )

    def error_id(self, name: str) -> str:
        return "detail-0" if name == "key" else f"{name}-0"
