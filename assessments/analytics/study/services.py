"""Keep and delete what people and experts say to check the quiz, and what a panel says so far."""

import datetime as dt
import hashlib
import random
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from django.db import transaction
from django.db.models import QuerySet

from assessments.analytics.disclosure_control import LEAST, hidden
from assessments.analytics.statistics.formulas import wilson
from assessments.analytics.study import figures as formulas
from assessments.attempts.selectors import hash_of
from assessments.attempts.services import NotFinished, UnknownLink, locked
from assessments.instrument.values import Item, assessments_of
from assessments.models import Panel, StudyAnswer
from assessments.models.choices import ItemType, study_wave
from assessments.peer_feedback.rules import DAYS
from roles.models import Edition
from roles.snapshot.editions import Snapshot, current_edition_key, pinned_snapshot
from roles.snapshot.values import Competency, Role
from web.deleted import forget_deleted
from web.encryption import decrypt, encrypt

KINDS = {"importance": "Importance, 0 to 5", "required_level": "Level to start with, 0 to 100"}
"""What is asked of each competency, by the field of a requirement."""
PANELS = Panel.objects.select_related("edition").defer("edition__document").order_by("-pk")
MOST_EXPERTS = 30


class Questions(NamedTuple):
    """What experts judge: competencies, each with its lines of the quiz, and situations."""

    role: Role
    competencies: list[tuple[Competency, Item | None]]
    situations: list[Item]


def find_panel(token: str, key: str, now: dt.datetime, rows: QuerySet[Panel] = PANELS) -> Panel:
    """Return the panel that one more, or the expert ``key``, may answer. Raises ``UnknownLink``."""
    panel = rows.filter(token_hash=hash_of(token), ends_at__gt=now).first()
    if panel is None or len({*panel.answers, key}) > MOST_EXPERTS:
        raise UnknownLink
    return panel


def questions_of(panel: Panel) -> Questions:
    """Return what a panel is asked about its role."""
    snapshot = pinned_snapshot(panel.edition)
    role = snapshot.role(panel.role)
    assert role  # noqa: S101  an edition never changes
    items = [item for item in assessments_of(snapshot).items if item.is_active]
    lines = {item.competency: item for item in items if item.type == ItemType.BARS}
    asked = {each.competency for each in role.requirements}
    rated = [(c, lines.get(c.key)) for c in snapshot.roles.competencies if c.key in asked]
    return Questions(role, rated, [each for each in items if each.type == ItemType.JUDGEMENT])


def panel_page(panel: Panel) -> dict[str, Any]:
    """Return what a panel says beside its edition; figures from five experts on."""
    asked, said = questions_of(panel), list(panel.answers.values())
    token = decrypt(panel.kept_link, about=panel.token_hash)
    told = {"panel": panel, "role": asked.role, "n": len(said), "least": LEAST, "token": token}
    if len(said) < LEAST:
        return told
    figures, tables = [], []
    for kind, label in KINDS.items():
        ours = {each.competency: float(getattr(each, kind)) for each in asked.role.requirements}
        keys = [each.key for each, _ in asked.competencies]
        ratings = np.array([[each[f"{kind}-{key}"] for each in said] for key in keys], dtype=float)
        figures.append(formulas.agreement(ratings) | {"name": f"Agreement: {label}"})
        quartiles = np.quantile(ratings, (0.25, 0.5, 0.75), axis=1).T
        rows = zip(asked.competencies, quartiles, strict=True)
        tables.append((label, [(c.name, ours[c.key], *ends) for (c, _), ends in rows]))
    for item in asked.situations:
        best = max(range(len(item.options)), key=lambda place: item.options[place].score)
        hits = sum(each[f"step-{item.key}"] == best for each in said)
        low, high = wilson(hits, len(said))
        share = {"n": len(said), "value": hits / len(said), "low": low, "high": high}
        figures.append(share | {"name": f"Our best step: {item.stem}"})
    today = sum(each["does_job"] for each in said)
    told["today"] = None if any(hidden([today, len(said) - today])) else today
    told["years"] = np.median([each["years"] for each in said])
    return told | {"figures": figures, "tables": tables}


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
