"""Attempts made through the services, as the quiz makes them."""

from __future__ import annotations

import datetime as dt

from assessments.attempts.services import save_answers, start_attempt
from assessments.instrument.questionnaire import questionnaire_of
from assessments.models.choices import Length
from assessments.plans.services import finish_quiz
from roles.models import Edition
from roles.snapshot.editions import snapshot_of
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


def finished_short(answers: Answers) -> str:
    """Return the token of a finished short quiz."""
    token = start_attempt(now=NOW, length=Length.SHORT)
    asked = questionnaire_of(snapshot_of(Edition.objects.count()), Length.SHORT).keys
    kept = {key: value for key, value in answers.items() if key in asked}
    save_answers(token=token, key=f"{PAGE}:1", seq=1, answers=kept, now=NOW)
    finish_quiz(token=token, now=NOW)
    return token
