"""The questions that people ask: each has its wordings, and an answer that rests on something."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from roles.models.choices import Topic
from roles.search.words import words_of
from roles.snapshot.addresses import page_at
from roles.snapshot.values import Question
from tests.seed.content import SECTION

each_question = pytest.mark.parametrize("question", SECTION.questions, ids=lambda each: each.slug)


def test_every_topic_has_its_questions() -> None:
    assert {question.topic for question in SECTION.questions} == set(Topic)
    assert len(SECTION.questions) >= 25


@each_question
def test_an_answer_rests_on_a_fact_or_says_why_we_think_so(question: Question) -> None:
    assert question.facts or question.judgement
    # The page says "Our judgement:" before it.
    assert not re.search(r"\b(?:our|my) judgement\b", question.judgement, re.I)


@each_question
def test_an_answer_leads_on_to_pages_that_there_are(question: Question) -> None:
    assert question.links
    assert [link.address for link in question.links if not page_at(SECTION, link.address)] == []


@each_question
def test_a_question_is_known_in_three_other_wordings(question: Question) -> None:
    asked = {tuple(w.folded for w in words_of(t)) for t in (question.question, *question.wordings)}
    assert len(asked) == 1 + len(question.wordings) >= 4


def test_no_wording_stands_for_two_questions() -> None:
    asked = Counter(
        tuple(word.folded for word in words_of(text))
        for question in SECTION.questions
        for text in (question.question, *question.wordings)
    )
    assert [" ".join(words) for words, times in asked.items() if times > 1] == []
