"""Which questions stand on which screen, and what is still open."""

from __future__ import annotations

import re
from html import escape

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from assessments.instrument.questionnaire import (
    QuestionKind,
    QuestionState,
    Value,
    evenly,
    questionnaire_of,
    reading_seconds,
    seconds_of,
    state_of,
)
from assessments.models import Attempt
from assessments.models.choices import Length
from roles.snapshot.editions import Snapshot


def test_the_seed_quiz_has_twelve_screens_of_one_kind_each(snapshot: Snapshot) -> None:
    screens = questionnaire_of(snapshot).screens
    assert [screen.number for screen in screens] == list(range(1, 13))
    assert [screen.kind for screen in screens] == [
        *[QuestionKind.FORCED_CHOICE] * 5,
        *[QuestionKind.BARS] * 4,
        QuestionKind.JUDGEMENT,
        *[QuestionKind.FACTS] * 2,
    ]
    assert [len(screen.questions) for screen in screens] == [4] * 10 + [3, 3]


def test_items_that_are_not_active_are_not_asked(snapshot: Snapshot) -> None:
    keys = questionnaire_of(snapshot).keys
    assert len(keys) == len(set(keys)) == 46
    assert not any(key.startswith("I") for key in keys)


@pytest.mark.parametrize("length", Length)
def test_the_time_is_that_of_reading_every_word_of_the_pages(
    token: str, snapshot: Snapshot, client: Client, length: Length
) -> None:
    Attempt.objects.update(length=length.value)
    quiz = questionnaire_of(snapshot, length)
    read = 0
    for screen in quiz.screens:
        page = client.get(f"/quiz/{token}/{screen.number}/").content.decode()
        head = page.partition('<header class="page-head">')[2].partition("</header>")[0]
        questions = re.findall(r"<fieldset.*?</fieldset>", page, re.DOTALL)
        unseen = r"<span class=\"visually-hidden\">.*?</span>"
        for html in (head, *questions):
            read += len(re.sub(r"<[^>]+>", " ", re.sub(unseen, "", html)).split())
        assert not [each for each in quiz.questions.values() if escape(each.reason) in page]
    assert quiz.progress({}).seconds_left == pytest.approx(read / 200 * 60)
    assert read <= 200 * {Length.FULL: 8, Length.SHORT: 5}[length]


@given(number=st.integers(0, 200))
def test_screens_are_even_and_nothing_is_lost(number: int) -> None:
    questions = list(range(number))
    screens = evenly(questions, max(1, round(len(questions) / 4)))
    assert [question for screen in screens for question in screen] == questions
    sizes = [len(screen) for screen in screens]
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert all(1 <= size <= 5 for size in sizes)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"B01": 0}, QuestionState.ANSWERED),  # the lowest level is an answer
        ({"B01": None}, QuestionState.SKIPPED),
        ({}, QuestionState.OPEN),
        ({"B01": []}, QuestionState.OPEN),
    ],
)
def test_what_became_of_a_question(answers: dict[str, Value], state: QuestionState) -> None:
    assert state_of(answers, "B01") is state


def test_the_first_open_screen_is_where_one_goes_on(snapshot: Snapshot) -> None:
    quiz = questionnaire_of(snapshot)
    answers: dict[str, Value] = dict.fromkeys(quiz.screens[0].keys, 2)
    first = quiz.first_open(answers)
    assert first is not None
    assert first.number == 2
    assert quiz.first_open(dict.fromkeys(quiz.keys)) is None


def test_time_left_counts_only_what_is_open_and_ahead(snapshot: Snapshot) -> None:
    quiz = questionnaire_of(snapshot)
    whole = quiz.progress({}).seconds_left
    first = quiz.screens[0]
    answered: dict[str, Value] = dict.fromkeys(first.keys, 2)
    spent = sum(map(seconds_of, first.questions))
    spent += reading_seconds(first.title, first.intro)
    assert quiz.progress(answered).seconds_left == pytest.approx(whole - spent)
    assert quiz.progress({}, since=12).open == 3
    assert quiz.progress(dict.fromkeys(quiz.keys)).seconds_left == 0
