"""No count of one to four people is shown, nor can one be worked out from what is shown."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.analytics.disclosure_control import (
    hidden,
    hidden_table,
    is_small,
    keeps_secret,
    with_totals,
)


def shown(counts: list[int]) -> list[int | None]:
    """Return the counts of a row, ``None`` where one is hidden."""
    return [None if hide else count for count, hide in zip(counts, hidden(counts), strict=True)]


LAW = settings(max_examples=150, deadline=None, derandomize=True)

few = st.integers(0, 9)
tables = st.integers(2, 3).flatmap(
    lambda rows: st.lists(st.lists(few, min_size=3, max_size=3), min_size=rows, max_size=rows)
)


def test_a_small_count_takes_the_next_smallest_with_it() -> None:
    assert shown([1, 7, 20, 0, 9, 6]) == [None, 7, 20, 0, 9, None]


def test_counts_of_five_or_more_and_of_nobody_show() -> None:
    assert shown([5, 0, 40]) == [5, 0, 40]
    assert not is_small(0)
    assert not is_small(5)


def test_two_single_people_are_not_hidden_by_each_other() -> None:
    assert shown([1, 1, 20, 30]) == [None, None, None, 30]


@LAW
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_what_a_row_hides_is_at_least_five_people_in_two_counts(counts: list[int]) -> None:
    mask = hidden(counts)
    gone = [count for count, hide in zip(counts, mask, strict=True) if hide]
    assert all(hide for count, hide in zip(counts, mask, strict=True) if is_small(count))
    assert all(count > 0 for count in gone)
    if gone and sum(counts) >= 5 and np.count_nonzero(counts) > 1:
        assert len(gone) >= 2
        assert sum(gone) >= 5


def test_a_table_of_fewer_than_five_people_shows_nothing() -> None:
    assert hidden_table(np.array([[2, 0], [1, 1]])).all()


def test_a_table_without_small_counts_shows_everything() -> None:
    assert not hidden_table(np.array([[50, 9], [0, 12]])).any()


def test_a_small_count_in_a_table_cannot_be_worked_out_from_rows_or_columns() -> None:
    table = np.array([[100, 3, 10], [20, 50, 8], [30, 9, 40]])
    mask = hidden_table(table)
    assert mask[0, 1]
    for lines in (mask, mask.T):
        assert all(line.sum() != 1 for line in lines)
    assert not mask[-1].any()


@LAW
@given(tables)
def test_every_hidden_count_of_a_table_could_be_another_one(rows: list[list[int]]) -> None:
    """Try every table of the same shape that agrees with all that is shown."""
    table = np.array(rows)
    mask = hidden_table(table)
    whole = with_totals(table)
    if not mask.any() or mask.all():
        return
    possible = _possible(table, mask)
    for cell in np.argwhere(mask):
        values = {int(other[tuple(cell)]) for other in possible}
        assert len(values) > 1, f"{tuple(cell)} must be {values} in\n{whole}\n{mask}"


@LAW
@given(tables)
def test_a_sum_is_said_only_if_it_gives_no_hidden_count_away(rows: list[list[int]]) -> None:
    table = np.array(rows)
    mask = hidden_table(table)
    if not mask.any() or mask.all() or not keeps_secret(table, mask, _trace):
        return
    possible = [
        other for other in _possible(table, mask) if _trace(other[:-1, :-1]) == _trace(table)
    ]
    for cell in np.argwhere(mask):
        assert len({int(other[tuple(cell)]) for other in possible}) > 1


def test_a_sum_that_would_give_a_hidden_count_away_is_found_out() -> None:
    table = np.array([[50, 2, 9], [8, 60, 9], [9, 9, 70]])
    mask = hidden_table(table)
    assert not keeps_secret(table, mask, lambda other: int(other[0, 1]))


def _trace(table: np.ndarray) -> int:
    return int(np.trace(table[:2, :2]))


def _possible(table: np.ndarray, mask: np.ndarray) -> list[np.ndarray]:
    """Yield tables that differ by one person in any cells and agree with all that is shown."""
    whole = with_totals(table)
    cells = np.argwhere(mask[:-1, :-1])
    moves = np.array(list(product((-1, 0, 1), repeat=len(cells)))).reshape(-1, len(cells))
    others = np.repeat(table[None], len(moves), axis=0)
    others[:, cells[:, 0], cells[:, 1]] += moves
    rows = np.concatenate([others, others.sum(axis=2, keepdims=True)], axis=2)
    complete = np.concatenate([rows, rows.sum(axis=1, keepdims=True)], axis=1)
    agree = ((complete == whole) | mask).all(axis=(1, 2))
    agree &= ((complete >= 1) | ~mask).all(axis=(1, 2))
    return list(complete[agree])
