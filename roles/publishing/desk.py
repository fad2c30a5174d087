"""The page that publishes the draft, now or later, and the one that corrects an edition's note."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import ADDITION
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from roles.draft.differences.values import count_of, grouped
from roles.draft.section import DraftError
from roles.draft.services import errors_of
from roles.editing.links import EditLink, links_for
from roles.editing.pages import NOTE_CORRECTED, author_of, desk_page, log
from roles.models import Edition
from roles.publishing.scheduling import (
    PERMISSION,
    ScheduleForm,
    SomethingIsScheduled,
    scheduled_edition,
)
from roles.publishing.services import CannotPublish, NothingToPublish, PublishedMeanwhile, publish
from roles.publishing.unpublished import DraftState, draft_state
from web.dates import moment_text
from web.typed import TypedText

# What other apps have to say of the draft before it is published: a piece of the page, or None.
NOTES: list[Callable[[HttpRequest, DraftState], SafeString | None]] = []
REFUSALS: dict[type[Exception], str] = {
    CannotPublish: "fix the problems below first; your note is kept.",
    NothingToPublish: "the draft says just what the current edition says. Your note is kept.",
    SomethingIsScheduled: "an edition is scheduled already. Cancel that one first. "
    "Your note is kept.",
    PublishedMeanwhile: "somebody else published a moment ago. "
    "Look at what is left to publish; your note is kept.",
}


@dataclass(frozen=True, slots=True)
class LinkedError:
    """An error and the screens to fix it on."""

    message: str
    links: list[EditLink]


def with_links(errors: Sequence[DraftError], *, warnings: bool) -> list[LinkedError]:
    """Return the blocking errors, or the warnings, each with the screens to fix it on."""
    return [
        LinkedError(error.message, links_for(error))
        for error in errors
        if error.warning is warnings
    ]


class NotesForm(forms.Form):
    """The form of what readers are told of an edition, and what only the staff is."""

    note = TypedText(
        label="For readers: what changed, and why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Public: everybody reads it on the page “What changed” and in its feed. "
        "One or two sentences, at most 500 characters.",
        error_messages={"required": "Say in a sentence what changed and why."},
    )


class PublishForm(NotesForm, ScheduleForm):
    """The notes of an edition, when it becomes public, and which draft its author looked at."""

    internal_note = TypedText(
        label="For the staff only",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Internal: only the staff reads it, in the list of editions. May stay empty.",
    )
    despite = forms.BooleanField(
        label="I have read the warnings above. Publish all the same.",
        error_messages={
            "required": "Nothing was published. Read the warnings above first, and say here that "
            "you publish all the same."
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, errors: Sequence[DraftError], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not any(error.warning for error in errors):
            del self.fields["despite"]


@permission_required(PERMISSION, raise_exception=True)
def publish_view(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """Show what publishing would do; on POST, do it."""
    now = timezone.now()
    state = draft_state()
    refusal = ""
    data = request.POST.copy() if request.method == "POST" else None
    errors = errors_of(state.document)
    if data is not None:
        Edition.objects.keep_public()
        sent = PublishForm(data, number=state.next_number, now=now, errors=errors)
        if sent.is_valid():
            outcome = _publish(author_of(request), sent, state, now)
            if isinstance(outcome, Edition):
                _tell(request, site, outcome, now)
                return HttpResponseRedirect(reverse("admin:index"))
            refusal = outcome
        state = draft_state()
        errors = errors_of(state.document)
        if data.get("seen") != state.content_hash:
            data.pop("despite", None)  # it was about what another draft was warned of
        data["seen"] = state.content_hash
    return desk_page(
        request,
        site,
        "roles/edition/publish",
        title=f"Publish edition {state.next_number}" if state.is_changed else "Publish",
        opts=Edition._meta,
        state=state,
        blocking_errors=with_links(errors, warnings=False),
        warnings=with_links(errors, warnings=True),
        notes=[text for note in NOTES if (text := note(request, state)) is not None],
        form=PublishForm(
            data,
            initial={"seen": state.content_hash},
            number=state.next_number,
            now=now,
            errors=errors,
        ),
        refusal=refusal,
        scheduled=scheduled_edition(),
        groups=grouped(state.differences),
        count=count_of(state.differences),
    )


def _publish(
    author: AbstractBaseUser, form: PublishForm, state: DraftState, now: dt.datetime
) -> Edition | str:
    """Return the new edition, or the one that this form made already, else why there is none."""
    given = form.cleaned_data
    newest = Edition.objects.defer("document").order_by("-number").first()
    asked = (given["seen"], given["note"], author.pk)
    if newest and (newest.content_hash, newest.note, newest.published_by_id) == asked:
        return newest  # the same button was pressed twice
    if "check" in form.data:
        return "Nothing is published yet. Press one of the two buttons below to do it."
    if given["seen"] != state.content_hash:
        return (
            "The draft changed after you opened this page. Nothing was published. "
            "Look at what it says now, then publish."
        )
    note, internal_note = given["note"], given["internal_note"]
    at = given.get("at") if "schedule" in form.data else None
    try:
        edition = publish(note=note, internal_note=internal_note, author=author, now=now, at=at)
    except tuple(REFUSALS) as error:
        return f"Nothing was published: {REFUSALS[type(error)]}"
    message = note if at is None else f"Scheduled for {moment_text(at)}: {note}"
    message += f"\nFor the staff: {internal_note}" if internal_note else ""
    log(author, edition, message, ADDITION)
    return edition


def _tell(request: HttpRequest, site: AdminSite, edition: Edition, now: dt.datetime) -> None:
    at = edition.published_at
    if at > now:
        zone = request.POST.get("zone") or "UTC"
        there = f" ({at.astimezone(ZoneInfo(zone)):%H:%M} in {zone})" if zone != "UTC" else ""
        messages.success(request, f"{edition} becomes public on {moment_text(at)}{there}.")
        return
    messages.success(
        request,
        format_html(
            '{} is published. <a href="{}">See it on the site</a>; a page you looked at a moment '
            "ago may have to be loaded again. Older editions can be restored under "
            '<a href="{}">Editions</a>.',
            edition,
            site.site_url or "/",
            reverse("admin:roles_edition_changelist"),
        ),
    )


@permission_required(PERMISSION, raise_exception=True)
def note_view(request: HttpRequest, site: AdminSite, number: int) -> HttpResponseBase:
    """Correct what readers are told of an edition; the history keeps the old words."""
    edition = get_object_or_404(Edition.objects.defer("document"), number=number)
    old = edition.note
    form = NotesForm(request.POST or None, initial={"note": old}, label_suffix="")
    if form.is_valid():
        new = form.cleaned_data["note"]
        if new != old:
            edition.correct_note(new)
            log(author_of(request), edition, f"{NOTE_CORRECTED}: “{old}” → “{new}”")
        messages.success(request, f"Readers of edition {number} now read: “{new}”")
        return HttpResponseRedirect(reverse("admin:roles_edition_changelist"))
    title = f"Correct the note of edition {number}"
    return desk_page(
        request, site, "roles/edition/note", title=title, opts=Edition._meta, form=form
    )
