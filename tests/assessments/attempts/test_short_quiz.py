"""The short quiz, and stopping early: what is asked, what is said, what is left unmeasured."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.presenters.quiz import quiz_time
from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import AlreadyFinished, ask_in_full, save_answers, start_attempt
from assessments.evaluation.result import Result
from assessments.instrument.preview_answers import example_answers
from assessments.instrument.questionnaire import Value, questionnaire_of
from assessments.models import Attempt
from assessments.models.choices import Length
from assessments.plans.services import finish_quiz
from roles.snapshot.editions import Snapshot
from tests.assessments.factories import NOW, PAGE
from tests.assessments.quiz_pages import text_of

Answers = dict[str, Value]


@pytest.fixture
def token(snapshot: Snapshot) -> str:
    return start_attempt(now=NOW, length=Length.SHORT)


def technical(snapshot: Snapshot) -> Answers:
    """Return answers to everything of somebody clearly technical, in the order asked."""
    answers = example_answers(snapshot, snapshot.roles.roles[1:2])
    clear = {2: 2, 1: 0, 3: 4}
    return {
        key: clear[value] if key.startswith("F") and isinstance(value, int) else value
        for key, value in answers.items()
    }


def answer(token: str, answers: Answers) -> None:
    save_answers(token=token, key=f"{PAGE}:1", seq=1, answers=answers, now=NOW)


def finished(token: str) -> Result:
    finish_quiz(token=token, now=NOW)
    sheet = find_sheet(token)
    assert sheet
    assert sheet.result
    return sheet.result


def test_the_start_page_offers_both_lengths_with_their_honest_times(
    client: Client, snapshot: Snapshot
) -> None:
    said = text_of(client.get("/quiz/"))
    for length in Length:
        time = quiz_time(questionnaire_of(snapshot, length))
        assert f"The {length.value} quiz: {time}" in said


@pytest.mark.parametrize(
    ("sent", "length"),
    [({"length": "short"}, "short"), ({"length": "full"}, "full"), ({}, "full"),
     ({"length": "tiny"}, "full")],
)  # fmt: skip
def test_what_is_chosen_is_what_is_asked(
    client: Client, snapshot: Snapshot, sent: dict[str, str], length: str
) -> None:
    answer = client.post("/quiz/", sent)
    assert answer.status_code == 303
    assert Attempt.objects.get().length == length
    assert "Part 1 of" in text_of(client.get(answer.headers["Location"]))


def test_a_short_quiz_asks_fewer_questions_and_no_situation(
    client: Client, token: str, snapshot: Snapshot
) -> None:
    short = questionnaire_of(snapshot, Length.SHORT)
    full = questionnaire_of(snapshot)
    assert set(short.keys) < set(full.keys)
    assert not [key for key in short.keys if key.startswith("S")]
    assert {fact for fact in full.keys if fact[0].islower()} < set(short.keys)
    last = reverse("assessments:quiz_screen", args=[token, len(short.screens)])
    assert client.get(last).status_code == 200
    beyond = reverse("assessments:quiz_screen", args=[token, len(short.screens) + 1])
    assert client.get(beyond).status_code == 404


def test_the_result_says_what_the_short_quiz_left_unmeasured(
    client: Client, token: str, snapshot: Snapshot
) -> None:
    asked = questionnaire_of(snapshot, Length.SHORT).keys
    answer(token, {k: v for k, v in technical(snapshot).items() if k in asked})
    result = finished(token)
    assert result.length is Length.SHORT
    assert result.unanswered == result.skipped == 0
    assert result.not_asked == len(questionnaire_of(snapshot).keys) - len(asked)
    assert "You took the short quiz." in text_of(
        client.get(reverse("assessments:result", args=[token]))
    )
    page = text_of(client.get(reverse("assessments:result_details", args=[token])))
    assert "What was left unmeasured" in page
    assert f"which leaves out {result.not_asked} questions of the full one" in page
    unknown = [level.competency for level in result.levels if level.level is None]
    assert "adaptability" in unknown
    assert "We know no level of yours in" in page
    assert "We have no answers of yours to the situations in which you choose a first step." in page


def test_a_full_quiz_seen_through_has_nothing_unmeasured(
    client: Client, snapshot: Snapshot
) -> None:
    token = start_attempt(now=NOW)
    answer(token, technical(snapshot))
    result = finished(token)
    assert (result.length, result.not_asked) == (Length.FULL, 0)
    page = text_of(client.get(reverse("assessments:result_details", args=[token])))
    assert "What was left unmeasured" not in page


def test_before_finishing_the_other_questions_can_be_added(
    client: Client, token: str, snapshot: Snapshot
) -> None:
    review = reverse("assessments:quiz_review", args=[token])
    assert "A more certain result" in text_of(client.get(review))
    before = find_sheet(token)
    assert before
    asked = set(before.questionnaire.keys)
    answer(token, {k: v for k, v in technical(snapshot).items() if k in asked})
    more = client.post(reverse("assessments:quiz_more", args=[token]))
    assert more.status_code == 303
    sheet = find_sheet(token)
    assert sheet
    assert sheet.length is Length.FULL
    assert len(sheet.answers) == len(asked)
    assert "A more certain result" not in text_of(client.get(review))
    resumed = client.get(reverse("assessments:quiz", args=[token]))
    first = sheet.questionnaire.first_open(sheet.answers)
    assert first
    assert resumed.headers["Location"] == reverse(
        "assessments:quiz_screen", args=[token, first.number]
    )


def test_a_finished_quiz_asks_nothing_more(client: Client, token: str, snapshot: Snapshot) -> None:
    answer(token, {"B01": 3})
    finish_quiz(token=token, now=NOW)
    with pytest.raises(AlreadyFinished):
        ask_in_full(token=token)
    assert client.post(reverse("assessments:quiz_more", args=[token])).status_code == 409
    assert Attempt.objects.get().length == "short"


def test_another_site_cannot_make_a_quiz_longer(client: Client, token: str) -> None:
    url = reverse("assessments:quiz_more", args=[token])
    assert client.post(url, headers={"Origin": "https://evil.example"}).status_code == 403
    assert Attempt.objects.get().length == "short"


def test_once_the_answers_are_clear_one_may_stop(client: Client, snapshot: Snapshot) -> None:
    token = start_attempt(now=NOW)
    clear = technical(snapshot)
    ratings_and_choices = {k: v for k, v in clear.items() if k[0] in "BF"}
    levels = {k: v for k, v in clear.items() if k[0] == "B"}
    screens = questionnaire_of(snapshot).screens
    next_screen = next(s.number for s in screens if s.questions[0].key.startswith("S"))
    url = reverse("assessments:quiz_screen", args=[token, next_screen])

    answer(token, levels)
    assert "You can stop here" not in text_of(client.get(url))
    save_answers(token=token, key=f"{PAGE}:2", seq=2, answers=ratings_and_choices, now=NOW)
    page = client.get(url)
    assert "You can stop here" in text_of(page)
    assert reverse("assessments:quiz_review", args=[token]) in page.content.decode()
    for role in snapshot.roles.roles:
        assert role.name not in text_of(page)


def test_the_result_of_an_early_stop_says_what_was_left_open(
    client: Client, snapshot: Snapshot
) -> None:
    token = start_attempt(now=NOW)
    answer(token, {k: v for k, v in technical(snapshot).items() if k[0] in "BF"})
    result = finished(token)
    page = text_of(client.get(reverse("assessments:result_details", args=[token])))
    assert f"You finished with {result.unanswered} questions open." in page
    assert "It leaves the scores to the rest of your answers" in page


# --- taking a short quiz again -------------------------------------------------------------------
@pytest.fixture
def short_result(token: str, snapshot: Snapshot) -> str:
    asked = questionnaire_of(snapshot, Length.SHORT).keys
    answer(token, {k: v for k, v in technical(snapshot).items() if k in asked})
    finish_quiz(token=token, now=NOW)
    return token


def test_after_a_short_quiz_the_retake_asks_how_long_it_may_be(
    client: Client, short_result: str, snapshot: Snapshot
) -> None:
    retake = reverse("assessments:retake", args=[short_result])
    page = client.get(retake)
    full, short = (questionnaire_of(snapshot, length) for length in Length)
    assert f"The short quiz again: {quiz_time(short)}" in text_of(page)
    assert f"The full quiz: {quiz_time(full)}" in text_of(page)
    more = len(full.keys) - len(short.keys)
    assert f"It adds the {more} questions that the short one leaves out." in text_of(page)
    chosen = r'value="{}"\s+checked'
    assert re.search(chosen.format("short"), page.content.decode())
    result = client.get(reverse("assessments:result", args=[short_result])).content.decode()
    assert f'href="{retake}?length=full"' in result
    page = client.get(f"{retake}?length=full")
    assert re.search(chosen.format("full"), page.content.decode())


@pytest.mark.parametrize(("sent", "length"), [("short", "short"), ("full", "full"), ("x", "full")])
def test_a_retake_is_as_long_as_was_chosen_and_offers_what_was_said(
    client: Client, short_result: str, sent: str, length: str
) -> None:
    retake = reverse("assessments:retake", args=[short_result])
    begun = client.post(retake, {"length": sent})
    assert begun.status_code == 303
    attempt = Attempt.objects.get(retake_of__isnull=False)
    assert attempt.length == length
    assert attempt.answers == {}
    assert "Last time:" in text_of(client.get(begun.headers["Location"]))


def test_after_a_full_quiz_the_retake_is_full_without_asking(
    client: Client, snapshot: Snapshot
) -> None:
    token = start_attempt(now=NOW)
    answer(token, technical(snapshot))
    finish_quiz(token=token, now=NOW)
    page = text_of(client.get(reverse("assessments:retake", args=[token])))
    assert "short quiz" not in page
    time = quiz_time(questionnaire_of(snapshot)).capitalize()
    assert f"{time}, or less if you keep some answers." in page
