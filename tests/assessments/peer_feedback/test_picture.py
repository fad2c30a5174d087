"""What of colleagues' answers the person who asked may know: together, or openly by consent."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import delete_attempt
from assessments.models import FeedbackSummary, Invitation
from assessments.models.choices import TOGETHER
from assessments.peer_feedback.rules import MOST_INVITED, InvitationState, Spread
from assessments.peer_feedback.selectors import feedback_of
from assessments.peer_feedback.services import (
    AlreadySent,
    LinkEnded,
    SummaryDrawn,
    TooFewAnswers,
    begin_rating,
    draw_summary,
    revoke_invitation,
    send_ratings,
    withdraw_ratings,
)
from roles.models import Edition
from tests.assessments.factories import NOW, finished
from tests.assessments.peer_feedback_links import ALL, LATER, invite, key_of, rate, save, states
from tests.assessments.sheets import technical


@pytest.fixture
def owner(published: Edition) -> str:
    return finished(technical())


class TestTogether:
    def test_two_answers_draw_nothing(self, owner: str) -> None:
        for _ in range(2):
            rate(invite(owner))
        invite(owner)
        found = feedback_of(owner)
        assert (found.together, found.needed, found.can_draw) == (2, 3, False)
        with pytest.raises(TooFewAnswers):
            draw_summary(token=owner, now=NOW)
        assert feedback_of(owner).picture is None
        assert states(owner)[2] is InvitationState.WAITING

    def test_three_answers_are_drawn_once_and_the_open_links_end(self, owner: str) -> None:
        for level in (1, 3, 5):
            rate(invite(owner), level)
        still_open = invite(owner)
        save(still_open, 0)
        assert feedback_of(owner).picture is None  # nobody sees a picture that can still grow
        draw_summary(token=owner, now=NOW)
        assert feedback_of(owner).picture == dict.fromkeys(ALL, Spread(3, 3))
        assert states(owner)[3] is InvitationState.ENDED
        with pytest.raises(LinkEnded):
            send_ratings(token=still_open, now=NOW)
        with pytest.raises(SummaryDrawn):
            invite(owner)
        draw_summary(token=owner, now=LATER)
        assert feedback_of(owner).drawn_at == NOW

    def test_a_competency_that_two_can_rate_stays_hidden(self, owner: str) -> None:
        rate(invite(owner), {"B01": 1, "B02": 4})
        rate(invite(owner), {"B01": 2, "B02": 4})
        rate(invite(owner), {"B01": 3, "B02": None})
        draw_summary(token=owner, now=NOW)
        assert feedback_of(owner).picture == {"B01": Spread(2, 2)}

    def test_three_who_know_different_things_draw_nothing(self, owner: str) -> None:
        for item in ("B01", "B02", "B03"):
            rate(invite(owner), {item: 3})
        assert not feedback_of(owner).can_draw
        with pytest.raises(TooFewAnswers):
            draw_summary(token=owner, now=NOW)

    def test_a_withdrawal_deletes_at_once_and_moves_nothing(self, owner: str) -> None:
        tokens = [rate(invite(owner), level) for level in (0, 0, 5, 5)]
        draw_summary(token=owner, now=NOW)
        shown = feedback_of(owner).picture
        assert shown == dict.fromkeys(ALL, Spread(0, 5))
        assert withdraw_ratings(token=tokens[0], now=LATER)
        assert not withdraw_ratings(token=tokens[0], now=LATER)
        assert Invitation.objects.get(token_hash=hash_of(tokens[0])).answers is None
        assert feedback_of(owner).picture == shown
        assert feedback_of(owner).together == 3

    def test_a_withdrawal_below_three_ends_the_picture_and_keeps_nothing_of_it(
        self, owner: str
    ) -> None:
        tokens = [rate(invite(owner), level) for level in (1, 3, 5)]
        draw_summary(token=owner, now=NOW)
        withdraw_ratings(token=tokens[1], now=LATER)
        found = feedback_of(owner)
        assert (found.picture, found.ended_at, found.can_draw) == (None, LATER, False)
        assert FeedbackSummary.objects.get().document is None
        assert [row.answers for row in Invitation.objects.all()] == [None] * 3
        withdraw_ratings(token=tokens[0], now=LATER)
        with pytest.raises(SummaryDrawn):
            invite(owner)
        draw_summary(token=owner, now=LATER)
        assert feedback_of(owner).picture is None

    def test_a_withdrawal_takes_what_too_few_hold_up(self, owner: str) -> None:
        tokens = [rate(invite(owner), {"B01": 2, "B02": 4}) for _ in range(3)]
        rate(invite(owner), {"B01": 5})
        draw_summary(token=owner, now=NOW)
        assert set(feedback_of(owner).picture or ()) == {"B01", "B02"}
        withdraw_ratings(token=tokens[0], now=NOW)
        assert set(feedback_of(owner).picture or ()) == {"B01"}
        assert set(FeedbackSummary.objects.get().document or ()) == {"B01"}

    def test_before_the_drawing_a_withdrawal_only_lowers_the_count(self, owner: str) -> None:
        tokens = [rate(invite(owner)) for _ in range(3)]
        withdraw_ratings(token=tokens[0], now=NOW)
        assert (feedback_of(owner).together, feedback_of(owner).can_draw) == (2, False)
        rate(invite(owner))
        draw_summary(token=owner, now=NOW)
        assert feedback_of(owner).picture

    def test_a_promise_of_more_than_three_is_kept(self, owner: str) -> None:
        """A later version of the site may promise more; it can never be less."""
        for _ in range(4):
            rate(invite(owner))
        Invitation.objects.filter(number=1).update(minimum=5)
        assert (feedback_of(owner).needed, feedback_of(owner).can_draw) == (5, False)
        with pytest.raises(TooFewAnswers):
            draw_summary(token=owner, now=NOW)
        with pytest.raises(IntegrityError):
            Invitation.objects.filter(number=1).update(minimum=2)


class TestOpenly:
    def test_one_answer_shows_only_when_both_agree(self, owner: str) -> None:
        rate(invite(owner, asks_openly=True), 4, agreed=False)
        rate(invite(owner, asks_openly=False), 4, agreed=True)
        assert feedback_of(owner).openly == {}
        assert feedback_of(owner).together == 2
        rate(invite(owner, asks_openly=True), {"B01": 4, "B02": None}, agreed=True)
        found = feedback_of(owner)
        assert (found.openly, found.openly_count) == ({"B01": Spread(4, 4)}, 1)

    def test_who_agreed_is_not_counted_among_the_three(self, owner: str) -> None:
        """Or those three would be two, once the open answer is taken away."""
        rate(invite(owner, asks_openly=True), 4, agreed=True)
        for _ in range(2):
            rate(invite(owner, asks_openly=True), 4, agreed=False)
        assert (feedback_of(owner).together, feedback_of(owner).can_draw) == (2, False)

    def test_a_rater_may_change_their_mind_until_they_send(self, owner: str) -> None:
        token = invite(owner, asks_openly=True)
        begin_rating(token=token, agreed=True, now=NOW)
        rate(token, 4, agreed=False)
        assert feedback_of(owner).openly == {}

    def test_withdrawing_takes_an_open_answer_away(self, owner: str) -> None:
        token = rate(invite(owner, asks_openly=True), 4, agreed=True)
        withdraw_ratings(token=token, now=NOW)
        assert (feedback_of(owner).openly, feedback_of(owner).openly_count) == ({}, 0)


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
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
                draw_summary(token=owner, now=NOW)
            else:
                revoke_invitation(token=owner, key=key_of(tokens[rater]), now=NOW)
        except (AlreadySent, LinkEnded, TooFewAnswers):
            pass
        found = feedback_of(owner)
        group = [given for number, given in sent.items() if number not in agreed]
        for key, spread in (found.picture or {}).items():
            assert sum(key in given for given in group) >= TOGETHER
            assert first.setdefault(key, spread) == spread
        alone = {key for number in agreed & set(sent) for key in sent[number]}
        assert set(found.openly) == alone
    delete_attempt(token=owner)
