"""Colleagues who were asked: their links, and answers that they give."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from assessments.attempts.selectors import hash_of
from assessments.instrument.saving import Saved
from assessments.models import Invitation
from assessments.peer_feedback.rules import InvitationState, rating_token, state_of
from assessments.peer_feedback.selectors import feedback_of, find_rating
from assessments.peer_feedback.services import (
    begin_rating,
    create_invitation,
    save_ratings,
    send_ratings,
)
from tests.assessments.factories import NOW, PAGE

LATER = NOW + dt.timedelta(days=7)  # when a link of seven days has just ended
NOBODY = "A" * 43
ALL = tuple(f"B{number:02}" for number in range(1, 17))


def invite(
    owner: str, *, asker: str = "", days: int = 7, asks_openly: bool = False, now: dt.datetime = NOW
) -> str:
    """Return the token of a new link for a rater."""
    key = str(uuid.uuid4())
    create_invitation(
        token=owner, key=key, asker=asker, days=days, asks_openly=asks_openly, now=now
    )
    return rating_token(owner, key)


def rate(
    token: str,
    answers: Mapping[str, int | None] | int = 3,
    *,
    agreed: bool = False,
    now: dt.datetime = NOW,
) -> str:
    """Answer by a rater's link and send it; one number stands for every question."""
    if isinstance(answers, int):
        answers = dict.fromkeys(ALL, answers)
    begin_rating(token=token, agreed=agreed, now=now)
    save_ratings(token=token, key=f"{uuid.uuid4()}:1", seq=1, answers=answers, now=now)
    send_ratings(token=token, now=now)
    return token


def save(
    token: str, value: Any, *, item: str = "B01", key: str = f"{PAGE}:1", seq: int = 1
) -> Saved:
    """Answer one question and do not send it."""
    return save_ratings(token=token, key=key, seq=seq, answers={item: value}, now=NOW)


def answers_of(token: str) -> dict[str, Any]:
    """Return what a rater answered."""
    sheet = find_rating(token)
    assert sheet is not None
    return dict(sheet.answers)


def states(owner: str, now: dt.datetime = NOW) -> list[InvitationState]:
    """Return the state of each link of a result."""
    return [state_of(each, now) for each in feedback_of(owner).invitations]


def key_of(token: str) -> str:
    """Return the owner's key of a rater's link."""
    return Invitation.objects.get(token_hash=hash_of(token)).key
