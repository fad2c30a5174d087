"""A retake over HTTP: earlier answers are offered, and count only once they are kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import start_attempt
from assessments.instrument.values import assessments_of
from assessments.models import Attempt, Item
from assessments.plans.preferences import Action
from assessments.plans.services import apply_action
from roles.models import Edition
from roles.publishing.services import publish
from roles.snapshot.editions import snapshot_of
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.pages import assert_private, result_path
from tests.assessments.quiz_pages import RATINGS, address, answers_of, chosen, send, text_of
from tests.assessments.sheets import technical
from tests.html_validity import assert_valid_html

KEEP = "Keep this answer"


def retake_path(token: str) -> str:
    return reverse("assessments:retake", args=[token])


@pytest.fixture
def first(published: Edition) -> str:
    return finished(technical())


def begun(client: Client, first: str) -> str:
    """Begin a retake and return its token."""
    response = client.post(retake_path(first))
    assert response.status_code == 303
    token = response.headers["Location"].split("/")[2]
    assert response.headers["Location"] == address(token, 1)
    return token


class TestInvitation:
    def test_it_says_what_will_happen_and_is_private(self, client: Client, first: str) -> None:
        response = client.get(retake_path(first))
        assert_private(response)
        text = text_of(response)
        assert "you see what you said on 23 November 2026" in text
        assert "You get a new private link." in text
        assert Attempt.objects.count() == 1, "Looking starts nothing."

    def test_steps_that_were_ticked_off_since_are_counted(self, client: Client, first: str) -> None:
        assert "of your plan" not in text_of(client.get(retake_path(first)))
        for step in assessments_of(snapshot_of(1)).steps[:2]:
            apply_action(token=first, action=Action.DONE, step=step.key, now=NOW)
        text = text_of(client.get(retake_path(first)))
        assert "You ticked off two steps of your plan." in text
        assert "does not ask for them again" in text

    def test_the_result_leads_to_it(self, client: Client, first: str) -> None:
        assert f'href="{retake_path(first)}"' in client.get(result_path(first)).content.decode()

    def test_links_that_lead_to_no_result(self, client: Client, published: Edition) -> None:
        for method in (client.get, client.post):
            assert method(retake_path(UNKNOWN)).status_code == 404
            assert "not finished yet" in text_of(method(retake_path(start_attempt(now=NOW))))
        assert not Attempt.objects.exclude(retake_of=None).exists()

    def test_another_site_begins_nothing(self, client: Client, first: str) -> None:
        response = client.post(retake_path(first), headers={"sec-fetch-site": "cross-site"})
        assert response.status_code == 403
        assert Attempt.objects.count() == 1


class TestScreens:
    def test_earlier_answers_are_offered_and_nothing_is_chosen(
        self, client: Client, first: str
    ) -> None:
        page = client.get(address(begun(client, first)))
        assert chosen(page) == {}
        assert text_of(page).count(KEEP) == 4
        assert "Last time: “" in text_of(page)
        assert "None counts until you keep or change it." in text_of(page)

    def test_a_screen_that_was_left_open_last_time_promises_no_answers(
        self, client: Client, published: Edition
    ) -> None:
        first = finished({key: value for key, value in technical().items() if key > "B05"})
        text = text_of(client.get(address(begun(client, first))))
        assert "You answered none of these on 23 November 2026" in text
        assert "are shown below the questions" not in text

    def test_an_offer_that_was_not_kept_is_no_answer(self, client: Client, first: str) -> None:
        token = begun(client, first)
        send(client, client.get(address(token)), address(token), B01="2")
        assert {key: v for key, v in answers_of(token).items() if v != []} == {"B01": 2}

    def test_one_press_keeps_one_answer_and_what_was_chosen(
        self, client: Client, first: str
    ) -> None:
        token = begun(client, first)
        response = send(client, client.get(address(token)), address(token), "keep-B02", B01="2")
        assert response.headers["Location"] == f"{address(token)}#q-B02"
        assert answers_of(token) == {"B01": 2, "B02": technical()["B02"]}
        page = client.get(address(token))
        html = page.content.decode()
        assert 'value="keep-B02"' in html
        assert html.count("data-kept hidden") == 3, "Only B02 is the same again."

    def test_one_press_keeps_a_screen_but_not_over_a_new_answer_or_a_skip(
        self, client: Client, first: str
    ) -> None:
        token = begun(client, first)
        page = client.get(address(token))
        response = send(client, page, address(token), "keep-all", B01="2", B02="~skip")
        assert response.headers["Location"] == address(token, RATINGS + 1)
        old = technical()
        assert answers_of(token) == {"B01": 2, "B02": None, "B03": old["B03"], "B04": old["B04"]}

    def test_several_codes_are_kept_as_they_were(self, client: Client, first: str) -> None:
        token = begun(client, first)
        total = 12
        for number in range(1, total + 1):
            send(client, client.get(address(token, number)), address(token, number), "keep-all")
        assert answers_of(token) == technical()

    def test_a_press_for_a_question_of_another_screen_keeps_nothing(
        self, client: Client, first: str
    ) -> None:
        token = begun(client, first)
        response = send(client, client.get(address(token)), address(token), "keep-F01")
        assert response.headers["Location"] == address(token)
        assert answers_of(token) == {}

    def test_a_quiz_that_retakes_nothing_offers_and_keeps_nothing(
        self, client: Client, published: Edition
    ) -> None:
        token = start_attempt(now=NOW)
        page = client.get(address(token))
        assert KEEP not in text_of(page)
        send(client, page, address(token), "keep-all")
        assert answers_of(token) == {}

    def test_when_the_earlier_result_is_deleted_its_answers_are_gone_too(
        self, client: Client, first: str
    ) -> None:
        token = begun(client, first)
        client.post(reverse("assessments:result_delete", args=[first]))
        assert KEEP not in text_of(client.get(address(token)))

    def test_a_mistake_keeps_the_offers(self, client: Client, first: str) -> None:
        token = begun(client, first)
        response = send(client, client.get(address(token)), address(token), B01="99")
        assert response.status_code == 422
        assert KEEP in text_of(response)


def test_the_retake_is_scored_by_its_own_answers_under_its_own_edition(
    client: Client, draft: Edition
) -> None:
    first = finished(technical())
    Item.objects.filter(key="B01").update(stem="Worded differently.")
    publish(note="One question reworded.", author=None, now=NOW + dt.timedelta(days=1))
    invitation = text_of(client.get(retake_path(first)))
    assert "The quiz is at edition 2 now; yours was edition 1." in invitation
    assert "One question is worded in another way." in invitation
    token = begun(client, first)
    page = client.get(address(token))
    assert "so your earlier answer is not offered" in text_of(page)
    send(client, page, address(token), "keep-all")
    assert "B01" not in answers_of(token)
    row = Attempt.objects.get(token_hash=hash_of(token))
    assert row.edition.number == 2


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(client: Client, first: str) -> None:
    token = begun(client, first)
    send(client, client.get(address(token)), address(token), "keep-B02")
    pages: list[tuple[str, bytes]] = [
        ("invitation", client.get(retake_path(first)).content),
        ("screen", client.get(address(token)).content),
        ("facts", client.get(address(token, 12)).content),
    ]
    assert_valid_html(pages)
