"""What must hold when requests for one attempt meet. Run on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable

import pytest

from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import AlreadyFinished, save_answers, start_attempt
from assessments.instrument.saving import ChangedElsewhere, KeyReused, Saved, SaveOutcome
from assessments.models import Attempt
from assessments.plans.services import finish_quiz
from roles.models import Edition
from tests.assessments.factories import NOW, OTHER_PAGE, PAGE
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


def save(token: str, *, key: str, seq: int, value: int, item: str = "B01") -> Saved | Exception:
    try:
        return save_answers(token=token, key=key, seq=seq, answers={item: value}, now=NOW)
    except (KeyReused, AlreadyFinished) as refusal:
        return refusal


def finish(token: str) -> bool:
    return finish_quiz(token=token, now=NOW)


def test_fifty_identical_saves_store_one_answer(token: str) -> None:
    same = functools.partial(save, token, key=f"{PAGE}:1", seq=1, value=3)
    replies = at_once([same] * 50)
    outcomes = Counter(
        reply.outcomes["B01"] if isinstance(reply, Saved) else type(reply) for reply in replies
    )
    assert outcomes == {SaveOutcome.APPLY: 1, SaveOutcome.REPLAY: 49}
    sheet = find_sheet(token)
    assert sheet is not None
    assert sheet.answers == {"B01": 3}


def test_the_highest_number_wins_when_saves_arrive_in_any_order(published: Edition) -> None:
    for _ in range(ROUNDS):
        token = start_attempt(now=NOW)
        numbers = [11, 2, 21, 5, 20, 3, 19, 4, 18, 6, 17, 7, 16, 8, 15, 9, 14, 10, 13, 12]
        replies = at_once(
            [functools.partial(save, token, key=f"{PAGE}:{n}", seq=n, value=n % 6) for n in numbers]
        )
        assert all(isinstance(reply, Saved) for reply in replies)
        sheet = find_sheet(token)
        assert sheet is not None
        assert (sheet.stored["B01"].seq, sheet.answers["B01"], sheet.last_seq) == (21, 3, 21)


def test_different_questions_saved_at_once_are_all_kept(token: str) -> None:
    items = [f"B{n:02}" for n in range(1, 17)]
    at_once(
        [
            functools.partial(save, token, key=f"{PAGE}:{n}", seq=n, value=n % 6, item=item)
            for n, item in enumerate(items, 1)
        ]
    )
    sheet = find_sheet(token)
    assert sheet is not None
    assert sheet.answers == {item: n % 6 for n, item in enumerate(items, 1)}


def test_one_key_with_two_answers_keeps_whichever_came_first(published: Edition) -> None:
    for _ in range(ROUNDS):
        token = start_attempt(now=NOW)
        replies = at_once(
            [functools.partial(save, token, key=f"{PAGE}:1", seq=1, value=n % 2) for n in range(20)]
        )
        assert Counter(type(reply) for reply in replies) == {Saved: 10, KeyReused: 10}
        sheet = find_sheet(token)
        assert sheet is not None
        winner = sheet.answers["B01"]
        assert all(isinstance(reply, Saved) == (n % 2 == winner) for n, reply in enumerate(replies))


def test_of_two_windows_with_one_number_the_second_is_told(published: Edition) -> None:
    for _ in range(ROUNDS):
        token = start_attempt(now=NOW)
        replies = at_once(
            [
                functools.partial(save, token, key=f"{PAGE}:1", seq=1, value=1),
                functools.partial(save, token, key=f"{OTHER_PAGE}:1", seq=1, value=2),
            ]
        )
        assert {type(reply) for reply in replies} == {Saved, ChangedElsewhere}


def test_fifty_finishes_make_one_result(token: str) -> None:
    save(token, key=f"{PAGE}:1", seq=1, value=3)
    replies = at_once([functools.partial(finish, token)] * 50)
    assert Counter(replies) == {True: 1, False: 49}
    assert Attempt.objects.get().result is not None


def test_a_save_that_meets_a_finish_is_in_the_result_or_refused(published: Edition) -> None:
    for _ in range(ROUNDS):
        token = start_attempt(now=NOW)
        jobs: list[Callable[[], object]] = [
            functools.partial(save, token, key=f"{PAGE}:{n}", seq=n, value=1, item=f"B{n:02}")
            for n in range(1, 9)
        ]
        jobs.append(functools.partial(finish, token))
        replies = at_once(jobs)[:-1]
        sheet = find_sheet(token)
        assert sheet is not None
        assert sheet.result is not None
        accepted = {f"B{n:02}" for n, r in enumerate(replies, 1) if isinstance(r, Saved)}
        assert set(sheet.result.answers) == set(sheet.answers) == accepted
