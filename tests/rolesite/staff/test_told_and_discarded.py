"""What an entry of the history tells is matched, thing by thing, with what was discarded."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry

from rolesite.staff.history.entries import UNDOES_ONE, _Past

AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
# As the desk wrote them: an entry of a row whose name changed too, and parts under other names.
ENTRY = """Name: PMP → PMP 2.
Issuer: PMI → PMI Inc.
Summary changed.
In way to the exam “With a degree zz”: Title: With a degree → With a degree zz. Hours changed.
Added topic “Planning”.
Deleted topic “Risk”."""
LABELS = {
    "PMP: name PMP → PMP 2": 0,
    "PMP 2: issuer PMI → PMI Inc": 1,
    "PMP 2: summary changed": 2,
    "PMP 2 › way to the exam “With a degree”: title With a degree → With a degree zz": 3,
    "PMP 2 › way to the exam “With a degree zz”: hours 1 → 2": 4,
    "PMP 2 › topic “Planning”: added": 5,
    "PMP 2 › Risk: removed": 6,
    "Another: issuer PMI → PMI Inc": None,
    "PMP 2: summary of it changed": None,
    "PMP 2: way to the exam moved": None,
}


@pytest.mark.parametrize("label", LABELS)
def test_a_discarded_change_takes_back_only_what_it_names(label: str) -> None:
    entry = LogEntry(action_time=AT, object_repr="PMP 2", change_message=ENTRY)
    past = _Past([], [(AT + dt.timedelta(minutes=1), f"{UNDOES_ONE} {label}")])
    assert past.taken_back(entry, None) == [place == LABELS[label] for place in range(7)]
    assert past.taken_back(entry, AT) == [False] * 7
    assert _Past([], [(AT, f"{UNDOES_ONE} {label}")]).taken_back(entry, None) == [False] * 7


def test_discarding_the_draft_takes_back_everything() -> None:
    entry = LogEntry(action_time=AT, object_repr="PMP 2", change_message=ENTRY)
    said = "Restored edition 1: 4 changes to the draft."
    assert _Past([], [(AT + dt.timedelta(1), said)]).taken_back(entry, None) == [True]


@pytest.mark.parametrize(
    ("flag", "message", "label"),
    [
        (CHANGE, "Level weight: 4 → 1.", "Question B01: level weight 4 → 1"),
        (CHANGE, "Level weight: 4 → 1.", "Question B01: added"),
        (CHANGE, "Put in place 3 of 9.", "Question B01: moved from place 2 to place 3"),
        (DELETION, "", "Question B01: removed"),
        (ADDITION, "Added.", "Question B01: added"),
    ],
)
def test_rows_are_known_by_what_lists_of_differences_call_them(
    flag: int, message: str, label: str
) -> None:
    entry = LogEntry(
        action_time=AT, object_repr="B01: A stem", change_message=message, action_flag=flag
    )
    past = _Past([], [(AT + dt.timedelta(minutes=1), f"{UNDOES_ONE} {label}")])
    assert past.taken_back(entry, None) == [True]
