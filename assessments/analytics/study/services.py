"""Keep and delete what one person says to check the quiz."""

import datetime as dt
import hashlib
import random
from collections.abc import Mapping

from django.db import transaction

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import NotFinished, locked
from assessments.models import StudyAnswer
from assessments.models.choices import study_wave
from roles.snapshot.editions import Snapshot
from web.deleted import forget_deleted

EXTRA = 8
QUARTER = 4


def extra_competencies(token: str, snapshot: Snapshot) -> dict[str, str]:
    """Return the names of competencies, by key, that one person in four is asked about."""
    digest = hashlib.sha256(f"study:{hash_of(token)}".encode()).digest()
    if digest[0] % QUARTER:
        return {}
    asked = {r.competency for role in snapshot.quiz_roles.roles for r in role.requirements}
    names = [(each.key, each.name) for each in snapshot.roles.competencies if each.key in asked]
    return dict(random.Random(digest).sample(names, min(EXTRA, len(names))))  # noqa: S311


def said_before(token: str) -> dict[int | None, StudyAnswer]:
    """Return what somebody answered so far, by wave: one query."""
    rows = StudyAnswer.objects.filter(attempt__token_hash=hash_of(token))
    return {row.wave: row for row in rows}


@transaction.atomic
def keep_study_answer(
    *, token: str, work: str, again: int | None, ratings: Mapping[str, int], now: dt.datetime
) -> None:
    """Store what one person says, in place of what they said in the same wave before.

    Nothing is stored after the first year. Raises ``UnknownLink`` and ``NotFinished``.
    """
    attempt = locked(token)
    if attempt.finished_at is None:
        raise NotFinished
    wave = study_wave(attempt.finished_at, now)
    if wave is not None:
        said = {"work": work, "again": again, "ratings": dict(ratings), "saved_at": now}
        StudyAnswer.objects.update_or_create(attempt=attempt, wave=wave, defaults=said)


@transaction.atomic
def withdraw_study_answers(*, token: str) -> None:
    """Delete all that one person said, if anything. Raises ``UnknownLink``."""
    StudyAnswer.objects.filter(attempt=locked(token)).delete()
    forget_deleted()
