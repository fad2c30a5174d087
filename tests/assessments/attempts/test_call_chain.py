"""From a request to the row it changes, through no more of our modules than one can follow."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.assessments.quiz_pages import address, hidden
from tests.chains import MOST_MODULES, OURS


def modules_to_the_row(send: Callable[[], Any]) -> list[str]:
    """Return our modules that run between the view of an address and the UPDATE, in that order."""
    met: list[str] = []
    is_written = False

    def watch(execute: Callable[..., Any], sql: str, *how: Any) -> Any:
        nonlocal is_written
        is_written = is_written or sql.startswith("UPDATE")
        return execute(sql, *how)

    def profile(frame: FrameType, event: str, _: Any) -> None:
        name = str(frame.f_globals.get("__name__"))
        if event == "call" and not is_written and name.partition(".")[0] in OURS:
            met.append(name)

    with connection.execute_wrapper(watch):
        sys.setprofile(profile)
        try:
            reply = send()
        finally:
            sys.setprofile(None)
    assert is_written, reply.content
    before_the_view = ("assessments.urls", "middleware", "operations.health")
    return [name for name in dict.fromkeys(met) if not name.endswith(before_the_view)]


def put(client: Client, token: str, seq: int) -> Any:
    body = json.dumps({"key": f"{'a' * 20}:{seq}", "seq": seq, "value": seq})
    return client.put(f"/quiz/{token}/answers/B01/", body, content_type="application/json")


@pytest.mark.django_db
def test_a_saved_answer_goes_through_few_modules(client: Client, token: str) -> None:
    page = client.get(address(token))
    fields = {"save-key": hidden(page, "save-key"), "save-seq": "4", "save-to": "next", "B02": "3"}
    put(client, token, 1)
    for send in (lambda: put(client, token, 2), lambda: client.post(address(token), fields)):
        modules = modules_to_the_row(send)
        assert len(modules) <= MOST_MODULES, modules
