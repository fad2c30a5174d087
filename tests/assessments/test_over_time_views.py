"""Results over time over HTTP: private, side by side, joined by link and taken out again."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse

from roles.models import Edition
from tests.assessments.conftest import NOW
from tests.assessments.sheets import person, technical
from tests.assessments.test_result_views import assert_private, finished, text_of

BEFORE = person({"pm": 2, "tpm": 2, "soft": 2}, {"pm": 1, "tpm": 0, "soft": 0})
LATER = NOW + dt.timedelta(days=90)


def path(token: str) -> str:
    return reverse("assessments:over_time", args=[token])


def test_a_retake_stands_beside_what_it_retakes(client: Client, published: Edition) -> None:
    first = finished(BEFORE)
    page = client.get(path(finished(technical(), now=LATER, again=first)))
    assert page.status_code == 200
    assert_private(page)
    text = text_of(page)
    assert "has risen from" in text
    assert "That is more than measurement error." in text


def test_the_same_answers_again_are_no_change(client: Client, published: Edition) -> None:
    text = text_of(client.get(path(finished(BEFORE, now=LATER, again=finished(BEFORE)))))
    assert "so we count that as no change" in text


def test_one_result_invites_to_a_retake(client: Client, published: Edition) -> None:
    assert "in about three months" in text_of(client.get(path(finished(BEFORE, now=LATER))))


def test_an_earlier_result_is_added_by_its_link(client: Client, published: Edition) -> None:
    first, newest = finished(BEFORE), finished(technical(), now=LATER)
    link = f"http://testserver/results/{first}/"
    assert client.post(path(newest), {"link": link}).status_code == 303
    assert "Since 23 November 2026" in text_of(client.get(path(newest)))
    assert client.post(path(newest), {"link": "nonsense"}).status_code == 422
