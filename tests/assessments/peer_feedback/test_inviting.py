"""Links for colleagues: making them, stopping them, how many, and when they are over."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import NotFinished, UnknownLink, delete_attempt, start_attempt
from assessments.models import FeedbackSummary, Invitation
from assessments.models.choices import TOGETHER
from assessments.peer_feedback.rules import MAX_ENDED, MOST_INVITED, InvitationState
from assessments.peer_feedback.selectors import feedback_of
from assessments.peer_feedback.services import (
    TooManyInvited,
    create_invitation,
    draw_summary,
    revoke_invitation,
    withdraw_ratings,
)
from roles.models import Edition
from tests.assessments.factories import NOW, OTHER_PAGE, finished
from tests.assessments.peer_feedback_links import LATER, NOBODY, invite, key_of, rate, save, states
from tests.assessments.sheets import technical


@pytest.fixture
def owner(published: Edition) -> str:
    return finished(technical())


def test_a_link_keeps_what_it_promised_and_stores_no_token(owner: str) -> None:
    token = invite(owner, asker="Ada", days=14, asks_openly=True)
    [row] = Invitation.objects.values()
    assert (row["asker"], row["minimum"], row["asks_openly"]) == ("Ada", TOGETHER, True)
    assert row["expires_at"] - row["created_at"] == dt.timedelta(days=14)
    assert token not in str(row)
    assert owner not in str(row)


def test_sending_the_form_twice_makes_one_link(owner: str) -> None:
    key = str(uuid.uuid4())
    for _ in range(3):
        create_invitation(token=owner, key=key, asker="", days=7, asks_openly=False, now=NOW)
    assert states(owner) == [InvitationState.WAITING]


def test_five_colleagues_and_no_more(owner: str) -> None:
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


def test_ended_links_do_not_pile_up(owner: str) -> None:
    for _ in range(MAX_ENDED + 5):
        revoke_invitation(token=owner, key=key_of(invite(owner)), now=NOW)
    assert Invitation.objects.count() <= MAX_ENDED + 1
    numbers = Invitation.objects.values_list("number", flat=True)
    assert len(set(numbers)) == len(numbers)


def test_a_quiz_that_is_not_finished_invites_nobody(published: Edition) -> None:
    with pytest.raises(NotFinished):
        invite(start_attempt(now=NOW))
    with pytest.raises(UnknownLink):
        invite(NOBODY)


def test_a_link_is_stopped_while_nothing_was_sent(owner: str) -> None:
    one, other = invite(owner), invite(owner)
    save(one, 3)
    assert revoke_invitation(token=owner, key=key_of(one), now=NOW)
    assert states(owner) == [InvitationState.ENDED, InvitationState.WAITING]
    assert Invitation.objects.get(token_hash=hash_of(one)).answers is None
    assert not revoke_invitation(token=owner, key=key_of(one), now=NOW)
    rate(other)
    assert not revoke_invitation(token=owner, key=key_of(other), now=NOW)
    assert states(owner)[1] is InvitationState.SENT


def test_nobody_stops_the_link_of_another_result(owner: str) -> None:
    token = invite(owner)
    stranger = finished(technical(), page=OTHER_PAGE)
    assert not revoke_invitation(token=stranger, key=key_of(token), now=NOW)
    assert states(owner) == [InvitationState.WAITING]


def test_deleting_the_result_deletes_links_answers_and_picture(owner: str) -> None:
    for _ in range(3):
        rate(invite(owner))
    draw_summary(token=owner, now=NOW)
    delete_attempt(token=owner)
    assert (Invitation.objects.count(), FeedbackSummary.objects.count()) == (0, 0)


def test_the_owners_page_costs_the_same_for_one_and_for_five(
    owner: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rate(invite(owner))
    with django_assert_num_queries(2):
        feedback_of(owner)
    for _ in range(4):
        rate(invite(owner))
    with django_assert_num_queries(2):
        feedback_of(owner)
