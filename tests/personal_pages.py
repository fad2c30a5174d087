"""Pages that belong to one person: of a quiz, of its result, and of colleagues who rate."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils import timezone

from assessments.analytics.study.services import make_panel
from assessments.attempts.services import start_attempt
from assessments.peer_feedback.rules import rating_token
from assessments.peer_feedback.services import begin_rating, create_invitation, withdraw_ratings
from assessments.plans.services import finish_quiz
from web.once import new_form_key


def personal_paths() -> tuple[list[str], list[str]]:
    """Return addresses that all answer with a page, and the tokens that no page may reveal."""
    now = timezone.now()
    going, done = start_attempt(now=now), start_attempt(now=now)
    finish_quiz(token=done, now=now)
    rater, gone = _invited(done), _invited(done)
    begin_rating(token=rater, agreed=False, now=now)
    withdraw_ratings(token=gone, now=now)
    panel = new_form_key()
    make_panel(token=panel, role="project-manager", now=now)
    paths = [
        _path("quiz_screen", going, 1),
        _path("quiz_review", going),
        *(
            _path(name, done)
            for name in (
                "result", "result_why", "result_gaps", "result_details", "what_if", "plan",
                "shares", "peer_feedback", "retake", "over_time", "result_delete", "study",
            )
        ),
        *(_path(name, rater) for name in ("rate", "rate_review", "rate_withdraw")),
        _path("rate_screen", rater, 1),
        _path("rate", gone),
        _path("expert", panel, uuid.uuid4()),
    ]  # fmt: skip
    return paths, [going, done, rater, gone, panel]


def _invited(owner: str) -> str:
    key = str(uuid.uuid4())
    create_invitation(
        token=owner, key=key, asker="Ada", days=7, asks_openly=True, now=timezone.now()
    )
    return rating_token(owner, key)


def _path(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)
