"""A flood of starts is slowed down, and nobody can talk his way around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from assessments.models import Attempt
from roles.models import Edition
from web.limits import client_network

if TYPE_CHECKING:  # Django's test client adds to its responses; the stubs name that privately
    from django.test.client import _MonkeyPatchedWSGIResponse as Page


def start(client: Client, **headers: str) -> Page:
    return client.post("/quiz/", headers=headers or None)


def test_beyond_the_limit_a_start_is_asked_to_wait(
    client: Client, published: Edition, settings: Settings
) -> None:
    settings.QUIZ_STARTS_PER_HOUR = 3
    assert [start(client).status_code for _ in range(5)] == [303, 303, 303, 429, 429]
    reply = start(client)
    assert 0 < int(reply.headers["Retry-After"]) <= 3600
    assert reply.headers["Cache-Control"] == "no-store, private"
    assert "private link still works" in reply.content.decode()
    assert Attempt.objects.count() == 3


def test_a_made_up_forwarded_address_does_not_help(
    client: Client, published: Edition, settings: Settings
) -> None:
    settings.QUIZ_STARTS_PER_HOUR = 3
    replies = [start(client, **{"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(20)]
    assert [reply.status_code for reply in replies].count(303) == 3


def test_one_who_has_many_networks_is_slowed_down_and_a_neighbour_is_not(
    client: Client, published: Edition, settings: Settings
) -> None:
    settings.QUIZ_STARTS_PER_HOUR = 2

    def statuses(addresses: list[str]) -> list[int]:
        return [client.post("/quiz/", REMOTE_ADDR=each).status_code for each in addresses]

    rotating = [f"2001:db8:1:{n}::1" for n in range(10)]
    assert statuses(rotating) == [303] * 8 + [429] * 2
    assert statuses(["2001:db8:2:1::1", "192.0.2.1"]) == [303, 303]


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "network"),
    [
        (0, "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (1, "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        (1, "10.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        (2, "10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "10.0.0.1", "198.51.100.7", "10.0.0.1"),
        (1, "10.0.0.1", "nonsense", ""),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "", "", ""),
        # an IPv6 socket shows IPv4 visitors like this; others share a /64 of zeros
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "::FFFF:c000:201", "", "192.0.2.1"),
        (0, "fe80::1%eth0", "", "fe80::/64"),
        (1, "", "192.0.2.1:4711", "192.0.2.1"),
        (1, "", "[2001:db8:1:2::5]:4711", "2001:db8:1:2::/64"),
        (1, "", '"[2001:db8:1:2::5]"', "2001:db8:1:2::/64"),
        (1, "", "[::ffff:192.0.2.1]:4711", "192.0.2.1"),
        (1, "", "[fe80::1%25eth0]", "fe80::/64"),
    ],
)
def test_where_a_request_comes_from(
    settings: Settings, proxies: int, remote: str, forwarded: str, network: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory(REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded).post("/quiz/")
    assert client_network(request) == network
