"""Keeps the sums of the statistics: every attempt enters them once, when it is done.

Done is an attempt that has its result, or that nobody touched for seven days. Whether it is
counted stands in its own row and changes in the same transaction as the sums, under a lock on
both; so no attempt is counted twice or lost, whoever counts and however many at once. The work
grows with the new attempts only.

New attempts are added five or more at a time: whoever looked at the figures before and after
must not be able to tell what one person answered (docs/statistics.md §3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.fields.json import KT

from assessments.length import Length
from assessments.models import Attempt, EditionSums
from assessments.scoring import Verdict
from assessments.small_cells import LEAST
from assessments.statistics.figures import ScaleReport
from assessments.statistics.form import Form, form_from_data, form_of, form_to_data
from assessments.statistics.report import Part, report
from assessments.statistics.sums import (
    VERSION,
    Outcome,
    Sums,
    Taken,
    from_data,
    left_before,
    place_reached,
    tally,
    to_data,
)
from roles.editions import Catalogue, catalogue_of
from roles.models import Edition

IDLE = dt.timedelta(days=7)
"""An attempt that rests this long counts as left; whoever comes back is counted anew."""
BATCH = 200
"""So many attempts a transaction: other writers wait some hundredths of a second for it."""
MOST_WAITING = 10_000
"""Beyond this many the number of waiting attempts is not counted out."""
RESET = 5_000

FINISHED = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many attempts are done and not counted yet; ``is_more`` than that number."""

    number: int
    is_more: bool


def stored_parts() -> tuple[Part, ...]:
    """What is counted, edition by edition, the oldest first: one query, attempts are not read."""
    rows = EditionSums.objects.filter(version=VERSION).order_by("edition__number")
    return tuple(
        Part(form_from_data(form), from_data(sums))
        for form, sums in rows.values_list("form", "sums")
    )


def counted_version() -> str:
    """Changes whenever something was counted: one query."""
    newest = EditionSums.objects.aggregate(newest=Max("counted_at"))["newest"]
    return newest.isoformat() if newest else ""


def scales_of(catalogue: Catalogue) -> tuple[ScaleReport, ...]:
    """How reliable each scale of an edition is, from all answers that asked the same."""
    return report(stored_parts(), form_of(catalogue)).scales


def is_rebuilding() -> bool:
    """Whether sums are being made again, or are of an older shape and wait for that."""
    return EditionSums.objects.filter(
        Q(rebuild_started_at__isnull=False) | ~Q(version=VERSION)
    ).exists()


def waiting(*, now: dt.datetime) -> Waiting:
    """How many attempts are done and not counted yet."""
    number = sum(rows[: MOST_WAITING + 1].count() for rows in _done(now))
    return Waiting(min(number, MOST_WAITING), number > MOST_WAITING)


def count_attempts(*, now: dt.datetime, most: int = BATCH) -> int:
    """Count up to about ``most`` attempts that are done; returns how many were.

    What must wait for company (fewer than five new ones under its edition) stays and is not in
    anybody's way.
    """
    held_back = 3 * (LEAST - 1) * Edition.objects.count()
    found: dict[int, list[int]] = {}
    for rows in _done(now):
        for pk, edition in rows.values_list("pk", "edition_id")[: most + held_back]:
            found.setdefault(edition, []).append(pk)
    counted = 0
    for edition, keys in found.items():
        for start in range(0, len(keys), BATCH):
            counted += _count(edition, keys[start : start + BATCH], now)
    return counted


def rebuild(*, now: dt.datetime) -> None:
    """Make all sums anew from the attempts that there are today: deleted ones drop out.

    May be broken off at any time; the next call goes on. ``count_attempts`` does the counting.
    """
    EditionSums.objects.update(rebuild_started_at=now)
    finish_rebuilds(now=now)


def finish_rebuilds(*, now: dt.datetime) -> None:
    """Go on with a rebuild that was broken off, and begin one for sums of an older shape."""
    EditionSums.objects.exclude(version=VERSION).update(rebuild_started_at=now)
    begun = EditionSums.objects.filter(rebuild_started_at__isnull=False)
    for pk, edition in begun.values_list("pk", "edition_id"):
        _forget(edition)
        with transaction.atomic():
            row = EditionSums.objects.select_for_update(of=("self",)).get(pk=pk)
            _store(row, form_of(_catalogue(edition)), None, now)


def _forget(edition: int) -> None:
    """Mark an edition's attempts as not counted, a few thousand a transaction."""
    last = 0
    while True:
        counted = Attempt.objects.filter(
            edition_id=edition, statistics_place__isnull=False, pk__gt=last
        )
        keys = list(counted.order_by("pk").values_list("pk", flat=True)[:RESET])
        if not keys:
            return
        Attempt.objects.filter(pk__in=keys).update(statistics_place=None)
        last = keys[-1]


# ------------------------------------------------------------------ counting


def _done(now: dt.datetime) -> tuple[QuerySet[Attempt], QuerySet[Attempt]]:
    """Attempts to count: new ones, and those that were counted as left and then finished.

    Two queries, so that each has an index that holds nothing else.
    """
    new = Q(statistics_place__isnull=True)
    done = Q(sealed_at__isnull=False) | Q(saved_at__lt=now - IDLE)
    came_back = Q(statistics_place__gt=0, sealed_at__isnull=False)
    return (
        Attempt.objects.filter(new, done).order_by("pk"),
        Attempt.objects.filter(came_back).order_by("pk"),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """An attempt to count, and how it was counted before."""

    pk: int
    taken: Taken
    is_left_out: bool
    """A retake, or a short quiz, which does not ask everybody the same."""
    place: int | None


@transaction.atomic
def _count(edition: int, keys: Iterable[int], now: dt.datetime) -> int:
    """Add attempts of one edition to its sums, as far as they have company."""
    row = _locked_sums(edition, now)
    if row.rebuild_started_at is not None or row.version != VERSION:
        return 0
    form = form_from_data(row.form)
    found = _still_done(keys, now)
    chosen = [
        each
        for group in _groups(each for each in found if not each.is_left_out)
        if len(group) >= LEAST
        for each in group
    ]
    # One full quiz a person: others are marked and not counted.
    places = {each.pk: FINISHED for each in found if each.is_left_out}
    places |= {each.pk: _place(form, each) for each in chosen}
    for place in set(places.values()):
        marked = [pk for pk, its in places.items() if its == place]
        Attempt.objects.filter(pk__in=marked).update(statistics_place=place)
    if chosen:
        taken_back = [left_before(form, each.place - 1, -1) for each in chosen if each.place]
        added = reduce(add, taken_back, tally(form, [each.taken for each in chosen]))
        _store(row, form, from_data(row.sums) + added, now)
    return len(places)


def _groups(found: Iterable[_Found]) -> tuple[list[_Found], ...]:
    """Attempts by what they change: the figures of answers, who left, or neither."""
    finished: list[_Found] = []
    left: list[_Found] = []
    neither: list[_Found] = []
    for each in found:
        outcome = each.taken.outcome
        group = {Outcome.FINISHED: finished, Outcome.LEFT: left}.get(outcome, neither)
        group.append(each)
    return finished, left, neither


def _place(form: Form, found: _Found) -> int:
    if found.taken.outcome is not Outcome.LEFT:
        return FINISHED
    return place_reached(form, found.taken.answers) + 1


def _locked_sums(edition: int, now: dt.datetime) -> EditionSums:
    form = form_of(_catalogue(edition))
    fresh = {
        "version": VERSION,
        "form": form_to_data(form),
        "sums": to_data(Sums.zero(form)),
        "counted_at": now,
    }
    EditionSums.objects.get_or_create(edition_id=edition, defaults=fresh)
    return EditionSums.objects.select_for_update(of=("self",)).get(edition_id=edition)


def _store(row: EditionSums, form: Form, sums: Sums | None, now: dt.datetime) -> None:
    """Keep sums, or begin with none."""
    row.version = VERSION
    row.form = form_to_data(form)
    row.sums = to_data(Sums.zero(form) if sums is None else sums)
    row.counted_at = now
    row.rebuild_started_at = None
    row.save()


def _still_done(keys: Iterable[int], now: dt.datetime) -> list[_Found]:
    """The attempts among ``keys`` that are still to be counted, each locked."""
    found: dict[int, _Found] = {}
    for rows in _done(now):
        locked = rows.filter(pk__in=keys).select_for_update(of=("self",))
        for values in locked.annotate(verdict=KT("result__verdict")).values(
            "pk",
            "answers",
            "started_at",
            "sealed_at",
            "retake_of",
            "length",
            "verdict",
            "statistics_place",
        ):
            found[values["pk"]] = _found(values)
    return list(found.values())


def _found(values: Mapping[str, Any]) -> _Found:
    answers = values["answers"]
    is_finished = values["sealed_at"] is not None
    saved = {
        key: dt.datetime.fromisoformat(entry["at"]).timestamp() for key, entry in answers.items()
    }
    return _Found(
        pk=values["pk"],
        taken=Taken(
            outcome=_outcome(values["verdict"]) if is_finished else Outcome.LEFT,
            answers={key: entry["value"] for key, entry in answers.items()},
            saved=saved if is_finished else {},
            started=values["started_at"].timestamp(),
        ),
        is_left_out=values["retake_of"] is not None or values["length"] != Length.FULL.value,
        place=values["statistics_place"],
    )


def _outcome(verdict: str) -> Outcome:
    return {
        Verdict.INCONSISTENT.value: Outcome.INCONSISTENT,
        Verdict.INSUFFICIENT.value: Outcome.INSUFFICIENT,
    }.get(verdict, Outcome.FINISHED)


def _catalogue(edition: int) -> Any:
    return catalogue_of(Edition.objects.values_list("number", flat=True).get(pk=edition))
