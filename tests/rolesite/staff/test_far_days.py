"""Days at the ends of the calendar, where clocks of other time zones have no day left."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.draft.services import mark_draft_changed
from roles.models import Edition, Role
from tests.desk import signed_in

FAR = ("9999-12-31", "0001-01-01", "0000-00-00", "99999-01-01", "-1", "9" * 30)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_an_edition_is_scheduled_for_no_day_that_makes_no_sense(zone: str, draft: Edition) -> None:
    Role.objects.update(summary="Another line.")
    mark_draft_changed()
    client, url = signed_in(), reverse("admin:roles_edition_publish")
    seen = client.get(url).context["state"].content_hash
    for day, time in zip(FAR, ("23:59", "00:00") * 3, strict=True):
        fields = {"on_day": day, "at_time": time, "zone": zone, "schedule": "yes"}
        answer = client.post(url, fields | {"seen": seen, "note": "Far away."})
        assert answer.status_code == 200
        [error] = answer.context["form"].errors["on_day"]
        assert f"“{day}”" in error
        assert "Give a day from " in error
    for name, value, says in (
        ("at_time", "25:00", "“25:00” is not a time. Give one such as 09:00."),
        ("zone", "Mars/Base", "“Mars/Base” is not on the list. Choose from the list."),
    ):
        fields = {"on_day": "2026-12-01", "at_time": "09:00", "zone": zone, name: value}
        answer = client.post(url, fields | {"seen": seen, "note": "x", "schedule": "yes"})
        assert answer.context["form"].errors[name] == [says]
    assert Edition.objects.count() == 1


def test_the_history_is_filtered_by_no_day_that_makes_no_sense(draft: Edition) -> None:
    client = signed_in()
    for day in FAR:
        answer = client.get(reverse("admin:history"), {"first": day, "last": day})
        assert answer.status_code == 200
