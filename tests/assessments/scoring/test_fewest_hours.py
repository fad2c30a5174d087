"""The fewest hours to a readiness, and steps that a person wants."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.plans.plan import Planner
from assessments.scoring.plans.step_sets import RoleTarget, Steps
from tests.assessments.scoring.plan_cases import (
    NAN,
    cases,
    fewest_hours,
    in_steps_order,
    legal_sets,
    plan,
    readiness,
    steps,
    target,
)


def shortest_by_trying(start: RoleTarget, what: Steps, ready: float) -> float | None:
    """Return the fewest hours of a legal set that is ready, or ``None``, by trying all sets."""
    musts = int((~np.isnan(start.must_have)).sum())
    enough = []
    for chosen in legal_sets(what, math.inf):
        met, value = readiness(start, what, chosen)
        if met == musts and value >= ready - 1e-9:
            enough.append(sum(what.hours[i] for i in chosen))
    return min(enough, default=None)


@given(cases(), st.sampled_from([30.0, 60.0, 85.0, 100.0]))
def test_the_fewest_hours_to_ready_are_those_of_the_shortest_set(
    case: tuple[RoleTarget, Steps], ready: float
) -> None:
    start, what = case
    found = fewest_hours(start, what, ready)
    shortest = shortest_by_trying(start, what, ready)
    assert found.is_exact
    assert found.is_reached == (shortest is not None)
    everything = what.order
    if shortest is None:
        assert (found.steps, found.hours) == ((), 0.0)
        assert found.readiness == pytest.approx(readiness(start, what, everything)[1])
        assert found.readiness < ready or found.unmet
    else:
        assert found.hours == pytest.approx(shortest)
        assert found.readiness == pytest.approx(readiness(start, what, found.steps)[1])
        assert set(found.steps) in [set(each) for each in legal_sets(what, math.inf)]


@given(cases(fewest=1), st.sampled_from([30.0, 60.0, 85.0]))
def test_with_many_steps_the_way_to_ready_is_sound_and_nothing_in_it_is_unneeded(
    case: tuple[RoleTarget, Steps], ready: float
) -> None:
    start, what = case
    shortest = shortest_by_trying(start, what, ready)
    if shortest is None:
        return
    found = Planner.of(start, what, range(len(what)), tried=0).fewest_hours(ready)
    assert found.is_reached
    assert found.hours >= shortest - 1e-9
    assert found.readiness == pytest.approx(readiness(start, what, found.steps)[1])
    for index in found.steps:
        fewer = {i for i in found.steps if index not in what.with_before(i)}
        met, value = readiness(start, what, in_steps_order(what, fewer))
        assert value < ready - 1e-9 or met < (~np.isnan(start.must_have)).sum()


def test_the_way_to_ready_starts_from_what_is_done_and_keeps_off_what_is_left_out() -> None:
    what = steps((5, {0: (60, 60)}, ()), (9, {0: (60, 60)}, ()), (4, {1: (60, 60)}, (0,)))
    start = target([0, 60, 60, 60, 60], [50, NAN, NAN, NAN, NAN])
    assert fewest_hours(start, what, 85.0).steps == (0,)
    assert fewest_hours(start, what, 85.0, left_out=[0]).steps == (1,)
    assert not fewest_hours(start, what, 85.0, left_out=[0, 1]).is_reached
    assert fewest_hours(start, what, 85.0, left_out=[0, 1]).unmet == (0,)
    ready = target([60, 60, 60, 60, 60])
    assert fewest_hours(ready, what, 85.0) == fewest_hours(ready, what, 85.0, done=[0])
    assert fewest_hours(ready, what, 85.0).hours == 0.0


@given(cases(fewest=1), st.integers(0, 80), st.data())
def test_a_wanted_step_is_planned_and_the_rest_is_the_best_beside_it(
    case: tuple[RoleTarget, Steps], hours: int, data: st.DataObject
) -> None:
    start, what = case
    one = data.draw(st.integers(0, len(what) - 1))
    found = plan(start, what, hours, wanted=[one])
    chosen = {each.step for each in found.steps}
    chain = what.with_before(one)
    assert chain <= chosen
    most = max(float(hours), float(what.hours[sorted(chain)].sum()))
    assert found.hours <= most + 1e-9
    best = max(
        readiness(start, what, each)[0] for each in legal_sets(what, most) if chain <= set(each)
    )
    assert readiness(start, what, in_steps_order(what, chosen))[0] == best
    few = plan(start, what, hours, wanted=[one], tried=1)
    assert chain <= {each.step for each in few.steps}
