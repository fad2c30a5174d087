"""Counts of limits hold for all web processes, tell nobody who it was, and do not stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from django.test import Client

from roles.models import Edition
from rolesite import settings as site_settings
from tests.concurrency import at_once
from web.counters import SWEEP, CounterCache
from web.limits import Limit
from web.models import Counter

pytestmark = pytest.mark.django_db
NOW = "2026-11-25T10:00:00Z"


def counts() -> CounterCache:
    return CounterCache("", {})


@pytest.fixture
def shared(settings: Any) -> None:
    settings.CACHES = site_settings.CACHES


def test_what_one_process_counts_another_one_sees() -> None:
    assert counts().add("starts", 1, 60)
    assert not counts().add("starts", 1, 60)
    assert counts().incr("starts") == 2
    assert counts().get("starts") == 2
    counts().set("starts", [1.5, 2.5], 60)
    assert counts().get("starts") == [1.5, 2.5]
    assert counts().delete("starts")
    assert counts().get("starts", "none") == "none"
    with pytest.raises(ValueError, match="not there"):
        counts().incr("starts")


def test_a_count_ends_with_its_time_and_within_a_day(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    counts().add("short", 1, 60)
    counts().set("for ever", 1, None)
    time_machine.move_to("2026-11-25T10:00:59Z", tick=False)
    assert counts().touch("short", 60)
    time_machine.move_to("2026-11-25T10:02:00Z", tick=False)
    assert counts().get("short") is None
    assert not counts().touch("short", 60)
    assert counts().get("for ever") == 1
    assert counts().add("short", 5, 60)
    time_machine.move_to("2026-11-26T10:00:01Z", tick=False)
    assert counts().get("for ever") is None


def test_what_has_ended_goes_with_the_next_new_count(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    for number in range(5):
        counts().add(f"old {number}", 1, 60)
    time_machine.move_to("2026-11-25T10:05:00Z", tick=False)
    counts().add("new", 1, 60)
    assert Counter.objects.count() == 1
    assert SWEEP > 5


def test_neither_an_address_nor_a_name_is_stored(settings: Any) -> None:
    counts().add("quiz-starts-192.0.2.1", 1, 60)
    row = Counter.objects.get()
    assert "192.0.2.1" not in f"{row.key_hash} {row.value}"
    settings.SECRET_KEY = "another key, so that nobody can try all addresses"
    assert counts().get("quiz-starts-192.0.2.1") is None


@pytest.mark.django_db(transaction=True)
def test_at_once_one_adds_and_no_increment_is_lost() -> None:
    added = at_once([lambda: counts().add("key", 0, 60)] * 8)
    assert added.count(True) == 1
    at_once([lambda: counts().incr("key")] * 8)
    assert counts().get("key") == 8


@pytest.mark.django_db(transaction=True)
def test_at_once_no_more_tries_pass_than_are_allowed(shared: None) -> None:
    limit = Limit("tries", 5, 60)

    def attempt() -> bool:
        try:
            return limit.use("ada")
        finally:
            connections.close_all()

    assert at_once([attempt] * 8).count(True) == 5


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_starts_holds_for_all_processes(
    published: Edition, settings: Any, shared: None
) -> None:
    settings.QUIZ_STARTS_PER_HOUR = 3
    assert site_settings.CACHES["default"]["BACKEND"] == "web.counters.CounterCache"
    answers = [Client().post("/quiz/").status_code for _ in range(5)]
    assert answers == [303, 303, 303, 429, 429]
    assert Counter.objects.count() == 1


def test_public_pages_read_no_count(
    client: Client, published: Edition, shared: None, django_assert_num_queries: Any
) -> None:
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")
