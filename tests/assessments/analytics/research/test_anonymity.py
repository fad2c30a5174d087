"""At least five attempts of an export share everything it tells about a person."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.analytics.research.anonymity import HIDDEN, WITHHELD, Grain, grains, layout_of
from tests.assessments.sheets import edition

LAYOUT = layout_of(edition())
FACTS = LAYOUT.facts


def row(**changed: Any) -> list[int]:
    """Return one person's quarter and facts, as ``Layout.background`` gives them."""
    return [2026 * 4, *(changed.get(fact.key, 1) for fact in FACTS)]


def grain_of(rows: list[list[int]]) -> list[int]:
    size = (len(rows), 1 + len(FACTS))
    return [*grains(np.array(rows, dtype=np.int64).reshape(size), LAYOUT).tolist()]


def told(row: list[int], grain: Grain) -> dict[str, Any]:
    """Return all that an export tells of one person, by what it is about."""
    names = ("period", *(fact.key for fact in FACTS))
    return {names[place]: LAYOUT.told(place, value, grain) for place, value in enumerate(row)}


@st.composite
def described(draw: st.DrawFn) -> list[list[int]]:
    few = draw(st.booleans())
    rows = []
    for _ in range(draw(st.integers(0, 60))):
        values = [2026 * 4 + draw(st.integers(0, 5))]
        for fact in FACTS:
            most = 2 ** len(fact.options) - 1 if fact.is_multiple else len(fact.options) - 1
            value = draw(st.integers(-1, min(most, 1) if few else most))
            values.append(-1 if fact.is_multiple and value == 0 else value)
        rows.append(values)
    return rows


@settings(max_examples=80, deadline=None)
@given(described())
def test_nothing_is_told_that_fewer_than_five_share(rows: list[list[int]]) -> None:
    shown = [
        told(each, Grain(grain))
        for each, grain in zip(rows, grain_of(rows), strict=True)
        if grain != WITHHELD
    ]
    sizes = Counter(tuple((key, str(value)) for key, value in each.items()) for each in shown)
    assert all(size >= 5 for size in sizes.values())
    assert len(rows) - len(shown) < 5


def test_five_who_are_alike_are_told_in_full() -> None:
    rows = [row()] * 5
    assert grain_of(rows) == [Grain.FULL] * 5
    what = told(rows[0], Grain.FULL)
    assert what["period"] == "2026-Q1"
    assert what["years_software"] == "<1"
    assert what["certifications"] == ["pm_cert"]


def test_five_who_are_nearly_alike_are_told_in_bands() -> None:
    rows = [row(years_software=number % 2, certifications=3 + number) for number in range(5)]
    assert grain_of(rows) == [Grain.BANDS] * 5
    what = told(rows[0], Grain.BANDS)
    assert what["period"] == "2026"
    assert what["years_software"] == "0 to <1"
    assert what["certifications"] == "some"
    assert what["degree_field"] == "business"


def test_one_who_is_like_nobody_is_told_with_nothing_or_left_out() -> None:
    odd = row(years_software=5, years_systems=5, years_cloud=5, sdlc_projects=4)
    assert grain_of([*[row()] * 6, odd])[-1] == WITHHELD
    others = [row(years_systems=number % 2 * 5, years_cloud=number // 2 * 3, sdlc_projects=number)
              for number in range(4)]  # fmt: skip
    found = grain_of([*[row()] * 6, odd, *others])
    assert found[6:] == [Grain.NOTHING] * 5
    nothing = told(odd, Grain.NOTHING)
    assert set(nothing.values()) == {HIDDEN}


def test_nobody_is_no_trouble() -> None:
    assert grain_of([]) == []
