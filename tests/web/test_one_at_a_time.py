"""Costly work is done one at a time, and saving an answer never waits for it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.signals import request_finished
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from assessments.analytics.impact.desk import counting
from assessments.analytics.research.desk import exporting as exporting_research
from assessments.attempts.services import save_answers, start_attempt
from assessments.results.views.downloads import drawing
from assessments.results.views.what_if import trying
from roles.content.desk import archiving
from roles.models import Edition
from roles.pages.views.pictures import painting
from rolesite.account.views import exporting as exporting_account
from rolesite.pages.search import searching
from tests.assessments.factories import NOW, PAGE, finished
from tests.assessments.pages import result_path, what_if_path
from tests.assessments.sheets import technical
from tests.desk import signed_in
from web.one_at_a_time import Busy, OneAtATime

Call = Callable[[Client, str], Any]

COSTLY: dict[str, tuple[OneAtATime, Call]] = {
    "PDF": (drawing, lambda client, token: client.get(f"{result_path(token)}result.pdf")),
    "what-if": (trying, lambda client, token: client.post(what_if_path(token), {})),
    "search": (searching, lambda client, token: client.get("/search/?q=PMP")),
    "picture": (painting, lambda client, token: client.get(reverse("roles:site_picture"))),
    "account": (exporting_account, lambda client, token: client.get(reverse("account_export"))),
    "content": (archiving, lambda client, token: client.get("/admin/roles/edition/export/")),
    "impact": (counting, lambda client, token: client.post(reverse("admin:impact"), {})),
    "research": (
        exporting_research,
        lambda client, token: client.post(
            "/admin/assessments/attempt/export/", {"edition": 1, "file_format": "csv"}
        ),
    ),
}


@pytest.mark.parametrize("work", COSTLY)
def test_who_comes_second_is_told_when_to_come_back_while_an_answer_is_saved(
    published: Edition, client: Client, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, call = COSTLY[work]
    monkeypatch.setattr(turn, "wait", 0.0)
    if work == "research":
        monkeypatch.setattr(
            "assessments.analytics.research.exports.exportable_editions", lambda: (1,)
        )
    caller = signed_in() if work in ("content", "impact", "research") else client
    token, going = finished(technical()), start_attempt(now=NOW)
    with turn.turn():
        refused = call(caller, token)
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) >= 1
        assert "One moment" in refused.content.decode()
        save_answers(token=going, key=f"{PAGE}:1", seq=1, answers={"B01": 3}, now=NOW)
    assert call(caller, token).status_code != 503


def test_a_turn_is_over_when_the_work_fails() -> None:
    work = OneAtATime()

    @work
    def view(request: object) -> HttpResponse:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            view(RequestFactory().get("/"))
    with work.turn(), pytest.raises(Busy), work.turn():
        pass


@pytest.mark.parametrize("read", [0, 1, 2])
def test_a_file_in_pieces_keeps_its_turn_until_it_is_sent_or_given_up(
    read: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_finished, "send", lambda **_: [])  # no database here
    work = OneAtATime()
    view = work(lambda request: StreamingHttpResponse(iter([b"a", b"b"])))
    response = view(RequestFactory().get("/"))
    assert isinstance(response, StreamingHttpResponse)
    pieces = iter(response)
    assert [next(pieces) for _ in range(read)] == [b"a", b"b"][:read]
    assert view(RequestFactory().get("/")).status_code == 503
    response.close()
    again = view(RequestFactory().get("/"))
    assert isinstance(again, StreamingHttpResponse)
    assert b"".join(again) == b"ab"
    with work.turn():
        pass


def test_a_short_wait_ends_with_the_turn_of_the_other() -> None:
    work, begun = OneAtATime(wait=5.0), threading.Event()
    with contextlib.ExitStack() as first:
        first.enter_context(work.turn())
        had: list[bool] = []

        def second() -> None:
            begun.set()
            with work.turn():
                had.append(True)

        waiting = threading.Thread(target=second)
        waiting.start()
        begun.wait()
        first.close()
        waiting.join()
    assert had == [True]
