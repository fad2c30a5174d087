"""Encoded answers say what the long ones say, go with them, and suit other editions too."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.analytics.impact.services import read_batch
from assessments.attempts.services import delete_attempt, save_answers
from assessments.evaluation.recalculation import recoded_answers
from assessments.evaluation.result import result_of
from assessments.instrument.answer_codec import FORMAT, decode_answers, encode_answers, recoder
from assessments.instrument.values import (
    AssessmentsSection,
    BackgroundFact,
    assessments_of,
    instrument_of,
)
from assessments.models import Attempt, EncodedAnswers
from assessments.plans.services import finish_quiz
from assessments.scoring import OPEN, SKIPPED, AnswerError, Instrument, encode, tables_of
from benchmarks.crowd import answers, store
from roles.models import Edition
from roles.snapshot.editions import Snapshot, parse_document, snapshot_of
from tests.assessments.factories import NOW, PAGE
from tests.assessments.sheets import Answers, any_sheet, edition, questions, technical

LAW = settings(max_examples=60, deadline=None, derandomize=True)
FACTS = [each for each in questions(edition()) if isinstance(each, BackgroundFact)]


@st.composite
def full_sheets(draw: st.DrawFn) -> Answers:
    """Draw any legal sheet, with several options of the facts that take several."""
    answers = draw(any_sheet())
    for fact in FACTS:
        if fact.is_multiple and answers.get(fact.key):
            codes = [option.code for option in fact.options if option.code != "none"]
            answers[fact.key] = draw(st.lists(st.sampled_from(codes), unique=True))
    return answers


def scored(instrument: Instrument, rows: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    tables = tables_of(instrument)
    return tables.scores(decode_answers(rows, tables.length))


@LAW
@given(st.lists(full_sheets(), min_size=1, max_size=5))
def test_encoded_answers_give_the_same_scores_as_the_long_ones(sheets: list[Answers]) -> None:
    instrument = instrument_of(edition())
    y, years = scored(instrument, [encode_answers(instrument, sheet) for sheet in sheets])
    for number, sheet in enumerate(sheets):
        expected, known = encode(instrument, sheet)
        np.testing.assert_array_equal(y[:, number], expected)
        np.testing.assert_array_equal(years[number], known)


def test_one_sheet_takes_some_fifty_bytes_and_tells_a_skip_from_an_open_question() -> None:
    instrument = instrument_of(edition())
    codes = encode_answers(instrument, {"B01": 3, "B02": None, "years_software": "10+"})
    assert len(codes) < 60
    assert codes[:4] == bytes([FORMAT, 3, SKIPPED, OPEN])


def test_an_answer_that_is_not_legal_is_not_packed() -> None:
    with pytest.raises(AnswerError):
        encode_answers(instrument_of(edition()), {"B01": 6})


def test_bytes_of_another_format_or_length_are_not_read() -> None:
    instrument = instrument_of(edition())
    good = encode_answers(instrument, {})
    for bad in (b"\x02" + good[1:], good[:-1], good + b"\x00"):
        with pytest.raises(ValueError, match="not"):
            decode_answers([bad], len(good) - 1)


# ------------------------------------------------------------------ under another edition

Edit = Callable[[dict[str, Any]], None]


def changed(document: dict[str, Any], edit: Edit) -> Snapshot:
    later = copy.deepcopy(document)
    edit(later["sections"]["assessments"])
    return Snapshot(8, "1" * 64, "", None, parse_document(later))


def _reverse_options(section: dict[str, Any]) -> None:
    section["items"][0]["options"].reverse()


def _drop_items(section: dict[str, Any]) -> None:
    section["items"] = section["items"][3:][::-1]


def _drop_options(section: dict[str, Any]) -> None:
    worth_points = {bonus["option"] for rule in section["evidence"] for bonus in rule["bonuses"]}
    for fact in section["facts"]:
        first = next(o for o in fact["options"] if o["code"] not in worth_points)
        fact["options"] = [o for o in fact["options"] if o is not first][::-1]


def _drop_a_level(section: dict[str, Any]) -> None:
    section["items"][1]["options"].pop(2)


def _many_options(section: dict[str, Any]) -> None:
    for fact in section["facts"]:
        if fact["is_multiple"]:
            more = [{"code": f"new_{n}", "label": f"New {n}"} for n in range(9)]
            fact["options"] = [*more, *fact["options"]]


def _one_instead_of_several(section: dict[str, Any]) -> None:
    for fact in section["facts"]:
        fact["is_multiple"] = not fact["is_multiple"]


@pytest.mark.parametrize(
    "edit",
    [
        _reverse_options,
        _drop_items,
        _drop_options,
        _drop_a_level,
        _many_options,
        _one_instead_of_several,
        lambda section: None,
    ],
)
def test_answers_are_carried_to_a_later_quiz_as_a_recalculation_carries_them(
    seed_document: dict[str, Any], edit: Edit
) -> None:
    old, new = edition(), changed(seed_document, edit)
    before, after = assessments_of(old), assessments_of(new)
    then, now = instrument_of(old), instrument_of(new)

    @LAW
    @given(full_sheets())
    def law(sheet: Answers) -> None:
        answers = recoded_answers(result_of(old, sheet).answers, before, after)
        codes = decode_answers([encode_answers(then, sheet)], tables_of(then).length)
        y, years = tables_of(now).scores(recoder(before, after).recode(codes))
        expected, known = encode(now, answers)
        np.testing.assert_array_equal(y[:, 0], expected)
        np.testing.assert_array_equal(years[0], known)

    law()


def test_a_quiz_knows_how_many_of_its_questions_were_asked_before(
    seed_document: dict[str, Any],
) -> None:
    old: AssessmentsSection = assessments_of(edition())
    active = sum(item.is_active for item in old.items)
    assert recoder(old, old).kept == active
    assert recoder(assessments_of(changed(seed_document, _drop_items)), old).kept == active - 3


# ------------------------------------------------------------------ in the database


def answered(token: str) -> None:
    answers = technical() | {"B02": None}
    save_answers(token=token, key=f"{PAGE}:1", seq=1, answers=answers, now=NOW)


def test_finishing_writes_encoded_answers_with_the_result(token: str, published: Edition) -> None:
    answered(token)
    finish_quiz(token=token, now=NOW)
    finish_quiz(token=token, now=NOW)
    row, attempt = EncodedAnswers.objects.get(), Attempt.objects.get()
    assert attempt.result is not None
    assert (row.attempt, row.edition, row.verdict) == (attempt, published, "one_role")
    assert row.named_role is not None
    slugs = [role["slug"] for role in attempt.result["roles"]]
    assert slugs[row.named_role] == attempt.result["named_role"]
    instrument = instrument_of(edition())
    assert bytes(row.codes) == encode_answers(instrument, technical() | {"B02": None})


def test_finishing_takes_one_query_more_for_them(
    token: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answered(token)
    # savepoint, the row with its edition under its lock, update, encoded answers, release
    with django_assert_num_queries(5):
        finish_quiz(token=token, now=NOW)


def test_an_unfinished_attempt_has_none(token: str) -> None:
    answered(token)
    assert not EncodedAnswers.objects.exists()


def test_they_are_deleted_with_the_attempt(token: str) -> None:
    finish_quiz(token=token, now=NOW)
    delete_attempt(token=token)
    assert not EncodedAnswers.objects.exists()


# ------------------------------------------------------------------ read by the slice


def test_a_slice_holds_each_row_of_it_once_by_edition_and_length(published: Edition) -> None:
    instrument = instrument_of(snapshot_of(published.number))
    rows = answers(instrument, 20, seed=2)
    rows[3] = rows[3][:-1]  # of another release
    store(published, rows)
    stored = {row.pk: bytes(row.codes) for row in EncodedAnswers.objects.order_by("pk")}
    numbers = list(stored)
    first = read_batch(after=numbers[0] - 1, last=numbers[-2], size=12)
    rest = read_batch(after=first.upto, last=numbers[-2], size=12)
    sizes = [sum(len(rows) for _, rows, _ in batch.groups) for batch in (first, rest)]
    assert (sizes[0], first.upto, first.is_last) == (12, numbers[11], False)
    assert (sizes[1], rest.upto, rest.is_last) == (7, numbers[-2], True)
    found = {
        number: encoded.tobytes()
        for edition, keys, sheets in (*first.groups, *rest.groups)
        for number, encoded in zip(keys.tolist(), sheets, strict=True)
        if edition == published.pk
    }
    assert found == {number: stored[number] for number in numbers[:-1]}
    assert len(first.groups) == 2


def test_a_slice_of_nobody_is_the_last(published: Edition) -> None:
    found = read_batch(after=0, last=0, size=10)
    assert (found.groups, found.is_last) == ([], True)
