"""Share links as their readers see them: read only, and over when they are over."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments.models import Attempt, Share
from assessments.models.choices import Detail
from assessments.urls import urlpatterns
from roles.snapshot.editions import snapshot_of
from tests.assessments.factories import NOW, UNKNOWN
from tests.assessments.pages import assert_private, shared_path, shares_path, text_of
from tests.assessments.sharing.links import share

METHODS = ("get", "head", "post", "put", "patch", "delete")


def test_a_link_works_until_its_last_second(client: Client, owner: str) -> None:
    path = shared_path(share(owner, days=7))
    with time_machine.travel(NOW + dt.timedelta(days=7, seconds=-1), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(NOW + dt.timedelta(days=7), tick=False):
        assert client.get(path).status_code == 410
        assert "Ended on 30 November 2026." in text_of(client.get(shares_path(owner)))


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/shared/{UNKNOWN}/", "/shared/abc/", "/shared/a/b/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_unknown_link_says_so(client: Client, path: str, method: str) -> None:
    page = getattr(client, method)(path)
    assert page.status_code == 404
    assert_private(page)


@pytest.mark.parametrize("method", METHODS[2:])
def test_a_shared_result_is_only_read(owner: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    before = list(Share.objects.values()), list(Attempt.objects.values())
    for path in (f"/shared/{UNKNOWN}/", f"/shared/{UNKNOWN}", "/shared/abc/"):
        assert getattr(client, method)(path).status_code in (404, 405)
    token = share(owner)
    before = list(Share.objects.values()), list(Attempt.objects.values())
    assert getattr(client, method)(shared_path(token)).status_code == 405
    assert (list(Share.objects.values()), list(Attempt.objects.values())) == before


@pytest.mark.parametrize("method", METHODS)
def test_a_share_link_opens_no_page_of_the_owner(client: Client, owner: str, method: str) -> None:
    """Try a share link at every address of a private link, and the reverse."""
    token = share(owner, Detail.FULL)
    before = list(Share.objects.values()), list(Attempt.objects.values())
    tried = 0
    for pattern in urlpatterns:
        arguments = pattern.pattern.converters
        if "token" not in arguments or pattern.name in (None, "shared"):
            continue
        values = {"number": 1, "key": uuid.uuid4(), "own": uuid.uuid4(), "token": token}
        path = reverse(
            f"assessments:{pattern.name}", kwargs={name: values[name] for name in arguments}
        )
        answer = getattr(client, method)(path)
        assert answer.status_code in (404, 405, 415) or pattern.name in (
            "result_delete",  # says "It is gone" to every link that leads nowhere
            "quiz_finish",
            "quiz_more",  # leads a reader of its address back to the quiz
            "share_revoke",  # likewise to the list of links
            "take_out",  # and to the results over time
        ), path
        assert "Better match" not in answer.content.decode(), path
        tried += 1
    assert tried >= 8
    assert (list(Share.objects.values()), list(Attempt.objects.values())) == before
    assert client.get(shared_path(owner)).status_code == 404


def test_the_page_is_private_and_its_preview_says_nothing(client: Client, owner: str) -> None:
    previews = set()
    for detail in Detail:
        page = client.get(shared_path(share(owner, detail)))
        assert_private(page)
        html = page.content.decode()
        assert '<meta name="robots" content="noindex' in html
        head = html.partition("<body")[0]
        assert "Technical" not in head
        previews.add(tuple(re.findall(r'<meta property="og:[^>]+>', head)))
    assert len(previews) == 1
    assert 'content="A result that was shared with you"' in "".join(previews.pop())


def test_a_stranger_reads_what_it_is_and_finds_the_quiz(client: Client, owner: str) -> None:
    for detail in Detail:
        page = client.get(shared_path(share(owner, detail)))
        said = text_of(page)
        assert "Somebody took a quiz about project roles and chose to show you this." in said
        assert ("without any numbers" in said) == (detail is Detail.VERDICT)
        for role in snapshot_of(1).quiz_roles.roles:
            assert f"{role.name} {role.summary}" in said
        assert f'href="{reverse("assessments:quiz_start")}"' in page.content.decode()
