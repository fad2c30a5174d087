"""The page that publishes the draft, now or later, and the one that corrects an edition's note."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, DELETION
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from roles.draft.section import DraftError
from roles.draft.services import errors_of
from roles.draft.wording import count_of, grouped
from roles.editing.links import links_for
from roles.editing.pages import NOTE_CORRECTED, author_of, desk_page, log
from roles.models import Edition
from roles.publishing.services import (
    PERMISSION,
    CannotPublish,
    DraftState,
    NothingIsScheduled,
    NothingToPublish,
    PublishedMeanwhile,
    SomethingIsScheduled,
    cancel_schedule,
    draft_state,
    publish,
    scheduled_edition,
)
from web.fields import ComingDay, shown
from web.typed import TypedText
from web.words import moment_text

# What other apps have to say of the draft before it is published: a piece of the page, or None.
NOTES: list[Callable[[HttpRequest, DraftState], SafeString | None]] = []
REFUSALS: dict[type[Exception], str] = {
    CannotPublish: "fix the problems below first; your note is kept.",
    NothingToPublish: "the draft matches the current edition. Your note is kept.",
    SomethingIsScheduled: "an edition is scheduled already. Cancel that one first. "
    "Your note is kept.",
    PublishedMeanwhile: "somebody else published a moment ago. "
    "Look at what is left to publish; your note is kept.",
}


def with_links(errors: Sequence[DraftError], *, warnings: bool) -> list[dict[str, Any]]:
    """Return ``message`` and ``links`` to the screens to fix it on, of each error or warning."""
    return [
        {"message": error.message, "links": links_for(error)}
        for error in errors
        if error.warning is warnings
    ]


class ClockTime(forms.TimeField):
    """A time of day; an error names what was typed, which browsers do not show again."""

    def clean(self, value: Any) -> dt.time | None:
        """Return the time, or ``None``. Raises ``ValidationError`` naming what was typed."""
        try:
            time: dt.time | None = super().clean(value)
        except ValidationError:
            raise ValidationError(
                f"{shown(value)} is not a time. Give one such as 09:00."
            ) from None
        return time


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


class PublishForm(NotesForm):
    """The notes of an edition, which draft its author looked at, and when it becomes public.

    A time on the editor's clock is cleaned to ``at`` in UTC.
    """

    internal_note = TypedText(
        label="For the staff only",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Internal: only the staff reads it, in the list of editions. Optional.",
    )
    despite = forms.BooleanField(
        label="I have read the warnings above. Publish anyway.",
        error_messages={
            "required": "Nothing was published. Read the warnings above first, and confirm here "
            "that you want to publish anyway."
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    on_day = ComingDay(label="Day")
    at_time = ClockTime(
        label="Time", required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        initial="UTC",
        widget=forms.Select(attrs={"data-zone": ""}),
        error_messages={"invalid_choice": "“%(value)s” is not on the list. Choose from the list."},
        help_text="The time zone of this time.",
    )

    def __init__(
        self, *args: Any, number: int, now: dt.datetime, errors: Sequence[DraftError], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.number, self.now = number, now
        if not any(error.warning for error in errors):
            del self.fields["despite"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        day, time = self.cleaned_data.get("on_day"), self.cleaned_data.get("at_time")
        if "schedule" in self.data:
            if day is None and "on_day" not in self.errors:
                self.add_error("on_day", "Choose the day on which the edition becomes public.")
            if time is None and "at_time" not in self.errors:
                self.add_error("at_time", "Choose the time at which the edition becomes public.")
        elif "check" not in self.data and (day or time):
            self.add_error(
                "on_day" if day else "at_time",
                f"Nothing was published, because you chose a time. Press “Schedule edition "
                f"{self.number}”, or empty day and time to publish now.",
            )
        if day is not None and time is not None and "zone" not in self.errors:
            zone = ZoneInfo(self.cleaned_data.get("zone") or "UTC")
            at = dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)
            self.cleaned_data["at"] = at
            if at.astimezone(zone).time() != time:
                self.add_error("at_time", "Clocks skip this time there. Choose one an hour later.")
            elif at <= self.now:
                self.add_error("on_day", "That time has passed. Choose a time in the future.")
        return cleaned


@permission_required(PERMISSION, raise_exception=True)
def publish_view(request: HttpRequest) -> HttpResponseBase:
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
                _tell(request, outcome, now)
                return HttpResponseRedirect(reverse("admin:index"))
            refusal = outcome
        state = draft_state()
        errors = errors_of(state.document)
        if data.get("seen") != state.content_hash:
            data.pop("despite", None)  # it was about what another draft was warned of
        data["seen"] = state.content_hash
    return desk_page(
        request,
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


def _tell(request: HttpRequest, edition: Edition, now: dt.datetime) -> None:
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
            reverse("home"),
            reverse("admin:roles_edition_changelist"),
        ),
    )


@permission_required(PERMISSION, raise_exception=True)
def note_view(request: HttpRequest, number: int) -> HttpResponseBase:
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
    return desk_page(request, "roles/edition/note", title=title, opts=Edition._meta, form=form)


@permission_required(PERMISSION, raise_exception=True)
@require_POST
def cancel_schedule_view(request: HttpRequest, number: int) -> HttpResponseBase:
    """Cancel the scheduled edition; the draft stays as it is."""
    Edition.objects.keep_public()
    edition = Edition.objects.filter(number=number).defer("document").first()
    try:
        cancel_schedule(number=number, now=timezone.now())
    except NothingIsScheduled:
        gone = f"Edition {number} is no longer scheduled:"
        if edition is None:  # pressed twice, or by two
            messages.success(request, f"{gone} it is cancelled.")
        else:
            messages.error(request, f"{gone} it is public.")
    else:
        if edition is not None:
            at = moment_text(edition.published_at)
            message = f"Cancelled. It was due to become public on {at}."
            log(author_of(request), edition, message, DELETION)
        messages.success(request, f"Edition {number} is cancelled. The draft stays as it is.")
    return HttpResponseRedirect(reverse("admin:roles_edition_changelist"))
