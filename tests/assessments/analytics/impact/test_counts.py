"""The count of what a draft would do: slice by slice, by several processes, over all attempts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from assessments.analytics.impact.comparison import ImpactSums
from assessments.analytics.impact.services import (
    Subject,
    begin_impact,
    continue_impact,
    impact_of,
    may_count_again,
    new_people,
    subject_of,
)
from assessments.attempts.services import start_attempt
from assessments.instrument.values import instrument_of
from assessments.models import EncodedAnswers, Impact
from assessments.plans.services import finish_quiz
from benchmarks.crowd import answers, store
from roles.models import Edition
from roles.snapshot.editions import snapshot_of
from tests.assessments.drafts import Document, edited, joined, keys_of, weigh
from tests.assessments.factories import NOW
from tests.assessments.sheets import PM


@pytest.fixture
def thousand(published: Edition) -> Edition:
    store(published, answers(instrument_of(snapshot_of(1)), 1000, seed=8))
    return published


@pytest.fixture
def subject(published: Edition, seed_document: Document) -> Subject:
    return subject_of(
        snapshot_of(1), edited(seed_document, weigh(PM, keys_of(seed_document)[0], 0))
    )


def sums_of(count: Impact) -> ImpactSums:
    return ImpactSums.from_data(count.sums)


def test_a_count_goes_on_where_another_process_stopped(
    thousand: Edition, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.analytics.impact.services.FIRST_BATCH", 300)
    assert impact_of(subject) is None
    begin_impact(subject, now=NOW)
    done: list[int] = []
    while not (state := continue_impact(subject, seconds=0, now=NOW)).finished_at:
        done.append(state.done)
    assert done == [300, 600, 900]
    assert state.done == state.total == sums_of(state).people == 1000
    rows = [bytes(codes) for codes in EncodedAnswers.objects.values_list("codes", flat=True)]
    at_once = subject.counter.count(snapshot_of(1), joined(rows), np.ones(1000, dtype=np.bool_))
    np.testing.assert_array_equal(sums_of(state).outcomes, at_once.outcomes)
    np.testing.assert_array_equal(sums_of(state).edits, at_once.edits)


def test_of_two_who_count_the_same_slice_one_is_counted(
    thousand: Edition, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_impact(subject, now=NOW)
    count = subject.counter.count
    depth: list[int] = []

    def meanwhile(*args: Any) -> ImpactSums:
        if not depth:
            depth.append(1)
            continue_impact(subject, seconds=60, now=NOW)
        return count(*args)

    monkeypatch.setattr(subject.counter, "count", meanwhile)
    state = continue_impact(subject, seconds=60, now=NOW)
    assert sums_of(state).people == 1000


def test_whoever_finishes_later_is_not_in_it_until_five_are_new(
    thousand: Edition, subject: Subject
) -> None:
    begin_impact(subject, now=NOW)
    state = continue_impact(subject, seconds=60, now=NOW)
    for number in range(5):
        assert new_people(state) == number
        assert not may_count_again(state)
        assert begin_impact(subject, now=NOW, again=True).finished_at
        finish_quiz(token=start_attempt(now=NOW), now=NOW)
        state = continue_impact(subject, seconds=60, now=NOW)
    assert may_count_again(state)
    begin_impact(subject, now=NOW + dt.timedelta(days=1), again=True)
    assert sums_of(continue_impact(subject, seconds=60, now=NOW)).people == 1005


def test_without_finished_quizzes_the_count_is_finished_at_once(subject: Subject) -> None:
    state = begin_impact(subject, now=NOW)
    assert (state.finished_at, state.total, sums_of(state).people) == (NOW, 0, 0)


def test_a_count_of_nobody_is_made_again_as_soon_as_somebody_finished(
    published: Edition, subject: Subject
) -> None:
    assert begin_impact(subject, now=NOW).finished_at
    store(published, answers(instrument_of(snapshot_of(1)), 1, seed=8))
    assert impact_of(subject) is None
    assert not begin_impact(subject, now=NOW).finished_at
    assert sums_of(continue_impact(subject, seconds=1, now=NOW)).people == 1
    store(published, answers(instrument_of(snapshot_of(1)), 20, seed=9))
    begin_impact(subject, now=NOW)
    assert sums_of(continue_impact(subject, seconds=1, now=NOW)).people == 21


def test_another_draft_is_another_count_and_only_the_latest_are_kept(
    published: Edition, seed_document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.analytics.impact.services.KEPT", 2)
    key = keys_of(seed_document)[0]
    for importance in (0, 1, 2, 3):
        draft = edited(seed_document, weigh(PM, key, importance))
        begin_impact(subject_of(snapshot_of(1), draft), now=NOW)
    assert Impact.objects.count() == 2


def test_a_count_reads_the_same_number_of_times_for_any_crowd(
    published: Edition, subject: Subject, django_assert_max_num_queries: Any
) -> None:
    for people in (10, 2000):
        store(published, answers(instrument_of(snapshot_of(1)), people, seed=people))
        Impact.objects.all().delete()
        begin_impact(subject, now=NOW)
        with django_assert_max_num_queries(10):
            continue_impact(subject, seconds=60, now=NOW)
