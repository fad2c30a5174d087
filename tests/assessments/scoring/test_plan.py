"""The development plan: within the hours, exact for few steps, close to it for many."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import Instrument
from assessments.scoring.plans.plan import SMALL_EXTENSION, Fewest, Plan, Planner
from assessments.scoring.plans.step_sets import LEAST
from assessments.scoring.plans.steps import Steps, Target
from tests.effort import calls_of

C = 5
NAN = float("nan")


def plan(start: Target, what: Steps, hours: float, **said: Any) -> Plan:
    return Planner.of(start, what, **said).plan(hours)


def fewest_hours(start: Target, what: Steps, ready: float, **said: Any) -> Fewest:
    return Planner.of(start, what, **said).fewest_hours(ready)


def target(level: list[float], must_have: list[float] | None = None) -> Target:
    base = Target(
        weight=np.full(C, 1 / C),
        required=np.full(C, 60.0),
        must_have=np.full(C, NAN),
        level=np.array(level, dtype=float),
        cap_slope=60.0,
    )
    return base if must_have is None else replace(base, must_have=np.array(must_have))


def steps(*rows: tuple[float, dict[int, tuple[float, float]], tuple[int, ...]]) -> Steps:
    """``(hours, {competency: (gain, ceiling)}, needs)`` for each step."""
    gain, ceiling = np.zeros((len(rows), C)), np.zeros((len(rows), C))
    for row, (_, gains, _) in enumerate(rows):
        for competency, (points, highest) in gains.items():
            gain[row, competency], ceiling[row, competency] = points, highest
    return Steps(
        np.array([row[0] for row in rows], dtype=float),
        gain,
        ceiling,
        tuple(row[2] for row in rows),
    )


@st.composite
def cases(draw: st.DrawFn, fewest: int = 0, most: int = 7) -> tuple[Target, Steps]:
    size = draw(st.integers(fewest, most))
    tenths = st.integers(0, 20).map(lambda n: 5.0 * n)
    weight = np.array(draw(st.lists(st.integers(0, 5), min_size=C, max_size=C)), dtype=float)
    weight[0] += 1.0
    required = np.array(draw(st.lists(tenths, min_size=C, max_size=C)))
    must = np.where(
        np.array(draw(st.lists(st.booleans(), min_size=C, max_size=C))) & (required > 20.0),
        required - 20.0,
        NAN,
    )
    rows = []
    for index in range(size):
        gains = draw(
            st.dictionaries(
                st.integers(0, C - 1),
                st.tuples(st.integers(1, 30).map(float), tenths),
                min_size=1,
                max_size=3,
            )
        )
        needs = draw(st.sets(st.integers(0, index - 1), max_size=1)) if index else set()
        rows.append((float(draw(st.integers(1, 40))), gains, tuple(needs)))
    start = Target(
        weight / weight.sum(), required, must,
        np.array(draw(st.lists(tenths, min_size=C, max_size=C))), 60.0,
    )  # fmt: skip
    return start, steps(*rows)


def readiness(start: Target, what: Steps, chosen: tuple[int, ...]) -> tuple[int, float]:
    """(must-haves met, R) of steps done in the order given, one number at a time."""
    total, met, short = 0.0, 0, 0.0
    for c in range(C):
        level = start.level[c]
        for index in chosen:
            level = max(level, min(level + what.gain[index, c], what.ceiling[index, c]))
        required = start.required[c]
        total += 100.0 * start.weight[c] * (min(1.0, level / required) if required else 1.0)
        if not np.isnan(start.must_have[c]):
            met += bool(level >= start.must_have[c] - 1e-9)
            short = max(short, 1.0 - level / start.must_have[c])
    return met, min(total, 100.0 - 60.0 * short)


def in_steps_order(what: Steps, chosen: Collection[int]) -> tuple[int, ...]:
    return tuple(index for index in what.order if index in chosen)


def legal_sets(what: Steps, hours: float) -> list[tuple[int, ...]]:
    found = []
    for size in range(len(what) + 1):
        for chosen in itertools.combinations(what.order, size):
            fits = sum(what.hours[i] for i in chosen) <= hours
            if fits and all(set(what.needs[i]) <= set(chosen) for i in chosen):
                found.append(chosen)
    return found


def best_by_trying(start: Target, what: Steps, hours: float) -> tuple[int, float, float]:
    """(must-haves met, best R of a set of which each step is worth it, hours of that set)."""
    every = {frozenset(c): readiness(start, what, c) for c in legal_sets(what, math.inf)}

    def is_worth_it(chosen: frozenset[int]) -> bool:
        for one in chosen:
            without = frozenset(i for i in chosen if one not in what.with_before(i))
            (met, value), (met_before, value_before) = every[chosen], every[without]
            if met == met_before and value < value_before + LEAST - 1e-8:
                return False
        return True

    fitting = [frozenset(chosen) for chosen in legal_sets(what, hours)]
    good = [
        (every[each][0], round(every[each][1], 9), -float(what.hours[sorted(each)].sum()))
        for each in fitting
        if is_worth_it(each)
    ]
    most = max(every[each][0] for each in fitting)
    assert max(good)[0] == most, "Asking that each step is worth it costs no must-have."
    return most, max(good)[1], -max(good)[2]


def assert_sound(start: Target, what: Steps, hours: float, found: Plan) -> None:
    chosen = [step.index for step in found.steps]
    assert len(set(chosen)) == len(chosen)
    assert found.hours == pytest.approx(sum(what.hours[i] for i in chosen))
    assert found.hours <= hours + 1e-6
    for place, index in enumerate(chosen):
        assert set(what.needs[index]) <= set(chosen[:place]), "Prerequisites come first."
    assert all(step.gain >= -1e-9 for step in found.steps)
    assert sum(s.gain for s in found.steps) == pytest.approx(found.readiness - found.start)
    met, value = readiness(start, what, tuple(chosen))
    assert found.readiness == pytest.approx(value)
    assert found.start == pytest.approx(readiness(start, what, ())[1])
    assert len(found.later) == int((~np.isnan(start.must_have)).sum()) - met
    level = start.level
    for step in found.steps:
        assert (step.before == level).all()
        ceiling = np.maximum(level, what.ceiling[step.index])
        assert (step.after <= np.minimum(level + what.gain[step.index], ceiling) + 1e-9).all()
        level = step.after
    assert not {*found.rest} & {*chosen}


@given(cases(), st.integers(0, 120))
def test_a_plan_of_few_steps_is_the_best_of_all_sets(
    case: tuple[Target, Steps], hours: int
) -> None:
    start, what = case
    found = plan(start, what, hours)
    assert found.is_exact
    assert_sound(start, what, hours, found)
    most, highest, fewest = best_by_trying(start, what, hours)
    chosen = {step.index for step in found.steps}
    assert readiness(start, what, in_steps_order(what, chosen))[0] == most
    assert found.readiness == pytest.approx(highest)
    assert found.hours == pytest.approx(fewest)
    if most > readiness(start, what, ())[0]:
        forced = {step.index for step in found.steps if step.is_for_must_have}
        assert what.hours[sorted(forced)].sum() == pytest.approx(
            min(
                what.hours[list(each)].sum()
                for each in legal_sets(what, hours)
                if {*each} <= chosen and readiness(start, what, each)[0] == most
            )
        )


@given(cases(), st.integers(1, 120))
def test_a_little_more_time_is_offered_exactly_where_it_meets_another_must_have(
    case: tuple[Target, Steps], hours: int
) -> None:
    start, what = case
    found = plan(start, what, hours)
    met = readiness(start, what, tuple(each.index for each in found.steps))[0]
    needed = min(
        (
            float(what.hours[list(each)].sum())
            for each in legal_sets(what, hours * (1 + SMALL_EXTENSION))
            if readiness(start, what, each)[0] > met
        ),
        default=None,
    )
    if needed is None:
        assert found.extension is None
        return
    assert found.extension
    assert found.extension.hours == pytest.approx(needed)
    more = plan(start, what, found.extension.hours)
    assert len(more.later) < len(found.later)
    unmet = {each.competency for each in found.later} - {each.competency for each in more.later}
    assert {*found.extension.competencies} == unmet


@given(cases(), st.integers(0, 60), st.integers(0, 60))
def test_more_hours_never_make_a_plan_worse(
    case: tuple[Target, Steps], hours: int, more: int
) -> None:
    start, what = case
    few, many = plan(start, what, hours), plan(start, what, hours + more)
    assert len(many.later) <= len(few.later)
    if len(many.later) == len(few.later):
        assert many.readiness >= few.readiness - 1e-9


@given(cases(most=8), st.integers(0, 120), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_what_is_done_or_left_out_is_never_planned(
    case: tuple[Target, Steps], hours: int, done: set[int], out: set[int]
) -> None:
    start, what = case
    done, out = ({i for i in each if i < len(what)} for each in (done, out - done))
    found = plan(start, what, hours, done=sorted(done), left_out=sorted(out))
    chosen = {step.index for step in found.steps}
    assert not chosen & (done | out)
    assert not {*found.rest} & (done | out)
    for index in chosen | {*found.rest}:
        assert set(what.needs[index]) <= done | chosen | {*found.rest}


@given(cases(fewest=4, most=9), st.integers(20, 120))
def test_the_sets_of_the_most_promising_steps_come_close_to_the_best(
    case: tuple[Target, Steps], hours: int
) -> None:
    start, what = case
    start = replace(start, must_have=np.full(C, NAN))
    exact, found = plan(start, what, hours), plan(start, what, hours, tried=5)
    assert_sound(start, what, hours, found)
    best = exact.readiness - exact.start
    assert found.readiness - found.start >= 0.6 * best - 1e-9


@given(cases(fewest=4, most=9), st.integers(20, 120))
def test_with_many_steps_a_plan_keeps_every_rule_with_must_haves(
    case: tuple[Target, Steps], hours: int
) -> None:
    start, what = case
    assert_sound(start, what, hours, plan(start, what, hours, tried=3))


@given(cases(fewest=1), st.integers(0, 120))
def test_nothing_is_offered_that_gains_nothing(case: tuple[Target, Steps], hours: int) -> None:
    start, what = case
    found = plan(start, what, hours)
    chosen = {each.index for each in found.steps}

    def points(steps: set[int]) -> float:
        free = replace(start, must_have=np.full(C, NAN))
        return readiness(free, what, in_steps_order(what, steps))[1]

    for index in found.rest:
        after = [i for i in found.rest if index in what.with_before(i)]
        gains = [points(chosen | what.with_before(i)) - points(chosen) for i in after]
        musts = np.flatnonzero(~np.isnan(start.must_have))
        assert max(gains) >= LEAST - 1e-6 or (what.gain[after][:, musts] > 0).any()


def test_a_must_have_comes_first_though_another_step_gives_more() -> None:
    start = target([50, 0, 0, 0, 0], must_have=[60, NAN, NAN, NAN, NAN])
    what = steps((10, {0: (10, 60)}, ()), (5, {1: (40, 60)}, ()), (20, {0: (20, 70)}, ()))
    found = plan(start, what, 15)
    assert [(s.index, s.is_for_must_have) for s in found.steps] == [(0, True), (1, False)]
    assert found.later == ()
    tight = plan(start, what, 10)
    assert [(s.index, s.is_for_must_have) for s in tight.steps] == [(0, True)]


def test_a_must_have_that_does_not_fit_is_for_later_with_its_cheapest_steps() -> None:
    start = target([10, 0, 0, 0, 0], must_have=[40, 60, NAN, NAN, NAN])
    what = steps(
        (30, {0: (20, 60)}, ()), (20, {0: (20, 60)}, ()), (50, {0: (30, 60)}, ()),
        (4, {2: (20, 60)}, ()),
    )  # fmt: skip
    found = plan(start, what, 10)
    assert [(m.competency, m.steps, m.hours) for m in found.later] == [
        (0, (1, 0), 50.0),
        (1, (), 0.0),
    ]
    assert plan(start, what, 60).later[0].competency == 1


def test_the_ceiling_and_todays_level_limit_what_a_step_gives() -> None:
    start = target([50, 60, 0, 0, 0])
    what = steps((1, {0: (30, 55)}, ()), (1, {1: (30, 100)}, ()), (1, {0: (30, 40)}, ()))
    found = plan(start, what, 10)
    assert [step.index for step in found.steps] == [0]
    assert found.readiness - found.start == pytest.approx(100 / C * 5 / 60)


def test_a_chain_is_taken_for_what_its_last_step_gives() -> None:
    what = steps((5, {0: (1, 60)}, ()), (5, {1: (40, 60)}, (0,)), (10, {2: (10, 60)}, ()))
    assert [step.index for step in plan(target([0] * C), what, 10).steps] == [0, 1]


def test_what_the_plan_makes_needless_is_not_offered_for_later() -> None:
    what = steps(
        (4, {0: (20, 100)}, ()),
        (9, {0: (20, 100)}, ()),  # the same level, which the first step lifts far enough
        (9, {1: (10, 100)}, ()),
    )
    found = plan(target([40, 0, 60, 60, 60]), what, 5.0)
    assert [each.index for each in found.steps] == [0]
    assert found.rest == (2,)


def test_a_step_that_a_missed_must_have_hides_is_still_offered_for_later() -> None:
    what = steps((4, {0: (30, 100)}, ()), (9, {1: (20, 100)}, ()))
    held = target([60, 0, 60, 60, 60], [NAN, 50, NAN, NAN, NAN])
    found = plan(replace(held, level=np.array([30.0, 0, 60, 60, 60])), what, 0.0)
    assert set(found.rest) == {0, 1}


def test_steps_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="circles"):
        steps((1, {0: (1, 60)}, (1,)), (1, {0: (1, 60)}, (0,)))


def test_no_hours_no_steps_and_hours_below_zero() -> None:
    start = target([0] * C)
    assert plan(start, steps((1, {0: (5, 60)}, ())), 0).steps == ()
    nothing = Steps(np.zeros(0), np.zeros((0, C)), np.zeros((0, C)))
    found = plan(start, nothing, 40)
    assert (found.steps, found.rest) == ((), ())
    with pytest.raises(ValueError, match="legal: 0 or more"):
        plan(start, nothing, -1)


def test_a_role_is_taken_from_the_instrument_without_what_has_no_level(
    instrument: Instrument,
) -> None:
    level = np.full(len(instrument.competencies), 50.0)
    level[0] = NAN
    start = Target.of(instrument, 0, level)
    assert start.weight[0] == 0.0
    assert np.isnan(start.must_have[0])
    assert start.weight.sum() == pytest.approx(1.0)
    with pytest.raises(ValueError, match="no readiness"):
        Target.of(instrument, 0, np.full(len(level), NAN))
    with pytest.raises(ValueError, match="legal: "):
        Target.of(instrument, 0, level[1:])


@pytest.mark.parametrize("size", [16, 50])
def test_a_plan_is_found_while_a_person_waits(instrument: Instrument, size: int) -> None:
    random = np.random.default_rng(3)
    competencies = len(instrument.competencies)
    what = Steps(
        random.integers(5, 60, size).astype(float),
        15.0 * random.random((size, competencies)) * (random.random((size, competencies)) < 0.3),
        np.full((size, competencies), 65.0),
    )
    start = Target.of(instrument, 1, random.integers(0, 50, competencies).astype(float))
    assert plan(start, what, 120).steps
    assert calls_of(lambda: plan(start, what, 120)) < 50_000  # 17,000 take 0.02 s


def shortest_by_trying(start: Target, what: Steps, ready: float) -> float | None:
    """The fewest hours of a legal set that is ready; None where no set is."""
    musts = int((~np.isnan(start.must_have)).sum())
    enough = []
    for chosen in legal_sets(what, math.inf):
        met, value = readiness(start, what, chosen)
        if met == musts and value >= ready - 1e-9:
            enough.append(sum(what.hours[i] for i in chosen))
    return min(enough, default=None)


@given(cases(), st.sampled_from([30.0, 60.0, 85.0, 100.0]))
def test_the_fewest_hours_to_ready_are_those_of_the_shortest_set(
    case: tuple[Target, Steps], ready: float
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
    case: tuple[Target, Steps], ready: float
) -> None:
    start, what = case
    shortest = shortest_by_trying(start, what, ready)
    if shortest is None:
        return
    found = Planner.of(start, what, tried=0).fewest_hours(ready)
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
    case: tuple[Target, Steps], hours: int, data: st.DataObject
) -> None:
    start, what = case
    one = data.draw(st.integers(0, len(what) - 1))
    found = plan(start, what, hours, wanted=[one])
    chosen = {each.index for each in found.steps}
    chain = what.with_before(one)
    assert chain <= chosen
    most = max(float(hours), float(what.hours[sorted(chain)].sum()))
    assert found.hours <= most + 1e-9
    best = max(
        readiness(start, what, each)[0] for each in legal_sets(what, most) if chain <= set(each)
    )
    assert readiness(start, what, in_steps_order(what, chosen))[0] == best
    few = plan(start, what, hours, wanted=[one], tried=1)
    assert chain <= {each.index for each in few.steps}
