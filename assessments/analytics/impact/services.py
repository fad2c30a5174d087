"""Count the impact of a draft, a batch at a time, so that no request takes long."""

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from assessments.analytics.disclosure_control import LEAST
from assessments.analytics.impact.batches import read_batch
from assessments.analytics.impact.comparison import OutcomeCounter
from assessments.analytics.impact.edits import Edits, edits_of
from assessments.analytics.impact.sums import ImpactSums, in_sample, sample_share
from assessments.models import EncodedAnswers, Impact
from roles.draft.differences import completed
from roles.draft.services import snapshot_of_draft
from roles.models import Edition
from roles.publishing.services import document_of
from roles.snapshot.editions import Snapshot, snapshot_of

BATCH = 65_536
"""Rows read at a time: some ten megabytes."""
FIRST_BATCH = 16_384
"""The first of a batch is small, so that a slow machine also comes to an end in time."""
KEPT = 20
"""So many counts of older drafts are kept; each holds sums only."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """An edition and a draft, ready to be compared; cached in the process while both stay."""

    before: Snapshot
    after: Snapshot
    edits: Edits
    counter: OutcomeCounter


_last: Subject | None = None


def subject_of(current: Snapshot, draft: dict[str, Any]) -> Subject:
    """Return the current edition and the draft, ready to be compared.

    Raises ``ValidationError`` and ``SpecificationError`` for a draft that cannot be scored; ask
    ``roles.draft.services.errors_of`` what is wrong with it.
    """
    global _last
    after, subject = snapshot_of_draft(draft), _last
    if subject is None or subject.before is not current or subject.after is not after:
        edits = edits_of(completed(document_of(current.number), draft), draft)
        subject = _last = Subject(
            current, after, edits, OutcomeCounter(current, after, edits.single)
        )
    return subject


def impact_of(subject: Subject) -> Impact | None:
    """Return the stored count for this draft, ``None`` before one began.

    Also ``None`` if too few people were counted to show anything, and somebody finished since.
    """
    row = _stored_impact(subject)
    return None if row is None or _is_outdated(row) else row


def new_people(row: Impact) -> int:
    """Return how many finished the quiz after a count began, as far as it matters: one query."""
    return EncodedAnswers.objects.filter(pk__gt=row.last)[: LEAST + 1].count()


def may_count_again(row: Impact) -> bool:
    """Return whether enough people are new for a new count to protect each of them: one query."""
    return row.finished_at is not None and new_people(row) >= LEAST


def _is_outdated(row: Impact) -> bool:
    is_empty = row.finished_at is not None and ImpactSums.from_data(row.sums).people < LEAST
    return is_empty and new_people(row) > 0


def begin_impact(subject: Subject, *, now: dt.datetime, again: bool = False) -> Impact:
    """Begin to count, or go on with what others began, and forget all but the latest drafts.

    ``again`` drops a finished count when enough people are new; an outdated one is always dropped.
    """
    with transaction.atomic():
        row = _stored_impact(subject)
        if row is not None and (_is_outdated(row) or (again and may_count_again(row))):
            row.delete()
            row = None
        if row is None:
            people = EncodedAnswers.objects.aggregate(last=Max("pk"), total=Count("pk"))
            row, _ = Impact.objects.get_or_create(
                edition=Edition.objects.defer("document").get(number=subject.before.number),
                draft_hash=subject.after.content_hash,
                defaults={
                    "sums": subject.counter.empty().to_data(),
                    "last": people["last"] or 0,
                    "total": people["total"],
                    "started_at": now,
                    "finished_at": None if people["total"] else now,
                },
            )
            latest = Impact.objects.order_by("-started_at", "-pk").values_list("pk", flat=True)
            Impact.objects.filter(pk__in=list(latest[KEPT : 2 * KEPT])).delete()
    return row


def continue_impact(subject: Subject, *, seconds: float, now: dt.datetime) -> Impact:
    """Count on for about so many seconds; a batch that another process counted is thrown away."""
    row = _stored_impact(subject)
    if row is None:
        return begin_impact(subject, now=now)
    end = time.monotonic() + seconds
    size = FIRST_BATCH
    while row.finished_at is None:
        row = _advance(subject, row, size=size, now=now)
        size = BATCH
        if time.monotonic() >= end:
            break
    return row


def _advance(subject: Subject, row: Impact, *, size: int, now: dt.datetime) -> Impact:
    found = read_batch(after=row.upto, last=row.last, size=size)
    sums = ImpactSums.from_data(row.sums)
    share = sample_share(row.total, len(subject.edits.single))
    editions = Edition.objects.filter(pk__in={group.edition for group in found.groups})
    known = dict(editions.values_list("pk", "number"))
    for group in found.groups:
        sampled = in_sample(group.numbers, share)
        answered = snapshot_of(known[group.edition])
        sums += subject.counter.count(answered, group.encoded, sampled)
    same = Impact.objects.filter(pk=row.pk, upto=row.upto, last=row.last, finished_at__isnull=True)
    same.update(
        sums=sums.to_data(),
        upto=found.upto,
        done=row.total if found.is_last else min(row.total, row.done + found.people),
        finished_at=now if found.is_last else None,
    )
    return Impact.objects.get(pk=row.pk)


def _stored_impact(subject: Subject) -> Impact | None:
    return Impact.objects.filter(
        edition__number=subject.before.number, draft_hash=subject.after.content_hash
    ).first()
