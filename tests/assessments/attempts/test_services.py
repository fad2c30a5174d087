"""Starting, saving, finishing and deleting an attempt."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.attempts.selectors import QuizSheet, find_sheet, hash_of
from assessments.attempts.services import (
    AlreadyFinished,
    NothingPublished,
    UnknownLink,
    delete_attempt,
    save_answers,
    start_attempt,
)
from assessments.instrument.questionnaire import Value
from assessments.instrument.saving import BadSave, ChangedElsewhere, KeyReused, Saved, SaveOutcome
from assessments.models import Attempt
from assessments.plans.services import finish_quiz
from assessments.scoring import AnswerError
from roles.draft.services import content_hash
from roles.models import Edition
from tests.assessments.factories import NOW, OTHER_PAGE, PAGE

LATER = NOW + dt.timedelta(minutes=5)


def save(
    token: str,
    answers: dict[str, Value],
    *,
    key: str = f"{PAGE}:1",
    seq: int = 1,
    now: dt.datetime = LATER,
) -> Saved:
    return save_answers(token=token, key=key, seq=seq, answers=answers, now=now)


def sheet(token: str) -> QuizSheet:
    found = find_sheet(token)
    assert found is not None
    return found


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL tells.")
def test_a_save_leaves_every_index_alone(published: Edition) -> None:
    """PostgreSQL calls it HOT: otherwise each save would write to seven indexes too."""
    told = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = %s"
    with connection.cursor() as cursor:
        # HOT needs room beside the row, which rows of other tests may have taken.
        cursor.execute(f"TRUNCATE {Attempt._meta.db_table} CASCADE")
        token = start_attempt(now=NOW)
        cursor.execute(told, [Attempt._meta.db_table])
        before = cursor.fetchone()
        for seq in (1, 2, 3):
            save(token, {"B01": seq}, key=f"{PAGE}:{seq}", seq=seq)
        cursor.execute(told, [Attempt._meta.db_table])
        after = cursor.fetchone()
    assert (after[0] - before[0], after[1] - before[1]) == (3, 3)


class TestStart:
    def test_only_the_hash_of_the_link_is_stored(self, token: str) -> None:
        assert len(token) == 43
        row = Attempt.objects.values().get()
        assert row["token_hash"] == hash_of(token)
        assert token not in json.dumps(row, default=str)

    def test_links_differ(self, published: Edition) -> None:
        assert len({start_attempt(now=NOW) for _ in range(50)}) == 50

    @pytest.mark.django_db
    def test_without_an_edition_there_is_nothing_to_start(self) -> None:
        with pytest.raises(NothingPublished):
            start_attempt(now=NOW)
        assert not Attempt.objects.exists()

    def test_an_attempt_keeps_the_edition_it_started_under(
        self, token: str, published: Edition, seed_document: dict[str, Any]
    ) -> None:
        document = json.loads(json.dumps(seed_document))
        document["sections"]["assessments"]["items"][0]["stem"] = "Something else"
        Edition.objects.create(
            number=2,
            document=document,
            content_hash=content_hash(document),
            note="",
            published_at=NOW,
        )
        assert sheet(token).snapshot.number == 1
        assert sheet(start_attempt(now=NOW)).snapshot.number == 2


class TestSave:
    def test_an_answer_is_stored_with_its_number_key_and_time(self, token: str) -> None:
        saved = save(token, {"B01": 3})
        assert saved.outcomes == {"B01": SaveOutcome.APPLY}
        row = Attempt.objects.get()
        assert row.answers == {
            "B01": {"value": 3, "seq": 1, "key": f"{PAGE}:1", "at": LATER.isoformat()}
        }
        assert (row.last_seq, row.saved_at) == (1, LATER)

    def test_a_skip_is_stored_as_none(self, token: str) -> None:
        save(token, {"B01": None})
        assert sheet(token).answers == {"B01": None}

    def test_the_same_save_twice_is_stored_once(self, token: str) -> None:
        first = save(token, {"B01": 3})
        again = save(token, {"B01": 3})
        assert again.outcomes == {"B01": SaveOutcome.REPLAY}
        assert again.sheet.stored == first.sheet.stored

    def test_the_same_key_with_another_answer_is_refused(self, token: str) -> None:
        save(token, {"B01": 3})
        with pytest.raises(KeyReused) as refused:
            save(token, {"B01": 4, "B02": 1}, seq=9)
        assert not isinstance(refused.value, ChangedElsewhere)
        assert refused.value.keys == ("B01",)
        assert sheet(token).answers == {"B01": 3}

    def test_a_late_save_of_the_same_page_changes_nothing(self, token: str) -> None:
        save(token, {"B01": 3}, key=f"{PAGE}:2", seq=2)
        late = save(token, {"B01": 1}, key=f"{PAGE}:1", seq=1)
        assert late.outcomes == {"B01": SaveOutcome.SUPERSEDED}
        assert late.sheet.answers == {"B01": 3}

    def test_a_stale_save_of_another_page_is_told_the_current_answer(self, token: str) -> None:
        save(token, {"B01": 3}, seq=2)
        with pytest.raises(ChangedElsewhere) as refused:
            save(token, {"B01": 1, "B02": 1}, key=OTHER_PAGE, seq=1)
        assert refused.value.keys == ("B01",)
        assert refused.value.sheet.answers == sheet(token).answers == {"B01": 3}

    def test_one_bad_answer_keeps_the_whole_page_from_being_stored(self, token: str) -> None:
        with pytest.raises(AnswerError, match=r"B02.*Allowed: 0, 1, 2, 3, 4, 5"):
            save(token, {"B01": 3, "B02": 6})
        assert sheet(token).answers == {}

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("B01", 6),
            ("B01", -1),
            ("B01", 1.0),
            ("B01", True),
            ("B01", "1"),
            ("B01", 10**30),
            ("B01", [1]),
            ("B01", {"a": 1}),
            ("F01", 5),
            ("nothing", 1),
            ("X01", 100),
            ("degree_field", "none"),
            ("degree_field", ["business"]),
            ("certifications", "pm_cert"),
            ("certifications", ["pm_cert", "pm_cert"]),
            ("certifications", ["pm_cert", "none"]),
            ("certifications", [["pm_cert"]]),
        ],
    )
    def test_a_value_that_is_not_legal_is_refused_by_name(
        self, token: str, key: str, value: Any
    ) -> None:
        with pytest.raises(AnswerError, match="Allowed:") as refused:
            save(token, {key: value})
        assert key in str(refused.value)
        assert sheet(token).answers == {}

    def test_an_emptied_list_is_open_again_and_an_empty_one_is_nothing(self, token: str) -> None:
        save(token, {"certifications": []})
        assert sheet(token).answers == {}
        save(token, {"certifications": ["cloud_cert", "pm_cert"]}, key=f"{PAGE}:2", seq=2)
        assert sheet(token).answers == {"certifications": ["pm_cert", "cloud_cert"]}
        save(token, {"certifications": []}, key=f"{PAGE}:3", seq=3)
        assert sheet(token).answers == {"certifications": []}
        assert finish_quiz(token=token, now=LATER)
        result = Attempt.objects.get().result
        assert result is not None
        assert (result["skipped"], result["answered"]) == (0, 0)

    @pytest.mark.parametrize("seq", [0, -1, 10_001, 2**31])
    def test_a_number_out_of_reach_is_refused(self, token: str, seq: int) -> None:
        with pytest.raises(BadSave, match="from 1 to 10000"):
            save(token, {"B01": 1}, seq=seq)
        assert Attempt.objects.get().last_seq == 0

    def test_an_unknown_link_is_told(self, published: Edition) -> None:
        with pytest.raises(UnknownLink):
            save("x" * 43, {"B01": 1})

    def test_after_finishing_nothing_is_saved(self, token: str) -> None:
        save(token, {"B01": 3})
        finish_quiz(token=token, now=LATER)
        with pytest.raises(AlreadyFinished):
            save(token, {"B01": 4}, key=f"{PAGE}:2", seq=2)
        assert sheet(token).answers == {"B01": 3}

    @pytest.mark.parametrize("page", [PAGE, OTHER_PAGE])
    def test_an_answer_keeps_its_time_until_it_changes(self, token: str, page: str) -> None:
        save(token, {"B01": 2, "certifications": ["pm_cert"]}, now=NOW)
        save(token, {"B01": 2, "certifications": ["pm_cert"], "B02": 1}, key=page, seq=9)
        at = {name: each.at for name, each in sheet(token).stored.items()}
        first, later = NOW.isoformat(), LATER.isoformat()
        assert at == {"B01": first, "certifications": first, "B02": later}
        assert {(each.seq, each.key) for each in sheet(token).stored.values()} == {(9, page)}
        save(token, {"B01": 3}, key=f"{page}:2", seq=10)
        assert sheet(token).stored["B01"].at == later

    def test_the_clock_does_not_decide_what_is_newer(self, token: str) -> None:
        save(token, {"B01": 3})
        yesterday = NOW - dt.timedelta(days=1)
        save_answers(token=token, key=f"{PAGE}:2", seq=2, answers={"B01": 4}, now=yesterday)
        assert sheet(token).answers == {"B01": 4}

    def test_the_price_does_not_grow_with_the_answers(
        self, token: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        def queries(seq: int, key: str) -> None:
            # savepoint, the row under its lock with its edition, update, release
            with django_assert_num_queries(4):
                save(token, {key: 1}, key=f"{PAGE}:{seq}", seq=seq)

        sheet(token)  # a process reads an edition once
        queries(1, "B01")
        for seq, key in enumerate(sheet(token).questionnaire.keys[1:32], 2):
            save(token, {key: 1}, key=f"{PAGE}:{seq}", seq=seq)
        queries(40, "B02")


class TestFinish:
    def test_the_result_is_kept_as_it_was_computed(self, token: str) -> None:
        save(token, {"B01": 3, "B02": None})
        assert finish_quiz(token=token, now=LATER) is True
        row = Attempt.objects.get()
        assert row.finished_at == LATER
        assert row.result is not None
        assert row.result["answers"] == {"B01": 3}
        assert (row.result["answered"], row.result["skipped"]) == (1, 1)

    def test_a_second_finish_changes_nothing(self, token: str) -> None:
        finish_quiz(token=token, now=LATER)
        before = Attempt.objects.values().get()
        assert finish_quiz(token=token, now=LATER + dt.timedelta(days=1)) is False
        assert Attempt.objects.values().get() == before

    def test_nothing_answered_is_a_result_too(self, token: str) -> None:
        assert finish_quiz(token=token, now=LATER)
        result = Attempt.objects.get().result
        assert result is not None
        assert result["verdict"] == "insufficient"

    def test_an_unknown_link_is_told(self, published: Edition) -> None:
        with pytest.raises(UnknownLink):
            finish_quiz(token="x" * 43, now=LATER)


class TestDelete:
    def test_nothing_is_left_and_a_second_time_is_calm(self, token: str) -> None:
        other = start_attempt(now=NOW)
        assert delete_attempt(token=token) is True
        assert delete_attempt(token=token) is False
        assert find_sheet(token) is None
        assert find_sheet(other) is not None


def test_the_price_of_reading_does_not_grow_with_the_answers(
    token: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        sheet(token)
    save(token, dict.fromkeys(sheet(token).questionnaire.keys[:36], 1))
    with django_assert_num_queries(1):
        sheet(token)
