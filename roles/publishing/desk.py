"""Where the draft stands, and the page that publishes it, now or later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import ADDITION, DELETION
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from roles.draft.differences import Difference, differences, grouped
from roles.draft.services import content_hash, draft_document, errors_of
from roles.editing.links import EditLink, link_for
from roles.editing.pages import author_of, desk_page, log
from roles.models import Edition
from roles.publishing.services import (
    CannotPublish,
    NothingIsScheduled,
    NothingToPublish,
    PublishedMeanwhile,
    SomethingIsScheduled,
    cancel_schedule,
    publish,
)
from roles.snapshot.editions import EditionKey, current_edition_key, scheduled_edition
from roles.snapshot.sections import DraftError
from web.dates import moment_text

PERMISSION = "roles.publish_edition"

# What other apps have to say of the draft before it is published: a piece of the page, or None.
NOTES: list[Callable[[HttpRequest, DraftState], SafeString | None]] = []


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
class LinkedError:
    """An error and the screen to fix it on."""

    message: str
    link: EditLink


def with_links(errors: Sequence[DraftError], *, warnings: bool) -> list[LinkedError]:
    """The blocking errors, or the warnings, each with its screen."""
    return [
        LinkedError(error.message, link_for(error)) for error in errors if error.warning is warnings
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
    on_day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Give a day such as 2026-12-01."},
    )
    at_time = forms.TimeField(
        label="Time (UTC)",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text="In UTC, not your local time.",
        error_messages={"invalid": "Give a time such as 09:00."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, number: int, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "note",
            "seen",
            Submit("publish", f"Publish edition {number}"),
            Fieldset(
                "Or publish it later",
                HTML(
                    "<p>It is frozen now, as you see it here, and becomes public at the time you "
                    "give. Until then you can cancel it; nothing else can be published.</p>"
                ),
                "on_day",
                "at_time",
                Submit("schedule", f"Schedule edition {number}", css_class="desk-second"),
            ),
        )

    @property
    def is_later(self) -> bool:
        return "schedule" in self.data

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_later:
            day, time = self.cleaned_data.get("on_day"), self.cleaned_data.get("at_time")
            if day is None and "on_day" not in self.errors:
                self.add_error("on_day", "Say on which day the edition becomes public.")
            if time is None and "at_time" not in self.errors:
                self.add_error("at_time", "Say at what time the edition becomes public.")
            if day is not None and time is not None:
                at = dt.datetime.combine(day, time, tzinfo=dt.UTC)
                self.cleaned_data["at"] = at
                if at <= self.now:
                    self.add_error("on_day", "That time is over. Give one that is still to come.")
        return cleaned


def publish_view(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """Show what publishing would do; on POST, do it."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    now = timezone.now()
    refusal: str | None = None
    sent: PublishForm | None = None
    if request.method == "POST":
        state = draft_state()
        sent = PublishForm(request.POST, number=state.next_number, now=now)
        if sent.is_valid():
            if sent.cleaned_data["seen"] != state.content_hash:
                refusal = (
                    "The draft changed after you opened this page. Nothing was published. "
                    "Look at what it says now, then publish."
                )
            else:
                refusal = _publish(request, site, sent, now)
                if refusal is None:
                    return HttpResponseRedirect(reverse("admin:index"))
    state = draft_state()
    errors = errors_of(state.document)
    if sent is not None:
        data = request.POST.copy()
        data["seen"] = state.content_hash
        form = PublishForm(data, number=state.next_number, now=now)
    else:
        form = PublishForm(initial={"seen": state.content_hash}, number=state.next_number, now=now)
    found = draft_differences(state)
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
        form=form,
        refusal=refusal,
        scheduled=scheduled_edition(),
        groups=grouped(found),
        count=count_of(found),
    )


def draft_differences(state: DraftState) -> tuple[Difference, ...]:
    """What the draft changes in what visitors see; nothing before there is an edition."""
    if state.current is None or not state.is_changed:
        return ()
    return differences(document_of(state.current.number), state.document)


def document_of(number: int) -> dict[str, Any]:
    """The document of an edition. Raises Http404."""
    document = Edition.objects.filter(number=number).values_list("document", flat=True).first()
    if document is None:
        raise Http404(f"There is no edition {number}.")
    return dict(document)


def count_of(found: Sequence[Difference]) -> int:
    """How many of the differences are counted and shown."""
    return sum(not difference.silent for difference in found)


def _publish(
    request: HttpRequest, site: AdminSite, form: PublishForm, now: dt.datetime
) -> str | None:
    """Publish and tell the editor; returns why not when it was refused."""
    author = author_of(request)
    note, at = form.cleaned_data["note"], form.cleaned_data.get("at")
    try:
        edition = publish(note=note, author=author, now=now, at=at)
    except CannotPublish:
        return "Nothing was published. Fix the problems below first; your note is kept."
    except NothingToPublish:
        return (
            "Nothing was published: the draft says just what the current edition says. "
            "Your note is kept."
        )
    except SomethingIsScheduled:
        return (
            "Nothing was published: an edition is scheduled already. Cancel that one first. "
            "Your note is kept."
        )
    except PublishedMeanwhile:
        return (
            "Nothing was published: somebody else published a moment ago. "
            "Look at what is left to publish; your note is kept."
        )
    if at is not None:
        log(author, edition, f"Scheduled for {moment_text(at)}: {note}", ADDITION)
        messages.success(request, f"{edition} becomes public on {moment_text(at)}.")
        return None
    log(author, edition, note, ADDITION)
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
    return None


def cancel_schedule_view(request: HttpRequest, number: int) -> HttpResponseBase:
    """Cancel the scheduled edition; the draft stays as it is."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    author = author_of(request)
    edition = Edition.objects.filter(number=number).defer("document").first()
    try:
        cancel_schedule(number=number, now=timezone.now())
    except NothingIsScheduled:
        messages.error(
            request, f"Edition {number} is not scheduled any more: it is public, or was cancelled."
        )
    else:
        if edition is not None:
            at = moment_text(edition.published_at)
            log(author, edition, f"Cancelled. It was to become public on {at}.", DELETION)
        messages.success(request, f"Edition {number} is cancelled. The draft stays as it is.")
    return HttpResponseRedirect(reverse("admin:roles_edition_changelist"))
