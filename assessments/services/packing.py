"""Writing the compact answers of finished attempts."""

from __future__ import annotations

from assessments.compact import pack
from assessments.instrument import instrument_of
from assessments.models import Attempt, CompactAnswers
from assessments.results import Result
from assessments.selectors import Sheet, sheet_of


def compact_answers(row: Attempt, sheet: Sheet, result: Result) -> CompactAnswers:
    """The row that says in short what a finished attempt's row says at length; not stored yet."""
    catalogue = sheet.catalogue
    slugs = [role.slug for role in catalogue.roles.roles]
    return CompactAnswers(
        attempt_id=row.pk,
        edition_id=row.edition_id,
        verdict=result.verdict.value,
        named_role=None if result.named_role is None else slugs.index(result.named_role),
        codes=pack(instrument_of(catalogue), sheet.answers),
    )


def pack_answers(*, limit: int) -> int:
    """Write the compact answers of finished attempts that have none; at most ``limit`` of them.

    Returns how many. May run at any time, and several times at once; 0 means that none is left.
    """
    bare = (
        Attempt.objects.filter(sealed_at__isnull=False, compact__isnull=True)
        .select_related("edition")
        .defer("edition__document")
        .order_by("sealed_at")[:limit]
    )
    sheets = [(row, sheet_of(row)) for row in bare]
    CompactAnswers.objects.bulk_create(
        [compact_answers(row, sheet, Result.model_validate(sheet.result)) for row, sheet in sheets],
        ignore_conflicts=True,
    )
    return len(sheets)
