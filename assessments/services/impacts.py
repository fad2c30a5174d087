"""Counting the impact of a draft, a slice at a time, so that no request takes long."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, Max

from assessments.impact import Comparison, Edits, Tally, edits_of, in_sample, sample_share
from assessments.models import CompactAnswers, Impact
from assessments.services.packing import pack_answers
from assessments.small_cells import LEAST
from roles.differences import completed
from roles.editions import Catalogue, catalogue_of, parse_document
from roles.models import Edition
from roles.services import content_hash

BATCH = 65_536
"""Rows read at a time: some ten megabytes."""
FIRST_BATCH = 16_384
"""The first of a slice is small, so that a slow machine also comes to an end in time."""
PACKED_AT_A_TIME = 200
PACKING_SECONDS = 3.0
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


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """An edition and a draft, ready to be compared; kept by the process while both last."""

    before: Catalogue
    after: Catalogue
    edits: Edits
    comparison: Comparison


def subject_of(current: Catalogue, draft: Mapping[str, Any]) -> Subject:
    """The edition in force and the draft. Raises ValidationError and SpecificationError for a
    draft that cannot be scored; ask ``roles.services.problems_of`` what is wrong with it.
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
def _subject(current: Catalogue, draft: _Draft) -> Subject:
    after = Catalogue(
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
    return None if row is None else _state(row)


def begin_impact(subject: Subject, *, now: dt.datetime, again: bool = False) -> ImpactState:
    """Begin to count, or go on with what others began. ``again`` drops a finished count when
    enough people are new. Counts of all but the latest drafts are forgotten.

    Packs results from before there were compact answers, for some seconds at most; a site with
    more of them needs ``manage.py pack_answers`` once.
    """
    if _row(subject) is None:
        end = time.monotonic() + PACKING_SECONDS
        while pack_answers(limit=PACKED_AT_A_TIME) and time.monotonic() < end:
            pass
    with transaction.atomic():
        row = _row(subject)
        if row is not None and again and _state(row).may_count_again:
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
    there = CompactAnswers.objects.aggregate(last=Max("pk"), total=Count("pk"))
    last = there["last"] or 0
    return {
        "tally": subject.comparison.empty().to_data(),
        "last": last,
        "total": there["total"],
        "started_at": now,
        "finished_at": None if last else now,
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
    rows = list(
        CompactAnswers.objects.filter(pk__gt=row.upto, pk__lte=row.last)
        .order_by("pk")
        .values_list("pk", "edition_id", "codes")[:size]
    )
    tally = Tally.from_data(row.tally)
    if rows:
        numbers, editions, codes = zip(*rows, strict=True)
        share = sample_share(row.total, len(subject.edits.single))
        sampled = in_sample(np.array(numbers, dtype=np.int64), share)
        which = np.array(editions)
        known = dict(Edition.objects.filter(pk__in=set(editions)).values_list("pk", "number"))
        for edition in np.unique(which).tolist():
            mine = which == edition
            people = codes if mine.all() else [codes[place] for place in np.flatnonzero(mine)]
            tally.add(subject.comparison.count(catalogue_of(known[edition]), people, sampled[mine]))
    is_last = len(rows) < size
    changed = {
        "tally": tally.to_data(),
        "upto": row.last if is_last else rows[-1][0],
        "done": row.total if is_last else min(row.total, row.done + len(rows)),
        "finished_at": now if is_last else None,
    }
    Impact.objects.filter(pk=row.pk, upto=row.upto, finished_at__isnull=True).update(**changed)
    return Impact.objects.get(pk=row.pk)


def _row(subject: Subject) -> Impact | None:
    return Impact.objects.filter(
        edition__number=subject.before.number, draft_hash=subject.after.content_hash
    ).first()


def _state(row: Impact) -> ImpactState:
    new = CompactAnswers.objects.filter(pk__gt=row.last)[: LEAST + 1].count()
    return ImpactState(
        done=row.done,
        total=row.total,
        is_finished=row.finished_at is not None,
        counted_at=row.finished_at or row.started_at,
        new_people=new,
        tally=Tally.from_data(row.tally),
    )
