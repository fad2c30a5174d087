"""Writing the compact answers of finished attempts."""

from __future__ import annotations

import logging
import time

from pydantic import ValidationError

from assessments.attempts.selectors import Sheet, sheet_of
from assessments.evaluation.result import Result
from assessments.instrument.answer_codec import encode_answers
from assessments.instrument.arrays import instrument_of
from assessments.models import Attempt, EncodedAnswers
from assessments.scoring import AnswerError

PACKED_AT_A_TIME = 200

logger = logging.getLogger(__name__)


def encoded_answers(row: Attempt, sheet: Sheet, result: Result) -> EncodedAnswers:
    """The row that says in short what a finished attempt's row says at length; not stored yet."""
    snapshot = sheet.snapshot
    slugs = [role.slug for role in snapshot.roles.roles]
    return EncodedAnswers(
        attempt_id=row.pk,
        edition_id=row.edition_id,
        verdict=result.verdict.value,
        named_role=None if result.named_role is None else slugs.index(result.named_role),
        codes=encode_answers(instrument_of(snapshot), sheet.answers),
    )


def bare_attempts() -> int:
    """How many finished attempts have no compact answers: two counts, no row is read."""
    finished = Attempt.objects.filter(finished_at__isnull=False).count()
    return max(finished - EncodedAnswers.objects.count(), 0)


def pack_answers(*, limit: int) -> int:
    """Write the compact answers of finished attempts that have none; at most ``limit`` of them.

    Returns how many. May run at any time, and several times at once; 0 means that none is left,
    or only such as cannot be read, which the log names.
    """
    bare = Attempt.objects.filter(finished_at__isnull=False, encoded__isnull=True)
    keys = list(bare.order_by("finished_at").values_list("pk", flat=True)[:limit])
    rows = Attempt.objects.filter(pk__in=keys).select_related("edition").defer("edition__document")
    packed = []
    for row in rows.order_by("finished_at"):
        try:
            sheet = sheet_of(row)
            packed.append(encoded_answers(row, sheet, Result.model_validate(sheet.result)))
        except (ValidationError, AnswerError):
            logger.exception("Attempt %s cannot be packed; it is left out of counts.", row.pk)
    EncodedAnswers.objects.bulk_create(packed, ignore_conflicts=True)
    return len(packed)


def pack_for(seconds: float) -> int:
    """Pack for about so many seconds; returns how many attempts still have no compact answers."""
    end = time.monotonic() + seconds
    while left := bare_attempts():
        if time.monotonic() >= end or not pack_answers(limit=PACKED_AT_A_TIME):
            return left
    return 0
