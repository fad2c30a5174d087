"""Keep and delete what one person says to check the quiz."""

import datetime as dt
import hashlib
import random
from collections.abc import Mapping

from django.db import transaction

from assessments.analytics.study.panels import PANELS, find_panel
from assessments.attempts.selectors import hash_of
from assessments.attempts.services import NotFinished, locked
from assessments.models import Panel, StudyAnswer
from assessments.models.choices import study_wave
from assessments.peer_feedback.rules import DAYS
from roles.models import Edition
from roles.snapshot.editions import Snapshot, current_edition_key
from web.deleted import forget_deleted
from web.encryption import encrypt

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


@transaction.atomic
def make_panel(*, token: str, role: str, now: dt.datetime) -> None:
    """Make a panel on the current edition with this link, once however often it is sent."""
    today = current_edition_key()
    token_hash = hash_of(token)
    made = {
        "edition": Edition.objects.get(number=today.number if today else 0),
        "role": role,
        "kept_link": encrypt(token, about=token_hash),
        "ends_at": now + dt.timedelta(days=DAYS[-1]),
    }
    Panel.objects.get_or_create(token_hash=token_hash, defaults=made)


@transaction.atomic
def delete_panel(*, number: int) -> None:
    """Delete a panel and all that its experts said; what is gone already is no error."""
    Panel.objects.filter(pk=number).delete()
    forget_deleted()


@transaction.atomic
def keep_expert_answer(*, token: str, key: str, said: Mapping[str, int], now: dt.datetime) -> None:
    """Keep what one expert says in place of what was said under ``key``. Raises UnknownLink."""
    panel = find_panel(token, key, now, PANELS.select_for_update(of=("self",)))
    panel.answers[key] = dict(said)
    panel.save(update_fields=["answers"])
