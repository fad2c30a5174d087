"""Whoever types a question as people ask it finds its answer among the first three hits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roles.search.documents import DocumentKind, SearchDocument
from roles.search.index import Index
from roles.search.words import telling_words_of
from roles.snapshot.editions import Snapshot
from rolesite.pages.search import index_of

FIRST = 3


def with_a_slip(text: str) -> str:
    """Return the text with two letters swapped in its longest telling word of four or more."""
    word = max(telling_words_of(text), key=lambda word: word.end - word.start)
    middle = (word.start + word.end) // 2
    if word.end - word.start < 4:
        return text
    return f"{text[: middle - 1]}{text[middle]}{text[middle - 1]}{text[middle + 1 :]}"


WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "without marks": lambda text: text.replace("?", "").replace(",", "").replace(":", ""),
    "with a slip": with_a_slip,
}


@pytest.mark.parametrize("typed", WAYS.values(), ids=WAYS)
@pytest.mark.once
def test_every_question_is_found_by_each_of_its_wordings(
    whole_snapshot: Snapshot, typed: Callable[[str], str]
) -> None:
    index, _ = index_of(whole_snapshot)
    lost = [
        typed(text)
        for question in whole_snapshot.roles.questions
        for text in (question.question, *question.wordings)
        if question.slug not in answers(index, typed(text))
    ]
    assert lost == []


def answers(index: Index, query: str) -> list[str]:
    """Return the ids of the questions among the first hits."""
    hits = [hit.document for hit in index.search(query).hits[:FIRST]]
    return [document.anchor for document in hits if document.kind is DocumentKind.QUESTION]


def question(title: str, *asked: str) -> SearchDocument:
    return SearchDocument(
        DocumentKind.QUESTION, title, ("roles:questions",), title, asked=(title, *asked)
    )


def test_the_answer_comes_before_a_page_that_is_called_so() -> None:
    page = SearchDocument(DocumentKind.SITE, "Do I need a degree", ("home",))
    answer = question("Must I study?", "do I need a degree")
    index = Index([page, answer])
    assert [hit.document for hit in index.search("do i need a DEGREE?").hits] == [answer, page]
    assert index.search("a degree").hits[0].document == page


def test_the_order_of_the_words_tells_questions_apart() -> None:
    there, back = question("From here to there", "PM to TPM"), question("Back", "TPM to PM")
    index = Index([there, back])
    assert [index.search(q).hits[0].document for q in ("PM to TPM", "TPM to PM")] == [there, back]


def test_a_short_word_is_never_taken_for_another_in_a_question() -> None:
    index = Index([question("One", "PM or BA"), question("Two", "PM or QA")])
    assert answers(index, "PM or QA")[0] == "Two"
