"""What would change the result: other answers, quoted before and after."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings

from assessments.evaluation.insights import _counterfactuals, counterfactuals_of
from assessments.evaluation.presenters.reading import half_up
from assessments.evaluation.result import result_of
from assessments.results.presenters.why import counterfactual_page
from assessments.scoring import Verdict
from assessments.scoring.arithmetic import IndexArray
from assessments.scoring.counterfactuals import _Search
from assessments.scoring.scores import Outcomes
from roles.models import Edition
from tests.assessments.factories import finished
from tests.assessments.pages import path, text_of
from tests.assessments.results.page_words import NEVER_SAID, words
from tests.assessments.sheets import Answers, any_sheet, edition, person, sheet_for, technical
from tests.seed.plain_words import reading_grade


def page_of(answers: Answers, roles: int = 2) -> dict[str, Any]:
    page = counterfactual_page(result_of(edition(roles), answers), edition(roles))
    assert page is not None
    return page


def middling() -> Answers:
    return person({"pm": 3, "tpm": 2, "soft": 3}, {"pm": 0, "tpm": 0, "soft": 0})


def far_off() -> Answers:
    """Return answers of somebody without experience: no two changes make them ready."""
    return sheet_for(Verdict.NEITHER)


def test_the_smallest_changes_are_quoted_before_and_after_the_nearest_first() -> None:
    page = page_of(middling())
    assert [count for _, _, count, _ in page["near"]] == [1, 2, 3]
    text = words("counterfactuals", page=page)
    assert text.index("One other answer:") < text.index("Two other answers:")
    title, _, _, (change,) = page["near"][0]
    assert title == "“Too close to call”"
    assert change.before != change.after
    changes = [change for *_, changes in page["near"] for change in changes]
    assert all(text.startswith("“") for c in changes for text in (c.before, c.after))


def test_every_quoted_change_leads_where_it_says() -> None:
    answers = middling()
    for counterfactual in counterfactuals_of(edition(), result_of(edition(), answers).answers):
        if counterfactual.is_found:
            changed = result_of(edition(), answers | dict(counterfactual.changes))
            assert (changed.verdict, changed.named_role) == (
                counterfactual.outcome.verdict,
                counterfactual.outcome.role,
            )


def test_when_nothing_small_would_do_the_page_says_only_what_was_tried() -> None:
    page = page_of(far_off())
    assert page["near"] == []
    assert words("counterfactuals", page=page).endswith(
        "this We tried every change of up to two answers. None that moves a score leads to another "
        "result."
    )


def test_what_is_farther_away_is_named_with_what_was_tried() -> None:
    page = page_of(technical())
    assert page["near"]
    assert words("counterfactuals", page=page).endswith(
        "Bigger changes: “Better match: Project Manager”. We tried every change of up to two "
        "answers."
    )


def test_a_skipped_question_is_quoted_as_no_answer() -> None:
    answers = {k: v for k, v in sheet_for(Verdict.TOO_CLOSE).items() if k not in ("B06", "B07")}
    changes = [change for *_, changes in page_of(answers)["near"] for change in changes]
    assert all(change.before for change in changes)


@settings(max_examples=8, deadline=None)
@given(answers=any_sheet())
def test_every_listed_step_moves_a_score_that_the_reader_sees(answers: Answers) -> None:
    result = result_of(edition(), answers)
    for found in counterfactuals_of(edition(), result.answers):
        for key, _ in found.changes:
            with_all = result.answers | dict(found.changes)
            without = {k: v for k, v in with_all.items() if k != key}
            if key in result.answers:
                without[key] = result.answers[key]
            assert shown(with_all) != shown(without)


def shown(answers: Answers) -> list[int | None]:
    """Return fit and readiness of both roles as whole numbers."""
    roles = result_of(edition(), answers).roles
    both = [(role.fit, role.readiness) for role in roles]
    return [None if value is None else half_up(value) for pair in both for value in pair]


@pytest.mark.parametrize("verdict", [Verdict.INSUFFICIENT, Verdict.INCONSISTENT])
def test_without_a_verdict_there_is_nothing_to_change(verdict: Verdict) -> None:
    assert counterfactual_page(result_of(edition(), sheet_for(verdict)), edition()) is None


@pytest.mark.parametrize("roles", [1, 2, 3, 5])
def test_any_number_of_roles_reads_well(roles: int) -> None:
    page = page_of(technical(), roles)
    text = re.sub(r"“[^”]*”", "it", words("counterfactuals", page=page))
    assert NEVER_SAID.search(text) is None
    assert reading_grade(text.partition("change this ")[2].partition(" for you.")[0]) <= 9
    assert reading_grade(text[text.rindex("Bigger changes") :] if page["far"] else "It is.") <= 9


def test_the_same_sheet_is_searched_once() -> None:
    result = result_of(edition(), technical())
    counterfactuals_of(edition(), result.answers)
    before = _counterfactuals.cache_info().hits
    counterfactuals_of(edition(), dict(reversed(result.answers.items())))
    assert _counterfactuals.cache_info().hits == before + 1


def test_the_search_scores_few_enough_sheets_for_a_person_who_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scored: list[int] = []
    score = _Search.score

    def counting(search: _Search, combinations: IndexArray) -> Outcomes:
        scored.append(len(combinations))
        return score(search, combinations)

    monkeypatch.setattr(_Search, "score", counting)
    for answers in (technical(), far_off(), middling()):
        result = result_of(edition(), answers | {"S01": 0})
        scored.clear()
        _counterfactuals.cache_clear()
        counterfactuals_of(edition(), result.answers)
        assert 0 < sum(scored) < 100_000  # 63,000 take 0.3 s


def test_it_stands_at_the_end_of_why(client: Client, published: Edition) -> None:
    text = text_of(client.get(path("result_why", finished(technical()))))
    places = [text.index(part) for part in ("leads by", "What you want", "What would change this")]
    assert places == sorted(places)
    assert " Now " in text
    assert "Instead" in text
