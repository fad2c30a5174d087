"""What a draft would do to results, by the official scores, and told without small counts."""

from __future__ import annotations

import numpy as np
import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from assessments.analytics.impact.comparison import (
    ImpactSums,
    OutcomeCounter,
    Reason,
    in_sample,
    sample_share,
)
from assessments.analytics.impact.edits import edits_of
from assessments.instrument.answer_codec import decode_answers
from assessments.instrument.values import instrument_of, specification
from assessments.scoring import score, tables_of
from benchmarks.crowd import answers
from roles.snapshot.editions import Snapshot
from tests.assessments.drafts import (
    Document,
    add_role,
    edited,
    joined,
    keys_of,
    reword,
    said,
    snapshot,
    weigh,
)
from tests.assessments.sheets import PM, TPM, edition


@pytest.fixture(scope="module")
def crowd() -> list[bytes]:
    return answers(instrument_of(edition()), 3000, seed=5)


NOBODY = np.zeros(3000, dtype=np.bool_)
EVERYBODY = np.ones(3000, dtype=np.bool_)


# ------------------------------------------------------------------ counting


def official(source: Snapshot, rows: list[bytes]) -> tuple[list[str], np.ndarray]:
    """Return outcome and fit of each sheet by the official scores."""
    instrument = instrument_of(source)
    tables = tables_of(instrument)
    y, years = tables.scores(decode_answers(rows, tables.length))
    scores = score(instrument, y.T, years)
    named = [
        instrument.roles[role] if role >= 0 else scores.verdict_of(row).value
        for row, role in enumerate(scores.named_role)
    ]
    return named, scores.fit


@pytest.mark.parametrize("roles", [2, 3])
def test_the_table_is_what_the_official_scores_say(
    seed_document: Document, crowd: list[bytes], roles: int
) -> None:
    draft = edited(
        seed_document,
        *(weigh(PM, key, 5 if n % 2 else 0) for n, key in enumerate(keys_of(seed_document)[:6])),
        *([add_role] if roles == 3 else []),
    )
    before, after = snapshot(seed_document, 1), snapshot(draft)
    counter = OutcomeCounter(before, after)
    sums = counter.count(before, joined(crowd), NOBODY)
    was, fit = official(before, crowd)
    now, later = official(after, crowd)
    expected = np.zeros_like(sums.outcomes)
    for one, other in zip(was, now, strict=True):
        expected[counter.outcomes.index(one), counter.outcomes.index(other)] += 1
    np.testing.assert_array_equal(sums.outcomes, expected)
    assert (expected.sum() - np.trace(expected)) > 100, "The draft moves nobody: a poor example."
    np.testing.assert_allclose(sums.fit, (later[:, :2] - fit).sum(axis=0), atol=0.5)


def test_without_a_change_nobody_moves(seed_document: Document, crowd: list[bytes]) -> None:
    same = snapshot(seed_document)
    sums = OutcomeCounter(same, same).count(snapshot(seed_document, 1), joined(crowd), NOBODY)
    assert sums.people == 3000 == np.trace(sums.outcomes)
    assert not sums.fit.any()


def test_parts_of_a_crowd_add_up_to_the_whole(seed_document: Document, crowd: list[bytes]) -> None:
    before = snapshot(seed_document, 1)
    draft = snapshot(edited(seed_document, weigh(PM, keys_of(seed_document)[0], 0)))
    counter = OutcomeCounter(before, draft)
    whole = counter.count(before, joined(crowd), NOBODY)
    parts = counter.empty()
    for start in range(0, 3000, 700):
        part = crowd[start : start + 700]
        counted = counter.count(before, joined(part), NOBODY[: len(part)])
        parts += ImpactSums.from_data(counted.to_data())
    np.testing.assert_array_equal(parts.outcomes, whole.outcomes)
    np.testing.assert_array_equal(parts.errors, whole.errors)
    np.testing.assert_allclose(parts.readiness, whole.readiness, atol=0.1)


def test_answers_to_an_older_quiz_are_carried_by_question_and_option(
    seed_document: Document, crowd: list[bytes]
) -> None:
    def turn(sections: Document) -> None:
        for item in sections["assessments"]["items"]:
            item["options"].reverse()

    current = snapshot(edited(seed_document, turn), 2)
    sums = OutcomeCounter(current, current).count(snapshot(seed_document, 1), joined(crowd), NOBODY)
    was, _ = official(snapshot(seed_document, 1), crowd)
    named = OutcomeCounter(current, current).outcomes
    assert sums.people == 3000
    assert sums.outcomes[0, 0] == was.count(named[0])


def test_an_older_quiz_with_few_of_todays_questions_is_counted_as_left_out(
    seed_document: Document, crowd: list[bytes]
) -> None:
    def rename(sections: Document) -> None:
        for number, item in enumerate(sections["assessments"]["items"]):
            item["key"] = f"Z{number:02}"

    current = snapshot(edited(seed_document, rename), 2)
    sums = OutcomeCounter(current, current).count(snapshot(seed_document, 1), joined(crowd), NOBODY)
    assert sums.people == 0
    assert said(sums, OutcomeCounter(current, current)).left_out == ((Reason.OLDER_QUIZ, 3000),)


def test_bytes_that_cannot_be_read_are_counted_as_left_out(
    seed_document: Document, crowd: list[bytes]
) -> None:
    same = snapshot(seed_document, 1)
    counter = OutcomeCounter(same, same)
    other_format = b"\x09" + crowd[10][1:]
    sums = counter.count(same, joined([*crowd[:10], other_format]), NOBODY[:11])
    assert sums.people == 10
    sums += counter.count(same, joined([crowd[11][:-1], crowd[12][:-1]]), NOBODY[:2])
    assert sums.people == 10
    assert said(sums, counter).left_out == ((Reason.UNREADABLE, 3),)


# ------------------------------------------------------------------ single edits


def test_texts_are_no_edits_that_can_move_a_score(seed_document: Document) -> None:
    found = edits_of(seed_document, edited(seed_document, reword))
    assert found.single == ()
    assert found.texts == 2
    assert not found.can_move


def test_each_edit_alone_moves_what_the_official_scores_say(
    seed_document: Document, crowd: list[bytes]
) -> None:
    keys = keys_of(seed_document)
    large, small = weigh(PM, keys[0], 0), weigh(PM, keys[1], 1)

    def harder(sections: Document) -> None:
        sections["assessments"]["items"][0]["options"][2]["score"] = 50

    draft = edited(seed_document, large, small, harder, reword)
    before = snapshot(seed_document, 1)
    found = edits_of(seed_document, draft)
    assert len(found.single) == 3
    sums = OutcomeCounter(before, snapshot(draft), found.single).count(
        before, joined(crowd), EVERYBODY
    )
    assert sums.sampled[0] == 3000
    was, _ = official(before, crowd)
    for edit, (moved, swapped) in zip(found.single, sums.edits, strict=True):
        [alone] = [
            each
            for each in (large, small, harder)
            if specification(snapshot(edited(seed_document, each))) == edit.instrument.specification
        ]
        now, _ = official(snapshot(edited(seed_document, alone)), crowd)
        pairs = [(a, b) for a, b in zip(was, now, strict=True) if a != b]
        assert moved == len(pairs)
        assert swapped == sum({a, b} == {PM, TPM} for a, b in pairs)


def test_edits_that_work_only_together_are_tried_as_one(seed_document: Document) -> None:
    def new_competency(sections: Document) -> None:
        sections["roles"]["competencies"].append(
            {"key": "new_thing", "name": "New thing", "group": "pm", "gloss": "New."}
        )
        role = sections["roles"]["roles"][0]
        role["requirements"].append(
            {"competency": "new_thing", "importance": 3, "required_level": 40}
        )

    draft = edited(seed_document, new_competency)
    found = edits_of(seed_document, draft)
    assert (found.bound, found.untried) == (0, 0)
    bundle = found.single[-1]
    assert bundle.label.startswith("Together: Project Manager › New thing: added")
    assert bundle.instrument.specification == specification(snapshot(draft))


def test_the_sample_is_always_the_same_and_of_the_size_that_was_asked_for() -> None:
    numbers = np.arange(1, 200_001)
    chosen = in_sample(numbers, 0.1)
    assert (chosen == in_sample(numbers, 0.1)).all()
    assert 19_000 < chosen.sum() < 21_000
    assert in_sample(numbers, 1.0).all()
    assert sample_share(1_000_000, 10) == 0.02
    assert sample_share(1_000_000, 300) == 3_333 / 1_000_000
    assert sample_share(3, 10) == 1.0


# ------------------------------------------------------------------ what may be shown


def sums_of(seed_document: Document, table: list[list[int]]) -> tuple[ImpactSums, OutcomeCounter]:
    counter = OutcomeCounter(snapshot(seed_document), snapshot(seed_document))
    sums = counter.empty()
    sums.outcomes[:3, :3] = table
    return sums, counter


def test_no_small_count_is_shown(seed_document: Document) -> None:
    found = said(*sums_of(seed_document, [[500, 3, 40], [0, 600, 30], [20, 60, 700]]))
    assert found.table[0][1] is None
    assert found.table[1][0] == 0
    assert sum(cell is None for cell in found.table[0]) > 1
    assert found.swapped.number is None
    assert found.people == 1953


def test_nobody_who_swaps_is_said_to_be_nobody(seed_document: Document) -> None:
    found = said(*sums_of(seed_document, [[500, 0, 40], [0, 600, 30], [20, 60, 700]]))
    assert (found.swapped.number, found.moved.number) == (0, 150)
    assert found.called is not None
    np.testing.assert_allclose(found.called, [(540 + 630) / 1950, (520 + 660) / 1950])


def test_who_loses_or_gains_a_name_is_counted(seed_document: Document) -> None:
    found = said(*sums_of(seed_document, [[500, 0, 40], [0, 600, 30], [20, 60, 700]]))
    assert (found.lost.number, found.gained.number) == (70, 80)
    context = {"figures": found, "names": {PM: "PM", TPM: "TPM"}}
    text = strip_tags(render_to_string("admin/assessments/impact_sum.html", context))
    assert " ".join(text.split()).endswith(
        "70 would lose the role that is named for them, 80 would gain one, "
        "and none would swap PM and TPM."
    )


def test_a_table_of_dashes_falls_back_to_whether_a_role_is_named(seed_document: Document) -> None:
    sums, counter = sums_of(seed_document, [[0] * 3] * 3)
    sums.outcomes[:] = 3
    found = said(sums, counter)
    size = len(sums.outcomes) - 2
    assert found.outcomes == ("named", "unnamed")
    assert found.table[0] == (12, 6 * size, 12 + 6 * size)
    assert (found.moved.number, found.swapped.number) == (None, None)
    assert found.lost.number == found.gained.number == 6 * size


def test_of_fewer_than_five_people_nothing_is_said(seed_document: Document) -> None:
    found = said(*sums_of(seed_document, [[2, 1, 0], [0, 1, 0], [0, 0, 0]]))
    assert not found.is_enough
    assert all(cell is None for row in found.table for cell in row)
    assert (found.moved.number, found.called, found.threshold) == (None, None, None)
    assert all(means == [None, None] for _, *means in found.roles)
