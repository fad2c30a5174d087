"""Where the draft stands, and the page that publishes it, now or later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import ADDITION, DELETION
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from roles.draft.differences import Difference, differences, grouped
from roles.draft.services import content_hash, draft_document, errors_of
from roles.editing.links import EditLink, link_for
from roles.editing.pages import NOTE_CORRECTED, author_of, desk_page, log
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
from web.typed import TypedText

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


class NotesForm(forms.Form):
    """What readers are told of an edition."""

    note = TypedText(
        label="For readers: what changed, and why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Public: everybody reads it on the page “What changed” and in its feed. "
        "One or two sentences, at most 500 characters.",
        error_messages={"required": "Say in a sentence what changed and why."},
    )


class PublishForm(NotesForm):
    """The notes of an edition, when it becomes public, and which draft its author looked at."""

    internal_note = TypedText(
        label="For the staff only",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Internal: only the staff reads it, in the list of editions. May stay empty.",
    )
    on_day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Give a day such as 2026-12-01."},
    )
    at_time = forms.TimeField(
        label="Time",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Give a time such as 09:00."},
    )
    zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        initial="UTC",
        widget=forms.Select(attrs={"data-zone": ""}),
        help_text="Where the clock stands that shows this time.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, number: int, now: dt.datetime, is_blocked: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.number = now, number
        off = {"disabled": True} if is_blocked else {}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            # What Enter presses in any field: it only checks.
            HTML(
                '<button class="visually-hidden" type="submit" name="check" value="yes" '
                'tabindex="-1" aria-hidden="true">Check</button>'
            ),
            "note",
            "internal_note",
            "seen",
            Submit("publish", f"Publish edition {number}", **off),
            Fieldset(
                "Or publish it later",
                HTML(
                    "<p>It is frozen now, as you see it here, and becomes public at the time you "
                    "give. Until then you can cancel it; nothing else can be published.</p>"
                ),
                "on_day",
                "at_time",
                "zone",
                Submit("schedule", f"Schedule edition {number}", css_class="desk-second", **off),
            ),
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        day, time = self.cleaned_data.get("on_day"), self.cleaned_data.get("at_time")
        if "schedule" in self.data:
            if day is None and "on_day" not in self.errors:
                self.add_error("on_day", "Say on which day the edition becomes public.")
            if time is None and "at_time" not in self.errors:
                self.add_error("at_time", "Say at what time the edition becomes public.")
        elif "check" not in self.data and (day or time):
            self.add_error(
                "on_day" if day else "at_time",
                f"Nothing was published, because you gave a time. Press “Schedule edition "
                f"{self.number}”, or empty day and time to publish now.",
            )
        if day is not None and time is not None and "zone" not in self.errors:
            at = dt.datetime.combine(
                day, time, tzinfo=ZoneInfo(self.cleaned_data.get("zone") or "UTC")
            )
            self.cleaned_data["at"] = at.astimezone(dt.UTC)
            if at.astimezone(dt.UTC).astimezone(at.tzinfo).time() != time:
                self.add_error("at_time", "Clocks skip this time there. Give one an hour later.")
            elif at <= self.now:
                self.add_error("on_day", "That time is over. Give one that is still to come.")
        return cleaned


def publish_view(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """Show what publishing would do; on POST, do it."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    now = timezone.now()
    state = draft_state()
    refusal: str | None = None
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        sent = PublishForm(data, number=state.next_number, now=now)
        if sent.is_valid():
            seen = sent.cleaned_data["seen"]
            if edition := _published_before(sent.cleaned_data, author_of(request)):
                _tell(request, site, edition, now)  # the same button was pressed twice
                return HttpResponseRedirect(reverse("admin:index"))
            if "check" in data:
                refusal = "Nothing is published yet. Press one of the two buttons below to do it."
            elif seen != state.content_hash:
                refusal = (
                    "The draft changed after you opened this page. Nothing was published. "
                    "Look at what it says now, then publish."
                )
            else:
                refusal = _publish(request, site, sent, now)
                if refusal is None:
                    return HttpResponseRedirect(reverse("admin:index"))
        state = draft_state()
        data["seen"] = state.content_hash
    errors = errors_of(state.document)
    stopping = with_links(errors, warnings=False)
    found = draft_differences(state)
    return desk_page(
        request,
        site,
        "roles/edition/publish",
        title=f"Publish edition {state.next_number}" if state.is_changed else "Publish",
        opts=Edition._meta,
        state=state,
        blocking_errors=stopping,
        warnings=with_links(errors, warnings=True),
        notes=[text for note in NOTES if (text := note(request, state)) is not None],
        form=PublishForm(
            data,
            initial={"seen": state.content_hash},
            number=state.next_number,
            now=now,
            is_blocked=bool(stopping),
        ),
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


REFUSALS: dict[type[Exception], str] = {
    CannotPublish: "fix the problems below first; your note is kept.",
    NothingToPublish: "the draft says just what the current edition says. Your note is kept.",
    SomethingIsScheduled: "an edition is scheduled already. Cancel that one first. "
    "Your note is kept.",
    PublishedMeanwhile: "somebody else published a moment ago. "
    "Look at what is left to publish; your note is kept.",
}


def _publish(
    request: HttpRequest, site: AdminSite, form: PublishForm, now: dt.datetime
) -> str | None:
    """Publish and tell the editor; returns why not when it was refused."""
    author, given = author_of(request), form.cleaned_data
    note, internal_note = given["note"], given["internal_note"]
    at = given.get("at") if "schedule" in form.data else None
    try:
        edition = publish(note=note, internal_note=internal_note, author=author, now=now, at=at)
    except tuple(REFUSALS) as error:
        return f"Nothing was published: {REFUSALS[type(error)]}"
    message = note if at is None else f"Scheduled for {moment_text(at)}: {note}"
    message += f"\nFor the staff: {internal_note}" if internal_note else ""
    log(author, edition, message, ADDITION)
    _tell(request, site, edition, now)
    return None


def _published_before(given: dict[str, Any], author: AbstractBaseUser) -> Edition | None:
    """The newest edition, if this author made it of this draft with this note."""
    newest = Edition.objects.defer("document").order_by("-number").first()
    asked = (given["seen"], given["note"], author.pk)
    if newest and (newest.content_hash, newest.note, newest.published_by_id) == asked:
        return newest
    return None


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


def note_view(request: HttpRequest, site: AdminSite, number: int) -> HttpResponseBase:
    """Correct what readers are told of an edition; the history keeps the old words."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
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
        if edition is None:  # pressed twice, or by two
            text = f"Edition {number} is not scheduled any more: it is cancelled."
            messages.success(request, text)
        else:
            text = f"Edition {number} is not scheduled any more: it is public."
            messages.error(request, text)
    else:
        if edition is not None:
            at = moment_text(edition.published_at)
            log(author, edition, f"Cancelled. It was to become public on {at}.", DELETION)
        messages.success(request, f"Edition {number} is cancelled. The draft stays as it is.")
    return HttpResponseRedirect(reverse("admin:roles_edition_changelist"))
