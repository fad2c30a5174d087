"""Facts that nobody checked for half a year are listed for the staff."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from roles.editing.freshness import stale_facts
from roles.models import Certification, Edition, SourcedFact

TO_CHECK = "/admin/roles/certification/to-check/"
CHECKED = dt.date(2026, 11, 1)


def test_a_fact_is_stale_after_180_days(draft: Edition) -> None:
    assert stale_facts(CHECKED + dt.timedelta(days=180)) == []
    stale = stale_facts(CHECKED + dt.timedelta(days=181))
    assert {fact.days for fact in stale} == {181}
    labels = [fact.label for fact in stale]
    assert "Project Management Professional (PMP)" in labels
    assert any(label.startswith("Project Manager: ") for label in labels)


def test_the_oldest_comes_first(draft: Edition) -> None:
    Certification.objects.filter(slug="cka").update(checked_on=dt.date(2020, 1, 1))
    first = stale_facts(CHECKED)[0]
    assert (first.label, first.checked_on) == (
        "Certified Kubernetes Administrator (CKA)",
        dt.date(2020, 1, 1),
    )


@time_machine.travel("2027-06-01 12:00:00+00:00", tick=False)
def test_staff_see_each_fact_with_the_screen_it_stands_on(
    client: Client, admin_user: User, draft: Edition
) -> None:
    client.force_login(admin_user)  # in the time of the test, or the session is long over
    page = client.get(TO_CHECK)
    assert page.status_code == 200
    fact = SourcedFact.objects.select_related("role").first()
    assert fact
    for url in (
        f"/admin/roles/certification/{Certification.objects.get(slug='pmp').pk}/change/",
        f"/admin/roles/role/{fact.role.pk}/change/#facts-group",
    ):
        assert f'href="{url}"' in page.content.decode()
        assert client.get(url.partition("#")[0]).status_code == 200


@time_machine.travel("2027-06-01 12:00:00+00:00", tick=False)
def test_the_desk_says_how_many_there_are(client: Client, admin_user: User, draft: Edition) -> None:
    client.force_login(admin_user)
    count = len(stale_facts(dt.date(2027, 6, 1)))
    page = client.get("/admin/").content.decode()
    assert f'<a href="{TO_CHECK}">{count} facts to check again</a>' in page


def test_with_nothing_to_check_the_page_says_so(admin_client: Client, db: None) -> None:
    assert b"Every fact was checked within the last 180 days." in admin_client.get(TO_CHECK).content


@pytest.mark.parametrize("is_staff", [False, True])
def test_only_staff_who_may_see_certificates_see_it(
    client: Client, draft: Edition, is_staff: bool
) -> None:
    client.force_login(User.objects.create_user("somebody", is_staff=is_staff))
    assert client.get(TO_CHECK).status_code == (403 if is_staff else 302)
