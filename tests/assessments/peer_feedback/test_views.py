"""Colleagues over HTTP: the owner's page, the raters' pages, and what neither gives away."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client

from assessments.models import Invitation
from assessments.peer_feedback.rules import MOST_INVITED, rating_token
from assessments.peer_feedback.selectors import feedback_of
from assessments.peer_feedback.services import draw_summary
from roles.models import Edition
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.pages import assert_private, path, result_path, text_of
from tests.assessments.peer_feedback_links import LATER, answers_of, invite, key_of, rate, save
from tests.assessments.quiz_pages import hidden, send
from tests.assessments.sheets import technical
from tests.html_validity import assert_valid_html


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def owner(published: Edition) -> str:
    return finished(technical())


def form(**changes: str) -> dict[str, str]:
    key = str(uuid.uuid4())
    return {"key": key, "asker": "Ada", "days": "14", "shown": "together", **changes}


def test_the_whole_journey_by_form(client: Client, owner: str) -> None:
    assert (
        f'href="{path("peer_feedback", owner)}"' in client.get(result_path(owner)).content.decode()
    )
    sent = form(shown="openly")
    made = client.post(path("peer_feedback", owner), sent)
    assert made.status_code == 303
    token = rating_token(owner, sent["key"])
    page = client.get(path("peer_feedback", owner))
    assert_private(page)
    assert path("rate", token) in page.content.decode()

    promise = client.get(path("rate", token))
    assert_private(promise)
    for said in ("Ada", "Only when three or more", "nobody else", "7 December 2026", "withdraw"):
        assert said in text_of(promise)
    assert feedback_of(owner).invitations[0].opened_at is None  # a mail scanner may look
    first = client.post(path("rate", token), {"agreed": "yes"}).headers["Location"]
    assert first == path("rate_screen", token, 1)
    questions = client.get(first)
    assert_private(questions)
    saved = send(client, questions, first, B01="4", B02="~skip", to="review")
    assert saved.headers["Location"] == path("rate_review", token)
    assert "I can’t say" in text_of(client.get(path("rate_review", token)))
    assert client.post(path("rate_send", token)).headers["Location"] == path("rate", token)
    assert "your answers are sent" in text_of(client.get(path("rate", token)))
    assert client.post(first, {"save-key": hidden(questions, "save-key")}).status_code == 200
    assert "agreed to be shown alone" in text_of(client.get(path("peer_feedback", owner)))

    client.post(path("rate_withdraw", token))
    assert "You withdrew" in text_of(client.get(path("rate", token)))
    assert "agreed to be shown alone" not in text_of(client.get(path("peer_feedback", owner)))
    assert Invitation.objects.get().answers is None


def test_three_answers_are_drawn_on_request_and_set_beside_the_own(
    client: Client, owner: str
) -> None:
    for level in (0, 1, 5):
        rate(invite(owner), level)
    before = client.get(path("peer_feedback", owner))
    assert "Draw the picture now" in text_of(before)
    assert "chart-1" not in before.content.decode()
    assert client.post(path("peer_feedback_draw", owner)).status_code == 303
    page = text_of(client.get(path("peer_feedback", owner)))
    assert "You see more than they do" in page
    assert ".”" not in page
    assert "the answers without the lowest and the highest one" in page
    assert client.post(path("peer_feedback", owner), form()).status_code == 409


def test_two_answers_are_not_drawn(client: Client, owner: str) -> None:
    for _ in range(2):
        rate(invite(owner))
    assert client.post(path("peer_feedback_draw", owner)).status_code == 409
    assert "there are 2" in text_of(client.get(path("peer_feedback", owner)))


@pytest.mark.parametrize(
    "changes", [{"days": "90"}, {"shown": ""}, {"key": "x"}, {"asker": "a" * 61}]
)
def test_a_form_that_cannot_be_read_makes_nothing(
    client: Client, owner: str, changes: dict[str, str]
) -> None:
    assert client.post(path("peer_feedback", owner), form(**changes)).status_code == 422
    assert not Invitation.objects.exists()


def test_one_answer_is_saved_as_it_is_given(client: Client, owner: str) -> None:
    token = invite(owner)
    body = {"key": f"{uuid.uuid4()}:1", "seq": 1, "value": 3}
    answer = client.put(path("rate_answer", token, "B01"), body, content_type="application/json")
    assert answer.json() == {"status": "saved", "last_seq": 1, "answers": {"B01": 3}}
    assert_private(answer)
    late = rate(token)
    answer = client.put(path("rate_answer", late, "B01"), body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (409, "finished")


def test_what_another_window_saved_is_not_overwritten_and_nothing_typed_is_lost(
    client: Client, owner: str
) -> None:
    token = invite(owner)
    address = path("rate_screen", token, 1)
    old = client.get(address)
    send(client, client.get(address), address, B01="4")
    refused = send(client, old, address, B01="1")
    assert refused.status_code == 409
    assert "Another window saved other answers" in text_of(refused)
    assert answers_of(token)["B01"] == 4
    assert send(client, refused, address, B01="1").status_code == 303
    assert answers_of(token)["B01"] == 1

    again = send(client, refused, address, B01="2")
    assert again.status_code == 422
    assert "You sent this page before with other answers" in text_of(again)
    body = {"key": f"{uuid.uuid4()}:1", "seq": 1, "value": 5}
    late = client.put(path("rate_answer", token, "B01"), body, content_type="application/json")
    assert (late.status_code, late.json()["error"]) == (409, "changed")
    assert late.json()["answers"]["B01"] == 1


def test_a_stopped_link_says_that_it_has_ended(client: Client, owner: str) -> None:
    token = invite(owner)
    stop = path("invitation_revoke", owner, Invitation.objects.get().key)
    assert client.get(stop).status_code == 303
    assert client.get(path("rate", token)).status_code == 200
    assert client.post(stop).status_code == 303
    assert client.get(path("rate", token)).status_code == 410
    assert client.get(path("rate_screen", token, 1)).status_code == 410


def test_every_link_that_is_over_says_why_to_both(client: Client, owner: str) -> None:
    late, stopped, gone = (invite(owner, asker="Ada") for _ in range(3))
    save(late, 3)
    client.post(path("invitation_revoke", owner, key_of(stopped)))
    client.post(path("rate_withdraw", gone))
    with time_machine.travel(LATER, tick=False):
        seen = text_of(client.get(path("peer_feedback", owner)))
        assert "Link 1 Expired on 30 November 2026" in seen
        assert "Link 2 Ended: you stopped it on 23 November 2026" in seen
        assert "Link 3 Withdrawn by the colleague" in seen
        assert "It took answers until 30 November 2026" in text_of(client.get(path("rate", late)))
        assert "Ada stopped it on 23 November 2026" in text_of(client.get(path("rate", stopped)))
        assert "You withdrew" in text_of(client.get(path("rate", gone)))


def test_links_that_a_picture_ended_say_so(client: Client, owner: str) -> None:
    for _ in range(3):
        rate(invite(owner))
    still_open = invite(owner)
    client.post(path("peer_feedback_draw", owner))
    seen = text_of(client.get(path("peer_feedback", owner)))
    assert "Link 4 Ended with the picture on 23 November 2026" in seen
    assert "The picture was drawn" in text_of(client.get(path("rate", still_open)))


def test_five_links_are_as_many_as_there_are_and_the_page_says_what_to_do(
    client: Client, owner: str
) -> None:
    for _ in range(MOST_INVITED):
        invite(owner)
    assert "If you stop a link" in text_of(client.get(path("peer_feedback", owner)))
    assert client.post(path("peer_feedback", owner), form()).status_code == 409


@pytest.mark.parametrize("opens", ["rate", "peer_feedback"])
def test_opening_a_page_writes_nothing_and_shows_nothing_that_was_not_sent_in_time(
    client: Client, owner: str, opens: str
) -> None:
    late = invite(owner)
    save(late, 3)
    before = Invitation.objects.values().get()
    with time_machine.travel(LATER, tick=False):
        page = client.get(path(opens, late if opens == "rate" else owner))
    assert Invitation.objects.values().get() == before
    assert page.context.get("given", []) == []
    assert "there are 0" in text_of(page) or "This link has ended" in text_of(page)


def test_a_rater_reads_before_the_first_question_what_both_choices_show(
    client: Client, owner: str
) -> None:
    page = text_of(client.get(path("rate", invite(owner))))
    assert "An example of what is shown" in page
    assert "from 2 to 3, and that is all that is shown" in page
    assert "Never your answers alone." in page
    assert "say yes below" not in page
    page = text_of(client.get(path("rate", invite(owner, asks_openly=True))))
    assert "unless you say yes below. Then it is the level you chose" in page


def test_who_agreed_reads_it_again_after_sending(client: Client, owner: str) -> None:
    agreed = rate(invite(owner, asks_openly=True), agreed=True)
    assert "You agreed to more" in text_of(client.get(path("rate", agreed)))
    refused = rate(invite(owner, asks_openly=True))
    assert "Never your answers alone." in text_of(client.get(path("rate", refused)))


def test_who_has_sent_nothing_declines_and_who_has_withdraws(client: Client, owner: str) -> None:
    fresh, sent = invite(owner), rate(invite(owner))
    assert "You do not want to answer?" in text_of(client.get(path("rate_withdraw", fresh)))
    assert "Withdraw your answers?" in text_of(client.get(path("rate_withdraw", sent)))
    for token in (fresh, sent):
        assert client.post(path("rate_withdraw", token)).status_code == 303
        assert "Your answers have been deleted" in text_of(client.get(path("rate", token)))


def test_the_message_to_send_is_there_to_copy_with_its_link(client: Client, owner: str) -> None:
    token = invite(owner)
    page = client.get(path("peer_feedback", owner)).content.decode()
    message = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert f"http://testserver{path('rate', token)}" in message
    assert "30 November 2026" in message


def test_no_other_link_opens_these_pages_and_no_other_site_writes(
    client: Client, owner: str
) -> None:
    token = invite(owner)
    for name in ("rate", "rate_review", "rate_send", "rate_withdraw"):
        for wrong in (UNKNOWN, owner):
            page = client.get(path(name, wrong))
            assert page.status_code == 404
            assert_private(page)
    for wrong in (UNKNOWN, token):
        assert client.get(path("peer_feedback", wrong)).status_code == 404
    cut = client.get("/rate/abc/")
    assert cut.status_code == 404
    assert "Go to the home page" in text_of(cut)
    for address in (
        path("peer_feedback", owner),
        path("rate", token),
        path("rate_withdraw", token),
    ):
        answer = client.post(address, form(), headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == 403
    assert Invitation.objects.count() == 1


@pytest.mark.services
@pytest.mark.once
def test_the_pages_are_valid_html(client: Client, owner: str) -> None:
    token, done = invite(owner, asker="A <b>", asks_openly=True), rate(invite(owner))
    gone = invite(owner)
    client.post(path("rate_withdraw", gone))
    pages = [("owner", client.get(path("peer_feedback", owner)).content)]
    pages += [("sent", client.get(path("rate", done)).content)]
    pages += [("withdrawn", client.get(path("rate", gone)).content)]
    pages += [("unknown", client.get(path("rate", UNKNOWN)).content)]
    for name in ("rate", "rate_review", "rate_withdraw"):
        pages.append((name, client.get(path(name, token)).content))
    pages.append(("screen", client.get(path("rate_screen", token, 1)).content))
    for level in (0, 1, 4):
        rate(invite(owner), level)
    draw_summary(token=owner, now=NOW)
    pages.append(("picture", client.get(path("peer_feedback", owner)).content))
    assert_valid_html(pages)
