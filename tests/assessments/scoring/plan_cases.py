"""Targets and steps for plans, drawn at random, and what a plan must be by trying every set."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from assessments.scoring.plans.plan import Fewest, Plan, Planner
from assessments.scoring.plans.step_sets import LEAST, RoleTarget, Steps
from tests.assessments.scoring.reference import lifted

C = 5
NAN = float("nan")


def plan(start: RoleTarget, what: Steps, hours: float, **said: Any) -> Plan[int]:
    return Planner.of(start, what, range(len(what)), **said).plan(hours)


def fewest_hours(start: RoleTarget, what: Steps, ready: float, **said: Any) -> Fewest[int]:
    return Planner.of(start, what, range(len(what)), **said).fewest_hours(ready)


def target(level: list[float], must_have: list[float] | None = None) -> RoleTarget:
    base = RoleTarget(
        weight=np.full(C, 1 / C),
        required=np.full(C, 60.0),
        must_have=np.full(C, NAN),
        level=np.array(level, dtype=float),
        cap_slope=60.0,
    )
    return base if must_have is None else replace(base, must_have=np.array(must_have))


def steps(*rows: tuple[float, dict[int, tuple[float, float]], tuple[int, ...]]) -> Steps:
    """Return steps, each given as ``(hours, {competency: (gain, ceiling)}, needs)``."""
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
def cases(draw: st.DrawFn, fewest: int = 0, most: int = 7) -> tuple[RoleTarget, Steps]:
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
    start = RoleTarget(
        weight / weight.sum(), required, must,
        np.array(draw(st.lists(tenths, min_size=C, max_size=C))), 60.0,
    )  # fmt: skip
    return start, steps(*rows)


def readiness(start: RoleTarget, what: Steps, chosen: tuple[int, ...]) -> tuple[int, float]:
    """Return (must-haves met, R) after steps in the order given, one number at a time."""
    total, met, short = 0.0, 0, 0.0
    for c in range(C):
        gains = ((what.gain[index, c], what.ceiling[index, c]) for index in chosen)
        level = lifted(start.level[c], gains)
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


def best_by_trying(start: RoleTarget, what: Steps, hours: float) -> tuple[int, float, float]:
    """Return (must-haves met, best R, hours) of the best set in which each step is worth it."""
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


def assert_sound(start: RoleTarget, what: Steps, hours: float, found: Plan[int]) -> None:
    chosen = [step.step for step in found.steps]
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
        ceiling = np.maximum(level, what.ceiling[step.step])
        assert (step.after <= np.minimum(level + what.gain[step.step], ceiling) + 1e-9).all()
        level = step.after
    assert not {*found.rest} & {*chosen}
