"""The development plan in words: every state, and figures that add up as they are shown."""

from __future__ import annotations

import copy
import itertools
import math
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.evaluation.presenters.dials import together
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.result import result_of
from assessments.plans.planning import plan_of, steps_of
from assessments.plans.preferences import Action, PlanPreferences, after_action
from assessments.plans.presenters.calendar import Entry, calendar_entries
from assessments.plans.presenters.page import kept_plan, plan_page, plan_roles, preferences_for
from assessments.scoring import Verdict
from roles.snapshot.editions import Snapshot, parse_document
from tests.assessments.plans.plan_pages import LIKES, SOME, assert_adds_up, some
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
from tests.editions import seed_document


def snapshot_with(steps: list[dict[str, Any]]) -> Snapshot:
    """The seed content with other steps."""
    document = copy.deepcopy(seed_document())
    document["sections"]["assessments"]["steps"] = steps
    return Snapshot(
        number=7, content_hash="0" * 64, note="", published_at=None,
        sections=parse_document(document),
    )  # fmt: skip


def step(key: str, hours: int, gains: dict[str, tuple[int, int]], **more: Any) -> dict[str, Any]:
    found = [{"competency": c, "gain": g, "ceiling": top} for c, (g, top) in gains.items()]
    return {
        "key": key, "title": f"Do {key}", "kind": "practice", "description": "Do it.",
        "hours": hours, "gains": found, **more,
    }  # fmt: skip


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
        assert plan_page(result, snapshot, None).title == "No plan yet"
        return
    keys = [each.key for each in steps_of(snapshot)]
    preferences = PlanPreferences(default.role, hours, weeks, frozenset(keys[i] for i in done))
    page = plan_page(result, snapshot, preferences)
    assert_adds_up(page)
    found = plan_of(result, snapshot, preferences)
    assert found.hours <= found.left == max(hours * weeks - found.spent, 0)
    assert page.lead
    lines = [*(p.line for p in page.planned), *page.rest, *page.idle, *page.ticked]
    assert sorted(line.step.key for line in lines) == sorted(keys), "Each step stands in one place."


def test_the_plan_starts_toward_the_named_role_and_ends_higher() -> None:
    result, snapshot = some()
    page = kept_plan(result, snapshot, None)
    assert page is not None
    assert page.preferences is not None
    assert page.preferences == PlanPreferences(result.lean, 4, 12)
    assert page.planned
    assert "if the steps work as usual" in page.lead
    assert page.first == page.planned[:3]
    assert page.search == (
        "We put must-haves first, then readiness, then the fewest hours. By that order no mix of "
        "our steps is better in this time. A step worth less than half a point stays out."
    )
    assert kept_plan(*some(), None) == page, "The same answers give the same plan."


def test_answers_that_contradict_each_other_lead_to_no_plan_by_themselves() -> None:
    snapshot = edition()
    result = result_of(snapshot, sheet_for(Verdict.INCONSISTENT))
    assert kept_plan(result, snapshot, None) is None
    asked_for = kept_plan(result, snapshot, PlanPreferences(PM))
    assert asked_for is not None
    assert asked_for.notes[0].startswith("Your answers point in different directions,")


def test_what_is_done_counts_and_opens_what_comes_after_it() -> None:
    result, snapshot = some()
    before = plan_of(result, snapshot, PlanPreferences(TPM, 60, 10))
    assert "small_service" in {each.step.key for each in before.planned}
    done = plan_of(result, snapshot, PlanPreferences(TPM, 60, 10, frozenset(["small_service"])))
    assert done.start > before.start
    assert "small_service" not in {each.step.key for each in done.planned}
    assert "connect_systems" in {each.step.key for each in done.planned}
    page = plan_page(result, snapshot, PlanPreferences(TPM, done=frozenset(["small_service"])))
    assert "Build a small working service" in " ".join(page.notes)
    assert [line.state for line in page.ticked] == ["Done since the quiz"]


def test_what_is_left_out_takes_along_what_comes_after_it() -> None:
    result, snapshot = some()
    out = plan_of(
        result, snapshot, PlanPreferences(TPM, 60, 10, left_out=frozenset(["small_service"]))
    )
    keys = {each.step.key for each in (*out.planned,)} | {each.key for each in out.rest}
    assert not keys & {"small_service", "connect_systems"}


def test_done_before_the_quiz_opens_what_comes_after_and_counts_nothing() -> None:
    result, snapshot = some()
    both = frozenset(["small_service"])
    plain = plan_of(result, snapshot, PlanPreferences(TPM, 60, 10))
    found = plan_of(result, snapshot, PlanPreferences(TPM, 60, 10, done_before=both))
    assert found.start == plain.start
    assert "connect_systems" in {each.step.key for each in found.planned}


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
    [(name, text)] = page.later
    assert name == "Technical expertise"
    assert re.search(r"About \d+ hours would meet it: “", text)


def test_missing_years_are_longer_term_and_the_plan_counts_without_them() -> None:
    result, snapshot = some(years="0")
    role = result.role(TPM)
    assert any(m.competency is None and m.is_unmet for m in role.must_haves)
    page = plan_page(result, snapshot, PlanPreferences(TPM))
    assert page.later[0][0] == "Hands-on technical work"
    assert "No step gives years, so this plan counts without them." in " ".join(page.notes)
    assert_adds_up(page)


def test_an_edition_without_steps_says_so() -> None:
    snapshot = snapshot_with([])
    result = result_of(snapshot, person(SOME, LIKES))
    assert kept_plan(result, snapshot, None) is None
    assert "has no steps" in plan_page(result, snapshot, None).lead


def test_too_few_answers_say_so() -> None:
    result = result_of(edition(), {})
    assert kept_plan(result, edition(), None) is None
    assert "You told us too little" in plan_page(result, edition(), None).lead


def test_who_meets_every_level_is_told_so() -> None:
    result = result_of(edition(), sheet_for(Verdict.TOO_CLOSE))
    page = plan_page(result, edition(), PlanPreferences(PM))
    assert not page.planned
    assert "you meet every level that PM asks for" in page.lead
    assert len(page.idle) == len(steps_of(edition()))


def test_steps_that_help_nobody_here_are_told_apart_from_having_everything() -> None:
    snapshot = snapshot_with([step("basics", 5, {"budget_management": (5, 10)})])
    result = result_of(snapshot, person(SOME, LIKES))
    page = plan_page(result, snapshot, PlanPreferences(PM))
    assert "No step in our list would bring you half a point nearer" in page.lead


def test_too_little_time_names_the_shortest_step() -> None:
    result, snapshot = some()
    page = plan_page(result, snapshot, PlanPreferences(PM, 1, 1))
    assert not page.planned
    assert "Nothing that helps fits into 1 hour." in page.lead
    assert "The shortest step takes about 10 hours" in page.lead


def test_every_step_done_or_left_out_has_words() -> None:
    result, snapshot = some()
    keys = [each.key for each in steps_of(snapshot)]
    for preferences in (
        PlanPreferences(PM, done=frozenset(keys)),
        PlanPreferences(PM, left_out=frozenset(keys)),
    ):
        page = plan_page(result, snapshot, preferences)
        assert "Every step is done or left out" in page.lead
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
        each.step.key for each in plan_of(result, snapshot, preferences).planned
    ]
    for one, other in itertools.pairwise(steps):
        assert one.first_day + one.days <= other.first_day + 1
    assert all(each.days >= 1 and each.first_day + each.days <= 12 * 7 for each in steps)
    assert last == Entry(
        "again", "Take the quiz again and compare",
        "Your plan ends here. New answers show what has moved.", 84, 1, reminds=True,
    )  # fmt: skip
    text = " ".join(f"{each.title} {each.text}" for each in entries)
    assert "of 100" not in text
    assert "Project Manager" not in text, "A calendar says nothing about the result."


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words_and_never_an_exclamation_mark(verdict: Verdict) -> None:
    result = result_of(edition(), sheet_for(verdict))
    page = plan_page(result, edition(), preferences_for(result, edition()))
    assert page.lead
    assert "!" not in repr(page)


def test_a_wanted_step_is_in_the_plan_and_named_as_a_choice() -> None:
    result, snapshot = some()
    plain = plan_page(result, snapshot, PlanPreferences(PM))
    other = plain.rest[-1].step.key
    page = plan_page(result, snapshot, PlanPreferences(PM, 1, 1, wanted=frozenset((other,))))
    line = next(each for each in page.planned if each.line.step.key == other)
    assert line.line.is_wanted
    assert_adds_up(page)
    assert "That is more than you have: you chose it so." in page.total


def test_a_swap_offers_only_steps_outside_the_plan_that_raise_the_same() -> None:
    result, snapshot = some()
    preferences = PlanPreferences(PM, left_out=frozenset(("pm_course",)))
    page = plan_page(result, snapshot, preferences)
    gains = {each.key: {g.competency for g in each.gains} for each in steps_of(snapshot)}
    planned = {each.line.step.key for each in page.planned}
    assert any(each.swaps for each in page.planned)
    for each in page.planned:
        for key, label in each.swaps:
            assert key not in planned | preferences.ticked
            assert gains[key] & gains[each.line.step.key]
            assert "about" in label


def test_a_swap_makes_the_plan_again_with_the_other_step() -> None:
    result, snapshot = some()
    page = plan_page(result, snapshot, PlanPreferences(PM))
    out = next(each for each in page.planned if each.swaps)
    key = out.swaps[0][0]
    preferences = after_action(PlanPreferences(PM), Action.SWAP, out.line.step.key, key)
    after = plan_page(result, snapshot, preferences)
    assert key in {each.line.step.key for each in after.planned}
    assert "We put your own choices and must-haves first," in after.search
    assert "no mix of the steps you did not leave out" in after.search
    assert after.ready is not None
    assert "What you left out is not counted." in after.ready.text
    assert [line.step.key for line in after.ticked] == [out.line.step.key]
    assert_adds_up(after)


def test_the_fewest_hours_to_ready_are_named_with_their_steps_and_weeks() -> None:
    result, snapshot = some()
    way = plan_of(result, snapshot, PlanPreferences(PM)).to_ready
    page = plan_page(result, snapshot, PlanPreferences(PM, hours_a_week=5))
    assert way.is_reached
    assert way.reach >= way.limit
    assert page.ready is not None
    assert len(page.ready.steps) == len(way.steps)
    for each, text in zip(way.steps, page.ready.steps, strict=True):
        assert text.startswith(f"{each.title}, about {each.hours} hour")
    assert page.ready.claim.startswith(f"About {way.hours:.0f} hours, in ")
    assert page.ready.claim.endswith(f"At 5 hours a week that is {math.ceil(way.hours / 5)} weeks.")
    assert "no shorter way" in page.ready.text
    assert page.ready.short.startswith("Fewest hours to “ready”")


def test_steps_that_do_not_reach_ready_say_how_far_they_reach() -> None:
    snapshot = snapshot_with([step("read", 3, {"risk_management": (2, 90)})])
    result = result_of(snapshot, person(SOME, LIKES))
    found = plan_of(result, snapshot, PlanPreferences(PM))
    page = plan_page(result, snapshot, PlanPreferences(PM))
    assert not found.to_ready.is_reached
    assert page.ready is not None
    assert page.ready.claim == ""
    assert "Our steps do not bring you there." in page.ready.text
    assert f"{int(found.to_ready.reach)} of 100 at most" in page.ready.text
    assert page.ready.short.startswith("Our steps do not bring you to “ready”")


def test_who_is_ready_by_level_hears_of_missing_years() -> None:
    snapshot = edition()
    result = result_of(snapshot, person({"pm": 5, "tpm": 5, "soft": 5}, LIKES, years="0"))
    page = plan_page(result, snapshot, PlanPreferences(TPM))
    assert page.ready is not None
    assert "at “ready”" in page.ready.text
    assert "No step gives the hands-on years" in page.ready.text
    assert page.ready.short == ""


def test_every_step_for_the_same_gap_can_be_swapped_in() -> None:
    gains = {"risk_management": (4, 100), "communication": (4, 100)}
    listed = [step(f"s{n:02}", 4, gains) for n in range(14)]
    snapshot = snapshot_with(listed)
    page = plan_page(result_of(snapshot, person(SOME, LIKES)), snapshot, PlanPreferences(PM, 4, 1))
    (planned,) = page.planned
    others = {each["key"] for each in listed} - {planned.line.step.key}
    assert {key for key, _ in (*planned.first_swaps, *planned.more_swaps)} == others
    assert len(planned.first_swaps) == 6


def test_with_too_many_steps_to_try_all_the_way_to_ready_says_so() -> None:
    gains = {c.key: (9, 100) for c in edition().roles.competencies}
    listed = [step(f"s{n}", 3 + n, gains) for n in range(20)]
    snapshot = snapshot_with(listed)
    page = plan_page(result_of(snapshot, person(SOME, LIKES)), snapshot, PlanPreferences(PM))
    assert page.ready is not None
    assert "There are too many steps to try every way" in page.ready.text
    assert "A slightly better plan may exist." in page.search
    assert page.ready.short.startswith("Fewest hours to “ready” that we found")


@settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(any_sheet(), st.integers(1, 12), st.integers(1, 30), st.sampled_from([PM, TPM]))
def test_no_plan_promises_more_than_the_ceilings_of_its_steps(
    answers: Answers, hours: int, weeks: int, role: str
) -> None:
    snapshot = edition()
    result = result_of(snapshot, answers)
    if role not in dict(plan_roles(Reading(result, snapshot))):
        return
    preferences = PlanPreferences(role, hours, weeks)
    found = plan_of(result, snapshot, preferences)
    for planned in found.planned:
        gains = {each.competency: each for each in planned.step.gains}
        for raised in planned.raises:
            gain = gains[raised.competency]
            assert raised.after <= max(raised.before, gain.ceiling) + 1e-9
            assert raised.after <= raised.before + gain.gain + 1e-9
    if found.more_time:
        longer = plan_of(result, snapshot, replace(preferences, weeks=found.more_time.weeks))
        unmet = {each.must_have.competency for each in longer.later}
        assert len(longer.later) < len(found.later)
        assert not unmet & {each.competency for each in found.more_time.must_haves}


def test_who_can_do_the_work_already_is_told_to_write_it_down_and_given_no_idle_step() -> None:
    snapshot = edition()
    answers = person({"pm": 5, "tpm": 3, "soft": 5}, LIKES, years="0")
    result = result_of(snapshot, answers)
    advice = {each.role.short_name: each for each in together(Reading(result, snapshot))}
    assert advice["PM"].advice == "Document"
    page = plan_page(result, snapshot, PlanPreferences(PM))
    assert page.notes[0].startswith("First write down what you can do for PM already:")
    assert not page.planned
    assert "no step would add a point" in page.lead
    away = plan_page(result, snapshot, PlanPreferences(TPM))
    assert advice["TPM"].advice == "Think it over"
    assert away.notes[0].removeprefix("Before you start: ")[1:] == advice["TPM"].text[1:]


def test_a_plan_that_misses_a_must_have_by_a_little_offers_the_weeks_that_meet_it() -> None:
    snapshot = edition()
    answers = person({"pm": 3, "tpm": 3, "soft": 2}, LIKES) | {"B07": 2}
    result = result_of(snapshot, answers)
    [must] = plan_of(result, snapshot, PlanPreferences(TPM, 1, 1)).later
    weeks = int(must.hours) - 1
    page = plan_page(result, snapshot, PlanPreferences(TPM, 1, weeks))
    assert page.more_time == (
        "With about 1 hour more, this plan would also meet a must-have that it misses now: "
        f"Technical expertise. That is {weeks + 1} weeks in all."
    )
    assert page.more_weeks == weeks + 1
    assert not plan_page(result, snapshot, PlanPreferences(TPM, 1, weeks + 1)).later
