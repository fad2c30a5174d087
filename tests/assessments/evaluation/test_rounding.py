"""Rounding for people: parts add up to what is shown, and no chance is overstated."""

from __future__ import annotations

import re
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.evaluation.presenters.reading import chance_text, half_up, outward, shares


@given(parts=st.lists(st.floats(-40, 40), max_size=50))
def test_shares_add_up_and_stay_within_one_of_their_part(parts: list[float]) -> None:
    total = half_up(fsum(parts))
    shown = shares(parts, total)
    assert sum(shown) == total
    assert all(abs(share - part) < 1 + 1e-6 for share, part in zip(shown, parts, strict=True))
    assert all(share == 0 for share, part in zip(shown, parts, strict=True) if part == 0)


def test_shares_refuse_a_total_that_is_not_theirs() -> None:
    with pytest.raises(ValueError, match="not to 9"):
        shares([1.0, 2.0], 9)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.5, 1),
        (1.5, 2),
        (2.5, 3),
        (2.4999, 2),
        (-0.5, -1),
        (-2.5, -3),
        (84.9999999999, 85),
        (0, 0),
    ],
)
def test_halves_are_rounded_up_and_both_directions_alike(value: float, shown: int) -> None:
    assert half_up(value) == shown


@given(st.floats(0.5, 1.0))
def test_no_chance_above_95_is_ever_printed(chance: float) -> None:
    numbers = [int(n) for n in re.findall(r"\d+", chance_text(chance))]
    assert numbers[0] <= 95
    assert ("at least" in chance_text(chance)) == (numbers[0] == 95)


@given(st.floats(-100, 100), st.floats(0, 100))
def test_a_range_never_looks_narrower_than_it_is(low: float, width: float) -> None:
    start, end = outward(low, low + width)
    assert start <= low + 1e-6
    assert end >= low + width - 1e-6
    assert end - start < width + 2
