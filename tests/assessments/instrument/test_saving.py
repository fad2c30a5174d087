"""The laws of the save protocol, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.instrument.saving import BadSave, SaveOutcome, StoredAnswer, check_save, judge

SHEET: Any = SimpleNamespace(last_seq=12)
A, B = "page-a-0123456789", "page-b-0123456789"


@dataclass(frozen=True)
class Save:
    key: str
    seq: int
    value: int


def stored(key: str = f"{A}:1", seq: int = 5, value: int = 2) -> StoredAnswer:
    return StoredAnswer(value, seq, key, "2026-11-23T10:00:00+00:00")


def after(saves: list[Save]) -> StoredAnswer | None:
    """Return what is stored when these saves have arrived, in this order."""
    kept: StoredAnswer | None = None
    for save in saves:
        if judge(kept, key=save.key, seq=save.seq, value=save.value) is SaveOutcome.APPLY:
            kept = stored(save.key, save.seq, save.value)
    return kept


@pytest.mark.parametrize(
    ("key", "seq", "value", "outcome"),
    [
        (f"{A}:1", 5, 2, SaveOutcome.REPLAY),
        (f"{A}:1", 9, 2, SaveOutcome.REPLAY),
        (f"{A}:1", 9, 3, SaveOutcome.KEY_REUSED),
        (f"{A}:2", 6, 3, SaveOutcome.APPLY),
        (f"{A}:2", 6, 2, SaveOutcome.APPLY),
        (f"{A}:2", 5, 3, SaveOutcome.SUPERSEDED),
        (A, 4, 3, SaveOutcome.SUPERSEDED),
        (f"{B}:1", 6, 3, SaveOutcome.APPLY),
        (f"{B}:1", 5, 3, SaveOutcome.CHANGED_ELSEWHERE),
        (f"{B}:1", 5, 2, SaveOutcome.UNCHANGED),
    ],
)
def test_what_a_save_does_to_a_stored_answer(
    key: str, seq: int, value: int, outcome: SaveOutcome
) -> None:
    assert judge(stored(), key=key, seq=seq, value=value) is outcome


def test_a_first_answer_is_stored() -> None:
    assert judge(None, key=A, seq=1, value=0) is SaveOutcome.APPLY


# One page's changes: each has its own key, rising numbers, any value.
changes = st.lists(st.integers(0, 5), min_size=1, max_size=8).map(
    lambda values: [Save(f"{A}:{n}", n, value) for n, value in enumerate(values, 1)]
)


@given(data=st.data(), saves=changes)
def test_the_newest_change_of_a_page_wins_in_whatever_order_they_arrive(
    data: st.DataObject, saves: list[Save]
) -> None:
    arriving = data.draw(st.permutations(saves))
    again = data.draw(st.lists(st.sampled_from(saves), max_size=5))
    kept = after([*arriving, *again])
    assert kept is not None
    assert (kept.key, kept.value) == (saves[-1].key, saves[-1].value)


@given(
    saves=st.lists(
        st.builds(
            lambda page, change, seq, value: Save(f"{page}:{change}", seq, value),
            st.sampled_from([A, B]),
            st.integers(1, 4),
            st.integers(1, 6),
            st.integers(0, 2),
        ),
        max_size=12,
    )
)
def test_a_sequence_number_never_falls_and_nothing_is_overwritten_silently(
    saves: list[Save],
) -> None:
    kept: StoredAnswer | None = None
    for save in saves:
        outcome = judge(kept, key=save.key, seq=save.seq, value=save.value)
        if outcome is SaveOutcome.APPLY:
            assert kept is None or save.seq > kept.seq
            kept = stored(save.key, save.seq, save.value)
            assert judge(kept, key=save.key, seq=save.seq, value=save.value) is SaveOutcome.REPLAY
        elif (
            kept is not None
            and kept.value != save.value
            and outcome not in (SaveOutcome.KEY_REUSED, SaveOutcome.CHANGED_ELSEWHERE)
        ):
            assert outcome is SaveOutcome.SUPERSEDED
            assert kept.key.split(":")[0] == save.key.split(":")[0]


@pytest.mark.parametrize("key", [None, 3, "", "short", "a" * 65, "bad key with blanks", "ü" * 20,
                                 "a" * 20 + ":x", "a" * 20 + ":1\n", "a" * 20 + "\0"])  # fmt: skip
def test_a_key_that_no_page_makes_is_named(key: object) -> None:
    with pytest.raises(BadSave, match="16 to 64 letters"):
        check_save(SHEET, key=key, seq=1)


@pytest.mark.parametrize("seq", [0, -1, True, 1.0, "1", None, 10_013, 10**30])
def test_a_sequence_number_out_of_reach_is_named(seq: object) -> None:
    with pytest.raises(BadSave, match="from 1 to 10012"):
        check_save(SHEET, key=A, seq=seq)


def test_good_keys_and_numbers_pass() -> None:
    for key, seq in ((A, 1), (f"{A}:12", 10_012)):
        check_save(SHEET, key=key, seq=seq)
