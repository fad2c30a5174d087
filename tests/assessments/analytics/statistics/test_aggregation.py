"""Every attempt enters the sums once, whoever counts; run on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
import functools
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.analytics.statistics import aggregation
from assessments.analytics.statistics.aggregation import (
    count_attempts,
    rebuild,
    stored_parts,
    waiting,
)
from assessments.analytics.statistics.sums import AttemptEnd, Sums
from assessments.attempts.services import save_answers, start_attempt
from assessments.models import Attempt, EditionSums, QuarterSums
from roles.models import Edition
from tests.assessments.attempt_rows import LATER, START, attempt, finish, form, leave
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def sums(edition: Edition) -> Sums:
    return Sums.from_data(EditionSums.objects.get(edition=edition).sums)


def people(edition: Edition) -> tuple[int, int]:
    found = sums(edition).people
    return found[AttemptEnd.FINISHED], found[AttemptEnd.LEFT]


def test_an_attempt_is_counted_once(published: Edition) -> None:
    finish(published, 12)
    leave(published, 6)
    assert count_attempts(now=LATER) == 18
    before = EditionSums.objects.values().get()
    assert count_attempts(now=LATER) == 0
    assert EditionSums.objects.values().get() == before
    assert people(published) == (12, 6)
    [part] = stored_parts()
    assert part.form == form(published)
    assert part.sums.questions["B01"].answered == 12


def test_many_who_count_at_once_count_every_attempt_once(published: Edition) -> None:
    finish(published, 5)
    count_attempts(now=LATER)  # the row of sums is there: nobody waits for its insert
    for round_ in range(1, 4):
        finish(published, 30, seed=round_)
        leave(published, 10)
        counted = at_once([functools.partial(count_attempts, now=LATER) for _ in range(6)])
        assert sum(counted) == 40
        assert people(published) == (5 + 30 * round_, 10 * round_)
    assert not Attempt.objects.filter(statistics_place=None).exists()


def test_a_failure_in_between_counts_nothing(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(published, 10)

    def fail(*args: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr(aggregation, "_store_quarters", fail)
    with pytest.raises(RuntimeError):
        count_attempts(now=LATER)
    monkeypatch.undo()
    assert Attempt.objects.filter(statistics_place=None).count() == 10
    assert count_attempts(now=LATER) == 10
    assert people(published) == (10, 0)


def test_fewer_than_five_new_ones_wait_for_company(published: Edition) -> None:
    finish(published, 9)
    leave(published, 4)
    assert count_attempts(now=LATER) == 9
    finish(published, 4, seed=2)
    assert count_attempts(now=LATER) == 0
    assert waiting(now=LATER).number == 8
    finish(published, 1, seed=3)
    assert count_attempts(now=LATER) == 5
    assert people(published) == (14, 0)


def test_those_who_wait_are_in_nobodys_way(published: Edition) -> None:
    leave(published, 4)
    finish(published, 4, verdict="insufficient")
    finish(published, 30)
    assert count_attempts(now=LATER, most=10) >= 10
    while count_attempts(now=LATER, most=10):
        pass
    assert 30 - people(published)[0] < 5


def test_an_attempt_that_goes_on_is_not_counted_before_it_rests_seven_days(
    published: Edition,
) -> None:
    leave(published, 5)
    almost = START + dt.timedelta(days=7)
    assert count_attempts(now=almost) == 0
    assert waiting(now=almost).number == 0
    assert count_attempts(now=almost + dt.timedelta(minutes=2)) == 5


def test_somebody_who_comes_back_and_finishes_is_no_longer_counted_as_left(
    published: Edition,
) -> None:
    rows = leave(published, 7, place=4)
    count_attempts(now=LATER)
    assert sums(published).questions[form(published).keys[4]].left == 7
    full = attempt(published, dict.fromkeys(form(published).keys, None))
    Attempt.objects.filter(pk__in=[row.pk for row in rows[:5]]).update(
        answers=full.answers, finished_at=LATER, result={"verdict": "one_role"}
    )
    assert waiting(now=LATER).number == 5
    assert count_attempts(now=LATER) == 5
    assert people(published) == (5, 2)
    after = sums(published)
    assert after.questions[form(published).keys[4]].left == 2
    reached = [after.questions[key].reached for key in form(published).keys]
    assert reached == [7] * 5 + [5] * 41


def test_sheets_that_do_not_count_add_no_answers(published: Edition) -> None:
    for verdict in ("inconsistent", "insufficient"):
        finish(published, 5, verdict=verdict)
    assert count_attempts(now=LATER) == 10
    counted = sums(published)
    assert counted.people[AttemptEnd.INCONSISTENT] == counted.people[AttemptEnd.INSUFFICIENT] == 5
    assert counted.questions["B01"].answered == 0


def test_a_deleted_attempt_stays_counted_until_the_sums_are_made_again(published: Edition) -> None:
    rows = finish(published, 20)
    count_attempts(now=LATER)
    Attempt.objects.filter(pk__in=[row.pk for row in rows[:6]]).delete()
    count_attempts(now=LATER)
    assert people(published) == (20, 0)
    rebuild(now=LATER)
    assert not aggregation.is_rebuilding()
    assert count_attempts(now=LATER) == 14
    assert people(published) == (14, 0)


def test_a_rebuild_gives_what_counting_step_by_step_gave(published: Edition) -> None:
    for seed in range(4):
        finish(published, 15, seed=seed)
        leave(published, 6, place=seed)
        count_attempts(now=LATER)
    before = sums(published).to_data()
    out = io.StringIO()
    call_command("update_statistics", "--rebuild", stdout=out, stderr=io.StringIO())
    assert "84 attempts were counted; 0 wait" in out.getvalue()
    assert sums(published).to_data() == before


def test_a_rebuild_that_was_broken_off_goes_on(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(published, 12)
    count_attempts(now=LATER)
    forget = aggregation._forget

    def half(edition: int) -> None:
        monkeypatch.setattr(aggregation, "RESET", 5)
        forget(edition)
        raise RuntimeError("stopped")

    monkeypatch.setattr(aggregation, "_forget", half)
    with pytest.raises(RuntimeError):
        rebuild(now=LATER)
    monkeypatch.undo()
    assert aggregation.is_rebuilding()
    assert count_attempts(now=LATER) == 0  # or somebody would be counted twice
    assert people(published) == (12, 0)  # what was counted shows meanwhile
    aggregation.finish_rebuilds(now=LATER)
    count_attempts(now=LATER)
    assert people(published) == (12, 0)


def test_sums_of_an_older_shape_are_not_read_and_made_again(published: Edition) -> None:
    finish(published, 8)
    count_attempts(now=LATER)
    EditionSums.objects.update(version=99)
    assert stored_parts() == ()
    assert aggregation.is_rebuilding()
    call_command("update_statistics", stdout=io.StringIO(), stderr=io.StringIO())
    assert people(published) == (8, 0)


def test_counting_costs_queries_by_the_batch_and_not_by_what_was_counted_before(
    published: Edition,
) -> None:
    finish(published, 10)
    count_attempts(now=LATER)
    costs = []
    for number in (10, 150):
        finish(published, number, seed=number)
        with CaptureQueriesContext(connection) as queries:
            count_attempts(now=LATER)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    with CaptureQueriesContext(connection) as queries:
        stored_parts()
    assert len(queries) == 1


def test_each_edition_has_its_own_sums(published: Edition) -> None:
    second = Edition.objects.create(
        number=2,
        document=published.document,
        content_hash="f" * 64,
        note="The second.",
        published_at=LATER,
    )
    finish(published, 6)
    finish(second, 7)
    assert count_attempts(now=LATER) == 13
    assert (people(published), people(second)) == ((6, 0), (7, 0))
    assert [part.form.edition for part in stored_parts()] == [1, 2]


def test_a_person_is_counted_once_however_often_they_take_the_quiz(published: Edition) -> None:
    first = finish(published, 6)
    again = finish(published, 6, seed=2)
    for row, earlier in zip(again, first, strict=True):
        Attempt.objects.filter(pk=row.pk).update(retake_of=earlier)
    assert count_attempts(now=LATER) == 12
    assert people(published) == (6, 0)


def take_again(first: list[Attempt], again: list[Attempt], *, days: int) -> None:
    for row, earlier in zip(again, first, strict=True):
        assert earlier.finished_at
        Attempt.objects.filter(pk=row.pk).update(
            retake_of=earlier, finished_at=earlier.finished_at + dt.timedelta(days=days)
        )


@pytest.mark.parametrize(("days", "pairs"), [(30, 6), (31, 0)])
def test_whoever_answers_again_soon_tells_how_much_answers_vary(
    published: Edition, days: int, pairs: int
) -> None:
    first, again = finish(published, 6), finish(published, 6, seed=2)
    take_again(first, again, days=days)
    third = finish(published, 6, seed=3)  # one pair a person
    take_again(again, third, days=1)
    assert count_attempts(now=LATER + dt.timedelta(days=60)) == 18
    counted = sums(published)
    asked = form(published).question("B03")
    assert asked
    expected = sum(
        (asked.scores[one.answers["B03"]["value"]] - asked.scores[other.answers["B03"]["value"]])
        ** 2
        for one, other in zip(first, again, strict=True)
    )
    found = counted.questions["B03"]
    assert (found.pairs, found.squares) == (pairs, expected if pairs else 0)
    assert found.answered == 6


def test_fewer_than_five_who_answer_again_wait_for_company(published: Edition) -> None:
    first, again = finish(published, 6), finish(published, 4, seed=2)
    take_again(first[:4], again, days=3)
    assert count_attempts(now=LATER) == 6
    assert waiting(now=LATER).number == 4


def test_what_was_counted_in_each_quarter_adds_up_to_the_whole(published: Edition) -> None:
    for month, number in ((2, 9), (5, 7), (6, 6)):
        start = dt.datetime(2026, month, 3, tzinfo=dt.UTC)
        finish(published, number, seed=month, started_at=start)
        leave(published, 5, place=month, started_at=start)
    count_attempts(now=dt.datetime(2026, 9, 1, tzinfo=dt.UTC))
    second, first = aggregation.counted_quarters()
    assert (first, second) == (2026 * 4, 2026 * 4 + 1)
    whole = stored_parts()
    [inside] = aggregation.in_quarter(whole, second)
    assert inside.rest
    assert inside.sums.people[AttemptEnd.FINISHED] == 13
    assert inside.rest.people[AttemptEnd.FINISHED] == 9
    assert (inside.sums + inside.rest).to_data() == whole[0].sums.to_data()
    assert inside.sums.questions[form(published).keys[6]].left == 5


def test_fewer_than_five_of_a_quarter_are_counted_with_the_next(published: Edition) -> None:
    finish(published, 4, started_at=dt.datetime(2026, 3, 31, tzinfo=dt.UTC))
    finish(published, 8, started_at=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
    assert count_attempts(now=LATER + dt.timedelta(days=60)) == 12
    assert aggregation.counted_quarters() == (2026 * 4 + 1,)
    finish(published, 6, started_at=dt.datetime(2026, 5, 2, tzinfo=dt.UTC))
    finish(published, 3, started_at=dt.datetime(2026, 7, 2, tzinfo=dt.UTC))
    assert count_attempts(now=LATER + dt.timedelta(days=150)) == 6
    assert waiting(now=LATER + dt.timedelta(days=150)).number == 3


def test_a_rebuild_makes_the_quarters_again_too(published: Edition) -> None:
    rows = finish(published, 15)
    count_attempts(now=LATER)
    Attempt.objects.filter(pk__in=[row.pk for row in rows[:5]]).delete()
    rebuild(now=LATER)
    assert not QuarterSums.objects.exists()
    count_attempts(now=LATER)
    [only] = QuarterSums.objects.all()
    assert Sums.from_data(only.sums).people[AttemptEnd.FINISHED] == 10


def test_a_save_tells_the_statistics_that_somebody_came_back(published: Edition) -> None:
    first, other, *_ = form(published).keys
    tokens = [start_attempt(now=START) for _ in range(5)]

    def save(seq: int, key: str, now: dt.datetime) -> None:
        for each in tokens:
            page = f"made-up-page-number-{seq}"
            save_answers(token=each, key=page, seq=seq, answers={key: None}, now=now)

    save(1, first, START)
    assert not Attempt.objects.filter(went_on=True).exists(), "Nobody was counted yet."
    assert count_attempts(now=LATER) == 5
    save(2, other, LATER)
    assert count_attempts(now=LATER + dt.timedelta(days=8)) == 5
    assert sums(published).questions[other].left == 0
    assert people(published) == (0, 5)


def test_somebody_who_comes_back_and_leaves_again_counts_where_they_left_last(
    published: Edition,
) -> None:
    keys = form(published).keys
    rows = leave(published, 7, place=4)
    count_attempts(now=LATER)
    back = LATER + dt.timedelta(days=90)
    further = attempt(published, dict.fromkeys(keys[:10]), verdict=None)
    Attempt.objects.filter(pk__in=[row.pk for row in rows[:5]]).update(
        answers=further.answers, saved_at=back, went_on=True
    )
    assert count_attempts(now=back + dt.timedelta(days=6)) == 0, "They may still go on."
    assert waiting(now=back + dt.timedelta(days=8)).number == 5
    assert count_attempts(now=back + dt.timedelta(days=8)) == 5
    assert count_attempts(now=back + dt.timedelta(days=80)) == 0
    after = sums(published)
    assert people(published) == (0, 7)
    assert (after.questions[keys[4]].left, after.questions[keys[10]].left) == (2, 5)
    earlier, later = (Sums.from_data(row.sums) for row in QuarterSums.objects.order_by("quarter"))
    assert (earlier.people[AttemptEnd.LEFT], later.people[AttemptEnd.LEFT]) == (2, 5)
