"""Keep the sums of the statistics: every attempt enters them once, when it is done.

Done is an attempt that has its result, or that nobody touched for seven days. Whether it is counted
is in its own row and changes with the sums, under a lock on both; so none is counted twice or
lost, however many count at once. New attempts are added five or more at a time: whoever looked
before and after must not be able to tell what one person answered (docs/statistics.md §3).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import groupby
from operator import add, attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from assessments.analytics.disclosure_control import LEAST
from assessments.analytics.research.anonymity import quarter_of
from assessments.analytics.statistics.figures import Report
from assessments.analytics.statistics.form import Form, form_of
from assessments.analytics.statistics.report import FormSums, report
from assessments.analytics.statistics.sums import (
    SOON,
    VERSION,
    AttemptEnd,
    Pair,
    Sums,
    Taken,
    left_before,
    place_reached,
    sums_of,
)
from assessments.models import Attempt, EditionSums, QuarterSums
from assessments.models.choices import Length
from roles.models import Edition
from roles.snapshot.editions import Snapshot, snapshot_of

BATCH = 200
"""So many attempts a transaction: other writers wait some hundredths of a second for it."""
MOST_WAITING = 10_000
"""Beyond this many the number of waiting attempts is not counted out."""
RESET = 5_000

FINISHED = 0
GROUPS = 4
"""Kinds of company: those who finished, who left, who did neither, and who answered again."""


@dataclass(frozen=True, slots=True)
class WaitingAttempts:
    """How many attempts are done and not counted yet; with ``is_more``, at least that many."""

    number: int
    is_more: bool


def stored_parts() -> tuple[FormSums, ...]:
    """Return the stored sums of each edition, the oldest first: one query."""
    rows = EditionSums.objects.filter(version=VERSION).order_by("edition__number")
    return tuple(
        FormSums(Form.from_data(form), Sums.from_data(sums))
        for form, sums in rows.values_list("form", "sums")
    )


def counted_quarters() -> tuple[int, ...]:
    """Return every quarter in which something is counted, the newest first: one query."""
    found = QuarterSums.objects.order_by("-quarter").values_list("quarter", flat=True)
    return tuple(found.distinct())


def in_quarter(parts: Sequence[FormSums], quarter: int) -> tuple[FormSums, ...]:
    """Return of each part what was counted in a quarter, and the rest: one query."""
    rows = QuarterSums.objects.filter(quarter=quarter).values_list("edition__number", "sums")
    inside = {number: Sums.from_data(sums) for number, sums in rows}
    found = (inside.get(part.form.edition, sums_of(part.form, ())) for part in parts)
    pairs = zip(parts, found, strict=True)
    return tuple(FormSums(part.form, sums, rest=part.sums + -sums) for part, sums in pairs)


def counted_version() -> str:
    """Return a text that changes whenever something was counted: one query."""
    newest = EditionSums.objects.aggregate(newest=Max("counted_at"))["newest"]
    return newest.isoformat() if newest else ""


def figures_of(snapshot: Snapshot) -> Report:
    """Return the report on an edition's questions, by all answers to the same questions."""
    return report(stored_parts(), form_of(snapshot))


def is_rebuilding() -> bool:
    """Return whether sums are being rebuilt, or are of an older shape and wait for that."""
    return EditionSums.objects.filter(
        Q(rebuild_started_at__isnull=False) | ~Q(version=VERSION)
    ).exists()


def waiting(*, now: dt.datetime) -> WaitingAttempts:
    """Return how many attempts are done and not counted yet."""
    number = sum(rows[: MOST_WAITING + 1].count() for rows in done(now))
    return WaitingAttempts(min(number, MOST_WAITING), number > MOST_WAITING)


def count_attempts(*, now: dt.datetime, most: int = BATCH) -> int:
    """Count up to about ``most`` attempts that are done, and return how many were counted.

    Those that must wait for company stay, and hold up nobody else.
    """
    held_back = GROUPS * (LEAST - 1) * Edition.objects.count()
    found: dict[int, list[int]] = {}
    for rows in done(now):
        for pk, edition in rows.values_list("pk", "edition_id")[: most + held_back]:
            found.setdefault(edition, []).append(pk)
    counted = 0
    for edition, keys in found.items():
        for start in range(0, len(keys), BATCH):
            counted += _count(edition, keys[start : start + BATCH], now)
    return counted


def rebuild(*, now: dt.datetime) -> None:
    """Begin all sums anew, without deleted attempts; ``count_attempts`` then does the counting."""
    EditionSums.objects.update(rebuild_started_at=now)
    finish_rebuilds(now=now)


def finish_rebuilds(*, now: dt.datetime) -> None:
    """Go on with an interrupted rebuild, and begin one for sums of an older shape."""
    EditionSums.objects.exclude(version=VERSION).update(rebuild_started_at=now)
    begun = EditionSums.objects.filter(rebuild_started_at__isnull=False)
    for pk, edition in begun.values_list("pk", "edition_id"):
        _forget(edition)
        with transaction.atomic():
            begun.filter(pk=pk).update(rebuild_started_at=None, **_nothing_counted(edition, now))
            QuarterSums.objects.filter(edition_id=edition).delete()


def _forget(edition: int) -> None:
    """Mark an edition's attempts as not counted, a few thousand a transaction."""
    counted = Attempt.objects.filter(edition_id=edition, statistics_place__isnull=False)
    counted, last = counted.order_by("pk"), 0
    while keys := list(counted.filter(pk__gt=last).values_list("pk", flat=True)[:RESET]):
        Attempt.objects.filter(pk__in=keys).update(statistics_place=None)
        last = keys[-1]


# ------------------------------------------------------------------ what is to be counted

IDLE = dt.timedelta(days=7)
"""An attempt that rests this long counts as left; whoever comes back is counted again."""


def done(now: dt.datetime) -> tuple[QuerySet[Attempt], QuerySet[Attempt]]:
    """Return querysets of attempts to count: new ones, and those counted as left that went on.

    They are two, so that each has an index that holds nothing else.
    """
    rests = Q(finished_at__isnull=False) | Q(saved_at__lt=now - IDLE)
    new = Q(statistics_place__isnull=True)
    went_on = Q(finished_at__isnull=False) | Q(went_on=True)
    return (
        Attempt.objects.filter(new, rests).order_by("pk"),
        Attempt.objects.filter(Q(statistics_place__gt=0) & went_on, rests).order_by("pk"),
    )


@dataclass(frozen=True, slots=True)
class PendingAttempt:
    """An attempt to count. ``before`` is where it was counted as left: its place and quarter.

    Left out is a retake, or a short quiz. A retake soon after a first attempt makes a ``pair``.
    """

    pk: int
    taken: Taken
    quarter: int
    is_left_out: bool
    pair: Pair | None
    before: tuple[int, int] | None


def still_done(keys: Iterable[int], now: dt.datetime) -> list[PendingAttempt]:
    """Lock and return the attempts among ``keys`` that are still to be counted."""
    new, went_on = done(now)
    # In the order of their numbers, as everywhere: two who lock in other orders may never end.
    rows = (new | went_on).filter(pk__in=keys).select_for_update(of=("self",))
    rows = rows.select_related("retake_of__edition").annotate(
        verdict=KeyTextTransform("verdict", "result"),
        first_verdict=KeyTextTransform("verdict", "retake_of__result"),
    )
    long = ("result", "retake_of__result", "retake_of__edition__document")
    return [_found(each) for each in rows.defer(*long)]


def _found(row: Any) -> PendingAttempt:
    is_finished = row.finished_at is not None
    times = {key: dt.datetime.fromisoformat(each["at"]) for key, each in row.answers.items()}
    place = row.statistics_place
    return PendingAttempt(
        pk=row.pk,
        taken=Taken(
            outcome=_outcome(row.verdict) if is_finished else AttemptEnd.LEFT,
            answers=values_in(row.answers),
            saved={key: at.timestamp() for key, at in times.items()} if is_finished else {},
            started=row.started_at.timestamp(),
        ),
        quarter=quarter_of(row.finished_at or row.saved_at),
        is_left_out=row.retake_of is not None or row.length != Length.FULL,
        pair=_pair(row),
        before=(place, row.statistics_quarter) if place else None,
    )


def _pair(row: Any) -> Pair | None:
    """Return two full sheets of one person, the second soon after the first; one pair a person."""
    earlier = row.retake_of
    if (
        earlier is None
        or earlier.finished_at is None
        or row.finished_at is None
        or earlier.retake_of_id is not None
        or not dt.timedelta(0) <= row.finished_at - earlier.finished_at <= SOON
        or {row.length, earlier.length} != {Length.FULL}
        or {_outcome(row.verdict), _outcome(row.first_verdict)} != {AttemptEnd.FINISHED}
    ):
        return None
    form = form_of(snapshot_of(earlier.edition.number))
    return Pair(form, values_in(earlier.answers), values_in(row.answers))


def values_in(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored answers by key, without when and how they were saved."""
    return {key: entry["value"] for key, entry in answers.items()}


def _outcome(verdict: str) -> AttemptEnd:
    return AttemptEnd(verdict) if verdict in tuple(AttemptEnd) else AttemptEnd.FINISHED


# ------------------------------------------------------------------ counting


@transaction.atomic
def _count(edition: int, keys: Iterable[int], now: dt.datetime) -> int:
    """Add attempts of one edition to its sums in groups of five or more; return how many."""
    row = locked_sums(edition, now)
    if row.rebuild_started_at is not None or row.version != VERSION:
        return 0
    form = Form.from_data(row.form)
    found = still_done(keys, now)
    # One full quiz a person: others are marked and not counted.
    places = {
        each.pk: (FINISHED, each.quarter) for each in found if each.is_left_out and not each.pair
    }
    added: dict[int, Sums] = defaultdict(partial(sums_of, form, ()))
    counting = [each for each in found if each.pair or not each.is_left_out]
    for _, group in groupby(sorted(counting, key=_kind), key=_kind):
        for quarter, company in _companies(group):
            places |= {each.pk: (_place(form, each), quarter) for each in company}
            taken = [each.taken for each in company if not each.pair]
            added[quarter] += sums_of(form, taken, [each.pair for each in company if each.pair])
            for place, then in (each.before for each in company if each.before):
                added[then] += -sums_of(form, [left_before(place - 1, form)])
    for where in set(places.values()):
        marked = [pk for pk, its in places.items() if its == where]
        Attempt.objects.filter(pk__in=marked).update(
            statistics_place=where[0], statistics_quarter=where[1], went_on=False
        )
    if added:
        row.sums = reduce(add, added.values(), Sums.from_data(row.sums)).to_data()
        row.counted_at = now
        row.save()
        _store_quarters(edition, added)
    return len(places)


def _kind(found: PendingAttempt) -> str:
    """Return which figures an attempt changes: of answers, who left, neither, or retests."""
    if found.pair:
        return "again"
    outcome = found.taken.outcome
    return outcome.value if outcome in (AttemptEnd.FINISHED, AttemptEnd.LEFT) else "neither"


def _companies(group: Iterable[PendingAttempt]) -> Iterator[tuple[int, list[PendingAttempt]]]:
    """Yield five or more of a group by quarter; fewer count with the next, the last few wait."""
    company: list[PendingAttempt] = []
    quarter_of = attrgetter("quarter")
    for quarter, members in groupby(sorted(group, key=quarter_of), key=quarter_of):
        company.extend(members)
        if len(company) >= LEAST:
            yield quarter, company
            company = []


def _place(form: Form, found: PendingAttempt) -> int:
    if found.taken.outcome is not AttemptEnd.LEFT:
        return FINISHED
    return place_reached(form, found.taken.answers) + 1


def locked_sums(edition: int, now: dt.datetime) -> EditionSums:
    """Lock the sums of an edition until the transaction ends, and create the row if needed."""
    EditionSums.objects.get_or_create(edition_id=edition, defaults=_nothing_counted(edition, now))
    return EditionSums.objects.select_for_update(of=("self",)).get(edition_id=edition)


def _nothing_counted(edition: int, now: dt.datetime) -> dict[str, Any]:
    number = Edition.objects.values_list("number", flat=True).get(pk=edition)
    form = form_of(snapshot_of(number))
    sums = sums_of(form, ()).to_data()
    return {"version": VERSION, "form": form.to_data(), "sums": sums, "counted_at": now}


def _store_quarters(edition: int, added: Mapping[int, Sums]) -> None:
    """Add to the sums of quarters; the caller holds the lock on the edition's sums."""
    for quarter, sums in added.items():
        row, is_new = QuarterSums.objects.get_or_create(
            edition_id=edition, quarter=quarter, defaults={"sums": sums.to_data()}
        )
        if not is_new:
            row.sums = (Sums.from_data(row.sums) + sums).to_data()
            row.save()
