"""Colleagues who were asked: their links, and answers that they give."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from assessments.colleagues import rating_token
from assessments.services import (
    begin_rating,
    invite_colleague,
    save_ratings,
    send_ratings,
)
from tests.assessments.conftest import NOW

ALL = tuple(f"B{number:02}" for number in range(1, 17))


def invite(
    owner: str,
    *,
    asker: str = "",
    days: int = 7,
    asks_openly: bool = False,
    now: dt.datetime = NOW,
) -> str:
    """The token of a new link for a rater."""
    key = str(uuid.uuid4())
    invite_colleague(token=owner, key=key, asker=asker, days=days, asks_openly=asks_openly, now=now)
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
