"""Inviting colleagues, their answers, and what of it the person who asked may know."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.colleagues import MAX_ENDED, MOST_INVITED, TOGETHER, Spread, State
from assessments.models import Attempt, ColleaguePicture, Invitation
from assessments.raters import colleagues, find_rating
from assessments.saving import Verdict
from assessments.scoring import AnswerError
from assessments.selectors import find_sheet, hash_of
from assessments.services import (
    AlreadySent,
    BadRating,
    LinkEnded,
    NotFinished,
    NothingRated,
    PictureDrawn,
    RatingChanged,
    TooFewAnswers,
    TooManyInvited,
    UnknownLink,
    begin_rating,
    delete_attempt,
    draw_picture,
    invite_colleague,
    revoke_invitation,
    save_ratings,
    send_ratings,
    start_attempt,
    withdraw_ratings,
)
from roles.models import Edition
from tests.assessments.conftest import NOW, OTHER_PAGE, PAGE
from tests.assessments.raters import ALL, invite, rate
from tests.assessments.sheets import technical
from tests.assessments.test_result_views import finished

LATER = NOW + dt.timedelta(days=7)
NOBODY = "A" * 43


@pytest.fixture
def owner(published: Edition) -> str:
    return finished(technical())


def states(owner: str, now: dt.datetime = NOW) -> list[State]:
    return [each.state(now) for each in colleagues(owner).invitations]


def key_of(token: str) -> str:
    return Invitation.objects.get(token_hash=hash_of(token)).key


def save(token: str, value: Any, *, item: str = "B01", key: str = f"{PAGE}:1", seq: int = 1) -> Any:
    return save_ratings(token=token, key=key, seq=seq, answers={item: value}, now=NOW)


def answers_of(token: str) -> dict[str, Any]:
    sheet = find_rating(token)
    assert sheet is not None
    return dict(sheet.answers)


class TestInviting:
    def test_a_link_keeps_what_it_promised_and_stores_no_token(self, owner: str) -> None:
        token = invite(owner, asker="Ada", days=14, asks_openly=True)
        [row] = Invitation.objects.values()
        assert (row["asker"], row["minimum"], row["asks_openly"]) == ("Ada", TOGETHER, True)
        assert row["expires_at"] - row["created_at"] == dt.timedelta(days=14)
        assert token not in str(row)
        assert owner not in str(row)

    def test_sending_the_form_twice_makes_one_link(self, owner: str) -> None:
        key = str(uuid.uuid4())
        for _ in range(3):
            invite_colleague(token=owner, key=key, asker="", days=7, asks_openly=False, now=NOW)
        assert states(owner) == [State.WAITING]

    def test_five_colleagues_and_no_more(self, owner: str) -> None:
        tokens = [invite(owner) for _ in range(MOST_INVITED)]
        rate(tokens[0])
        with pytest.raises(TooManyInvited):
            invite(owner)
        revoke_invitation(token=owner, key=key_of(tokens[1]), now=NOW)
        invite(owner)
        withdraw_ratings(token=tokens[0], now=NOW)
        invite(owner)
        with pytest.raises(TooManyInvited):
            invite(owner)
        assert invite(owner, now=LATER)  # the others ended by then

    def test_ended_links_do_not_pile_up(self, owner: str) -> None:
        for _ in range(MAX_ENDED + 5):
            revoke_invitation(token=owner, key=key_of(invite(owner)), now=NOW)
        assert Invitation.objects.count() <= MAX_ENDED + 1
        numbers = Invitation.objects.values_list("number", flat=True)
        assert len(set(numbers)) == len(numbers)

    def test_a_quiz_that_is_not_finished_invites_nobody(self, published: Edition) -> None:
        with pytest.raises(NotFinished):
            invite(start_attempt(now=NOW))
        with pytest.raises(UnknownLink):
            invite(NOBODY)

    def test_a_link_is_stopped_while_nothing_was_sent(self, owner: str) -> None:
        one, other = invite(owner), invite(owner)
        save(one, 3)
        assert revoke_invitation(token=owner, key=key_of(one), now=NOW)
        assert states(owner) == [State.ENDED, State.WAITING]
        assert Invitation.objects.get(token_hash=hash_of(one)).answers is None
        assert not revoke_invitation(token=owner, key=key_of(one), now=NOW)
        rate(other)
        assert not revoke_invitation(token=owner, key=key_of(other), now=NOW)
        assert states(owner)[1] is State.SENT

    def test_nobody_stops_the_link_of_another_result(self, owner: str) -> None:
        token = invite(owner)
        stranger = finished(technical(), page=OTHER_PAGE)
        assert not revoke_invitation(token=stranger, key=key_of(token), now=NOW)
        assert states(owner) == [State.WAITING]

    def test_deleting_the_result_deletes_links_answers_and_picture(self, owner: str) -> None:
        for _ in range(3):
            rate(invite(owner))
        draw_picture(token=owner, now=NOW)
        delete_attempt(token=owner)
        assert (Invitation.objects.count(), ColleaguePicture.objects.count()) == (0, 0)

    def test_the_owners_page_costs_the_same_for_one_and_for_five(
        self, owner: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        rate(invite(owner))
        with django_assert_num_queries(2):
            colleagues(owner)
        for _ in range(4):
            rate(invite(owner))
        with django_assert_num_queries(2):
            colleagues(owner)


class TestRating:
    def test_answers_are_kept_as_they_are_given_until_they_are_sent(self, owner: str) -> None:
        token = invite(owner)
        assert save(token, 3).verdicts == {"B01": Verdict.APPLY}
        assert states(owner) == [State.BEGUN]
        assert save(token, 3).verdicts == {"B01": Verdict.REPLAY}
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

    def test_two_windows_do_not_overwrite_each_other(self, owner: str) -> None:
        token = invite(owner)
        save(token, 3)
        with pytest.raises(RatingChanged) as refusal:
            save(token, 1, key=f"{OTHER_PAGE}:1")
        assert (refusal.value.keys, refusal.value.reused) == (("B01",), False)
        with pytest.raises(RatingChanged) as refusal:
            save(token, 1)
        assert refusal.value.reused
        assert answers_of(token) == {"B01": 3}

    @pytest.mark.parametrize(("item", "value"), [
        ("F01", 1), ("B99", 1), ("years_software", "0"), ("B01", 6), ("B01", -1), ("B01", "3"),
        ("B01", True), ("B01", 2.0), ("B01", [1]),
    ])  # fmt: skip
    def test_only_levels_of_what_colleagues_are_asked_are_stored(
        self, owner: str, item: str, value: Any
    ) -> None:
        token = invite(owner)
        with pytest.raises(AnswerError, match=r"Legal: "):
            save(token, value, item=item)
        assert answers_of(token) == {}

    def test_a_page_without_a_key_of_ours_stores_nothing(self, owner: str) -> None:
        token = invite(owner)
        for key, seq in (("short", 1), (f"{PAGE}:1", 0)):
            with pytest.raises(BadRating):
                save(token, 3, key=key, seq=seq)
        assert answers_of(token) == {}

    def test_without_one_level_there_is_nothing_to_send(self, owner: str) -> None:
        token = invite(owner)
        save(token, None)
        with pytest.raises(NothingRated):
            send_ratings(token=token, now=NOW)
        assert states(owner) == [State.BEGUN]

    def test_a_link_that_ended_takes_nothing_more(self, owner: str) -> None:
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
        assert states(owner, LATER) == [State.ENDED, State.ENDED, State.WITHDRAWN]

    def test_answers_that_were_not_sent_in_time_are_deleted_with_the_next_change(
        self, owner: str
    ) -> None:
        late = invite(owner)
        save(late, 3)
        invite(owner, now=LATER)
        assert Invitation.objects.get(token_hash=hash_of(late)).answers is None

    def test_an_unknown_link_is_nobodys(self, owner: str) -> None:
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

    def test_a_raters_link_is_not_the_owners(self, owner: str) -> None:
        token = invite(owner)
        assert find_sheet(token) is None
        with pytest.raises(UnknownLink):
            draw_picture(token=token, now=NOW)

    def test_others_answers_never_change_the_result(self, owner: str) -> None:
        before = Attempt.objects.values("answers", "result", "sealed_at").get()
        for level in (0, 0, 0):
            rate(invite(owner), level)
        draw_picture(token=owner, now=NOW)
        assert Attempt.objects.values("answers", "result", "sealed_at").get() == before


class TestTogether:
    def test_two_answers_draw_nothing(self, owner: str) -> None:
        for _ in range(2):
            rate(invite(owner))
        invite(owner)
        found = colleagues(owner)
        assert (found.together, found.needed, found.can_draw) == (2, 3, False)
        with pytest.raises(TooFewAnswers):
            draw_picture(token=owner, now=NOW)
        assert colleagues(owner).picture is None
        assert states(owner)[2] is State.WAITING

    def test_three_answers_are_drawn_once_and_the_open_links_end(self, owner: str) -> None:
        for level in (1, 3, 5):
            rate(invite(owner), level)
        still_open = invite(owner)
        save(still_open, 0)
        assert colleagues(owner).picture is None  # nobody sees a picture that can still grow
        draw_picture(token=owner, now=NOW)
        assert colleagues(owner).picture == dict.fromkeys(ALL, Spread(3, 3))
        assert states(owner)[3] is State.ENDED
        with pytest.raises(LinkEnded):
            send_ratings(token=still_open, now=NOW)
        with pytest.raises(PictureDrawn):
            invite(owner)
        draw_picture(token=owner, now=LATER)
        assert colleagues(owner).drawn_at == NOW

    def test_a_competency_that_two_can_rate_stays_hidden(self, owner: str) -> None:
        rate(invite(owner), {"B01": 1, "B02": 4})
        rate(invite(owner), {"B01": 2, "B02": 4})
        rate(invite(owner), {"B01": 3, "B02": None})
        draw_picture(token=owner, now=NOW)
        assert colleagues(owner).picture == {"B01": Spread(2, 2)}

    def test_three_who_know_different_things_draw_nothing(self, owner: str) -> None:
        for item in ("B01", "B02", "B03"):
            rate(invite(owner), {item: 3})
        assert not colleagues(owner).can_draw
        with pytest.raises(TooFewAnswers):
            draw_picture(token=owner, now=NOW)

    def test_a_withdrawal_deletes_at_once_and_moves_nothing(self, owner: str) -> None:
        tokens = [rate(invite(owner), level) for level in (0, 0, 5, 5)]
        draw_picture(token=owner, now=NOW)
        shown = colleagues(owner).picture
        assert shown == dict.fromkeys(ALL, Spread(0, 5))
        assert withdraw_ratings(token=tokens[0], now=LATER)
        assert not withdraw_ratings(token=tokens[0], now=LATER)
        assert Invitation.objects.get(token_hash=hash_of(tokens[0])).answers is None
        assert colleagues(owner).picture == shown
        assert colleagues(owner).together == 3

    def test_a_withdrawal_below_three_ends_the_picture_and_keeps_nothing_of_it(
        self, owner: str
    ) -> None:
        tokens = [rate(invite(owner), level) for level in (1, 3, 5)]
        draw_picture(token=owner, now=NOW)
        withdraw_ratings(token=tokens[1], now=LATER)
        found = colleagues(owner)
        assert (found.picture, found.ended_at, found.can_draw) == (None, LATER, False)
        assert ColleaguePicture.objects.get().document is None
        assert [row.answers for row in Invitation.objects.all()] == [None] * 3
        withdraw_ratings(token=tokens[0], now=LATER)
        with pytest.raises(PictureDrawn):
            invite(owner)
        draw_picture(token=owner, now=LATER)
        assert colleagues(owner).picture is None

    def test_a_withdrawal_takes_what_too_few_hold_up(self, owner: str) -> None:
        tokens = [rate(invite(owner), {"B01": 2, "B02": 4}) for _ in range(3)]
        rate(invite(owner), {"B01": 5})
        draw_picture(token=owner, now=NOW)
        assert set(colleagues(owner).picture or ()) == {"B01", "B02"}
        withdraw_ratings(token=tokens[0], now=NOW)
        assert set(colleagues(owner).picture or ()) == {"B01"}
        assert set(ColleaguePicture.objects.get().document or ()) == {"B01"}

    def test_before_the_drawing_a_withdrawal_only_lowers_the_count(self, owner: str) -> None:
        tokens = [rate(invite(owner)) for _ in range(3)]
        withdraw_ratings(token=tokens[0], now=NOW)
        assert (colleagues(owner).together, colleagues(owner).can_draw) == (2, False)
        rate(invite(owner))
        draw_picture(token=owner, now=NOW)
        assert colleagues(owner).picture

    def test_a_promise_of_more_than_three_is_kept(self, owner: str) -> None:
        """A later version of the site may promise more; it can never be less."""
        for _ in range(4):
            rate(invite(owner))
        Invitation.objects.filter(number=1).update(minimum=5)
        assert (colleagues(owner).needed, colleagues(owner).can_draw) == (5, False)
        with pytest.raises(TooFewAnswers):
            draw_picture(token=owner, now=NOW)
        with pytest.raises(IntegrityError):
            Invitation.objects.filter(number=1).update(minimum=2)


class TestOpenly:
    def test_one_answer_shows_only_when_both_agree(self, owner: str) -> None:
        rate(invite(owner, asks_openly=True), 4, agreed=False)
        rate(invite(owner, asks_openly=False), 4, agreed=True)
        assert colleagues(owner).openly == {}
        assert colleagues(owner).together == 2
        rate(invite(owner, asks_openly=True), {"B01": 4, "B02": None}, agreed=True)
        found = colleagues(owner)
        assert (found.openly, found.openly_count) == ({"B01": Spread(4, 4)}, 1)

    def test_who_agreed_is_not_counted_among_the_three(self, owner: str) -> None:
        """Or those three would be two, once the open answer is taken away."""
        rate(invite(owner, asks_openly=True), 4, agreed=True)
        for _ in range(2):
            rate(invite(owner, asks_openly=True), 4, agreed=False)
        assert (colleagues(owner).together, colleagues(owner).can_draw) == (2, False)

    def test_a_rater_may_change_their_mind_until_they_send(self, owner: str) -> None:
        token = invite(owner, asks_openly=True)
        begin_rating(token=token, agreed=True, now=NOW)
        rate(token, 4, agreed=False)
        assert colleagues(owner).openly == {}

    def test_withdrawing_takes_an_open_answer_away(self, owner: str) -> None:
        token = rate(invite(owner, asks_openly=True), 4, agreed=True)
        withdraw_ratings(token=token, now=NOW)
        assert (colleagues(owner).openly, colleagues(owner).openly_count) == ({}, 0)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["send", "send", "withdraw", "draw", "draw", "revoke"]),
        st.integers(0, MOST_INVITED - 1),
        st.dictionaries(st.sampled_from(["B01", "B02"]), st.integers(0, 5), min_size=1),
        st.booleans(),
    ),
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(actions=ACTIONS, asks_openly=st.booleans())
def test_whatever_happens_nothing_is_shown_below_the_minimum_and_nothing_moves(
    published: Edition, actions: list[Any], asks_openly: bool
) -> None:
    """Any order of sending, withdrawing, stopping and drawing, looked at after every step."""
    owner = finished(technical())
    tokens = [invite(owner, asks_openly=asks_openly) for _ in range(MOST_INVITED)]
    sent: dict[int, dict[str, int]] = {}
    agreed: set[int] = set()
    first: dict[str, Spread] = {}
    for verb, rater, answers, agrees in actions:
        try:
            if verb == "send":
                rate(tokens[rater], answers, agreed=agrees)
                sent[rater] = answers
                agreed |= {rater} if agrees and asks_openly else set()
            elif verb == "withdraw":
                withdraw_ratings(token=tokens[rater], now=NOW)
                sent.pop(rater, None)
            elif verb == "draw":
                draw_picture(token=owner, now=NOW)
            else:
                revoke_invitation(token=owner, key=key_of(tokens[rater]), now=NOW)
        except (AlreadySent, LinkEnded, TooFewAnswers):
            pass
        found = colleagues(owner)
        group = [given for number, given in sent.items() if number not in agreed]
        for key, spread in (found.picture or {}).items():
            assert sum(key in given for given in group) >= TOGETHER
            assert first.setdefault(key, spread) == spread
        alone = {key for number in agreed & set(sent) for key in sent[number]}
        assert set(found.openly) == alone
    delete_attempt(token=owner)
