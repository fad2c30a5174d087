"""Public pages that are answered in front of Django."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import brotli
import pytest
from django.core.signals import request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from assessments.attempts.services import start_attempt
from roles.models import Edition, Role
from roles.publishing.services import publish
from tests.editions import PUBLISHED_AT
from web.public_pages import FRESH_SECONDS, SiteHandler, kept_pages

HOME = "/"
Answer = tuple[str, dict[str, str], bytes]


class Clock:
    """A clock that moves when told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def front(draft: Edition, clock: Clock) -> Iterator[SiteHandler]:
    request_started.disconnect(close_old_connections)  # the test's own transaction is on it
    yield SiteHandler(clock=clock)
    request_started.connect(close_old_connections)


def ask(front: SiteHandler, path: str, method: str = "GET", **headers: str) -> Answer:
    told: list[Any] = []
    environ = RequestFactory(headers=headers).generic(method, path).environ
    environ["HTTP_HOST"] = headers.get("host", "localhost")

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        told.extend([status, dict(headers)])

    body = b"".join(front(environ, start_response))
    return told[0], told[1], body


@contextmanager
def without_django() -> Iterator[None]:
    """Fail if anything inside asks the database, which every page of Django's does."""
    with CaptureQueriesContext(connection) as queries:
        yield
    assert not len(queries)


@contextmanager
def by_django() -> Iterator[None]:
    with CaptureQueriesContext(connection) as queries:
        yield
    assert len(queries)


def test_a_page_sent_within_the_last_second_is_sent_again_as_it_was(
    front: SiteHandler, clock: Clock
) -> None:
    first = ask(front, HOME)
    assert first[0] == "200 OK"
    clock.now += FRESH_SECONDS - 0.01
    with without_django():
        assert ask(front, HOME) == first


def test_a_new_edition_is_seen_after_a_second(front: SiteHandler, clock: Clock) -> None:
    old = ask(front, HOME)
    Role.objects.filter(slug="project-manager").update(summary="A line that is new.")
    publish(note="Shorter.", author=None, now=PUBLISHED_AT)
    clock.now += FRESH_SECONDS
    new = ask(front, HOME)
    assert b"A line that is new." not in old[2]
    assert b"A line that is new." in new[2]
    with without_django():
        assert ask(front, HOME) == new


def test_who_has_the_page_is_told_so_with_the_headers_that_django_sends(
    front: SiteHandler, clock: Clock
) -> None:
    etag = ask(front, HOME)[1]["ETag"]
    condition = {"if-none-match": f'"other", W/{etag}'}
    with without_django():
        status, headers, body = ask(front, HOME, **condition)
    clock.now += FRESH_SECONDS
    with by_django():
        expected = ask(front, HOME, **condition)
    del expected[1]["Content-Length"]  # Django says 0, which is true of the answer, not the page
    assert (status, headers, body) == expected
    assert (status, body) == ("304 Not Modified", b"")


def test_who_has_another_edition_gets_the_page(front: SiteHandler) -> None:
    first = ask(front, HOME)
    with without_django():
        assert ask(front, HOME, **{"if-none-match": '"an older one"'}) == first


def test_who_only_asks_whether_a_page_changed_keeps_it_fresh_for_the_next(
    front: SiteHandler, clock: Clock
) -> None:
    whole = ask(front, HOME)
    clock.now += FRESH_SECONDS
    with by_django():
        unchanged = ask(front, HOME, **{"if-none-match": whole[1]["ETag"]})
    del unchanged[1]["Content-Length"]
    with without_django():
        assert ask(front, HOME, **{"if-none-match": whole[1]["ETag"]}) == unchanged
        assert ask(front, HOME) == whole


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip;q=1.0, BR ; q=0", "gzip", gzip.decompress),
        ("br;q=0.0, gzip;q=0", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_a_page_is_sent_in_the_shortest_form_that_a_browser_takes(
    front: SiteHandler,
    clock: Clock,
    accepted: str,
    coding: str | None,
    unpack: Callable[[bytes], bytes],
) -> None:
    as_it_is = ask(front, HOME)
    with without_django():
        status, headers, body = ask(front, HOME, **{"accept-encoding": accepted})
    assert (status, headers.get("Content-Encoding"), headers["Vary"]) == (
        "200 OK",
        coding,
        "Accept-Encoding",
    )
    assert unpack(body) == as_it_is[2]
    assert headers["Content-Length"] == str(len(body))
    clock.now += FRESH_SECONDS
    with by_django():
        assert ask(front, HOME, **{"accept-encoding": accepted}) == (status, headers, body)


def test_each_form_of_a_page_has_an_etag_of_its_own(front: SiteHandler) -> None:
    etag = ask(front, HOME, **{"accept-encoding": "br"})[1]["ETag"]
    condition = {"if-none-match": etag}
    assert ask(front, HOME, **condition)[0] == "200 OK"
    assert ask(front, HOME, **condition, **{"accept-encoding": "gzip"})[0] == "200 OK"
    assert ask(front, HOME, **condition, **{"accept-encoding": "br"})[0] == "304 Not Modified"


def test_a_picture_is_not_packed_again(front: SiteHandler) -> None:
    headers = ask(front, "/share/site.png", **{"accept-encoding": "br"})[1]
    assert headers["Content-Type"] == "image/png"
    assert "Content-Encoding" not in headers
    assert "Vary" not in headers


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/?from=mail", "GET", {}),
        ("/", "HEAD", {}),
        ("/", "GET", {"host": "127.0.0.1"}),
        ("/", "GET", {"x-forwarded-proto": "https"}),
        ("/roles/", "GET", {}),
    ],
)
def test_every_other_request_is_djangos(
    front: SiteHandler, path: str, method: str, headers: dict[str, str]
) -> None:
    ask(front, HOME)
    with by_django():
        ask(front, path, method, **headers)


def test_a_personal_page_is_never_sent_again(front: SiteHandler) -> None:
    token = start_attempt(now=PUBLISHED_AT)
    for _ in range(2):
        with by_django():
            assert ask(front, f"/quiz/{token}/1/")[1]["Cache-Control"] == "no-store, private"


def test_nothing_is_kept_while_debugging(front: SiteHandler, settings: Settings) -> None:
    settings.DEBUG = True
    ask(front, HOME)
    with by_django():
        ask(front, HOME)


def test_a_page_that_is_not_there_is_djangos(front: SiteHandler) -> None:
    for _ in range(2):
        with by_django():
            assert ask(front, "/roles/nobody/")[0] == "404 Not Found"


def test_many_addresses_cannot_fill_the_memory(
    front: SiteHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.public_pages.MAX_KEPT_PAGES", 2)
    for host in ("localhost", "127.0.0.1", "[::1]"):
        ask(front, HOME, host=host)
    assert len(kept_pages) == 2


@pytest.mark.parametrize("charset", ["base64", "latin-1", "idna"])
def test_a_query_is_read_as_utf_8_whatever_the_request_says(
    front: SiteHandler, charset: str
) -> None:
    environ = RequestFactory().get("/search/?q=caf%C3%A9").environ
    environ |= {"HTTP_HOST": "localhost", "CONTENT_TYPE": f"text/plain; charset={charset}"}
    told: list[str] = []
    body = b"".join(front(environ, lambda status, *_: told.append(status)))  # type: ignore[arg-type]
    assert told == ["200 OK"]
    assert 'value="café"' in body.decode()


def test_a_site_below_a_path_says_so_instead_of_losing_the_path(
    caplog: pytest.LogCaptureFixture,
) -> None:
    environ = RequestFactory().get("/").environ | {"SCRIPT_NAME": "/app"}
    told: list[str] = []
    (body,) = SiteHandler()(environ, lambda status, headers: told.append(status))  # type: ignore[arg-type]
    assert told == ["500 Internal Server Error"]
    assert b"cannot run below a path" in body
    assert "'/app'" in caplog.text
