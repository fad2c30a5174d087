"""Numbers and days that readers type: taken, or refused with the value and the legal ones."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from web.fields import EARLIEST_DAY, PastDay, WholeNumber, shown
from web.words import day_text

NUMBER = WholeNumber("Months", most=600, example=24)
DAYS = st.dates(dt.date.min, dt.date.max)


def clean(field: forms.Field, typed: str) -> object:
    """Return the value, or the messages of an error; fail for any other exception."""
    try:
        return field.clean(typed)
    except ValidationError as error:
        return error.messages


@given(st.integers() | st.integers(0, 600))
def test_a_number_is_taken_exactly_when_it_is_in_range(number: int) -> None:
    expected: object = number
    if not 0 <= number <= 600:
        legal = "Months are a whole number from 0 to 600, such as 24."
        expected = [f"{shown(number)} does not fit. {legal}"]
    assert clean(NUMBER, str(number)) == expected


@given(st.text())
@example("9" * 5000)
@example("1e400")
@example("\x00")
def test_whatever_is_typed_as_a_number_is_answered_in_plain_words(typed: str) -> None:
    found = clean(NUMBER, typed)
    assert found is None or isinstance(found, int) or "from 0 to 600" in str(found)


@given(DAYS)
@example(dt.date(9999, 12, 31))
@time_machine.travel("2026-11-23 12:00:00+00:00", tick=False)
def test_a_day_is_taken_exactly_when_it_lies_in_a_working_life(day: dt.date) -> None:
    found = clean(PastDay(), day.isoformat())
    if EARLIEST_DAY <= day <= dt.date(2026, 11, 23):
        assert found == day
    else:
        assert shown(day.isoformat()) in str(found)
        assert day_text(EARLIEST_DAY) in str(found)


@pytest.mark.parametrize("typed", ["soon", "2026-02-30", "31.12.2020", "\x00", "9" * 500])
def test_what_is_no_day_is_said(typed: str) -> None:
    assert f"{shown(typed)} is not a day." in str(clean(PastDay(), typed))
