"""What must hold when requests about one result's raters meet; on SQLite and PostgreSQL alike."""

from __future__ import annotations

import functools
import uuid
from collections import Counter
from collections.abc import Callable

import pytest

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import UnknownLink, delete_attempt
from assessments.models import FeedbackSummary, Invitation
from assessments.peer_feedback.rules import MOST_INVITED, InvitationState, state_of
from assessments.peer_feedback.selectors import feedback_of, find_rating
from assessments.peer_feedback.services import (
    AlreadySent,
    LinkEnded,
    TooFewAnswers,
    TooManyInvited,
    begin_rating,
    create_invitation,
    draw_summary,
    revoke_invitation,
    save_ratings,
    send_ratings,
    withdraw_ratings,
)
from roles.models import Edition
from tests.assessments.factories import NOW, PAGE, finished
from tests.assessments.peer_feedback_links import ALL, invite, rate
from tests.assessments.sheets import technical
from tests.concurrency import at_once
from web.retry import retried

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


@pytest.fixture
def owner(published: Edition) -> str:
    return finished(technical())


def begun(owner: str) -> str:
    token = invite(owner, asks_openly=True)
    begin_rating(token=token, agreed=False, now=NOW)
    save_ratings(token=token, key=f"{PAGE}:1", seq=1, answers=dict.fromkeys(ALL, 3), now=NOW)
    return token


def together(*jobs: Callable[[], object]) -> list[object]:
    return at_once(list(jobs))


def tried(verb: Callable[[], object]) -> object:
    try:
        return verb()
    except (LinkEnded, AlreadySent, TooFewAnswers, TooManyInvited, UnknownLink) as refusal:
        return type(refusal)


def test_twenty_sends_at_once_send_once(owner: str) -> None:
    token = begun(owner)
    replies = at_once([functools.partial(send_ratings, token=token, now=NOW)] * 20)
    assert Counter(replies) == {True: 1, False: 19}


def test_a_link_that_is_stopped_while_it_is_sent_is_either_sent_or_stopped(owner: str) -> None:
    for _ in range(ROUNDS):
        token = begun(owner)
        row = Invitation.objects.get(token_hash=hash_of(token))
        sent, stopped = together(
            functools.partial(tried, functools.partial(send_ratings, token=token, now=NOW)),
            functools.partial(revoke_invitation, token=owner, key=row.key, now=NOW),
        )
        row.refresh_from_db()
        if stopped:
            assert (sent, row.sent_at, row.answers) == (LinkEnded, None, None)
        else:
            assert (sent, row.revoked_at) == (True, None)
            assert row.answers
        withdraw_ratings(token=token, now=NOW)


def test_a_save_that_meets_a_send_is_sent_or_refused(owner: str) -> None:
    for _ in range(ROUNDS):
        token = begun(owner)
        late = functools.partial(
            save_ratings, token=token, key=f"{PAGE}:2", seq=2, answers={"B01": 5}, now=NOW
        )
        saved, _sent = together(
            functools.partial(tried, late),
            functools.partial(tried, functools.partial(send_ratings, token=token, now=NOW)),
        )
        sheet = find_rating(token)
        assert sheet is not None
        assert sheet.answers["B01"] == (3 if saved is AlreadySent else 5)
        withdraw_ratings(token=token, now=NOW)


def test_of_many_invitations_at_once_five_are_made(owner: str) -> None:
    jobs = [
        functools.partial(
            tried,
            functools.partial(
                create_invitation,
                token=owner,
                key=str(uuid.uuid4()),
                asker="",
                days=7,
                asks_openly=False,
                now=NOW,
            ),
        )
        for _ in range(12)
    ]
    assert Counter(at_once(jobs)) == {None: MOST_INVITED, TooManyInvited: 7}
    assert sorted(Invitation.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_withdrawal_that_meets_the_drawing_leaves_no_picture_of_two(owner: str) -> None:
    for _ in range(ROUNDS):
        FeedbackSummary.objects.all().delete()
        Invitation.objects.all().delete()
        tokens = [rate(invite(owner)) for _ in range(3)]
        together(
            functools.partial(tried, functools.partial(draw_summary, token=owner, now=NOW)),
            functools.partial(withdraw_ratings, token=tokens[0], now=NOW),
        )
        assert feedback_of(owner).picture is None
        for row in FeedbackSummary.objects.all():
            assert row.document is None


def test_agreeing_that_meets_a_send_counts_as_it_was_when_sent(owner: str) -> None:
    for _ in range(ROUNDS):
        token = begun(owner)
        agreed, _sent = together(
            functools.partial(
                tried, functools.partial(begin_rating, token=token, agreed=True, now=NOW)
            ),
            functools.partial(send_ratings, token=token, now=NOW),
        )
        found = feedback_of(owner)
        assert found.openly_count == (0 if agreed is AlreadySent else 1)
        withdraw_ratings(token=token, now=NOW)


def test_deleting_the_result_while_raters_send_leaves_nothing(published: Edition) -> None:
    for _ in range(ROUNDS):
        owner = finished(technical())
        tokens = [begun(owner) for _ in range(4)]
        jobs: list[Callable[[], object]] = [
            functools.partial(
                tried, functools.partial(retried, functools.partial(send_ratings, token=t, now=NOW))
            )
            for t in tokens
        ]
        jobs.append(functools.partial(retried, functools.partial(delete_attempt, token=owner)))
        at_once(jobs)
        assert Invitation.objects.count() == 0


def test_a_state_is_never_between_two(owner: str) -> None:
    token = begun(owner)
    together(
        functools.partial(tried, functools.partial(send_ratings, token=token, now=NOW)),
        functools.partial(withdraw_ratings, token=token, now=NOW),
    )
    [each] = feedback_of(owner).invitations
    assert state_of(each, NOW) is InvitationState.WITHDRAWN
    assert Invitation.objects.get().answers is None
