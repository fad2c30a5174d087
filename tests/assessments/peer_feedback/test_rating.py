"""What a colleague answers: kept as it is given, sent once, and forgotten when it was not sent."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from assessments.attempts.selectors import find_sheet, hash_of
from assessments.attempts.services import UnknownLink
from assessments.instrument.saving import BadSave, ChangedElsewhere, KeyReused, SaveOutcome
from assessments.models import Attempt, Invitation
from assessments.peer_feedback.rules import InvitationState
from assessments.peer_feedback.selectors import find_rating
from assessments.peer_feedback.services import (
    AlreadySent,
    LinkEnded,
    NothingRated,
    begin_rating,
    draw_summary,
    revoke_invitation,
    save_ratings,
    send_ratings,
    withdraw_ratings,
)
from assessments.scoring import AnswerError
from roles.models import Edition
from tests.assessments.factories import NOW, OTHER_PAGE, PAGE, finished
from tests.assessments.peer_feedback_links import (
    LATER,
    NOBODY,
    answers_of,
    invite,
    key_of,
    rate,
    save,
    states,
)
from tests.assessments.sheets import technical


@pytest.fixture
def owner(published: Edition) -> str:
    return finished(technical())


def test_answers_are_kept_as_they_are_given_until_they_are_sent(owner: str) -> None:
    token = invite(owner)
    assert save(token, 3).outcomes == {"B01": SaveOutcome.APPLY}
    assert states(owner) == [InvitationState.BEGUN]
    assert save(token, 3).outcomes == {"B01": SaveOutcome.REPLAY}
    save(token, None, key=f"{PAGE}:2", seq=2)
    save(token, 5, item="B02", key=f"{PAGE}:3", seq=3)
    assert answers_of(token) == {"B01": None, "B02": 5}
    assert send_ratings(token=token, now=NOW)
    assert not send_ratings(token=token, now=NOW)
    with pytest.raises(AlreadySent):
        save(token, 1, key=f"{PAGE}:4", seq=4)
    with pytest.raises(AlreadySent):
        begin_rating(token=token, agreed=False, now=NOW)
    assert answers_of(token) == {"B01": None, "B02": 5}


def test_two_windows_do_not_overwrite_each_other(owner: str) -> None:
    token = invite(owner)
    save(token, 3)
    with pytest.raises(ChangedElsewhere) as refusal:
        save(token, 1, key=f"{OTHER_PAGE}:1")
    assert refusal.value.keys == ("B01",)
    with pytest.raises(KeyReused) as reused:
        save(token, 1)
    assert not isinstance(reused.value, ChangedElsewhere)
    assert answers_of(token) == {"B01": 3}


@pytest.mark.parametrize(("item", "value"), [
    ("F01", 1), ("B99", 1), ("years_software", "0"), ("B01", 6), ("B01", -1), ("B01", "3"),
    ("B01", True), ("B01", 2.0), ("B01", [1]),
])  # fmt: skip
def test_only_levels_of_what_colleagues_are_asked_are_stored(
    owner: str, item: str, value: Any
) -> None:
    token = invite(owner)
    with pytest.raises(AnswerError, match=r"Allowed: "):
        save(token, value, item=item)
    assert answers_of(token) == {}


def test_a_page_without_a_key_of_ours_stores_nothing(owner: str) -> None:
    token = invite(owner)
    for key, seq in (("short", 1), (f"{PAGE}:1", 0)):
        with pytest.raises(BadSave):
            save(token, 3, key=key, seq=seq)
    assert answers_of(token) == {}


def test_without_one_level_there_is_nothing_to_send(owner: str) -> None:
    token = invite(owner)
    save(token, None)
    with pytest.raises(NothingRated):
        send_ratings(token=token, now=NOW)
    assert states(owner) == [InvitationState.BEGUN]


def test_a_link_that_ended_takes_nothing_more(owner: str) -> None:
    late, stopped, gone = invite(owner), invite(owner), invite(owner)
    save(late, 3)
    revoke_invitation(token=owner, key=key_of(stopped), now=NOW)
    withdraw_ratings(token=gone, now=NOW)
    for token in (late, stopped, gone):
        for verb in (
            lambda token=token: begin_rating(token=token, agreed=False, now=LATER),
            lambda token=token: save_ratings(
                token=token, key=f"{PAGE}:9", seq=9, answers={"B01": 1}, now=LATER
            ),
            lambda token=token: send_ratings(token=token, now=LATER),
        ):
            with pytest.raises(LinkEnded):
                verb()
    assert states(owner, LATER) == [
        InvitationState.ENDED,
        InvitationState.ENDED,
        InvitationState.WITHDRAWN,
    ]


def test_answers_that_were_not_sent_in_time_are_deleted_with_the_next_change(owner: str) -> None:
    late = invite(owner)
    save(late, 3)
    invite(owner, now=LATER)
    assert Invitation.objects.get(token_hash=hash_of(late)).answers is None


def test_an_unknown_link_is_nobodys(owner: str) -> None:
    for verb in (
        lambda: begin_rating(token=NOBODY, agreed=False, now=NOW),
        lambda: save(NOBODY, 1),
        lambda: send_ratings(token=NOBODY, now=NOW),
        lambda: withdraw_ratings(token=NOBODY, now=NOW),
    ):
        with pytest.raises(UnknownLink):
            verb()
    assert find_rating(NOBODY) is None
    assert find_rating(owner) is None


def test_a_raters_link_is_not_the_owners(owner: str) -> None:
    token = invite(owner)
    assert find_sheet(token) is None
    with pytest.raises(UnknownLink):
        draw_summary(token=token, now=NOW)


def test_others_answers_never_change_the_result(owner: str) -> None:
    before = Attempt.objects.values("answers", "result", "finished_at").get()
    for level in (0, 0, 0):
        rate(invite(owner), level)
    draw_summary(token=owner, now=NOW)
    assert Attempt.objects.values("answers", "result", "finished_at").get() == before


def test_the_nightly_routine_deletes_what_was_not_sent_in_time_and_nothing_else(owner: str) -> None:
    late, sent, later = invite(owner), invite(owner), invite(owner, days=14)
    other = invite(finished(technical(), page=OTHER_PAGE))
    save(late, 3)
    save(other, 3)
    rate(sent, 4)
    save(later, 2)
    with time_machine.travel(LATER - dt.timedelta(seconds=1), tick=False):
        assert _nightly() == "Links emptied: 0."
    with time_machine.travel(LATER, tick=False):
        assert _nightly() == "Links emptied: 2."
        assert _nightly() == "Links emptied: 0."
    assert [answers_of(token) for token in (late, other, later)] == [{}, {}, {"B01": 2}]
    assert set(answers_of(sent).values()) == {4}


def _nightly() -> str:
    out = io.StringIO()
    call_command("nightly", stdout=out, stderr=io.StringIO())
    return out.getvalue().splitlines()[0]
