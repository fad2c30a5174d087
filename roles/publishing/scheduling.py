"""Publish at a later time: the form, the edition that waits, and cancelling it.

An edition that waits is stored like any other and becomes current by the clock alone: whoever
reads editions leaves it out until then (``roles.snapshot.editions``).
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.contrib import messages
from django.contrib.admin.models import DELETION
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from roles.editing.pages import author_of, log
from roles.models import Edition
from roles.snapshot.editions import Snapshot, pinned_snapshot, snapshot_of
from web.dates import moment_text
from web.fields import ComingDay, shown

PERMISSION = "roles.publish_edition"


class SomethingIsScheduled(Exception):
    """An edition is scheduled; until it is public or cancelled, nothing else can be published."""


class NotInTheFuture(Exception):
    """The time at which something should be published has passed."""


class NothingIsScheduled(Exception):
    """The edition to cancel is public by now, or somebody else cancelled it."""


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


class ScheduleForm(forms.Form):
    """When an edition becomes public: a time on the editor's clock, cleaned to ``at`` in UTC."""

    on_day = ComingDay(label="Day")
    at_time = ClockTime(
        label="Time",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        initial="UTC",
        widget=forms.Select(attrs={"data-zone": ""}),
        error_messages={"invalid_choice": "“%(value)s” is not on the list. Choose from the list."},
        help_text="Where the clock stands that shows this time.",
    )

    def __init__(self, *args: Any, number: int, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number, self.now = number, now

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
            zone = ZoneInfo(self.cleaned_data.get("zone") or "UTC")
            at = dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)
            self.cleaned_data["at"] = at
            if at.astimezone(zone).time() != time:
                self.add_error("at_time", "Clocks skip this time there. Give one an hour later.")
            elif at <= self.now:
                self.add_error("on_day", "That time is over. Give one that is still to come.")
        return cleaned


def scheduled_edition(*, now: dt.datetime | None = None) -> Edition | None:
    """Return the edition that waits for its time, without its document, or ``None``: one query."""
    public = Edition.objects.public(now).values("pk")
    rows = Edition.objects.filter(is_scheduled=True).exclude(pk__in=public)
    return rows.only("number", "note", "published_at").first()


def snapshot_also_scheduled(number: int) -> Snapshot:
    """Return the values of an edition, even if it waits for its time. Raises ``UnknownEdition``."""
    edition = Edition.objects.filter(number=number).defer("document").first()
    if edition is not None and edition.waits():
        return Snapshot.of(edition)  # not kept: it may be cancelled
    return pinned_snapshot(edition) if edition is not None else snapshot_of(number)


def cancel_schedule(*, number: int, now: dt.datetime) -> None:
    """Cancel the scheduled edition ``number``; the draft stays. Raises ``NothingIsScheduled``."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update().filter(number=number).first()
        if edition is None or not edition.waits(now=now):
            raise NothingIsScheduled
        edition.withdraw(now=now)


@permission_required(PERMISSION, raise_exception=True)
@require_POST
def cancel_schedule_view(request: HttpRequest, number: int) -> HttpResponseBase:
    """Cancel the scheduled edition; the draft stays as it is."""
    Edition.objects.keep_public()
    edition = Edition.objects.filter(number=number).defer("document").first()
    try:
        cancel_schedule(number=number, now=timezone.now())
    except NothingIsScheduled:
        gone = f"Edition {number} is not scheduled any more:"
        if edition is None:  # pressed twice, or by two
            messages.success(request, f"{gone} it is cancelled.")
        else:
            messages.error(request, f"{gone} it is public.")
    else:
        if edition is not None:
            at = moment_text(edition.published_at)
            message = f"Cancelled. It was to become public on {at}."
            log(author_of(request), edition, message, DELETION)
        messages.success(request, f"Edition {number} is cancelled. The draft stays as it is.")
    return HttpResponseRedirect(reverse("admin:roles_edition_changelist"))
