"""Reports of broken content security policy: logged without the page they came from."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from rolesite.operations.csp_reports import recent


@pytest.fixture(autouse=True)
def _nothing_logged_before() -> None:
    recent.clear()


LOGGER = "rolesite.operations.csp_reports"
PRIVATE = "https://rolesite.example/results/" + "x" * 43 + "/"


def send(client: Client, body: Any) -> Any:
    sent = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post("/csp-report", sent, content_type="application/csp-report")


def test_a_report_is_logged_without_the_address_of_the_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    report = {
        "document-uri": PRIVATE,
        "referrer": PRIVATE,
        "effective-directive": "script-src-elem",
        "blocked-uri": "inline",
    }
    with caplog.at_level(logging.WARNING, LOGGER):
        answer = send(client, {"csp-report": report})
    assert answer.status_code == 204
    (message,) = [record.getMessage() for record in caplog.records if record.name == LOGGER]
    assert "script-src-elem" in message
    assert "inline" in message
    assert PRIVATE not in message


@pytest.mark.parametrize(
    "body",
    ["", "{", "[1]", '{"csp-report": 1}', "[" * 8000, b"\xff\x00", "x" * 9000, "1" * 300_000],
)
def test_what_is_no_report_is_dropped_quietly(
    client: Client, caplog: pytest.LogCaptureFixture, body: str | bytes
) -> None:
    with caplog.at_level(logging.WARNING, LOGGER):
        assert send(client, body).status_code == 204
    assert [record for record in caplog.records if record.name == LOGGER] == []


def test_a_line_break_cannot_forge_a_line_of_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, LOGGER):
        send(client, {"csp-report": {"blocked-uri": "a\nCRITICAL forged"}})
    (message,) = [record.getMessage() for record in caplog.records if record.name == LOGGER]
    assert "\n" not in message


def test_reports_are_only_sent(client: Client) -> None:
    assert client.get("/csp-report").status_code == 405


def test_a_flood_of_reports_fills_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    body = json.dumps({"csp-report": {"effective-directive": "script-src"}})
    for _ in range(30):
        answer = client.post("/csp-report", body, content_type="application/csp-report")
        assert answer.status_code == 204
    assert len(caplog.messages) == 20
