"""A kept plan: what each service stores, and that actions which meet are all kept."""

from __future__ import annotations

import functools

import pytest

from assessments.attempts.services import NotFinished, UnknownLink, start_attempt
from assessments.models import KeptPlan
from assessments.plans.preferences import Action, PlanPreferences
from assessments.plans.services import UnknownStep, apply_action, find_plan, finish_quiz, set_plan
from roles.models import Edition
from tests.assessments.factories import NOW, UNKNOWN, finished
from tests.assessments.sheets import SOME
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)

KEYS = ("risk_list", "pm_course", "small_service", "connect_systems")


@pytest.fixture
def done(published: Edition) -> str:
    return finished(SOME)


def preferences_of(token: str) -> PlanPreferences:
    found = find_plan(token)
    assert found is not None
    assert found.saved_at == NOW
    return PlanPreferences.of(found)


def test_nothing_is_kept_until_something_is_changed(done: str) -> None:
    assert find_plan(done) is None


def test_what_is_set_and_what_is_done_are_kept_side_by_side(done: str) -> None:
    apply_action(token=done, action=Action.DONE, step="risk_list", now=NOW)
    set_plan(token=done, role="project-manager", hours_a_week=9, weeks=3, now=NOW)
    apply_action(token=done, action=Action.SWAP, step="pm_course", other="small_service", now=NOW)
    assert preferences_of(done) == PlanPreferences(
        "project-manager", 9, 3,
        done=frozenset(("risk_list",)),
        left_out=frozenset(("pm_course",)),
        wanted=frozenset(("small_service",)),
    )  # fmt: skip


@pytest.mark.parametrize("action", Action)
def test_every_action_may_be_sent_twice(done: str, action: Action) -> None:
    apply_action(token=done, action=Action.DONE, step="risk_list", now=NOW)
    apply_action(token=done, action=action, step="risk_list", other="pm_course", now=NOW)
    once = preferences_of(done)
    apply_action(token=done, action=action, step="risk_list", other="pm_course", now=NOW)
    assert preferences_of(done) == once
    assert KeptPlan.objects.count() == 1


def test_a_step_that_the_edition_does_not_have_is_refused(done: str) -> None:
    with pytest.raises(UnknownStep):
        apply_action(token=done, action=Action.DONE, step="nap", now=NOW)
    with pytest.raises(UnknownStep):
        apply_action(token=done, action=Action.SWAP, step="risk_list", other="nap", now=NOW)
    assert find_plan(done) is None


def test_only_a_finished_result_has_a_plan_to_keep(published: Edition) -> None:
    with pytest.raises(UnknownLink):
        apply_action(token=UNKNOWN, action=Action.DONE, step="risk_list", now=NOW)
    token = start_attempt(now=NOW)
    with pytest.raises(NotFinished):
        set_plan(token=token, role="", hours_a_week=4, weeks=12, now=NOW)


def test_actions_on_different_steps_at_once_are_all_kept(done: str) -> None:
    at_once(
        [
            functools.partial(apply_action, token=done, action=Action.DONE, step=key, now=NOW)
            for key in KEYS * 5
        ]
    )
    assert preferences_of(done).done == frozenset(KEYS)
    assert KeptPlan.objects.count() == 1


def test_a_retake_takes_the_plan_along_and_what_was_done_is_in_its_answers(done: str) -> None:
    set_plan(token=done, role="project-manager", hours_a_week=9, weeks=3, now=NOW)
    for action, step in zip(
        (Action.DONE, Action.DONE_BEFORE, Action.LEAVE_OUT, Action.WANT), KEYS, strict=True
    ):
        apply_action(token=done, action=action, step=step, now=NOW)
    again = start_attempt(now=NOW, again=done)
    assert find_plan(again) is None
    before = preferences_of(done)
    assert finish_quiz(token=again, now=NOW)
    assert preferences_of(again) == PlanPreferences(
        "project-manager", 9, 3,
        done_before=frozenset(KEYS[:2]),
        left_out=frozenset((KEYS[2],)),
        wanted=frozenset((KEYS[3],)),
    )  # fmt: skip
    assert preferences_of(done) == before


def test_a_retake_leaves_behind_what_its_edition_does_not_have(done: str) -> None:
    apply_action(token=done, action=Action.DONE, step="risk_list", now=NOW)
    KeptPlan.objects.update(role="gone", done=["risk_list", "gone"], left_out=["gone"])
    again = finished({}, again=done)
    assert preferences_of(again) == PlanPreferences("", done_before=frozenset(("risk_list",)))


def test_a_retake_without_an_earlier_plan_begins_without_one(done: str) -> None:
    assert find_plan(finished(SOME, again=done)) is None
