"""A plan that somebody follows: what is done takes its hours, and the rest stays as it was."""

from __future__ import annotations

import dataclasses
import math

from assessments.plans.planning import plan_of, steps_of
from assessments.plans.preferences import Action, PlanPreferences, after_action
from assessments.plans.presenters.calendar import calendar_entries
from assessments.plans.presenters.page import plan_page
from tests.assessments.plans.plan_pages import assert_adds_up, said, some
from tests.assessments.sheets import PM


def test_progress_counts_what_was_done_since_the_quiz_only() -> None:
    result, snapshot = some()
    none = plan_page(result, snapshot, PlanPreferences(PM, done_before=frozenset(("risk_list",))))
    assert not none.found.done
    page = plan_page(result, snapshot, PlanPreferences(PM, done=frozenset(("risk_list",))))
    assert said(page, "progress") == (
        f"You have done 1 of {1 + len(page.planned)} steps, about 12 of your 48 hours. "
        "The weeks below continue from there."
    )


def test_the_hours_of_what_is_done_are_not_planned_again() -> None:
    """A plan that is followed step by step stays the same plan, and gets shorter."""
    result, snapshot = some()
    preferences = PlanPreferences(PM)
    steps = [each.step for each in plan_of(result, snapshot, preferences).best.steps]
    for number, done in enumerate(steps, 1):
        preferences = after_action(preferences, Action.DONE, done.key)
        found = plan_of(result, snapshot, preferences)
        assert [each.step for each in found.best.steps] == steps[number:]
        assert found.left == preferences.hours - sum(each.hours for each in steps[:number])


def test_weeks_and_days_count_on_from_what_was_done() -> None:
    result, snapshot = some()
    first, second, *_ = plan_page(result, snapshot, PlanPreferences(PM)).planned
    preferences = after_action(PlanPreferences(PM), Action.DONE, first.line.step.key)
    page = plan_page(result, snapshot, preferences)
    assert (page.planned[0].line.step, page.planned[0].when) == (second.line.step, second.when)
    spent = next(each.hours for each in steps_of(snapshot) if each.key == first.line.step.key)
    assert said(page, "lead").startswith(f"{48 - spent} of your 48 hours are left: ")
    assert f" of the {48 - spent} hours left. " in said(page, "total")
    next_up, *_, again = calendar_entries(result, snapshot, preferences)
    assert (next_up.key, next_up.first_day) == (second.line.step.key, 0), "Days count from today."
    assert again.first_day == math.ceil((48 - spent) / 4 * 7)


def test_when_all_hours_are_used_nothing_more_is_planned_until_there_are_more() -> None:
    result, snapshot = some()
    done = frozenset(
        each.step.key for each in plan_of(result, snapshot, PlanPreferences(PM)).best.steps
    )
    preferences = PlanPreferences(PM, done=done | {"pm_course"})
    page = plan_page(result, snapshot, preferences)
    assert not page.planned
    assert said(page, "lead").startswith("You have used the 48 hours that you set aside.")
    assert said(page, "progress").endswith(" You had set aside 48.")
    more = plan_page(result, snapshot, dataclasses.replace(preferences, weeks=30))
    assert more.planned
    assert_adds_up(more)


def test_what_was_done_before_the_quiz_takes_no_hours_of_the_plan() -> None:
    result, snapshot = some()
    found = plan_of(result, snapshot, PlanPreferences(PM, done_before=frozenset(("pm_course",))))
    assert (found.spent, found.left) == (0, 48)


def test_many_steps_done_are_counted_and_few_are_named() -> None:
    result, snapshot = some()
    keys = [each.key for each in steps_of(snapshot)]
    few = plan_page(result, snapshot, PlanPreferences(PM, done=frozenset(keys[:2])))
    assert "“Draw a stakeholder map for a real project”" in said(few, "notes")
    many = plan_page(result, snapshot, PlanPreferences(PM, done=frozenset(keys)))
    assert f"plus the {len(keys)} steps you have done since" in said(many, "notes")
    assert said(many, "way").startswith(
        "With what you have done since the quiz, you may be “ready”"
    )
