"""JSON that goes in or out is what every other program reads too."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.strict_json import dumps, loads

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(VALUES)
def test_what_goes_out_comes_in_again(value: Any) -> None:
    for text in (dumps(value), json.dumps(value), "\ufeff" + dumps(value)):
        assert loads(text) == loads(text.encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        "NaN", "Infinity", "[-Infinity]", "1e400", '{"a": 1, "a": 2}', r'"\ud83d"', r'["\udc00"]',
        "\ud83d", b'"\xe9"', b'"\xed\xa0\xbd"', "[" * 100_000, "9" * 5000, "", "{", "\ufeff",
    ],
)  # fmt: skip
def test_what_other_programs_refuse_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(text)


def test_a_number_that_is_too_long_is_told_in_words() -> None:
    with pytest.raises(ValueError, match="more than 4,300 digits"):
        loads('{"id": ' + "9" * 5000 + "}")


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert loads(r'"\ud83d\ude00"') == "😀"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_no_other_number_goes_out(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps([number])
