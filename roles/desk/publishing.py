"""Where the draft stands, and the page that publishes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from roles.desk.places import Place, place_of
from roles.editions import EditionKey, current_edition_key
from roles.models import Edition
from roles.sections import Problem
from roles.services import (
    CannotPublish,
    NothingToPublish,
    PublishedMeanwhile,
    content_hash,
    draft_document,
    problems_of,
    publish,
)

PERMISSION = "roles.publish_edition"


@dataclass(frozen=True, slots=True)
class DraftState:
    """The draft beside the current edition."""

    document: dict[str, Any]
    content_hash: str
    current: EditionKey | None

    @property
    def is_changed(self) -> bool:
        return self.current is None or self.current.content_hash != self.content_hash

    @property
    def next_number(self) -> int:
        return self.current.number + 1 if self.current else 1


def draft_state() -> DraftState:
    """Read the whole draft: some twenty queries, so only for pages that say how it stands."""
    document = draft_document()
    return DraftState(document, content_hash(document), current_edition_key())


@dataclass(frozen=True, slots=True)
class PlacedProblem:
    """A problem and the screen to mend it on."""

    message: str
    place: Place


def placed(problems: Sequence[Problem], *, warnings: bool) -> list[PlacedProblem]:
    return [
        PlacedProblem(problem.message, place_of(problem))
        for problem in problems
        if problem.warning is warnings
    ]


class PublishForm(forms.Form):
    """The note of an edition, and which draft its author looked at."""

    note = forms.CharField(
        label="What changed, and why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences, at most 500 characters. "
        "Everybody on the staff sees it in the list of editions.",
        error_messages={"required": "Say in a sentence what changed and why."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.add_input(Submit("publish", f"Publish edition {number}"))


def publish_view(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """Show what publishing would do; on POST, do it."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    refusal: str | None = None
    if request.method == "POST":
        state = draft_state()
        form = PublishForm(request.POST, number=state.next_number)
        if form.is_valid():
            if form.cleaned_data["seen"] != state.content_hash:
                refusal = (
                    "The draft changed after you opened this page. Nothing was published. "
                    "Look at what it says now, then publish."
                )
            else:
                refusal = _publish(request, site, form.cleaned_data["note"])
                if refusal is None:
                    return HttpResponseRedirect(reverse("admin:index"))
    state = draft_state()
    problems = problems_of(state.document)
    form = PublishForm(
        {"note": request.POST.get("note", ""), "seen": state.content_hash}
        if request.method == "POST"
        else None,
        initial={"seen": state.content_hash},
        number=state.next_number,
    )
    return TemplateResponse(
        request,
        "admin/roles/edition/publish.html",
        {
            **site.each_context(request),
            "title": f"Publish edition {state.next_number}" if state.is_changed else "Publish",
            "opts": Edition._meta,
            "state": state,
            "stoppers": placed(problems, warnings=False),
            "warnings": placed(problems, warnings=True),
            "form": form,
            "refusal": refusal,
        },
    )


def _publish(request: HttpRequest, site: AdminSite, note: str) -> str | None:
    """Publish and tell the editor; returns why not when it was refused."""
    author = request.user
    if not author.is_authenticated:
        raise PermissionDenied
    try:
        edition = publish(note=note, author=author, now=timezone.now())
    except CannotPublish:
        return "Nothing was published. Mend the problems below first; your note is kept."
    except NothingToPublish:
        return (
            "Nothing was published: the draft says just what the current edition says. "
            "Your note is kept."
        )
    except PublishedMeanwhile:
        return (
            "Nothing was published: somebody else published a moment ago. "
            "Look at what is left to publish; your note is kept."
        )
    LogEntry.objects.log_actions(
        user_id=author.pk,
        queryset=[edition],
        action_flag=ADDITION,
        change_message=note,
        single_object=True,
    )
    messages.success(
        request,
        format_html(
            '{} is published. <a href="{}">See it on the site</a>', edition, site.site_url or "/"
        ),
    )
    return None
