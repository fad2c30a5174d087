"""What a retake offers: last time's answers, only where the same question still stands."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from typing import Any

from hypothesis import given

from assessments.instrument.questionnaire import QuestionState, questionnaire_of, state_of
from assessments.instrument.same_question import Offer, QuestionChange, offers
from roles.snapshot.editions import Snapshot, parse_document
from tests.assessments.sheets import Answers, any_sheet, edition, technical
from tests.editions import seed_document

Section = dict[str, Any]


def later(edit: Callable[[Section], object]) -> Snapshot:
    """Return the next edition, with something edited in the quiz."""
    document = copy.deepcopy(seed_document())
    edit(document["sections"]["assessments"])
    return Snapshot(
        number=8, content_hash="1" * 64, note="", published_at=None,
        sections=parse_document(document),
    )  # fmt: skip


def item(section: Section, key: str) -> dict[str, Any]:
    [found] = [each for each in section["items"] if each["key"] == key]
    assert isinstance(found, dict)
    return found


@given(any_sheet())
def test_under_the_same_edition_exactly_what_was_answered_is_offered(answers: Answers) -> None:
    found = offers(answers, edition(), edition())
    assert set(found) == set(questionnaire_of(edition()).keys)
    for key, offer in found.items():
        state = state_of(answers, key)
        assert offer.change is QuestionChange.SAME
        assert offer.value == (answers[key] if state is QuestionState.ANSWERED else None)
        assert offer.was_skipped == (state is QuestionState.SKIPPED)


def test_a_reworded_question_is_not_offered() -> None:
    found = offers(technical(), edition(), later(lambda s: item(s, "B01").update(stem="Reworded.")))
    assert found["B01"] == Offer(QuestionChange.REWORDED, None)
    assert found["B02"].change is QuestionChange.SAME


def test_a_question_with_a_reworded_answer_is_not_offered() -> None:
    def edit(section: Section) -> None:
        item(section, "B01")["options"][0]["text"] = "Never"

    assert offers(technical(), edition(), later(edit))["B01"] == Offer(
        QuestionChange.REWORDED, None
    )


def test_a_reworded_side_of_a_choice_is_not_offered() -> None:
    key = next(
        each["key"] for each in seed_document()["sections"]["assessments"]["items"] if each.get("a")
    )

    def edit(section: Section) -> None:
        item(section, key)["b"]["text"] = "Do something else"

    assert offers(technical(), edition(), later(edit))[key] == Offer(QuestionChange.REWORDED, None)


def test_a_new_question_says_so() -> None:
    found = offers(technical(), later(functools.partial(_without, key="B01")), edition())
    assert found["B01"] == Offer(QuestionChange.NEW, None)


def test_a_question_that_is_gone_is_not_offered() -> None:
    found = offers(technical(), edition(), later(functools.partial(_without, key="B01")))
    assert "B01" not in found


def test_an_answer_is_found_again_where_options_moved() -> None:
    keys = [
        q["key"] for q in seed_document()["sections"]["assessments"]["items"] if q["type"] == "sjt"
    ]

    def edit(section: Section) -> None:
        item(section, keys[0])["options"].reverse()

    answers = technical() | {keys[0]: 0}
    last = len(item(seed_document()["sections"]["assessments"], keys[0])["options"]) - 1
    assert offers(answers, edition(), later(edit))[keys[0]] == Offer(QuestionChange.SAME, last)


def _without(section: Section, key: str) -> None:
    item(section, key)["is_active"] = False
