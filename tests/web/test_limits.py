"""Counts of limits hold for all web processes, tell nobody who it was, and do not stay."""

from __future__ import annotations

import ipaddress
import unicodedata
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from roles.models import Edition
from tests.concurrency import at_once
from web.limits import SWEEP, TRANSLATED, Limit, folded, parse_address
from web.models import Counter

NOW = "2026-11-25T10:00:00Z"
TRIES = Limit("tries", 2, 60)


@pytest.mark.django_db
def test_a_limit_says_how_long_to_wait_and_ends_with_its_time(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    assert [TRIES.seconds_to_wait("ada") for _ in range(3)] == [0, 0, 60]
    time_machine.move_to("2026-11-25T10:00:59Z", tick=False)
    assert TRIES.seconds_to_wait("ada") == 1
    assert TRIES.seconds_to_wait("ben") == 0
    assert Limit("others", 2, 60).seconds_to_wait("ada") == 0
    time_machine.move_to("2026-11-25T10:01:00Z", tick=False)
    assert TRIES.seconds_to_wait("ada") == 0


@pytest.mark.django_db
def test_a_clock_that_is_set_back_locks_nobody_out(time_machine: Any) -> None:
    time_machine.move_to("2027-11-25T10:00:00Z", tick=False)
    assert [TRIES.seconds_to_wait("ada") for _ in range(3)] == [0, 0, 60]
    time_machine.move_to(NOW, tick=False)
    assert TRIES.seconds_to_wait("ada") == 0


@pytest.mark.django_db
def test_clocks_that_differ_a_little_give_no_more_tries(time_machine: Any) -> None:
    passed = 0
    for second in (30, 0, 20, 10, 0):
        time_machine.move_to(f"2026-11-25T10:00:{second:02}Z", tick=False)
        passed += TRIES.seconds_to_wait("ada") == 0
    assert passed == TRIES.count


@pytest.mark.django_db
def test_a_try_can_be_given_back() -> None:
    TRIES.give_back("ada")
    for _ in range(5):
        assert TRIES.seconds_to_wait("ada") == 0
        TRIES.give_back("ada")


@pytest.mark.django_db
def test_what_has_ended_goes_with_the_next_new_count(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    for number in range(5):
        TRIES.seconds_to_wait(f"old {number}")
    time_machine.move_to("2026-11-25T10:05:00Z", tick=False)
    TRIES.seconds_to_wait("new")
    assert Counter.objects.count() == 1
    assert SWEEP > 5


@pytest.mark.django_db
def test_neither_an_address_nor_a_name_is_stored(settings: Any) -> None:
    TRIES.seconds_to_wait("192.0.2.1")
    assert "192.0.2.1" not in str(Counter.objects.values_list().get())
    settings.SECRET_KEY = "another key, so that nobody can try all addresses"
    TRIES.seconds_to_wait("192.0.2.1")
    assert Counter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_at_once_no_more_tries_pass_than_are_allowed() -> None:
    limit = Limit("tries", 5, 60)

    def attempt() -> int:
        try:
            return limit.seconds_to_wait("ada")
        finally:
            connections.close_all()

    assert at_once([attempt] * 8).count(0) == 5


@pytest.mark.django_db
def test_the_limit_of_starts_holds_for_all_processes(published: Edition, settings: Any) -> None:
    settings.QUIZ_STARTS_PER_HOUR = 3
    answers = [Client().post("/quiz/").status_code for _ in range(5)]
    assert answers == [303, 303, 303, 429, 429]
    assert Counter.objects.count() == 1


def test_public_pages_read_no_count(
    client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


# --- spellings and addresses -----------------------------------------------------------------
@given(st.text(max_size=20))
def test_every_spelling_that_django_takes_for_the_same_counts_as_the_same(text: str) -> None:
    for spelling in (unicodedata.normalize("NFKC", text), text.casefold(), text.lower(), text):
        assert folded(spelling) == folded(text) == folded(folded(text))


@given(st.ip_addresses(v=4), st.integers(1, 65535))
def test_an_ipv4_address_is_the_same_in_every_form(four: ipaddress.IPv4Address, port: int) -> None:
    assert parse_address(f"{four}") == parse_address(f"{four}:{port}") == four
    for inside in (f"::ffff:{four}", f"64:ff9b::{four}", f"::ffff:0:{four}"):
        for text in (inside, f"[{inside}]", f"[{inside}]:{port}"):
            assert parse_address(text) == four


@given(st.ip_addresses(v=6), st.integers(1, 65535))
def test_an_ipv6_address_is_the_same_in_every_form(six: ipaddress.IPv6Address, port: int) -> None:
    known = parse_address(f"{six}")
    assert known in (six, six.ipv4_mapped) or any(six in each for each in TRANSLATED)
    for text in (f"{six}", six.exploded.upper(), f"{six}%eth0", f"[{six}]:{port}", f'"[{six}]"'):
        assert parse_address(text) == known


@given(st.text(max_size=30))
def test_what_is_no_address_is_none_and_never_an_error(text: str) -> None:
    parse_address(text)
