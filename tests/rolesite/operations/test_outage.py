"""A database that is away, or can only be read: a calm 503, short outages carried, nothing lost."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import Error, InternalError, OperationalError, connection
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from assessments.attempts.forms import KEY, SEQ, TO
from assessments.attempts.services import start_attempt
from roles.models import Edition
from rolesite.operations.middleware import DatabaseOutageMiddleware
from tests.desk import signed_in
from web.retry import is_away

KEYS = tuple(f"00000000-0000-4000-8000-00000000000{number}" for number in range(2))


def gone(*args: object, **kwargs: object) -> None:
    raise OperationalError("gone")


@pytest.fixture
def calm() -> Client:
    client = signed_in()
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
def test_the_desk_is_calm_while_the_database_is_away(
    calm: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", gone)
    page = calm.get("/admin/")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "2"
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "Database not reachable: OperationalError" in caplog.messages
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.django_db
def test_what_was_typed_at_the_desk_comes_back_to_be_sent_again(
    calm: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolesite.staff.desk.Desk.each_context", gone)
    typed = {"current-password": "sesame", "note": "A long note."}
    page = calm.post("/admin/roles/edition/publish/", typed)
    assert page.status_code == 503
    assert b'name="note" value="A long note."' in page.content
    assert b"sesame" not in page.content


@pytest.fixture
def flaky() -> Callable[[str, int], tuple[int, int]]:
    """Return a function that asks a site whose database fails so often.

    It returns the status and how often the view ran.
    """

    def ask(method: str, failures: int) -> tuple[int, int]:
        runs = []

        def view(request: HttpRequest) -> HttpResponse:
            runs.append(request)
            if len(runs) <= failures:
                answer = middleware.process_exception(request, OperationalError("gone"))
                assert isinstance(answer, HttpResponse)
                return answer
            return HttpResponse("here")

        middleware = DatabaseOutageMiddleware(view)
        request = RequestFactory().generic(method, "/")
        return middleware(request).status_code, len(runs)

    return ask


@pytest.mark.django_db(transaction=True)
def test_what_only_reads_is_tried_again(
    flaky: Callable[[str, int], tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.retry.FIRST_PAUSE_SECONDS", 0.001)
    assert flaky("GET", 2) == (200, 3)
    assert flaky("HEAD", 1) == (200, 2)
    assert flaky("POST", 1) == (503, 1)


@pytest.mark.django_db
def test_a_mistake_of_ours_is_no_outage() -> None:
    with connection.cursor() as cursor, pytest.raises(Error) as wrong:
        cursor.execute("SELECT no_such_column FROM web_counter")
    assert not is_away(wrong.value)
    for error in (InternalError("aborted"), ValueError("x"), None):
        assert not is_away(error)


@pytest.fixture
def only_reads(transactional_db: None) -> Iterator[Callable[[], None]]:
    """Make the database refuse every write, as a server does that only follows another one."""

    def refuse(**kwargs: Any) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only=ON")
            else:
                cursor.execute("SET default_transaction_read_only = on")

    def begin() -> None:
        connection_created.connect(refuse)
        connection.close()

    yield begin
    connection_created.disconnect(refuse)
    connection.close()


def test_a_database_that_only_reads_keeps_what_was_answered(
    only_reads: Callable[[], None], published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = start_attempt(now=timezone.now())
    monkeypatch.setattr("web.retry.FIRST_PAUSE_SECONDS", 3)  # longer than the time there is
    only_reads()
    client = Client()
    logging.disable(logging.CRITICAL)
    try:
        form = client.post(f"/quiz/{token}/1/", {"F01": "3", KEY: KEYS[0], SEQ: "1", TO: "2"})
        body = json.dumps({"key": KEYS[1], "seq": 1, "value": 3})
        saved = client.put(f"/quiz/{token}/answers/B01/", body, content_type="application/json")
        begun = client.post("/quiz/", {"length": "full"})
        page = client.get(f"/quiz/{token}/1/")
    finally:
        logging.disable(logging.NOTSET)
    assert (form.status_code, saved.status_code, begun.status_code) == (503, 503, 503)
    assert b'name="F01" value="3"' in form.content
    assert all("Retry-After" in reply.headers for reply in (form, saved, begun))
    assert page.status_code == 200
