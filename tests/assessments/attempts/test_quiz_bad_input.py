"""Bad input and outages: a clear message, the page as the person left it, nothing lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from assessments.attempts.forms import KEY, SEQ, TO
from assessments.attempts.presenters.quiz import SKIP
from assessments.attempts.services import save_answers
from assessments.attempts.views import quiz as view
from assessments.models import Attempt
from tests.assessments.factories import NOW, OTHER_PAGE, PAGE
from tests.assessments.quiz_pages import (
    RATINGS,
    Fields,
    address,
    answers_of,
    chosen,
    hidden,
    send,
    text_of,
)
from tests.seed.content import ITEMS
from web.retry import DatabaseAway


class TestBadInput:
    def test_an_answer_outside_its_options_is_named_and_the_rest_stays_on_the_page(
        self, client: Client, token: str
    ) -> None:
        path = address(token)
        page = send(client, client.get(path), path, B01="99", B02="3", B03=SKIP)
        assert page.status_code == 422
        assert "“99” is not one of the answers here" in text_of(page)
        assert 'href="#q-B01-0"' in page.content.decode()
        assert chosen(page) == {"B02": ["3"], "B03": [SKIP]}
        assert answers_of(token) == {}
        assert send(client, page, path, B01="1", B02="3").status_code == 303

    @pytest.mark.parametrize("bad", ["-1", "1.0", "٣", "1\0", "x" * 5000, "<script>", "true"])
    def test_no_bad_value_is_stored_or_shown_raw(
        self, client: Client, token: str, bad: str
    ) -> None:
        path = address(token)
        page = send(client, client.get(path), path, B01=bad)
        assert page.status_code == 422
        assert "<script>" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert len(page.content) < 30_000
        assert answers_of(token) == {}

    @pytest.mark.parametrize("other", ["cloud_cert", SKIP])
    def test_none_of_these_stands_alone(self, client: Client, token: str, other: str) -> None:
        path = address(token, 11)
        page = send(client, client.get(path), path, certifications=["none", other])
        assert page.status_code == 422
        assert "You chose “None of these” and something else too." in text_of(page)
        assert set(chosen(page)["certifications"]) == {"none", other}
        assert answers_of(token) == {}

    def test_answers_of_another_page_are_told_not_dropped(self, client: Client, token: str) -> None:
        path = address(token, RATINGS + 1)
        page = send(client, client.get(path), path, B01="3", B05="1")
        assert page.status_code == 422
        assert "“B01”, which is not a question of this page" in text_of(page)
        assert chosen(page) == {"B05": ["1"]}
        assert answers_of(token) == {}

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {KEY: "x", SEQ: "1"},
            {KEY: PAGE, SEQ: "-1"},
            {KEY: PAGE, SEQ: "9" * 30},
            {KEY: PAGE, SEQ: "x"},
        ],
    )
    def test_a_damaged_form_keeps_its_answers_and_works_on_the_second_press(
        self, client: Client, token: str, fields: Fields
    ) -> None:
        path = address(token)
        page = client.post(path, {**fields, "B01": "2"})
        assert page.status_code == 422
        assert "This form is damaged or very old" in text_of(page)
        assert answers_of(token) == {}
        assert send(client, page, path, **chosen(page)).status_code == 303
        assert answers_of(token) == {"B01": 2}

    @pytest.mark.parametrize("number", [0, 13, 10**20])
    def test_a_part_that_there_is_not_is_told(
        self, client: Client, token: str, number: int
    ) -> None:
        for page in (client.get(address(token, number)), client.post(address(token, number))):
            assert page.status_code == 404
            assert "The quiz has 12 parts" in text_of(page)

    def test_the_same_form_twice_is_stored_once(self, client: Client, token: str) -> None:
        path = address(token)
        page = client.get(path)
        first = send(client, page, path, B01="2")
        stored = Attempt.objects.values("answers", "last_seq").get()
        again = send(client, page, path, B01="2")
        assert first.headers["Location"] == again.headers["Location"]
        assert Attempt.objects.values("answers", "last_seq").get() == stored

    def test_going_back_in_the_browser_and_answering_otherwise_asks_once_more(
        self, client: Client, token: str
    ) -> None:
        path = address(token)
        old = client.get(path)
        send(client, old, path, B01="2", B02="2")
        page = send(client, old, path, B01="4", B02="2")
        assert page.status_code == 422
        assert "You sent this page before with other answers" in text_of(page)
        assert chosen(page) == {"B01": ["4"], "B02": ["2"]}
        assert hidden(page, KEY) != hidden(old, KEY)
        assert answers_of(token) == {"B01": 2, "B02": 2}
        assert send(client, page, path, **chosen(page)).status_code == 303
        assert answers_of(token) == {"B01": 4, "B02": 2}

    def test_a_stale_form_shows_both_answers_and_pressing_again_keeps_ones_own(
        self, client: Client, token: str
    ) -> None:
        path = address(token)
        old = client.get(path)
        save_answers(token=token, key=OTHER_PAGE, seq=1, answers={"B01": 1, "B03": 1}, now=NOW)
        page = send(client, old, path, B01="4", B02="2")
        assert page.status_code == 409
        said = text_of(page)
        assert f"you chose “{ITEMS['B01'].options[4].text}” here" in said
        assert f"“{ITEMS['B01'].options[1].text}” is saved" in said
        assert chosen(page) == {"B01": ["4"], "B02": ["2"]}
        assert answers_of(token) == {"B01": 1, "B03": 1}
        assert send(client, page, path, **chosen(page)).status_code == 303
        assert answers_of(token) == {"B01": 4, "B02": 2, "B03": 1}

    @pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"},
                                         {"Sec-Fetch-Site": "same-site"}])  # fmt: skip
    def test_a_form_from_another_site_is_refused_and_keeps_what_was_typed(
        self, client: Client, token: str, headers: dict[str, str]
    ) -> None:
        fields = {KEY: PAGE, SEQ: "1", "B01": "3"}
        page = client.post(address(token), fields, headers=headers)
        assert page.status_code == 403
        assert page.headers["Cache-Control"] == "no-store, private"
        assert hidden(page, "B01") == "3"
        assert hidden(page, KEY) == PAGE
        assert answers_of(token) == {}
        finish = reverse("assessments:quiz_finish", args=[token])
        assert client.post(finish, headers=headers).status_code == 403
        assert Attempt.objects.get().finished_at is None


class TestOutage:
    def test_the_page_keeps_what_was_sent_for_one_more_press(
        self, client: Client, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(unit: Any) -> Any:
            raise DatabaseAway from OperationalError()

        fields = {KEY: PAGE, SEQ: "1", TO: "back", "certifications": ["pm_cert", "cloud_cert"]}
        monkeypatch.setattr(view, "retried", away)
        page = client.post(address(token, 11), fields)
        assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
        assert page.headers["Cache-Control"] == "no-store, private"
        assert "Try again" in text_of(page)
        monkeypatch.undo()
        kept = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.content.decode())
        assert sorted(kept) == sorted(
            [(KEY, PAGE), (SEQ, "1"), (TO, "back"), ("certifications", "pm_cert"),
             ("certifications", "cloud_cert")]
        )  # fmt: skip
        again: dict[str, list[str]] = {}
        for name, value in kept:
            again.setdefault(name, []).append(value)
        assert client.post(address(token, 11), again).headers["Location"] == address(token, 10)
        assert answers_of(token) == {"certifications": ["pm_cert", "cloud_cert"]}

    def test_starting_and_finishing_can_be_tried_again(
        self, client: Client, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(unit: Any) -> Any:
            raise DatabaseAway from OperationalError()

        monkeypatch.setattr("assessments.attempts.views.start.retried", away)
        monkeypatch.setattr("assessments.results.views.results.retried", away)
        for path in ("/quiz/", reverse("assessments:quiz_finish", args=[token])):
            page = client.post(path)
            assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
            assert f'action="{path}"' in page.content.decode()
