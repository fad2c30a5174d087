"""Kind words on how the quiz was answered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from assessments.attempts.services import save_answers, start_attempt
from assessments.evaluation.result import result_of
from assessments.instrument.values import instrument_of
from assessments.plans.services import finish_quiz
from assessments.results.presenters.page import ResultPage, result_page
from assessments.scoring import Verdict, all_alike, encode
from roles.models import Edition
from tests.assessments.factories import NOW, PAGE
from tests.assessments.pages import result_path, text_of
from tests.assessments.results.page_words import quality_words
from tests.assessments.sheets import Answers, edition, person, scattered, sheet_for, technical
from tests.seed.plain_words import reading_grade

NOTED = "Before you rely on these numbers"


def page_of(answers: Answers) -> ResultPage:
    return result_page(result_of(edition(), answers), edition())


def without_notes(page: ResultPage) -> tuple[object, ...]:
    return page.verdict, page.measures, page.sums, page.gaps


def inflated() -> Answers:
    """Return high ratings beside the poorest first steps and no background."""
    answers = person({"pm": 0, "tpm": 0, "soft": 0}, {"pm": 1, "tpm": 0, "soft": 0}, years="0")
    return answers | {key: 4 + (key == "B01") for key in answers if key.startswith("B")}


def test_ratings_above_the_examples_are_said_kindly() -> None:
    text = quality_words(page_of(inflated()))
    assert "Your ratings are higher than your examples." in text
    assert text.endswith("Ask someone who knows your work. This note changes no score.")
    assert reading_grade(text) <= 9


def test_somebody_whose_answers_fit_together_gets_no_note() -> None:
    assert page_of(technical()).quality == ()
    assert quality_words(page_of(technical())) == ""
    assert page_of(sheet_for(Verdict.INSUFFICIENT)).quality == ()


def test_one_answer_throughout_is_said_once() -> None:
    flat = person({"pm": 3, "tpm": 3, "soft": 3}, {"pm": 0, "tpm": 0, "soft": 0})
    assert page_of(flat).quality == ()
    assert "You rated everything the same" in page_of(flat).verdict.lead
    one_side = flat | {key: 1 for key in flat if key.startswith("F")}
    text = quality_words(page_of(one_side))
    title = "You rated every kind of work the same, and chose the same in every pair of tasks."
    assert text.count("same") == title.count("same")
    assert title in text
    assert "rests on" not in text, "Fit rests on neither when both are alike."


def test_choices_alone_that_are_all_the_same_are_said() -> None:
    one_side = technical() | {key: 1 for key in technical() if key.startswith("F")}
    assert page_of(one_side).quality == ("choices alike",)


def test_answers_that_contradict_each_other_are_not_also_said_to_be_all_the_same() -> None:
    alike = scattered() | {key: 3 for key in scattered() if key.startswith("B")}
    result = result_of(edition(), alike)
    instrument = instrument_of(edition())
    assert all_alike(instrument, [encode(instrument, result.answers)[0]])[0][0]
    told = result.model_copy(update={"verdict": Verdict.INCONSISTENT, "named_role": None})
    assert "rated" not in quality_words(result_page(told, edition()))


def test_a_note_changes_nothing_else_on_the_page() -> None:
    result = result_of(edition(), technical())
    calm = result_page(result, edition(), [10.0 * n for n in range(42)])
    quick = result_page(result, edition(), [1.0 * n for n in range(42)])
    assert calm.quality == ()
    assert quick.quality == ("quick",)
    assert "You went through the quiz quickly." in quality_words(quick)
    assert without_notes(calm) == without_notes(quick)


def saved_one_by_one(seconds: float) -> str:
    token = start_attempt(now=NOW)
    for number, (key, value) in enumerate(technical().items(), 1):
        save_answers(
            token=token,
            key=f"{PAGE}:{number}",
            seq=number,
            answers={key: value},
            now=NOW + dt.timedelta(seconds=seconds * number),
        )
    finish_quiz(token=token, now=NOW + dt.timedelta(hours=1))
    return token


@pytest.mark.parametrize(("seconds", "said"), [(1.0, True), (8.0, False)])
def test_the_time_of_single_saves_is_read(
    client: Client, published: Edition, seconds: float, said: bool
) -> None:
    text = text_of(client.get(result_path(saved_one_by_one(seconds))))
    assert ("You went through the quiz quickly." in text) == said
    assert (NOTED in text) == said


@pytest.mark.parametrize(("seconds", "said"), [(4, True), (40, False)])
def test_without_scripts_the_time_of_a_screen_is_shared_by_its_answers(
    client: Client, published: Edition, seconds: int, said: bool
) -> None:
    token, answers = start_attempt(now=NOW), list(technical().items())
    for number, start in enumerate(range(0, len(answers), 4), 1):
        save_answers(
            token=token,
            key=f"{PAGE}:{number}",
            seq=number,
            answers=dict(answers[start : start + 4]),
            now=NOW + dt.timedelta(seconds=seconds * number),
        )
    finish_quiz(token=token, now=NOW + dt.timedelta(hours=1))
    assert (NOTED in text_of(client.get(result_path(token)))) == said
