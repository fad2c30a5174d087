"""An edition that waits for its time: frozen now, public by the clock alone."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessments.attempts.services import start_attempt
from roles.draft.services import mark_draft_changed
from roles.models import Edition, Role
from roles.models.edition import EditionIsImmutable, EditionQuerySet
from roles.publishing.services import (
    NothingIsScheduled,
    NotInTheFuture,
    SomethingIsScheduled,
    cancel_schedule,
    publish,
    scheduled_edition,
    snapshot_also_scheduled,
)
from roles.snapshot.editions import (
    UnknownEdition,
    current_edition_key,
    published_editions,
    snapshot_of,
)
from tests.desk import signed_in
from tests.editions import PUBLISHED_AT

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
AT = dt.datetime(2026, 12, 1, 8, 30, tzinfo=dt.UTC)
BEFORE = AT - dt.timedelta(seconds=1)


def change(text: str = "Said from December on.") -> None:
    Role.objects.filter(slug="project-manager").update(summary=text)
    mark_draft_changed()


def current_number(now: dt.datetime) -> int:
    key = current_edition_key(now=now)
    assert key is not None
    return key.number


@pytest.fixture
def scheduled(draft: Edition) -> Edition:
    change()
    return publish(note="For December.", author=None, now=NOW, at=AT)


def test_a_scheduled_edition_becomes_current_by_the_clock_alone(scheduled: Edition) -> None:
    assert current_number(BEFORE) == 1
    assert current_number(AT) == 2
    note = scheduled_edition(now=BEFORE)
    assert note is not None
    assert (note.number, note.published_at) == (2, AT)
    assert scheduled_edition(now=AT) is None


def test_visitors_see_it_from_its_time_on_and_not_before(scheduled: Edition) -> None:
    page = "/roles/project-manager/"
    with time_machine.travel(BEFORE, tick=False):
        before = Client().get(page)
        assert "Said from December on." not in before.content.decode()
        assert "For December." not in Client().get("/changes/").content.decode()
        assert [each.number for each in published_editions()] == [1]
        with pytest.raises(UnknownEdition):
            snapshot_of(2)
        assert snapshot_also_scheduled(2).note == "For December."
    with time_machine.travel(AT, tick=False):
        after = Client().get(page, headers={"if-none-match": before.headers["ETag"]})
        assert after.status_code == 200
        assert "Said from December on." in after.content.decode()
        assert "For December." in Client().get("/changes/").content.decode()


def test_what_is_changed_after_it_was_scheduled_is_not_in_it(scheduled: Edition) -> None:
    change("Typed later.")
    assert "Typed later." not in str(scheduled.document)
    with time_machine.travel(AT, tick=False):
        assert "Typed later." not in Client().get("/roles/project-manager/").content.decode()


def test_nothing_else_is_published_until_its_time(scheduled: Edition) -> None:
    change("Typed later.")
    with pytest.raises(SomethingIsScheduled):
        publish(note="At once.", author=None, now=BEFORE)
    with pytest.raises(SomethingIsScheduled):
        publish(note="A second one.", author=None, now=BEFORE, at=AT + dt.timedelta(days=1))
    assert publish(note="After it.", author=None, now=AT).number == 3


def test_a_time_that_is_over_is_refused(draft: Edition) -> None:
    change()
    with pytest.raises(NotInTheFuture):
        publish(note="Late.", author=None, now=NOW, at=NOW)
    assert Edition.objects.count() == 1


def test_one_that_is_called_off_leaves_its_number_to_the_next(scheduled: Edition) -> None:
    cancel_schedule(number=2, now=BEFORE)
    assert scheduled_edition(now=BEFORE) is None
    change("Another text.")
    assert publish(note="Instead.", author=None, now=BEFORE).number == 2
    with time_machine.travel(AT, tick=False):
        assert "Another text." in Client().get("/roles/project-manager/").content.decode()
        assert snapshot_of(2).note == "Instead."


def test_what_is_public_cannot_be_called_off(scheduled: Edition) -> None:
    with pytest.raises(NothingIsScheduled):
        cancel_schedule(number=2, now=AT)
    with pytest.raises(NothingIsScheduled):
        cancel_schedule(number=7, now=NOW)
    with pytest.raises(EditionIsImmutable):
        Edition.objects.get(number=1).withdraw(now=PUBLISHED_AT)
    with pytest.raises(EditionIsImmutable):
        scheduled.delete()
    assert Edition.objects.count() == 2


@time_machine.travel(NOW, tick=False)
def test_a_publisher_schedules_and_calls_off_on_the_desk(draft: Edition) -> None:
    change()
    client = signed_in()
    url = reverse("admin:roles_edition_publish")
    seen = client.get(url).context["state"].content_hash
    data = {"note": "For December.", "seen": seen, "schedule": "Schedule edition 2"}
    refused = client.post(url, data)
    assert set(refused.context["form"].errors) == {"on_day", "at_time"}
    over = client.post(url, data | {"on_day": "2026-11-20", "at_time": "09:00"})
    assert "That time has passed." in over.content.decode()
    assert Edition.objects.count() == 1

    body = client.post(
        url, data | {"on_day": "2026-12-01", "at_time": "08:30"}, follow=True
    ).content.decode()
    assert "Edition 2 becomes public on 1 December 2026, 08:30 UTC." in body
    assert "<strong>Edition 2 is scheduled.</strong>" in body
    assert "cancel the scheduled edition first" in client.get(url).content.decode()
    assert "(scheduled)" in client.get(reverse("admin:roles_edition_changelist")).content.decode()
    assert client.get("/admin/preview/2/").status_code == 200

    gone = client.post(reverse("admin:roles_edition_cancel_schedule", args=[2]), follow=True)
    assert "Edition 2 is cancelled." in gone.content.decode()
    assert Edition.objects.count() == 1
    assert [each.get_change_message() for each in LogEntry.objects.order_by("pk")] == [
        "Scheduled for 1 December 2026, 08:30 UTC: For December.",
        "Cancelled. It was due to become public on 1 December 2026, 08:30 UTC.",
    ]
    again = client.post(reverse("admin:roles_edition_cancel_schedule", args=[2]), follow=True)
    assert "is no longer scheduled" in again.content.decode()


@time_machine.travel(NOW, tick=False)
def test_an_edition_is_scheduled_by_the_clock_of_the_editor_and_told_in_utc(draft: Edition) -> None:
    change()
    client = signed_in()
    url = reverse("admin:roles_edition_publish")
    seen = client.get(url).context["state"].content_hash
    data = {"note": "For June.", "seen": seen, "schedule": "yes"}
    skipped = data | {"on_day": "2027-03-28", "at_time": "02:30", "zone": "Europe/Berlin"}
    assert "Clocks skip this time there." in client.post(url, skipped).content.decode()
    sent = data | {"on_day": "2027-06-01", "at_time": "09:00", "zone": "America/New_York"}
    for _ in range(2):  # a second press tells the same
        body = client.post(url, sent, follow=True).content.decode()
        assert "public on 1 June 2027, 13:00 UTC (09:00 in America/New_York)." in body
    assert Edition.objects.get(number=2).published_at == dt.datetime(2027, 6, 1, 13, tzinfo=dt.UTC)


def test_what_is_public_stays_so_when_the_clock_is_set_back(draft: Edition, client: Client) -> None:
    yesterday = draft.published_at - dt.timedelta(days=1)
    with time_machine.travel(yesterday, tick=False):
        assert scheduled_edition() is None
        key = current_edition_key()
        assert key is not None
        assert key.number == draft.number
        assert client.get("/").headers["ETag"].startswith(f'"{draft.number}-')
        with pytest.raises(NothingIsScheduled):
            cancel_schedule(number=draft.number, now=yesterday)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_scheduled_edition_that_was_public_never_waits_again(
    scheduled: Edition, client: Client, restarted: bool
) -> None:
    with time_machine.travel(AT, tick=False):
        assert "Said from December on." in client.get("/roles/project-manager/").content.decode()
        if restarted:  # what was written meanwhile knows it
            start_attempt(now=AT)
            EditionQuerySet.seen = None
    with time_machine.travel(NOW, tick=False):
        assert "Said from December on." in client.get("/roles/project-manager/").content.decode()
        assert scheduled_edition() is None
        assert snapshot_of(2).note == "For December."
        signed_in().post(reverse("admin:roles_edition_cancel_schedule", args=[2]))
        assert not Edition.objects.get(number=2).waits()
        change("Later.")
        assert publish(note="After it.", author=None, now=NOW).number == 3


def test_nightly_notes_what_is_public(scheduled: Edition) -> None:
    with time_machine.travel(AT, tick=False):
        call_command("nightly", stdout=StringIO())
    assert not Edition.objects.get(number=2).is_scheduled
