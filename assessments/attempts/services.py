"""Start, save, finish and delete attempts, join them into a history, keep them in an account.

An attempt comes into an account by its private link only; a share link is not enough. A retake
of a kept attempt is kept too, from its beginning. Only the person can say that attempts belong
together. Every one points at an earlier finished one, so a history has no circles.
"""

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import replace

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from assessments.attempts.selectors import (
    QuizSheet,
    attempt_behind,
    find_sheet,
    hash_of,
    history_ids,
    history_key,
    in_order,
    kept_for,
    locked_together,
    sheet_of,
)
from assessments.evaluation.result import result_of
from assessments.instrument.answer_codec import encode_answers
from assessments.instrument.preview_answers import token_of
from assessments.instrument.questionnaire import Value
from assessments.instrument.saving import (
    Closed,
    Saved,
    SaveOutcome,
    check_save,
    checked_answers,
    merge,
)
from assessments.instrument.values import instrument_of
from assessments.models import Attempt, EncodedAnswers
from assessments.models.choices import Length
from roles.models import Edition
from roles.snapshot.editions import current_edition_key, previewed
from web.deleted import forget_deleted
from web.encryption import derived_token, encrypt
from web.once import new_form_key

UNANSWERED_DAYS = 30
"""How long a quiz without one answer is kept; the page about privacy says it too."""
MAX_RETAKES = 100


class NothingPublished(Exception):
    """There is no edition yet, so there is nothing to answer."""


class UnknownLink(LookupError):
    """No attempt has this private link: it was mistyped, or the attempt was deleted."""


class AlreadyFinished(Closed):
    """The attempt has its result; its answers stay as they are."""


class NotFinished(Exception):
    """The attempt has no result yet, so nothing can be built on one."""


class NotEarlier(Exception):
    """The other result is not older than the one it should come before."""


class TooManyRetakes(Exception):
    """The history is as long as a page can show."""


class KeptElsewhere(Exception):
    """Another account keeps this attempt. It stays there."""


class NoAccount(LookupError):
    """The account was deleted, by another window perhaps."""


@transaction.atomic
def start_attempt(
    *,
    now: dt.datetime,
    again: str | None = None,
    length: Length = Length.FULL,
    form_key: str | None = None,
) -> str:
    """Begin an attempt under the current edition and return the token of its private link.

    ``again`` is the link of the finished attempt that this one retakes; an account that keeps that
    one keeps this one too. The link is derived from ``form_key``, that of the form that asked
    (``web.once``): the same one gives the same attempt. A preview stores nothing. Raises
    ``NothingPublished``, and for ``again`` ``UnknownLink`` and ``NotFinished``.
    """
    if previewed() is not None:
        return token_of({})
    current = current_edition_key()
    if current is None:
        raise NothingPublished
    earlier, owner_id = None, None
    if again is not None:
        known = Attempt.objects.filter(token_hash=hash_of(again))
        owner_id = known.values_list("owner_id", flat=True).first()
        owner_id = owner_id and lock_account(owner_id)
        earlier = locked(again)
        if earlier.finished_at is None:
            raise NotFinished
    token = started_link(form_key or new_form_key(), length, again)
    edition = Edition.objects.only("is_scheduled").get(number=current.number)
    if edition.is_scheduled:  # its time has come: it stays public if the clock is set back
        Edition.objects.keep_public()
    row = Attempt(
        token_hash=hash_of(token),
        edition_id=edition.pk,
        retake_of=earlier,
        length=length,
        started_at=now,
        saved_at=now,
    )
    if earlier is None:
        Attempt.objects.bulk_create([row], ignore_conflicts=True)
    elif not Attempt.objects.filter(token_hash=row.token_hash).exists():
        row.save()
        if owner_id is not None and earlier.owner_id == owner_id:
            keep_in_account(row, token=token, owner_id=owner_id, now=now)
    return token


def started_link(form_key: str, length: Length, again: str | None = None) -> str:
    """Return the private link's token of the attempt that the form with this key starts."""
    return derived_token(form_key, f"quiz:{length.value}:{again or ''}")


def retake_form_key(token: str, edition: int) -> str:
    """Return the key of the form that retakes an attempt, the same until a retake has an answer.

    So somebody who comes back to the page gets the retake that was begun, not another one.
    """
    begun = Attempt.objects.filter(retake_of__token_hash=hash_of(token))
    gone_on = begun.exclude(answers={}, edition__number=edition, finished_at=None)
    used = set(gone_on.values_list("token_hash", flat=True))
    keys = (derived_token(token, f"retake:{number}") for number in itertools.count())
    return next(
        key
        for key in keys
        if used.isdisjoint(hash_of(started_link(key, each, token)) for each in Length)
    )


def lock_account(number: int) -> int | None:
    """Lock an account until the transaction ends, before any attempt; ``None`` if it is gone."""
    accounts = get_user_model()._default_manager.select_for_update(of=("self",))
    return accounts.filter(pk=number).values_list("pk", flat=True).first()


def keep_in_account(row: Attempt, *, token: str, owner_id: int, now: dt.datetime) -> None:
    """Let an account keep an attempt, with its private link encrypted for these two."""
    link = encrypt(token, about=kept_for(row.pk, owner_id))
    Attempt.objects.filter(pk=row.pk).update(owner=owner_id, kept_link=link, kept_at=now)


@transaction.atomic
def keep_attempt(*, token: str, owner_id: int, now: dt.datetime) -> None:
    """Keep the attempt behind a private link in an account, or leave it there.

    Raises ``NoAccount``, ``UnknownLink`` and ``KeptElsewhere``.
    """
    if lock_account(owner_id) is None:
        raise NoAccount("This account was deleted.")
    row = locked(token)
    if row.owner_id is not None and row.owner_id != owner_id:
        raise KeptElsewhere("Another account keeps this attempt.")
    if row.owner_id is None:
        keep_in_account(row, token=token, owner_id=owner_id, now=now)


@transaction.atomic
def release_attempt(*, number: int, owner_id: int) -> bool:
    """Take an attempt out of an account without deleting it; False when it is not in there."""
    released = Attempt.objects.filter(pk=number, owner=owner_id).update(
        owner=None, kept_link="", kept_at=None
    )
    forget_deleted()
    return released == 1


@transaction.atomic
def delete_owner(owner_id: int) -> None:
    """Delete an account, unless it is staff's, with its attempts and what belongs to them."""
    if lock_account(owner_id) is None:
        return
    touched = Q(owner=owner_id) | Q(retake_of__owner=owner_id)
    locked_together(lambda: Attempt.objects.filter(touched).values_list("pk", flat=True))
    get_user_model()._default_manager.filter(pk=owner_id, is_staff=False).delete()


@transaction.atomic
def save_answers(
    *, token: str, key: str, seq: int, answers: Mapping[str, Value], now: dt.datetime
) -> Saved:
    """Store answers that a page sent with one key and sequence number: all of them or none.

    Repeating it with the same arguments changes nothing more. Raises ``UnknownLink``,
    ``AlreadyFinished``, ``BadSave``, ``KeyReused``, ``ChangedElsewhere``, and ``AnswerError`` for
    keys and values that the attempt's edition does not have.
    """
    if previewed() is not None:
        return _saved_in_preview(token, answers)
    row, sheet = _open_sheet(token)
    check_save(sheet, key=key, seq=seq)
    merged = merge(sheet, _wanted(sheet, answers), key=key, seq=seq, now=now)
    if merged.applied:
        Attempt.objects.filter(pk=row.pk).update(
            answers=merged.onto(row.answers),
            last_seq=merged.last_seq,
            saved_at=now,
            went_on=bool(row.statistics_place),  # it was counted as left
        )
        stored = {**sheet.stored, **merged.applied}
        sheet = replace(sheet, stored=stored, last_seq=merged.last_seq, saved_at=now)
    return Saved(merged.outcomes, sheet, token)


def _wanted(sheet: QuizSheet, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Return the answers as they are stored. Raises ``AnswerError`` for illegal ones."""
    wanted = checked_answers(sheet.full_questionnaire.questions, answers)
    # Nothing chosen where nothing was chosen before is no answer.
    return {n: value for n, value in wanted.items() if value != [] or n in sheet.stored}


def _saved_in_preview(token: str, answers: Mapping[str, Value]) -> Saved:
    sheet = find_sheet(token)
    if sheet is None:
        raise UnknownLink("No preview attempt has this address.")
    wanted = _wanted(sheet, answers)
    after = token_of({**sheet.answers, **wanted})
    return Saved(dict.fromkeys(wanted, SaveOutcome.APPLY), find_sheet(after) or sheet, after)


@transaction.atomic
def ask_in_full(*, token: str) -> QuizSheet:
    """Let a short quiz ask all questions. Raises ``UnknownLink`` and ``AlreadyFinished``."""
    row, sheet = _open_sheet(token)
    row.length = Length.FULL
    row.save(update_fields=["length"])
    return replace(sheet, length=Length.FULL)


def _open_sheet(token: str) -> tuple[Attempt, QuizSheet]:
    """Lock and return an unfinished attempt. Raises ``UnknownLink`` and ``AlreadyFinished``."""
    row = locked(token)
    sheet = sheet_of(row)
    if sheet.is_finished:
        raise AlreadyFinished("These answers have their result already.", sheet)
    return row, sheet


@transaction.atomic(savepoint=False)
def finish_attempt(*, token: str, now: dt.datetime) -> Attempt | None:
    """Compute the result, finish the attempt and return its row.

    Returns ``None`` when it was finished before, or in a preview. Raises ``UnknownLink``.
    """
    if previewed() is not None:
        return None
    row = locked(token)
    if row.finished_at is not None:
        return None
    sheet = sheet_of(row)
    result = result_of(sheet.snapshot, sheet.given, sheet.length)
    finished = Attempt.objects.filter(pk=row.pk, finished_at__isnull=True).update(
        finished_at=now, result=result.model_dump(mode="json")
    )
    if finished != 1:
        return None
    slugs = [role.slug for role in sheet.snapshot.quiz_roles.roles]
    EncodedAnswers.objects.create(
        attempt_id=row.pk,
        edition_id=row.edition_id,
        verdict=result.verdict.value,
        named_role=None if result.named_role is None else slugs.index(result.named_role),
        codes=encode_answers(instrument_of(sheet.snapshot), sheet.answers),
    )
    return row


@transaction.atomic
def delete_attempt(*, token: str, with_earlier: bool = False) -> bool:
    """Delete an attempt with everything that belongs to it; False when there is none.

    ``with_earlier`` deletes all that it retakes too. Otherwise that stays, joined to its retake.
    """
    rows = locked_together(lambda: history_ids(token, with_retakes=True))
    row = next((each for each in rows.values() if each.token_hash == hash_of(token)), None)
    if row is None:
        return False
    gone = history_ids(token) if with_earlier else (row.pk,)
    before = None if with_earlier else row.retake_of_id
    Attempt.objects.filter(retake_of__in=gone).exclude(pk__in=gone).update(retake_of=before)
    Attempt.objects.filter(pk__in=gone).delete()
    forget_deleted()
    return True


def delete_unanswered(*, now: dt.datetime) -> int:
    """Delete attempts begun ``UNANSWERED_DAYS`` ago without one answer; return how many."""
    ended = Attempt.objects.filter(
        answers={}, finished_at=None, started_at__lte=now - dt.timedelta(days=UNANSWERED_DAYS)
    )
    return ended.delete()[1].get(Attempt._meta.label, 0)


def locked(token: str) -> Attempt:
    """Lock the row behind a link until the transaction ends. Raises ``UnknownLink``."""
    row = attempt_behind(token, lock=True)
    if row is None:
        raise UnknownLink("No attempt has this link.")
    return row


# ------------------------------------------------------------------ history


@transaction.atomic
def join_earlier(*, token: str, earlier: str) -> bool:
    """Put an earlier result, with all that it retakes, into the history of a later one by date.

    Returns false when it is in there already. Raises ``UnknownLink``, ``NotFinished``,
    ``NotEarlier`` and ``TooManyRetakes``.
    """
    rows = locked_together(lambda: (*history_ids(token), *history_ids(earlier)))
    by_hash = {row.token_hash: row for row in rows.values()}
    try:
        later, before = by_hash[hash_of(token)], by_hash[hash_of(earlier)]
    except KeyError:
        raise UnknownLink("No attempt has this link.") from None
    if later.finished_at is None or before.finished_at is None:
        raise NotFinished
    if before.pk in history_ids(token):
        return False
    if (before.finished_at, before.pk) > (later.finished_at, later.pk):
        raise NotEarlier
    if len(rows) > MAX_RETAKES:
        raise TooManyRetakes
    _link(in_order(rows.values()))
    return True


@transaction.atomic
def take_out(*, token: str, key: str) -> bool:
    """Take an earlier result out of the history; false if it is not in. Raises ``UnknownLink``."""
    rows = in_order(locked_together(lambda: history_ids(token)).values())
    if not rows:
        raise UnknownLink("No attempt has this link.")
    gone = next((row for row in rows if history_key(row) == key), None)
    if gone is None or gone.token_hash == hash_of(token):
        return False
    _link([row for row in rows if row.pk != gone.pk])
    Attempt.objects.filter(pk=gone.pk).update(retake_of=None)
    return True


def _link(rows: list[Attempt]) -> None:
    """Make each attempt of a history point at the one before it."""
    for before, row in zip([None, *rows], rows, strict=False):
        pk = None if before is None else before.pk
        if row.retake_of_id != pk:
            Attempt.objects.filter(pk=row.pk).update(retake_of=pk)
