"""The questions of the quiz as they are asked today: alike in form, plain, and turned no way.

A choice that reads better on one side, or an answer that stands out, would measure its own words.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

from assessments.instrument.values import BackgroundFact, Item, specification_of
from assessments.models.choices import ItemType
from assessments.scoring import BARS_SCORES, Instrument, score
from tests.seed.content import COMPETENCIES, QUIZ, SECTION, SECTIONS, sides, texts
from tests.seed.plain_words import CLICHES, HIGHEST_GRADE, reading_grade

ASKED = tuple(item for item in QUIZ.items if item.is_active)
LETTERS = {
    ItemType.BARS: "B",
    ItemType.FORCED_CHOICE: "F",
    ItemType.INTEREST: "I",
    ItemType.JUDGEMENT: "S",
}
MOST_WORDS = {ItemType.BARS: 7, ItemType.FORCED_CHOICE: 9, ItemType.JUDGEMENT: 9}
# One side of a choice may not look like much more work than the other.
SIDES_DIFFER_BY = 3
TECHNICAL = re.compile(
    r"\b(?:apps?|data|designs?|networks?|programs?|software|systems?|tools?|websites?)\b"
)
# What happens to a design, a test or a launch. It is never said of a reader.
FAILURE_OF_THINGS = {"fail", "fails", "failing", "failed"}


def of_type(kind: ItemType) -> tuple[Item, ...]:
    return tuple(item for item in QUIZ.items if item.type is kind)


each_choice = pytest.mark.parametrize(
    "item", of_type(ItemType.FORCED_CHOICE), ids=lambda item: item.key
)
each_rating = pytest.mark.parametrize("item", of_type(ItemType.BARS), ids=lambda item: item.key)
each_scenario = pytest.mark.parametrize(
    "item", of_type(ItemType.JUDGEMENT), ids=lambda item: item.key
)
each_asked = pytest.mark.parametrize("item", ASKED, ids=lambda item: item.key)


@pytest.mark.parametrize("kind", LETTERS)
def test_keys_run_on_by_type(kind: ItemType) -> None:
    keys = [item.key for item in of_type(kind)]
    assert keys == [f"{LETTERS[kind]}{number:02}" for number in range(1, len(keys) + 1)]


def test_every_competency_is_rated_once_and_chosen_for_or_against() -> None:
    assert [item.competency for item in of_type(ItemType.BARS)] == list(COMPETENCIES)
    chosen = [
        side.competency
        for item in of_type(ItemType.FORCED_CHOICE)
        for side in (item.a, item.b)
        if side
    ]
    assert set(chosen) == set(COMPETENCIES)


@each_choice
def test_both_sides_of_a_choice_are_built_alike(item: Item) -> None:
    for text in sides(item):
        first, *rest = text.split()
        assert first.istitle(), text
        assert first == "Bring" or not first.endswith("ing"), "A side starts with what to do."
        assert len(rest) + 1 <= MOST_WORDS[item.type], text
        assert text.count(".") == 1
        assert text.endswith(".")
        assert not re.search(r"\b(and|or)\b(?! so on)", text) or is_one_act(text), text
    longer, shorter = sorted((len(text.split()) for text in sides(item)), reverse=True)
    assert longer - shorter <= SIDES_DIFFER_BY
    assert item.a
    assert item.b
    assert item.a.competency != item.b.competency


@each_choice
def test_no_side_of_a_choice_is_the_technical_one_by_its_words(item: Item) -> None:
    a, b = (bool(TECHNICAL.search(text)) for text in sides(item))
    assert a is b, sides(item)


def is_one_act(text: str) -> bool:
    """Return whether "and" or "or" joins two things of one act, not two acts."""
    return not re.search(r"\b(?:and|or) (?:\w+ )?(?:the|a|an|your|their)\b", text)


def test_no_task_is_offered_twice() -> None:
    offered = [text for item in of_type(ItemType.FORCED_CHOICE) for text in sides(item)]
    assert len(offered) == len(set(offered))


@each_rating
def test_levels_are_told_as_acts_that_rise_one_step_at_a_time(item: Item) -> None:
    assert item.stem.split()[0].endswith("ing") or item.stem.startswith("The last time"), (
        "A rating names an activity, or one event."
    )
    assert not item.stem.endswith(".")
    assert tuple(option.score for option in item.options) == BARS_SCORES
    assert re.fullmatch(r"(?:Not|.+ not .+) yet\.", item.options[0].text)
    for option in item.options[1:]:
        assert re.search(r"\b(?:I|me)\b", option.text), "A level says what the reader does."
        assert option.text.endswith(".")
        assert len(option.text.split()) <= MOST_WORDS[item.type], option.text
    assert len({option.text for option in item.options}) == len(item.options)


@each_scenario
def test_the_best_first_step_does_not_stand_out(item: Item) -> None:
    assert sorted(option.score for option in item.options) == [0, 30, 60, 100]
    lengths = {option.score: len(option.text.split()) for option in item.options}
    assert max(lengths.values()) <= MOST_WORDS[item.type]
    others = [length for points, length in lengths.items() if points != 100]
    assert min(others) - 2 <= lengths[100] <= max(others) + 2


def test_the_best_first_step_stands_in_another_place_each_time() -> None:
    best = [
        [option.score for option in item.options].index(100) for item in of_type(ItemType.JUDGEMENT)
    ]
    assert len(best) == len(set(best))


@each_asked
def test_a_question_is_easy_to_read(item: Item) -> None:
    parts = sides(item) if item.a else (item.stem, *(option.text for option in item.options))
    text = " ".join(part if part.endswith(".") else f"{part}." for part in parts)
    assert reading_grade(text) <= HIGHEST_GRADE


@pytest.mark.parametrize("fact", QUIZ.facts, ids=lambda fact: fact.key)
def test_a_background_question_is_easy_to_read(fact: object) -> None:
    text = f"{fact.prompt} {fact.hint}"  # type: ignore[attr-defined]
    assert reading_grade(text) <= HIGHEST_GRADE


def test_no_question_names_a_role_or_somebody_s_sex_or_shouts() -> None:
    names = [re.escape(name) for role in SECTION.roles for name in (role.name, role.short_name)]
    told = re.compile(rf"\b(?:{'|'.join(names)}|he|she|his|her|him|man|men|woman|women)\b")
    for name in ("items", "facts"):
        for place, text in texts(SECTIONS["assessments"][name], name):
            # Certificates have names of their own: "Project management (such as PMP …)".
            assert not told.search(text), place
            assert "!" not in text, place
            found = CLICHES.search(text)
            assert not found or found.group() in FAILURE_OF_THINGS, place


@pytest.mark.parametrize("question", [*QUIZ.items, *QUIZ.facts], ids=lambda each: each.key)
def test_editors_are_told_why_a_question_is_asked(question: Item | BackgroundFact) -> None:
    assert reading_grade(question.reason) <= HIGHEST_GRADE


@pytest.mark.parametrize("side", [0.0, 100.0])
def test_always_choosing_one_side_suits_no_role(side: float) -> None:
    instrument = Instrument.build(specification_of(QUIZ, SECTION.in_quiz))
    sheet = np.full(len(instrument.answer_columns), 60.0)
    sheet[instrument.is_choice > 0] = side
    np.testing.assert_allclose(score(instrument, [sheet], [4.0]).fit, 50.0, atol=0.1)
