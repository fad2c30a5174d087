"""Read attempts: rows go in, frozen values come out."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, QuerySet
from django.utils import timezone

from assessments.evaluation.result import Result, result_of
from assessments.instrument.preview_answers import answers_in
from assessments.instrument.questionnaire import Questionnaire, Value, questionnaire_of
from assessments.instrument.saving import StoredAnswer
from assessments.instrument.values import specification
from assessments.models import Attempt, EditionSums
from assessments.models.choices import Length
from roles.models import Edition
from roles.snapshot.editions import Snapshot, pinned_snapshot, previewed
from web.encryption import decrypt


@dataclass(frozen=True)
class QuizSheet:
    """One attempt as a frozen value. Read its result from ``result``, not ``stored_result``."""

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
    is_any_stopped: bool = True
    """Whether there may be an edition that names no role."""
    is_in_account: bool = False
    """An account keeps this attempt; which one only that account knows."""

    @cached_property
    def result(self) -> Result | None:
        """What was computed when the attempt was finished, parsed once; ``None`` before.

        Raises ``pydantic.ValidationError`` for a row that no version of the site wrote.
        """
        if self.stored_result is None:
            return None
        return self.as_shown(Result.model_validate(self.stored_result))

    @cached_property
    def names_roles(self) -> bool:
        """Whether the attempt's edition may name a role: a query while any edition may not."""
        return not self.is_any_stopped or names_roles(self.snapshot)

    def as_shown(self, result: Result) -> Result:
        """Return a result of this quiz, without a named role while the edition names none."""
        return result if self.names_roles else result.unnamed()

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None and not self.is_preview

    @property
    def answers(self) -> dict[str, Value]:
        """Stored answers by key, ``None`` for a skip."""
        return {key: stored.value for key, stored in self.stored.items()}

    @property
    def given(self) -> dict[str, Value]:
        """Answers to score: those without lists that were emptied again."""
        return {key: value for key, value in self.answers.items() if value != []}

    @property
    def questionnaire(self) -> Questionnaire:
        """The quiz that this attempt asks, at its length."""
        return questionnaire_of(self.snapshot, self.length)

    @property
    def full_questionnaire(self) -> Questionnaire:
        """The full quiz of the attempt's edition; a short quiz asks a part of it."""
        return questionnaire_of(self.snapshot)


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """One attempt in an account. ``token`` opens it; ``None`` if the site's secret key changed."""

    number: int
    sheet: QuizSheet
    token: str | None
    kept_at: dt.datetime


def hash_of(token: str) -> str:
    """Return what is stored of a private link: the SHA-256 of its token as hexadecimal text."""
    return hashlib.sha256(token.encode()).hexdigest()


def names_roles(snapshot: Snapshot) -> bool:
    """Return whether results under an edition may name a role (docs/statistics.md §6): one query.

    It asks and scores like no edition that the rule fixed beforehand has stopped.
    """
    stopped = Edition.objects.filter(statistics__names_roles=False).only("number", "content_hash")
    alike = (pinned_snapshot(each) for each in stopped)
    return all(specification(each) != specification(snapshot) for each in alike)


def find_sheet(token: str) -> QuizSheet | None:
    """Return a link's attempt, or ``None``: one query. A preview's is made of the answers in it."""
    snapshot = previewed()
    if snapshot is None:
        row = attempt_behind(token)
        return None if row is None else sheet_of(row)
    answers = answers_in(token, snapshot)
    if answers is None:
        return None
    given = {key: value for key, value in answers.items() if value != []}
    now = timezone.now()
    return QuizSheet(
        snapshot=snapshot,
        stored={key: StoredAnswer(value, 1, "", now.isoformat()) for key, value in answers.items()},
        last_seq=1,
        started_at=now,
        saved_at=now,
        finished_at=now,
        stored_result=result_of(snapshot, given),
        is_preview=True,
    )


# All that a sheet needs, in one go. Django takes several times as long to word this query as a
# database takes to answer it, and every request of a quiz asks it.
ATTEMPT = """\
SELECT a.*, e.number AS edition_number, e.content_hash AS edition_hash,
    EXISTS (SELECT 1 FROM assessments_editionsums WHERE NOT names_roles) AS is_any_stopped
FROM assessments_attempt a JOIN roles_edition e ON e.id = a.edition_id
WHERE a.token_hash = %s
"""


def attempt_behind(token: str, *, lock: bool = False) -> Attempt | None:
    """Return the attempt behind a link, without its edition's long document; ``None`` without one.

    With ``lock`` the attempt alone is locked until the transaction ends: many share an edition.
    """
    locks = lock and connection.features.has_select_for_update_of
    for row in Attempt.objects.raw(ATTEMPT + "FOR UPDATE OF a" * locks, [hash_of(token)]):
        values: Any = row
        known = (row.edition_id, values.edition_number, values.edition_hash)
        row.edition = Edition.from_db(connection.alias, ("id", "number", "content_hash"), known)
        return row
    return None


def _with_edition(rows: QuerySet[Attempt]) -> QuerySet[Attempt]:
    is_any_stopped = Exists(EditionSums.objects.filter(names_roles=False))
    rows = rows.annotate(is_any_stopped=is_any_stopped)
    return rows.select_related("edition").defer("edition__document")


def sheet_of(row: Attempt) -> QuizSheet:
    """Return a row as a frozen value, with the snapshot of the edition that it started with."""
    return QuizSheet(
        snapshot=pinned_snapshot(row.edition),
        stored={key: StoredAnswer(**entry) for key, entry in row.answers.items()},
        last_seq=row.last_seq,
        started_at=row.started_at,
        saved_at=row.saved_at,
        finished_at=row.finished_at,
        stored_result=row.result,
        is_retake=row.retake_of_id is not None,
        length=Length(row.length),
        is_any_stopped=bool(getattr(row, "is_any_stopped", True)),
        is_in_account=row.owner_id is not None,
    )


def find_earlier(token: str) -> QuizSheet | None:
    """Return the attempt that the one behind a private link retakes, or ``None``."""
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
    """Return the attempts whose primary keys ``find`` gives, locked until the transaction ends.

    Rows are locked in the order of their keys, so that two who need the same rows never deadlock.
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
    """Return the keys of an attempt and those it retakes; ``with_retakes`` adds their retakes."""
    with connection.cursor() as cursor:
        cursor.execute(HISTORY + RETAKES * with_retakes, [hash_of(token)])
        return tuple(row[0] for row in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One attempt of a retake history. ``key`` names it in addresses without giving access."""

    key: str
    sheet: QuizSheet


def find_history(token: str) -> tuple[HistoryEntry, ...]:
    """Return an attempt and all that it retakes, the oldest first: two queries."""
    rows = in_order(_with_edition(Attempt.objects.filter(pk__in=history_ids(token))))
    return tuple(HistoryEntry(history_key(row), sheet_of(row)) for row in rows)


def in_order(rows: Iterable[Attempt]) -> list[Attempt]:
    """Return attempts sorted by when they were finished, unfinished ones last."""
    return sorted(
        rows, key=lambda row: (row.finished_at is None, row.finished_at or row.started_at, row.pk)
    )


def history_key(row: Attempt) -> str:
    """Return a name for a row that says nothing about it and gives no access."""
    return hashlib.sha256(f"history:{row.token_hash}".encode()).hexdigest()[:20]


def has_later(token: str) -> bool:
    """Return whether a finished attempt retakes the one behind a private link."""
    later = Attempt.objects.filter(retake_of__token_hash=hash_of(token), finished_at__isnull=False)
    return later.exists()


def kept_for(number: int, owner_id: int) -> str:
    """Return the context a kept private link is encrypted for: this attempt in this account."""
    return f"attempt {number} of account {owner_id}"


def kept_attempts(owner_id: int) -> tuple[KeptAttempt, ...]:
    """Return the attempts that an account keeps, the newest first: one query."""
    rows = _with_edition(Attempt.objects.filter(owner=owner_id)).order_by("-started_at", "-pk")
    return tuple(_kept_attempt(row, owner_id) for row in rows)


def kept_attempt(number: int, owner_id: int) -> KeptAttempt | None:
    """Return one attempt that an account keeps, or ``None``."""
    return next((each for each in kept_attempts(owner_id) if each.number == number), None)


def _kept_attempt(row: Attempt, owner_id: int) -> KeptAttempt:
    assert row.kept_at  # noqa: S101  the database holds that owner and time stand together
    return KeptAttempt(
        number=row.pk,
        sheet=sheet_of(row),
        token=decrypt(row.kept_link, about=kept_for(row.pk, owner_id)),
        kept_at=row.kept_at,
    )
