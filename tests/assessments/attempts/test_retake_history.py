"""Which results belong to one person: retakes, results joined by link, and taken out again."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.attempts import services as chains
from assessments.attempts.selectors import find_history, hash_of, history_key
from assessments.attempts.services import (
    NotEarlier,
    NotFinished,
    TooManyRetakes,
    UnknownLink,
    delete_attempt,
    join_earlier,
    start_attempt,
    take_out,
)
from assessments.models import Attempt, KeptPlan
from assessments.plans.preferences import Action
from assessments.plans.services import apply_action
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.sheets import technical

pytestmark = pytest.mark.usefixtures("published")


def at(months: int) -> dt.datetime:
    return NOW + dt.timedelta(days=30 * months)


def result(months: int, again: str | None = None) -> str:
    return finished(technical(), now=at(months), again=again)


def months_of(token: str) -> list[int]:
    """Return when the results of a history were finished, in months, in its order."""
    return [
        round((taken.sheet.finished_at - NOW).days / 30)
        for taken in find_history(token)
        if taken.sheet.finished_at
    ]


def key_of(token: str) -> str:
    return history_key(Attempt.objects.get(token_hash=hash_of(token)))


class TestRetake:
    def test_it_remembers_what_it_retakes_and_copies_nothing(self) -> None:
        first = result(0)
        new = start_attempt(now=at(3), again=first)
        row = Attempt.objects.get(token_hash=hash_of(new))
        assert row.retake_of == Attempt.objects.get(token_hash=hash_of(first))
        assert row.answers == {}

    def test_only_a_finished_attempt_can_be_retaken(self) -> None:
        with pytest.raises(NotFinished):
            start_attempt(now=NOW, again=start_attempt(now=NOW))
        with pytest.raises(UnknownLink):
            start_attempt(now=NOW, again=UNKNOWN)
        assert Attempt.objects.count() == 1

    def test_a_chain_holds_what_came_before_and_nothing_later(self) -> None:
        first = result(0)
        second = result(3, first)
        third = result(6, second)
        assert [months_of(token) for token in (first, second, third)] == [[0], [0, 3], [0, 3, 6]]

    def test_a_long_chain_costs_no_more_queries(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        token = result(0)
        for months in range(1, 6):
            token = result(months, token)
        with django_assert_num_queries(2):
            assert len(find_history(token)) == 6


class TestJoin:
    def test_an_earlier_result_takes_its_place_by_date_with_all_it_retakes(self) -> None:
        newest = result(6, result(2))
        other = result(4, result(0))
        assert join_earlier(token=newest, earlier=other)
        assert months_of(newest) == [0, 2, 4, 6]
        assert months_of(other) == [0, 2, 4]

    def test_joining_again_changes_nothing(self) -> None:
        newest, earlier = result(6), result(0)
        assert join_earlier(token=newest, earlier=earlier)
        assert not join_earlier(token=newest, earlier=earlier)
        assert not join_earlier(token=newest, earlier=newest)
        assert months_of(newest) == [0, 6]

    def test_a_later_result_is_refused_so_there_is_never_a_circle(self) -> None:
        first = result(0)
        second = result(3, first)
        with pytest.raises(NotEarlier):
            join_earlier(token=first, earlier=second)
        assert months_of(second) == [0, 3]
        assert months_of(first) == [0]

    def test_unknown_and_unfinished_links_are_refused(self) -> None:
        newest = result(6)
        with pytest.raises(UnknownLink):
            join_earlier(token=newest, earlier=UNKNOWN)
        with pytest.raises(NotFinished):
            join_earlier(token=newest, earlier=start_attempt(now=NOW))
        assert months_of(newest) == [6]

    def test_a_chain_has_an_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(chains, "MAX_RETAKES", 2)
        newest = result(6, result(3))
        with pytest.raises(TooManyRetakes):
            join_earlier(token=newest, earlier=result(0))
        assert months_of(newest) == [3, 6]


class TestTakeOut:
    def test_the_others_close_ranks_and_it_stays_by_itself(self) -> None:
        first = result(0)
        second = result(3, first)
        third = result(6, second)
        assert take_out(token=third, key=key_of(second))
        assert months_of(third) == [0, 6]
        assert months_of(second) == [3]

    def test_what_is_not_in_the_chain_or_is_its_newest_stays(self) -> None:
        newest, other = result(3, result(0)), result(1)
        assert not take_out(token=newest, key=key_of(other))
        assert not take_out(token=newest, key=key_of(newest))
        assert months_of(newest) == [0, 3]


class TestDelete:
    def test_deleting_one_keeps_the_others_joined(self) -> None:
        first = result(0)
        second = result(3, first)
        third = result(6, second)
        assert delete_attempt(token=second)
        assert months_of(third) == [0, 6]
        assert find_history(second) == ()

    def test_deleting_all_leaves_no_row_of_the_chain_and_others_alone(self) -> None:
        first = result(0)
        second = result(3, first)
        apply_action(token=second, action=Action.DONE, step="risk_list", now=NOW)
        third = result(6, second)
        alone = result(1)
        assert delete_attempt(token=second, with_earlier=True)
        # The retake took the plan along; it is its own.
        [kept] = KeptPlan.objects.all()
        assert kept.attempt.token_hash == hash_of(third)
        assert months_of(third) == [6]
        assert months_of(alone) == [1]
        assert Attempt.objects.count() == 2
        assert not delete_attempt(token=second, with_earlier=True)
