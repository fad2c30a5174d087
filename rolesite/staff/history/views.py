"""The page of the history, with filters, and what a user changed last."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from roles.editing.pages import desk_page
from rolesite.staff.history.entries import (
    KINDS,
    SIGNED_IN,
    entries_for,
    history_rows,
    may_see,
    of_kind,
    people_in,
)

PER_PAGE = 50
LAST = 8
LOOKUPS = {"who": "user", "first": "action_time__date__gte", "last": "action_time__date__lte"}


class FilterForm(forms.Form):
    """The filters of the history. A value that is not understood is reported and ignored."""

    who = forms.TypedChoiceField(label="Who", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *KINDS.items()]
    )
    first = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101  said above
        who.choices = [("", "Everybody"), *people]

    def chosen(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        self.full_clean()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        rows = of_kind(rows, asked["kind"]) if "kind" in asked else rows
        return rows.filter(**{LOOKUPS[name]: asked[name] for name in LOOKUPS if name in asked})


def history(request: HttpRequest) -> HttpResponseBase:
    """Show who changed what and when, the newest first."""
    if not may_see(request.user):
        raise PermissionDenied
    rows = entries_for(request.user)
    form = FilterForm(request.GET, people=people_in(rows))
    page = Paginator(form.chosen(rows), PER_PAGE).get_page(request.GET.get("page"))
    return desk_page(
        request,
        "history",
        title="History",
        form=form,
        page=page,
        entries=history_rows(page, request.user),
    )


def recent_entries(user: User | AnonymousUser) -> list[dict[str, Any]]:
    """Return what a user changed last, for the first page of the desk."""
    rows = entries_for(user).filter(user=user.pk).exclude(change_message__startswith=SIGNED_IN)
    return history_rows(rows[:LAST], user)
