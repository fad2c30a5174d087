"""Count the impact of a draft, a batch at a time, so that no request takes long.

A million rows cost a driver some seconds just to make objects of. So the database joins the rows of
a batch in one value, and arrays are cut out of what arrives.
"""

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.db import connection, transaction
from django.db.models import Aggregate, BinaryField, Count, Func, Max
from django.db.models.functions import Length
from numpy.typing import NDArray

from assessments.analytics.disclosure_control import LEAST
from assessments.analytics.impact.comparison import (
    ImpactSums,
    OutcomeCounter,
    in_sample,
    sample_share,
)
from assessments.analytics.impact.edits import Edits, edits_of
from assessments.instrument.answer_codec import ByteArray
from assessments.models import EncodedAnswers, Impact
from roles.draft.differences import completed
from roles.draft.services import snapshot_of_draft
from roles.models import Edition
from roles.publishing.services import document_of
from roles.snapshot.editions import Snapshot, snapshot_of

NUMBER_BYTES = 8


class Batch(NamedTuple):
    """Consecutive rows up to the key ``upto``; with ``is_last`` there are no more after it.

    Each of the ``groups`` is of one edition (its key) and one length: numbers of the rows (n,), in
    no order, and their encoded answers (n, bytes).
    """

    groups: list[tuple[int, NDArray[np.int64], ByteArray]]
    upto: int
    is_last: bool


def read_batch(*, after: int, last: int, size: int) -> Batch:
    """Return the next ``size`` rows with keys above ``after``, none above ``last``: two queries."""
    rows = EncodedAnswers.objects.filter(pk__gt=after, pk__lte=last)
    upto = rows.order_by("pk").values_list("pk", flat=True)[size - 1 : size].first()
    is_last = upto is None
    upto = last if upto is None else upto
    by_length = rows.filter(pk__lte=upto).order_by().values("edition_id", length=Length("codes"))
    found = by_length.annotate(people=Count("pk"), joined=_joined())
    groups = []
    for edition, people, joined in found.values_list("edition_id", "people", "joined"):
        whole = bytes.fromhex(joined) if isinstance(joined, str) else joined
        table = np.frombuffer(whole, dtype=np.uint8).reshape(people, -1)
        numbers = np.ascontiguousarray(table[:, :NUMBER_BYTES]).view(">i8")[:, 0]
        groups.append((edition, numbers.astype(np.int64), table[:, NUMBER_BYTES:]))
    return Batch(groups, upto, is_last)


def _joined() -> Aggregate:
    """Return a group's rows as one value: keys in 8 bytes, then answers; hexadecimal in SQLite."""
    if connection.vendor == "sqlite":
        # Doubled twice: once for the template, once for the parameters of the statement.
        number, codes = "PRINTF('%%%%016x', %(expressions)s)", "HEX(%(expressions)s)"
        join = "GROUP_CONCAT(%(expressions)s, '')"
    else:
        number, codes = "INT8SEND(%(expressions)s)", "%(expressions)s"
        join = "STRING_AGG(%(expressions)s, ''::bytea)"
    kind = BinaryField()
    parts = (Func(name, template=as_text, output_field=kind)
             for name, as_text in (("pk", number), ("codes", codes)))  # fmt: skip
    return Aggregate(*parts, template=join, arg_joiner=" || ", output_field=kind)


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
    """Return the stored count for this draft, ``None`` before one began or where it is outdated."""
    row = _stored_impact(subject)
    return None if row is None or _is_outdated(row) else row


def new_people(row: Impact) -> int:
    """Return how many finished the quiz after a count began, as far as it matters: one query."""
    return EncodedAnswers.objects.filter(pk__gt=row.last)[: LEAST + 1].count()


def may_count_again(row: Impact) -> bool:
    """Return whether enough people are new for a new count to protect each of them: one query."""
    return row.finished_at is not None and new_people(row) >= LEAST


def _is_outdated(row: Impact) -> bool:
    """Return whether a count of too few people to be shown misses some who finished since."""
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
    editions = Edition.objects.filter(pk__in={edition for edition, *_ in found.groups})
    known = dict(editions.values_list("pk", "number"))
    people = 0
    for edition, numbers, encoded in found.groups:
        people += len(numbers)
        sampled = in_sample(numbers, share)
        sums += subject.counter.count(snapshot_of(known[edition]), encoded, sampled)
    same = Impact.objects.filter(pk=row.pk, upto=row.upto, last=row.last, finished_at__isnull=True)
    same.update(
        sums=sums.to_data(),
        upto=found.upto,
        done=row.total if found.is_last else min(row.total, row.done + people),
        finished_at=now if found.is_last else None,
    )
    return Impact.objects.get(pk=row.pk)


def _stored_impact(subject: Subject) -> Impact | None:
    return Impact.objects.filter(
        edition__number=subject.before.number, draft_hash=subject.after.content_hash
    ).first()
