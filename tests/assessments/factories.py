"""Attempts made through the services, as the quiz makes them."""

from __future__ import annotations

import datetime as dt

from assessments.attempts.services import save_answers, start_attempt
from assessments.results.services import finish_quiz
from tests.assessments.sheets import Answers

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
PAGE = "00000000-0000-4000-8000-00000000000a"
OTHER_PAGE = "00000000-0000-4000-8000-00000000000b"
UNKNOWN = "A" * 43


def finished(
    answers: Answers, page: str = PAGE, *, now: dt.datetime = NOW, again: str | None = None
) -> str:
    """Return the token of an attempt answered and finished under the current edition."""
    token = start_attempt(now=now, again=again)
    if answers:
        save_answers(token=token, key=f"{page}:1", seq=1, answers=answers, now=now)
    finish_quiz(token=token, now=now)
    return token
