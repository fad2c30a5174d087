"""Counting the impact of a draft, a slice at a time, so that no request takes long."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from assessments.analytics.disclosure_control import LEAST
from assessments.analytics.impact.batches import read_batch
from assessments.analytics.impact.comparison import Comparison
from assessments.analytics.impact.edits import Edits, edits_of
from assessments.analytics.impact.tally import Tally, in_sample, sample_share
from assessments.models import EncodedAnswers, Impact
from roles.draft.differences import completed
from roles.draft.services import content_hash
from roles.models import Edition
from roles.snapshot.editions import Snapshot, parse_document, snapshot_of

BATCH = 65_536
"""Rows read at a time: some ten megabytes."""
FIRST_BATCH = 16_384
"""The first of a slice is small, so that a slow machine also comes to an end in time."""
KEPT = 20
"""So many counts of older drafts are kept; each holds sums only."""


@dataclass(frozen=True, slots=True)
class ImpactState:
    """How far a count is. ``new_people`` finished the quiz after it began."""

    done: int
    total: int
    is_finished: bool
    counted_at: dt.datetime
    new_people: int
    tally: Tally

    @property
    def may_count_again(self) -> bool:
        """Whether enough is new that a new count tells about no single person."""
        return self.is_finished and self.new_people >= LEAST

    @property
    def is_outdated(self) -> bool:
        """Whether it counted too few to say anything, and somebody finished the quiz since."""
        return self.is_finished and self.tally.people < LEAST and self.new_people > 0


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """An edition and a draft, ready to be compared; kept by the process while both last."""

    before: Snapshot
    after: Snapshot
    edits: Edits
    comparison: Comparison


def subject_of(current: Snapshot, draft: Mapping[str, Any]) -> Subject:
    """The current edition and the draft. Raises ValidationError and SpecificationError for a
    draft that cannot be scored; ask ``roles.draft.services.errors_of`` what is wrong with it.
    """
    return _subject(current, _Draft(content_hash(draft), draft))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft's document, told from others by its hash."""

    content_hash: str
    document: Mapping[str, Any]

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Draft) and other.content_hash == self.content_hash


@lru_cache(maxsize=2)
def _subject(current: Snapshot, draft: _Draft) -> Subject:
    after = Snapshot(
        number=0,
        content_hash=draft.content_hash,
        note="",
        published_at=None,
        sections=parse_document(draft.document),
    )
    document = Edition.objects.values_list("document", flat=True).get(number=current.number)
    edits = edits_of(completed(document, draft.document), draft.document)
    return Subject(current, after, edits, Comparison(current, after, edits.single))


def impact_state(subject: Subject) -> ImpactState | None:
    """What is counted for this draft, or None when nobody began."""
    row = _row(subject)
    state = None if row is None else _state(row)
    return None if state is None or state.is_outdated else state


def begin_impact(subject: Subject, *, now: dt.datetime, again: bool = False) -> ImpactState:
    """Begin to count, or go on with what others began. ``again`` drops a finished count when
    enough people are new; one that says nothing yet is dropped as soon as anybody is. Counts of
    all but the latest drafts are forgotten.
    """
    with transaction.atomic():
        row = _row(subject)
        if row is not None:
            state = _state(row)
            if state.is_outdated or (again and state.may_count_again):
                row.delete()
                row = None
        if row is None:
            row, _ = Impact.objects.get_or_create(
                edition=Edition.objects.defer("document").get(number=subject.before.number),
                draft_hash=subject.after.content_hash,
                defaults=_beginning(subject, now),
            )
            latest = Impact.objects.order_by("-started_at", "-pk").values_list("pk", flat=True)
            Impact.objects.filter(pk__in=list(latest[KEPT : 2 * KEPT])).delete()
    return _state(row)


def _beginning(subject: Subject, now: dt.datetime) -> dict[str, Any]:
    people = EncodedAnswers.objects.aggregate(last=Max("pk"), total=Count("pk"))
    return {
        "tally": subject.comparison.empty().to_data(),
        "last": people["last"] or 0,
        "total": people["total"],
        "started_at": now,
        "finished_at": None if people["total"] else now,
    }


def continue_impact(
    subject: Subject,
    *,
    seconds: float,
    now: dt.datetime,
    clock: Callable[[], float] = time.monotonic,
) -> ImpactState:
    """Count on for about so many seconds. Needs ``begin_impact`` before.

    Several may do so at once: whoever comes second with the same slice throws it away.
    """
    row = _row(subject)
    if row is None:
        return begin_impact(subject, now=now)
    end = clock() + seconds
    size = FIRST_BATCH
    while row.finished_at is None:
        row = _advance(subject, row, size=size, now=now)
        size = BATCH
        if clock() >= end:
            break
    return _state(row)


def _advance(subject: Subject, row: Impact, *, size: int, now: dt.datetime) -> Impact:
    found = read_batch(after=row.upto, last=row.last, size=size)
    tally = Tally.from_data(row.tally)
    share = sample_share(row.total, len(subject.edits.single))
    editions = Edition.objects.filter(pk__in={group.edition for group in found.groups})
    known = dict(editions.values_list("pk", "number"))
    for group in found.groups:
        sampled = in_sample(group.numbers, share)
        answered = snapshot_of(known[group.edition])
        tally.add(subject.comparison.count(answered, group.packed, sampled))
    changed = {
        "tally": tally.to_data(),
        "upto": found.upto,
        "done": row.total if found.is_last else min(row.total, row.done + found.people),
        "finished_at": now if found.is_last else None,
    }
    same = Impact.objects.filter(pk=row.pk, upto=row.upto, last=row.last, finished_at__isnull=True)
    same.update(**changed)
    return Impact.objects.get(pk=row.pk)


def _row(subject: Subject) -> Impact | None:
    return Impact.objects.filter(
        edition__number=subject.before.number, draft_hash=subject.after.content_hash
    ).first()


def _state(row: Impact) -> ImpactState:
    new = EncodedAnswers.objects.filter(pk__gt=row.last)[: LEAST + 1].count()
    return ImpactState(
        done=row.done,
        total=row.total,
        is_finished=row.finished_at is not None,
        counted_at=row.finished_at or row.started_at,
        new_people=new,
        tally=Tally.from_data(row.tally),
    )
