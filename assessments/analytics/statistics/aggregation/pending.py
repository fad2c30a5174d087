"""Find attempts that are done and not counted, as the sums need them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from assessments.analytics.research.layout import quarter_of
from assessments.analytics.statistics.form import form_of
from assessments.analytics.statistics.sums import SOON, AttemptEnd, Pair, Taken
from assessments.models import Attempt
from assessments.models.choices import Length
from roles.snapshot.editions import snapshot_of

IDLE = dt.timedelta(days=7)
"""An attempt that rests this long counts as left; whoever comes back is counted again."""


def done(now: dt.datetime) -> tuple[QuerySet[Attempt], QuerySet[Attempt]]:
    """Return querysets of attempts to count: new ones, and those counted as left that went on.

    They are two, so that each has an index that holds nothing else.
    """
    rests = Q(finished_at__isnull=False) | Q(saved_at__lt=now - IDLE)
    new = Q(statistics_place__isnull=True)
    went_on = Q(finished_at__isnull=False) | Q(saved_at__gt=F("statistics_saved_at"))
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


FIELDS = (
    "pk",
    "answers",
    "started_at",
    "saved_at",
    "finished_at",
    "retake_of",
    "retake_of__answers",
    "retake_of__edition__number",
    "retake_of__length",
    "retake_of__retake_of",
    "retake_of__finished_at",
    "length",
    "verdict",
    "first_verdict",
    "statistics_place",
    "statistics_quarter",
)


def still_done(keys: Iterable[int], now: dt.datetime) -> list[PendingAttempt]:
    """Lock and return the attempts among ``keys`` that are still to be counted."""
    new, went_on = done(now)
    # In the order of their numbers, as everywhere: two who lock in other orders may never end.
    rows = (new | went_on).filter(pk__in=keys).select_for_update(of=("self",))
    rows = rows.annotate(
        verdict=KeyTextTransform("verdict", "result"),
        first_verdict=KeyTextTransform("verdict", "retake_of__result"),
    )
    return [_found(each) for each in rows.values(*FIELDS)]


def _found(values: Mapping[str, Any]) -> PendingAttempt:
    answers = values["answers"]
    is_finished = values["finished_at"] is not None
    saved = {
        key: dt.datetime.fromisoformat(entry["at"]).timestamp() for key, entry in answers.items()
    }
    place = values["statistics_place"]
    return PendingAttempt(
        pk=values["pk"],
        taken=Taken(
            outcome=_outcome(values["verdict"]) if is_finished else AttemptEnd.LEFT,
            answers=_values(answers),
            saved=saved if is_finished else {},
            started=values["started_at"].timestamp(),
        ),
        quarter=quarter_of(values["finished_at"] or values["saved_at"]),
        is_left_out=values["retake_of"] is not None or values["length"] != Length.FULL.value,
        pair=_pair(values),
        before=(place, values["statistics_quarter"]) if place else None,
    )


def _pair(values: Mapping[str, Any]) -> Pair | None:
    """Return two full sheets of one person, the second soon after the first; one pair a person."""
    first, second = values["retake_of__finished_at"], values["finished_at"]
    if (
        first is None
        or second is None
        or values["retake_of__retake_of"] is not None
        or not dt.timedelta(0) <= second - first <= SOON
        or {values["length"], values["retake_of__length"]} != {Length.FULL.value}
        or {_outcome(values["verdict"]), _outcome(values["first_verdict"])} != {AttemptEnd.FINISHED}
    ):
        return None
    return Pair(
        earlier=form_of(snapshot_of(values["retake_of__edition__number"])),
        first=_values(values["retake_of__answers"]),
        second=_values(values["answers"]),
    )


def _values(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: entry["value"] for key, entry in answers.items()}


def _outcome(verdict: str) -> AttemptEnd:
    return AttemptEnd(verdict) if verdict in tuple(AttemptEnd) else AttemptEnd.FINISHED
