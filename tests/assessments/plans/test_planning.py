"""The development plan in words: every state, and figures that add up as they are shown."""

from __future__ import annotations

import itertools
import re

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.evaluation.result import result_of
from assessments.plans.planning import plan_of, steps_of
from assessments.plans.preferences import PlanPreferences
from assessments.plans.presenters.calendar import CalendarEntry, calendar_entries
from assessments.plans.presenters.page import kept_plan, plan_page, preferences_for
from assessments.scoring import Verdict
from roles.snapshot.editions import Snapshot
from tests.assessments.plans.plan_pages import (
    LIKES,
    SOME,
    assert_adds_up,
    said,
    snapshot_with,
    some,
    step,
)
from tests.assessments.sheets import (
    LONG_NAME,
    PM,
    TPM,
    Answers,
    any_sheet,
    edition,
    person,
    sheet_for,
)


def no_plan(snapshot: Snapshot) -> str:
    """Return what the page says where there can be no plan."""
    context = {"edition": snapshot.number, "has_steps": bool(steps_of(snapshot))}
    return " ".join(render_to_string("assessments/plans/no_plan.html", context).split())


@settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(any_sheet(), st.integers(1, 20), st.integers(1, 30), st.sets(st.integers(0, 15)))
def test_any_sheet_gets_a_plan_whose_figures_add_up(
    answers: Answers, hours: int, weeks: int, done: set[int]
) -> None:
    snapshot = edition()
    result = result_of(snapshot, answers)
    default = preferences_for(result, snapshot)
    if default is None:
        return
    keys = [each.key for each in steps_of(snapshot)]
    preferences = PlanPreferences(default.role, hours, weeks, frozenset(keys[i] for i in done))
    page = plan_page(result, snapshot, preferences)
    assert_adds_up(page)
    found = plan_of(result, snapshot, preferences)
    assert found.best.hours <= found.left == max(hours * weeks - found.spent, 0)
    assert said(page, "lead")
    lines = [*(p.line for p in page.planned), *page.rest, *page.idle, *page.ticked]
    assert sorted(line.step.key for line in lines) == sorted(keys), "Each step is in one place."


def test_the_plan_starts_toward_the_named_role_and_ends_higher() -> None:
    result, snapshot = some()
    page = kept_plan(result, snapshot, None)
    assert page is not None
    assert page.found.preferences == PlanPreferences(result.lean, 4, 12)
    assert page.planned
    assert "if the steps work as expected" in said(page, "lead")
    assert said(page, "search") == (
        "We picked the mix of steps that meets the most must-haves in your time, then raises your "
        "readiness the most, then takes the fewest hours. Steps that would add less than half a "
        "point stay out unless a must-have needs them."
    )
    assert kept_plan(*some(), None) == page, "The same answers give the same plan."


def test_answers_that_contradict_each_other_lead_to_no_plan_by_themselves() -> None:
    snapshot = edition()
    result = result_of(snapshot, sheet_for(Verdict.INCONSISTENT))
    assert kept_plan(result, snapshot, None) is None
    asked_for = kept_plan(result, snapshot, PlanPreferences(PM))
    assert asked_for is not None
    assert said(asked_for, "notes").startswith("Your answers point in different directions,")


def test_what_is_done_counts_and_opens_what_comes_after_it() -> None:
    result, snapshot = some()
    before = plan_of(result, snapshot, PlanPreferences(TPM, 60, 10))
    assert "small_service" in {each.step.key for each in before.best.steps}
    done = plan_of(result, snapshot, PlanPreferences(TPM, 60, 10, frozenset(["small_service"])))
    assert done.best.start > before.best.start
    assert "small_service" not in {each.step.key for each in done.best.steps}
    assert "connect_systems" in {each.step.key for each in done.best.steps}
    page = plan_page(result, snapshot, PlanPreferences(TPM, done=frozenset(["small_service"])))
    assert "Build a small working service" in said(page, "notes")
    assert [line.state for line in page.ticked] == ["Done since the quiz"]


def test_what_is_left_out_takes_along_what_comes_after_it() -> None:
    result, snapshot = some()
    out = plan_of(
        result, snapshot, PlanPreferences(TPM, 60, 10, left_out=frozenset(["small_service"]))
    )
    keys = {each.step.key for each in (*out.best.steps,)} | {each.key for each in out.best.rest}
    assert not keys & {"small_service", "connect_systems"}


def test_done_before_the_quiz_opens_what_comes_after_and_counts_nothing() -> None:
    result, snapshot = some()
    both = frozenset(["small_service"])
    plain = plan_of(result, snapshot, PlanPreferences(TPM, 60, 10))
    found = plan_of(result, snapshot, PlanPreferences(TPM, 60, 10, done_before=both))
    assert found.best.start == plain.best.start
    assert "connect_systems" in {each.step.key for each in found.best.steps}


def test_an_unmet_must_have_comes_first_and_says_so() -> None:
    levels = {"pm": 3, "tpm": 3, "soft": 2}
    answers = person(levels, LIKES) | {"B07": 2}
    result = result_of(edition(), answers)
    unmet = [m for m in result.role(TPM).must_haves if m.is_unmet]
    assert unmet, "The sheet is about a must-have."
    page = plan_page(result, edition(), PlanPreferences(TPM, 10, 12))
    assert page.planned[0].is_for_must_have
    assert not page.later


def test_a_must_have_that_does_not_fit_is_longer_term_with_its_steps() -> None:
    answers = person({"pm": 3, "tpm": 3, "soft": 2}, LIKES) | {"B07": 2}
    result = result_of(edition(), answers)
    page = plan_page(result, edition(), PlanPreferences(TPM, 1, 4))
    [(name, *_)] = page.later
    assert name == "Technical expertise"
    assert re.search(r"” would get you there in about \d+ hours\.", said(page, "later"))


def test_missing_years_are_longer_term() -> None:
    result, snapshot = some(years="0")
    role = result.role(TPM)
    assert any(m.competency is None and m.is_unmet for m in role.must_haves)
    page = plan_page(result, snapshot, PlanPreferences(TPM))
    assert page.later[0][0] == "Hands-on technical work"
    assert_adds_up(page)


def test_an_edition_without_steps_says_so() -> None:
    snapshot = snapshot_with([])
    result = result_of(snapshot, person(SOME, LIKES))
    assert kept_plan(result, snapshot, None) is None
    assert preferences_for(result, snapshot) is None
    assert "Edition 7, which this result belongs to, has no steps" in no_plan(snapshot)


def test_too_few_answers_say_so() -> None:
    result = result_of(edition(), {})
    assert kept_plan(result, edition(), None) is None
    assert preferences_for(result, edition()) is None
    assert "You told us too little" in no_plan(edition())


def test_who_meets_every_level_is_told_so() -> None:
    result = result_of(edition(), sheet_for(Verdict.TOO_CLOSE))
    page = plan_page(result, edition(), PlanPreferences(PM))
    assert not page.planned
    assert "you meet every level that PM asks for" in said(page, "lead")
    assert len(page.idle) == len(steps_of(edition()))


def test_steps_that_help_nobody_here_are_told_apart_from_having_everything() -> None:
    snapshot = snapshot_with([step("basics", 5, {"budget_management": (5, 10)})])
    result = result_of(snapshot, person(SOME, LIKES))
    page = plan_page(result, snapshot, PlanPreferences(PM))
    assert "No step in our list would bring you half a point closer" in said(page, "lead")


def test_too_little_time_names_the_shortest_step() -> None:
    result, snapshot = some()
    page = plan_page(result, snapshot, PlanPreferences(PM, 1, 1))
    assert not page.planned
    assert "Nothing that helps fits into 1 hour." in said(page, "lead")
    assert "The shortest step takes about 10 hours" in said(page, "lead")


def test_every_step_done_or_left_out_has_words() -> None:
    result, snapshot = some()
    keys = [each.key for each in steps_of(snapshot)]
    for preferences in (
        PlanPreferences(PM, done=frozenset(keys)),
        PlanPreferences(PM, left_out=frozenset(keys)),
    ):
        page = plan_page(result, snapshot, preferences)
        assert "Every step is done or left out" in said(page, "lead")
        assert len(page.ticked) == len(keys)


def test_fifty_steps_are_planned_and_all_of_them_are_listed() -> None:
    keys = list(dict.fromkeys(c.key for c in edition().roles.competencies))
    steps = [step(f"s{n:02}", 4 + n % 9, {keys[n % len(keys)]: (3 + n % 7, 60)}) for n in range(50)]
    snapshot = snapshot_with(steps)
    result = result_of(snapshot, person(SOME, LIKES))
    page = plan_page(result, snapshot, PlanPreferences(PM, 8, 12))
    assert_adds_up(page)
    assert len(page.planned) > 5
    assert len(page.planned) + len(page.rest) + len(page.idle) == 50


def test_many_roles_and_a_long_name_can_be_planned_toward() -> None:
    snapshot = edition(5)
    result = result_of(snapshot, person(SOME, LIKES))
    page = plan_page(result, snapshot, PlanPreferences("people-lead"))
    assert page.title == f"A plan toward {LONG_NAME}"
    assert len(page.roles) == 5


def test_the_calendar_follows_the_plan_and_ends_with_the_quiz() -> None:
    result, snapshot = some()
    preferences = PlanPreferences(PM, 4, 12)
    entries = calendar_entries(result, snapshot, preferences)
    *steps, last = entries
    assert [each.key for each in steps] == [
        each.step.key for each in plan_of(result, snapshot, preferences).best.steps
    ]
    for one, other in itertools.pairwise(steps):
        assert one.first_day + one.days <= other.first_day + 1
    assert all(each.days >= 1 and each.first_day + each.days <= 12 * 7 for each in steps)
    assert last == CalendarEntry(
        "again", "Take the quiz again and compare",
        "Your plan ends here. New answers show what has changed.", 84, 1, reminds=True,
    )  # fmt: skip
    text = " ".join(f"{each.title} {each.text}" for each in entries)
    assert "of 100" not in text
    assert "Project Manager" not in text, "A calendar says nothing about the result."


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words_and_never_an_exclamation_mark(verdict: Verdict) -> None:
    result = result_of(edition(), sheet_for(verdict))
    preferences = preferences_for(result, edition())
    assert preferences is not None or no_plan(edition())
    if preferences is not None:
        page = plan_page(result, edition(), preferences)
        parts = ("lead", "notes", "total", "search", "way", "way_in_short", "later")
        words = {part: said(page, part) for part in parts}
        assert words["lead"]
        assert "!" not in f"{page!r} {words}"
