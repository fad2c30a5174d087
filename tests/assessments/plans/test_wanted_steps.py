"""Steps that a person chooses or swaps, the way to ready, and what a plan never promises."""

from __future__ import annotations

import math

from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.evaluation.presenters.dials import SHOW, together
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.result import result_of
from assessments.plans.planning import plan_of, steps_of
from assessments.plans.preferences import Action, PlanPreferences, after_action
from assessments.plans.presenters.page import plan_page, plan_roles
from assessments.scoring.plans.plan import EXACT_UP_TO
from tests.assessments.plans.plan_pages import (
    LIKES,
    SOME,
    assert_adds_up,
    said,
    snapshot_with,
    some,
    step,
)
from tests.assessments.sheets import PM, TPM, Answers, any_sheet, edition, person
from web.words import lowered


def test_a_wanted_step_is_in_the_plan_and_named_as_a_choice() -> None:
    result, snapshot = some()
    plain = plan_page(result, snapshot, PlanPreferences(PM))
    other = plain.rest[-1].step.key
    page = plan_page(result, snapshot, PlanPreferences(PM, 1, 1, wanted=frozenset((other,))))
    line = next(each for each in page.planned if each.line.step.key == other)
    assert line.line.is_wanted
    assert_adds_up(page)
    assert "That is more than you set aside, because of the steps you chose." in said(page, "total")


def test_a_swap_offers_only_steps_outside_the_plan_that_raise_the_same() -> None:
    result, snapshot = some()
    preferences = PlanPreferences(PM, left_out=frozenset(("pm_course",)))
    page = plan_page(result, snapshot, preferences)
    gains = {each.key: {g.competency for g in each.gains} for each in steps_of(snapshot)}
    planned = {each.line.step.key for each in page.planned}
    assert any(each.others for each in page.planned)
    for each in page.planned:
        for other in each.others:
            assert other.key not in planned | preferences.ticked
            assert gains[other.key] & gains[each.line.step.key]


def test_a_swap_makes_the_plan_again_with_the_other_step() -> None:
    result, snapshot = some()
    page = plan_page(result, snapshot, PlanPreferences(PM))
    out = next(each for each in page.planned if each.others)
    key = out.others[0].key
    preferences = after_action(PlanPreferences(PM), Action.SWAP, out.line.step.key, key)
    after = plan_page(result, snapshot, preferences)
    assert key in {each.line.step.key for each in after.planned}
    assert said(after, "search").startswith("Around the steps you chose, we picked the mix that")
    assert said(after, "search").endswith(", and so do those you left out.")
    assert "Steps you left out are not counted." in said(after, "way")
    assert [line.step.key for line in after.ticked] == [out.line.step.key]
    assert_adds_up(after)


def test_the_fewest_hours_to_ready_are_named_with_their_steps_and_weeks() -> None:
    result, snapshot = some()
    found = plan_of(result, snapshot, PlanPreferences(PM))
    way = found.way
    page = plan_page(result, snapshot, PlanPreferences(PM, hours_a_week=5))
    assert way.is_reached
    assert way.readiness >= found.limit
    text = said(page, "way")
    for each in way.steps:
        assert f"{each.title}, about {each.hours} hour" in text
    assert text.startswith(f"About {way.hours:.0f} hours, in ")
    weeks = f"At 5 hours a week that is {math.ceil(way.hours / 5)} weeks."
    assert f"{weeks} The shortest way there “Ready” for PM" in text
    assert "this is the shortest route" in text
    assert said(page, "way_in_short").startswith("Fewest hours to “ready”: about")


def test_steps_that_do_not_reach_ready_say_how_far_they_reach() -> None:
    snapshot = snapshot_with([step("read", 3, {"risk_management": (2, 90)})])
    result = result_of(snapshot, person(SOME, LIKES))
    found = plan_of(result, snapshot, PlanPreferences(PM))
    page = plan_page(result, snapshot, PlanPreferences(PM))
    assert not found.way.is_reached
    text = said(page, "way")
    start = "Our steps alone do not take you there. How far they go “Ready” for PM starts at "
    assert text.startswith(start)
    assert f"{int(found.way.readiness)} of 100 at most" in text
    assert said(page, "way_in_short").startswith("Our steps alone do not take you to “ready”")


def test_who_is_ready_by_level_hears_of_missing_years() -> None:
    snapshot = edition()
    result = result_of(snapshot, person({"pm": 5, "tpm": 5, "soft": 5}, LIKES, years="0"))
    page = plan_page(result, snapshot, PlanPreferences(TPM))
    assert "you are “ready”" in said(page, "way")
    assert "hands-on years, which no step can give" in said(page, "way")
    assert page.is_ready
    assert said(page, "way_in_short") == ""


def test_every_step_for_the_same_gap_can_be_swapped_in() -> None:
    gains = {"risk_management": (4, 100), "communication": (4, 100)}
    listed = [step(f"s{n:02}", 4, gains) for n in range(14)]
    snapshot = snapshot_with(listed)
    page = plan_page(result_of(snapshot, person(SOME, LIKES)), snapshot, PlanPreferences(PM, 4, 1))
    (planned,) = page.planned
    others = {each["key"] for each in listed} - {planned.line.step.key}
    assert {each.key for each in planned.others} == others
    row = render_to_string(
        "assessments/plans/step.html", {"line": planned.line, "planned": planned}
    )
    assert row.count('value="swap ') == len(others)
    shown, _ = row.split("Show 7 more")
    assert shown.count('value="swap ') == 6


def test_with_too_many_steps_to_try_all_the_way_to_ready_says_so() -> None:
    gains = {c.key: (9, 100) for c in edition().roles.competencies}
    listed = [step(f"s{n}", 3 + n, gains) for n in range(20)]
    snapshot = snapshot_with(listed)
    page = plan_page(result_of(snapshot, person(SOME, LIKES)), snapshot, PlanPreferences(PM))
    assert "There are too many steps to try every mix" in said(page, "way")
    assert said(page, "search").endswith(
        f"More than {EXACT_UP_TO} steps could help you, so we tried only mixes of the most "
        "promising ones, and a slightly better plan may exist."
    )
    assert said(page, "way_in_short").startswith("Fewest hours to “ready” that we found")


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
    for planned in found.best.steps:
        gains = {each.competency: each for each in planned.step.gains}
        for place in planned.raises:
            before, after = planned.before[place], planned.after[place]
            gain = gains[result.levels[place].competency]
            assert after <= max(before, gain.ceiling) + 1e-9
            assert after <= before + gain.gain + 1e-9


@settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    any_sheet(), st.integers(1, 12), st.integers(1, 12), st.sampled_from([PM, TPM]),
    st.sets(st.integers(0, 15), max_size=3),
)  # fmt: skip
def test_more_hours_a_week_are_offered_exactly_where_a_few_more_meet_another_must_have(
    answers: Answers, hours: int, weeks: int, role: str, done: set[int]
) -> None:
    snapshot = edition()
    result = result_of(snapshot, answers)
    if role not in dict(plan_roles(Reading(result, snapshot))):
        return
    keys = frozenset(steps_of(snapshot)[index].key for index in done)

    def missed(hours: int) -> set[str | None]:
        found = plan_of(result, snapshot, PlanPreferences(role, hours, weeks, keys))
        return {must.competency for must, _ in found.later}

    offer = plan_of(result, snapshot, PlanPreferences(role, hours, weeks, keys)).more_time
    few = range(hours + 1, max(hours + 1, hours + hours // 2) + 1)
    better = next((more for more in few if missed(more) < missed(hours)), None)
    if better is None:
        assert offer is None
    else:
        assert offer
        assert offer.hours_a_week == better
        named = {each.competency for each in offer.must_haves}
        assert named == missed(hours) - missed(better)


def test_who_can_do_the_work_already_is_told_to_write_it_down_and_given_no_idle_step() -> None:
    snapshot = edition()
    answers = person({"pm": 5, "tpm": 3, "soft": 5}, LIKES, years="0")
    result = result_of(snapshot, answers)
    advice = {each.role.short_name: each for each in together(Reading(result, snapshot))}
    assert advice["PM"].advice == SHOW
    page = plan_page(result, snapshot, PlanPreferences(PM))
    assert said(page, "notes").startswith("First keep samples of what you can do for PM already,")
    assert not page.planned
    assert "no step would add a point" in said(page, "lead")
    away = plan_page(result, snapshot, PlanPreferences(TPM))
    assert advice["TPM"].advice == "Think it over"
    assert said(away, "notes").startswith(f"Before you start: {lowered(advice['TPM'].text)}")


def test_a_plan_that_misses_a_must_have_by_a_little_offers_the_hours_that_meet_it() -> None:
    snapshot = edition()
    answers = person({"pm": 3, "tpm": 3, "soft": 2}, LIKES) | {"B07": 2}
    result = result_of(snapshot, answers)
    page = plan_page(result, snapshot, PlanPreferences(TPM, 3, 4))
    assert said(page, "more_time") == (
        "With 4 hours a week instead of 3, you would also meet a must-have: Technical expertise."
    )
    assert not plan_page(result, snapshot, PlanPreferences(TPM, 4, 4)).later
    assert plan_page(result, snapshot, PlanPreferences(TPM, 3, 3)).found.more_time is None
