"""Saving one answer over HTTP: what each reply says, and that no body whatever breaks it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import save_answers
from assessments.attempts.views import answers as view
from assessments.plans.services import finish_quiz
from tests.assessments.factories import NOW, OTHER_PAGE, PAGE

if TYPE_CHECKING:  # Django's test client adds to its responses; the stubs name that privately
    from django.test.client import _MonkeyPatchedWSGIResponse as Page


def put(token: str, key: str, body: object, **headers: str) -> Page:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = reverse("assessments:quiz_answer", args=[token, key])
    return Client(raise_request_exception=False).put(
        address, data, content_type="application/json", headers=headers or None
    )


def save(
    token: str, value: Any, *, item: str = "B01", key: str = f"{PAGE}:1", seq: int = 1
) -> tuple[int, Any]:
    reply = put(token, item, {"key": key, "seq": seq, "value": value})
    return reply.status_code, reply.json()


def answers_of(token: str) -> dict[str, Any]:
    sheet = find_sheet(token)
    assert sheet is not None
    return dict(sheet.answers)


def test_a_save_is_acknowledged_with_the_answers_of_its_screen(token: str) -> None:
    assert save(token, 3) == (200, {"status": "saved", "last_seq": 1, "answers": {"B01": 3}})
    save(token, 1, item="F01", key=f"{PAGE}:2", seq=2)
    status, said = save(token, None, item="B02", key=f"{PAGE}:3", seq=3)
    assert status == 200
    assert said == {"status": "saved", "last_seq": 3, "answers": {"B01": 3, "B02": None}}


def test_nobody_may_keep_the_reply(token: str) -> None:
    reply = put(token, "B01", {"key": f"{PAGE}:1", "seq": 1, "value": 1})
    assert reply.headers["Cache-Control"] == "no-store, private"
    assert not reply.cookies


def test_a_repeated_save_is_acknowledged_again(token: str) -> None:
    save(token, 3)
    status, said = save(token, 3)
    assert (status, said["status"]) == (200, "replayed")


def test_a_late_save_of_the_same_page_is_told_what_is_stored(token: str) -> None:
    save(token, 3, key=f"{PAGE}:2", seq=2)
    status, said = save(token, 1)
    assert (status, said["status"], said["answers"]) == (200, "superseded", {"B01": 3})


def test_a_key_with_another_answer_is_refused(token: str) -> None:
    save(token, 3)
    status, said = save(token, 4)
    assert (status, said["error"], said["answers"]) == (422, "key", {"B01": 3})


def test_another_window_is_told_the_current_answer(token: str) -> None:
    save(token, 3, seq=2)
    status, said = save(token, 4, key=f"{OTHER_PAGE}:1", seq=1)
    assert (status, said["error"]) == (409, "changed")
    assert (said["answers"], said["last_seq"]) == ({"B01": 3}, 2)


def test_after_finishing_the_reply_links_to_the_result(token: str) -> None:
    finish_quiz(token=token, now=NOW)
    status, said = save(token, 3)
    assert (status, said["error"]) == (409, "finished")
    assert said["result"] == reverse("assessments:result", args=[token])
    assert answers_of(token) == {}


def test_an_unknown_link_is_told(token: str) -> None:
    status, said = save("x" * 43, 3)
    assert (status, said["error"]) == (404, "link")


@pytest.mark.parametrize(
    ("item", "value", "legal"),
    [
        ("B01", 6, ["0", "1", "2", "3", "4", "5"]),
        ("B01", 2.0, ["0", "1", "2", "3", "4", "5"]),
        ("B01", 10**9, ["0", "1", "2", "3", "4", "5"]),
        ("sdlc_projects", "12", ["0", "1-2", "3-5", "6-10", "11+"]),
    ],
)
def test_a_bad_value_is_named_with_the_legal_ones(
    token: str, item: str, value: Any, legal: list[str]
) -> None:
    status, said = save(token, value, item=item)
    assert (status, said["error"], said["legal"]) == (422, "answer", legal)
    assert repr(value) in said["message"]
    assert answers_of(token) == {}


def test_a_question_that_there_is_not_is_named(token: str) -> None:
    status, said = save(token, 1, item="B99")
    assert status == 422
    assert "'B99'" in said["message"]
    assert "B16" in said["legal"]


BODIES: dict[str, tuple[bytes, int]] = {
    "blank": (b" ", 400),
    "not JSON": (b"{", 400),
    "binary": (bytes(range(256)), 400),
    "deep": (b"[" * 4000, 400),
    "deep and closed": (b"[" * 2000 + b"]" * 2000, 400),
    "an endless number": (b'{"key":"k","seq":' + b"9" * 4050 + b"}", 422),
    "a list": (b"[]", 422),
    "a text": (b'"x"', 422),
    "a field too many": (b'{"key":"k","seq":1,"value":1,"score":100}', 422),
    "a field too few": (b'{"key":"k","seq":1}', 422),
    "NUL in the key": (b'{"key":"aaaaaaaaaaaaaaaaaaaa\\u0000","seq":1,"value":1}', 422),
    "half a character in the value": (
        b'{"key":"aaaaaaaaaaaaaaaaaaaa","seq":1,"value":"\\ud800"}',
        400,
    ),
    "a number that is none": (b'{"key":"aaaaaaaaaaaaaaaaaaaa","seq":1,"value":NaN}', 400),
    "a broken number": (b'{"key":"aaaaaaaaaaaaaaaaaaaa","seq":1.0,"value":1}', 422),
    "true for one": (b'{"key":"aaaaaaaaaaaaaaaaaaaa","seq":true,"value":1}', 422),
    "a huge number": (b'{"key":"aaaaaaaaaaaaaaaaaaaa","seq":1,"value":1e999}', 400),
    "too large": (b" " * 5000, 413),
    "far too large": (b" " * 400_000, 413),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_save_gets_a_clear_message(token: str, name: str) -> None:
    body, status = BODIES[name]
    reply = put(token, "B01", body)
    assert (reply.status_code, reply.headers["Content-Type"]) == (status, "application/json")
    said = reply.json()
    assert said["message"].endswith(".")
    assert "Traceback" not in said["message"]
    assert answers_of(token) == {}


def test_another_content_type_is_refused(token: str) -> None:
    address = reverse("assessments:quiz_answer", args=[token, "B01"])
    reply = Client().put(address, b"value=1", content_type="application/x-www-form-urlencoded")
    assert reply.status_code == 415


@pytest.mark.parametrize("method", ["get", "post", "delete", "patch"])
def test_other_methods_are_refused(token: str, method: str) -> None:
    address = reverse("assessments:quiz_answer", args=[token, "B01"])
    reply = getattr(Client(), method)(address)
    assert (reply.status_code, reply.headers["Allow"]) == (405, "PUT")
    assert reply.json()["error"] == "method"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[broken"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
def test_another_site_cannot_save(token: str, headers: dict[str, str]) -> None:
    reply = put(token, "B01", {"key": f"{PAGE}:1", "seq": 1, "value": 1}, **headers)
    assert (reply.status_code, reply.json()["error"]) == (403, "foreign")
    assert answers_of(token) == {}


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, {}]
)
def test_our_own_pages_can_save(token: str, headers: dict[str, str]) -> None:
    reply = put(token, "B01", {"key": f"{PAGE}:1", "seq": 1, "value": 1}, **headers)
    assert reply.status_code == 200


@pytest.mark.django_db(transaction=True)
class TestOutage:
    def test_a_short_one_is_not_noticed(self, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
        real, failures = save_answers, [OperationalError(), OperationalError()]

        def flaky(**wanted: Any) -> Any:
            if failures:
                raise failures.pop()
            return real(**wanted)

        monkeypatch.setattr(view, "save_answers", flaky)
        assert save(token, 3)[0] == 200
        assert answers_of(token) == {"B01": 3}

    def test_a_long_one_says_when_to_try_again(
        self, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(**_: Any) -> Any:
            raise OperationalError

        monkeypatch.setattr(view, "save_answers", away)
        reply = put(token, "B01", {"key": f"{PAGE}:1", "seq": 1, "value": 1})
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "1")
        assert reply.json()["error"] == "away"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
saves = st.fixed_dictionaries(
    {
        "key": st.just(f"{PAGE}:1") | json_values,
        "seq": st.integers(-5, 50) | json_values,
        "value": st.integers(-1, 7) | st.lists(st.sampled_from(["pm_cert", "none"])) | json_values,
    }
)
fuzzed = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@fuzzed
@given(body=saves, item=st.sampled_from(["B01", "F01", "degree_field", "certifications", "x"]))
def test_no_save_whatever_breaks_the_server(token: str, body: object, item: str) -> None:
    assert put(token, item, body).status_code in (200, 409, 413, 422)


@fuzzed
@given(body=st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_no_body_whatever_breaks_the_server(token: str, body: bytes) -> None:
    assert 400 <= put(token, "B01", body).status_code < 500
