"""Facts that are due, or about which sources differ, are listed for the staff."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from roles.editing.links import OWNERS, facts_to_check
from roles.models import Certification, CertificationFact, Edition
from roles.models.choices import Confidence

TO_CHECK = "/admin/roles/certification/to-check/"
LATER = dt.date(2030, 1, 1)


def test_a_fact_is_due_from_its_day_on(draft: Edition) -> None:
    fact = CertificationFact.objects.exclude(confidence=Confidence.DISPUTED)[0]
    CertificationFact.objects.exclude(pk=fact.pk).update(check_again_on=LATER)
    day = fact.check_again_on

    def due(today: dt.date) -> bool:
        return any(each == fact for each, _ in facts_to_check(today)["due"])

    assert [due(day + dt.timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, True]


def test_every_kind_of_fact_is_listed_the_longest_due_first(draft: Edition) -> None:
    listed = [fact for fact, _ in facts_to_check(LATER)["due"]]
    days = [fact.check_again_on for fact in listed]
    assert days == sorted(days)
    assert {type(fact) for fact in listed} == {model for model, _ in OWNERS}


def test_a_disputed_fact_is_listed_before_it_is_due(draft: Edition) -> None:
    listed = facts_to_check(dt.date(2026, 1, 1))
    assert listed["disputed"]
    assert not listed["due"]
    assert all(fact.confidence == Confidence.DISPUTED for fact, _ in listed["disputed"])


@time_machine.travel("2030-06-01 12:00:00+00:00", tick=False)
def test_staff_see_each_fact_with_the_screen_it_is_edited_on(
    client: Client, admin_user: User, draft: Edition
) -> None:
    client.force_login(admin_user)  # in the time of the test, or the session is long over
    page = client.get(TO_CHECK).content.decode()
    url = f"/admin/roles/certification/{Certification.objects.get(slug='pmp').pk}/change/"
    assert f'href="{url}#facts-group"' in page
    assert 'id="facts-group"' in client.get(url).content.decode()


def test_each_listed_fact_leads_to_its_own_part_of_a_screen(
    admin_client: Client, draft: Edition
) -> None:
    links = {type(fact): link.url for fact, link in facts_to_check(LATER)["due"]}
    assert len(links) == len(OWNERS)
    for url in links.values():
        path, _, anchor = url.partition("#")
        assert f'id="{anchor}"' in admin_client.get(path).content.decode()


@time_machine.travel("2030-06-01 12:00:00+00:00", tick=False)
def test_the_desk_says_how_many_are_due(client: Client, admin_user: User, draft: Edition) -> None:
    client.force_login(admin_user)
    count = len(facts_to_check(dt.date(2030, 6, 1))["due"])
    page = client.get("/admin/").content.decode()
    assert f'<a href="{TO_CHECK}">{count} facts to check again</a>' in page


def test_with_nothing_to_check_the_page_says_so(admin_client: Client, db: None) -> None:
    assert b"No fact is due today." in admin_client.get(TO_CHECK).content


@pytest.mark.parametrize("is_staff", [False, True])
def test_only_staff_who_may_see_certificates_see_it(
    client: Client, draft: Edition, is_staff: bool
) -> None:
    client.force_login(User.objects.create_user("somebody", is_staff=is_staff))
    assert client.get(TO_CHECK).status_code == (403 if is_staff else 302)
