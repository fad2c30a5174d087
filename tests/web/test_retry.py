"""A short outage of the database is carried, a long one is told."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from web.retry import DatabaseAway, retried


class Clock:
    """A clock whose time passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


class Unit:
    """A unit of work that fails some times, then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.runs = 0

    def __call__(self) -> str:
        self.runs += 1
        if self.failures:
            raise self.failures.pop(0)
        return "done"


@pytest.mark.django_db(transaction=True)
class TestRetried:
    @pytest.mark.parametrize("failure", [OperationalError, InterfaceError])
    def test_a_failure_of_the_connection_is_tried_again(self, failure: type[Exception]) -> None:
        clock, unit = Clock(), Unit(failure("any text"), failure(""))
        assert retried(unit, clock=clock, sleep=clock.sleep) == "done"
        assert unit.runs == 3

    def test_other_errors_are_not_tried_again(self) -> None:
        unit = Unit(IntegrityError("nonsense"))
        with pytest.raises(IntegrityError):
            retried(unit)
        assert unit.runs == 1

    def test_it_gives_up_within_two_seconds(self) -> None:
        clock, unit = Clock(), Unit(*[OperationalError() for _ in range(100)])
        with pytest.raises(DatabaseAway):
            retried(unit, clock=clock, sleep=clock.sleep)
        assert 0.75 < clock.now <= 2.0  # five shortest pauses, then one too long
        assert 4 <= unit.runs <= 8

    def test_pauses_grow(self) -> None:
        clock, unit = Clock(), Unit(*[OperationalError() for _ in range(4)])
        retried(unit, clock=clock, sleep=clock.sleep)
        for expected, pause in zip([0.05, 0.1, 0.2, 0.4], clock.pauses, strict=True):
            assert expected / 2 <= pause <= expected * 1.5


@pytest.mark.django_db
def test_inside_somebody_elses_transaction_nothing_is_repeated() -> None:
    unit = Unit(OperationalError())
    with pytest.raises(OperationalError):
        retried(unit)
    assert unit.runs == 1
