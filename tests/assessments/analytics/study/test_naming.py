"""Whether a role may be named is settled for the edition under which a verdict is shown."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessments.models import EditionSums
from roles.models import Edition, Role
from roles.publishing.services import publish
from tests.assessments.drafts import publish_lighter
from tests.assessments.factories import NOW, finished
from tests.assessments.pages import path, result_path, text_of
from tests.assessments.sheets import TPM, technical

NAMED, UNNAMED = "Better match: Technical Project Manager", "No role named"
FIRST_WORDS = {
    NAMED: "Your better match is Technical Project Manager.",
    UNNAMED: "For now, the quiz names no role.",
}
LATER = NOW + dt.timedelta(days=20)


def stop(number: int) -> None:
    """Store for an edition that the rule fixed beforehand forbids to name a role."""
    edition = Edition.objects.get(number=number)
    EditionSums.objects.create(
        edition=edition, version=0, form={}, sums={}, names_roles=False, counted_at=NOW
    )


def publish_alike() -> None:
    """Publish an edition that asks and scores as the one before."""
    assert Role.objects.filter(slug=TPM).update(summary="Said in other words.")
    publish(note="Other words.", author=None, now=NOW)


def verdicts(client: Client, address: str, css: str) -> list[str]:
    """Return what a page shows as verdicts, in its order."""
    page = client.get(address).content.decode()
    parts = [part.partition("<")[0] for part in page.split(f'class="{css}">')[1:]]
    return [NAMED if NAMED in part else UNNAMED if UNNAMED in part else part for part in parts]


@pytest.mark.parametrize(("stopped", "then", "now"), [(1, UNNAMED, NAMED), (2, NAMED, UNNAMED)])
@pytest.mark.django_db
def test_each_of_two_editions_follows_its_own_rule(
    client: Client, draft: Edition, stopped: int, then: str, now: str
) -> None:
    first = finished(technical())
    publish_lighter()
    stop(stopped)
    assert verdicts(client, path("result_today", first), "then-now__verdict") == [then, now]
    newest = finished(technical(), again=first, now=LATER)
    assert verdicts(client, path("over_time", newest), "taking__verdict") == [now, then]
    said = text_of(client.get(path("over_time", newest)))
    again = said.partition(then)[2]
    assert f"“{now}" in again
    assert FIRST_WORDS[now] in text_of(client.get(result_path(newest)))
    assert FIRST_WORDS[then] in text_of(client.get(result_path(first)))


@pytest.mark.django_db
def test_what_asks_and_scores_alike_names_none_before_it_is_counted(
    client: Client, draft: Edition
) -> None:
    first = finished(technical())
    stop(1)
    publish_alike()
    assert verdicts(client, path("result_today", first), "then-now__verdict") == [UNNAMED] * 2
    newest = finished(technical(), again=first, now=LATER)
    for name in ("result", "over_time"):
        assert NAMED not in text_of(client.get(path(name, newest)))
    assert "That is so now." in text_of(client.get("/how-it-works/method/"))


@pytest.mark.django_db
def test_asking_costs_no_query_while_no_edition_is_stopped(
    client: Client, draft: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token = finished(technical())
    client.get(result_path(token))
    with django_assert_num_queries(3):
        client.get(result_path(token))
