"""Reading attempts: rows go in, frozen values come out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessments.evaluation.result import Result, result_of
from assessments.instrument.preview_answers import answers_in
from assessments.instrument.questionnaire import Questionnaire, Value, questionnaire_of
from assessments.instrument.saving import StoredAnswer
from assessments.models import Attempt
from assessments.models.choices import Length
from roles.snapshot.editions import Snapshot, pinned_snapshot, previewed
from web.encryption import decrypt


@dataclass(frozen=True)
class Sheet:
    """One attempt as everybody but the services sees it; of its result, read ``result``."""

    snapshot: Snapshot
    stored: Mapping[str, StoredAnswer]
    last_seq: int
    started_at: dt.datetime
    saved_at: dt.datetime
    finished_at: dt.datetime | None
    stored_result: Result | Mapping[str, Any] | None
    is_retake: bool = False
    """Another attempt of the same person came before this one."""
    is_preview: bool = False
    """Tried out in a preview: it has a result at every moment, and its answers never close."""
    length: Length = Length.FULL
    names_roles: bool = True
    """Whether the quiz may name a role (docs/statistics.md §6)."""
    is_in_account: bool = False
    """An account keeps this attempt; which one only that account knows."""

    @cached_property
    def result(self) -> Result | None:
        """What was computed when the attempt was finished, parsed once; None before.

        Raises ``pydantic.ValidationError`` for a row that no version of the site wrote.
        """
        if self.stored_result is None:
            return None
        return self.as_shown(Result.model_validate(self.stored_result))

    def as_shown(self, result: Result) -> Result:
        """A result of this quiz, without a name where it names no role."""
        return result if self.names_roles else result.unnamed()

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None and not self.is_preview

    @property
    def answers(self) -> dict[str, Value]:
        """What was answered, by key; None for a skip."""
        return {key: stored.value for key, stored in self.stored.items()}

    @property
    def given(self) -> dict[str, Value]:
        """What a score may read: answers without lists that were emptied again."""
        return {key: value for key, value in self.answers.items() if value != []}

    @property
    def questionnaire(self) -> Questionnaire:
        """What this attempt asks."""
        return questionnaire_of(self.snapshot, self.length)

    @property
    def full_questionnaire(self) -> Questionnaire:
        """What could be answered: a short quiz asks less than that."""
        return questionnaire_of(self.snapshot)


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """One attempt in a person's account. ``token`` opens it; None when the site's key changed."""

    number: int
    sheet: Sheet
    token: str | None
    kept_at: dt.datetime


def hash_of(token: str) -> str:
    """What is stored of a private link: the SHA-256 of its token, as hexadecimal text."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_sheet(token: str) -> Sheet | None:
    """The attempt behind a private link, or None; in a preview, the one in the token. One query."""
    snapshot = previewed()
    if snapshot is None:
        row = attempts_behind(token).first()
        return None if row is None else sheet_of(row)
    answers = answers_in(token, snapshot)
    if answers is None:
        return None
    given = {key: value for key, value in answers.items() if value != []}
    now = timezone.now()
    return Sheet(
        snapshot=snapshot,
        stored={key: StoredAnswer(value, 1, "", now.isoformat()) for key, value in answers.items()},
        last_seq=1,
        started_at=now,
        saved_at=now,
        finished_at=now,
        stored_result=result_of(snapshot, given),
        is_preview=True,
    )


def attempts_behind(token: str) -> QuerySet[Attempt]:
    """None or one attempt, with its edition's number but not the edition's long document."""
    return _with_edition(Attempt.objects.filter(token_hash=hash_of(token)))


def _with_edition(rows: QuerySet[Attempt]) -> QuerySet[Attempt]:
    long = ("document", "statistics__form", "statistics__sums", "statistics__study")
    related = rows.select_related("edition__statistics")
    return related.defer(*(f"edition__{each}" for each in long))


def sheet_of(row: Attempt) -> Sheet:
    """A row as a value, with the edition that it is pinned to."""
    return Sheet(
        snapshot=pinned_snapshot(row.edition),
        stored={key: StoredAnswer(**entry) for key, entry in row.answers.items()},
        last_seq=row.last_seq,
        started_at=row.started_at,
        saved_at=row.saved_at,
        finished_at=row.finished_at,
        stored_result=row.result,
        is_retake=row.retake_of_id is not None,
        length=Length(row.length),
        names_roles=getattr(getattr(row.edition, "statistics", None), "names_roles", True),
        is_in_account=row.owner_id is not None,
    )


def find_earlier(token: str) -> Sheet | None:
    """The attempt that the one behind a private link retakes, or None."""
    row = _with_edition(Attempt.objects.filter(retakes__token_hash=hash_of(token))).first()
    return None if row is None else sheet_of(row)


HISTORY = """
WITH RECURSIVE history(id) AS (
    SELECT id FROM assessments_attempt WHERE token_hash = %s
    UNION
    SELECT a.retake_of_id FROM assessments_attempt a JOIN history ON a.id = history.id
    WHERE a.retake_of_id IS NOT NULL
)
SELECT id FROM history
"""
RETAKES = "UNION SELECT id FROM assessments_attempt WHERE retake_of_id IN (SELECT id FROM history)"


def locked_together(find: Callable[[], Iterable[int]]) -> dict[int, Attempt]:
    """The attempts whose numbers ``find`` gives, by number, locked until the transaction ends.

    Rows are locked in the order of their numbers, so that of two who need the same one waits.
    ``find`` is asked again once they are locked: the answer may have changed meanwhile.
    """
    wanted = {*find()}
    while True:
        before = transaction.savepoint()
        rows = _with_edition(Attempt.objects.filter(pk__in=wanted)).order_by("pk")
        locked = {row.pk: row for row in rows.select_for_update(of=("self",))}
        found = {*find()}
        if found <= wanted:
            transaction.savepoint_commit(before)
            return {number: row for number, row in locked.items() if number in found}
        transaction.savepoint_rollback(before)  # which lets these rows go
        wanted = found


def history_ids(token: str, *, with_retakes: bool = False) -> tuple[int, ...]:
    """The rows of an attempt and all that it retakes, ``with_retakes`` also of these: one query."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY + RETAKES * with_retakes, [hash_of(token)])
        return tuple(row[0] for row in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One attempt of a retake history. ``key`` names it to those who hold a link of any of them."""

    key: str
    sheet: Sheet


def find_history(token: str) -> tuple[HistoryEntry, ...]:
    """An attempt and all that it retakes, the oldest first: two queries."""
    rows = in_order(_with_edition(Attempt.objects.filter(pk__in=history_ids(token))))
    return tuple(HistoryEntry(history_key(row), sheet_of(row)) for row in rows)


def in_order(rows: Iterable[Attempt]) -> list[Attempt]:
    """Attempts by when they were finished, what is not finished last."""
    return sorted(
        rows, key=lambda row: (row.finished_at is None, row.finished_at or row.started_at, row.pk)
    )


def history_key(row: Attempt) -> str:
    """A name for a row that says nothing about it and opens nothing."""
    return hashlib.sha256(f"history:{row.token_hash}".encode()).hexdigest()[:20]


def has_later(token: str) -> bool:
    """Whether a finished attempt retakes the one behind a private link."""
    later = Attempt.objects.filter(retake_of__token_hash=hash_of(token), finished_at__isnull=False)
    return later.exists()


def kept_for(number: int, owner_id: int) -> str:
    """What the private link of a kept attempt is encrypted for: this attempt in this account."""
    return f"attempt {number} of account {owner_id}"


def kept_attempts(owner_id: int) -> tuple[KeptAttempt, ...]:
    """The attempts that an account keeps, the newest first: one query."""
    rows = _with_edition(Attempt.objects.filter(owner=owner_id)).order_by("-started_at", "-pk")
    return tuple(_kept(row, owner_id) for row in rows)


def kept_attempt(number: int, owner_id: int) -> KeptAttempt | None:
    """One attempt that an account keeps, or None."""
    return next((each for each in kept_attempts(owner_id) if each.number == number), None)


def _kept(row: Attempt, owner_id: int) -> KeptAttempt:
    assert row.kept_at  # noqa: S101  the database holds that owner and time stand together
    return KeptAttempt(
        number=row.pk,
        sheet=sheet_of(row),
        token=decrypt(row.kept_link, about=kept_for(row.pk, owner_id)),
        kept_at=row.kept_at,
    )
