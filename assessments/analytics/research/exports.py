"""Read finished attempts for an export, in batches, while people go on saving.

Two passes: the first keeps some bytes of each attempt, enough to know how much may be told about
it; the second reads sheet by sheet in random order. Nothing is locked.
"""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import OuterRef, QuerySet, Subquery
from numpy.typing import NDArray

from assessments.analytics.disclosure_control import LEAST, is_small
from assessments.analytics.research.anonymity import (
    WITHHELD,
    Grain,
    Layout,
    grains,
    layout_of,
    quarter_of,
)
from assessments.analytics.research.files import Format, Line
from assessments.instrument.answer_codec import decode_answers
from assessments.models import EncodedAnswers, ResearchExport
from assessments.models.choices import Length
from roles.models import Edition
from roles.snapshot.editions import snapshot_of

BITE = 2_000
FEWEST_CROSSED = 20
"""With an edition and a period chosen at least so many attempts must be left."""
MOST_LISTED = 50


class NotExported(Exception):
    """Nothing was exported; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, as the first day and the last."""

    first_date: dt.date
    last_date: dt.date

    def holds(self, moment: dt.datetime) -> bool:
        return self.first_date <= moment.date() <= self.last_date


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Which attempts an export holds, in random order: ``rows`` (N,) of ``_first_attempts``."""

    layout: Layout
    rows: NDArray[np.void]


def exportable_editions() -> tuple[int, ...]:
    """Return the numbers of all editions, the newest first: one query."""
    return tuple(Edition.objects.order_by("-number").values_list("number", flat=True))


def has_enough() -> bool:
    """Return whether any edition has attempts enough for an export: one query."""
    first = EncodedAnswers.objects.filter(
        edition=OuterRef("pk"), attempt__retake_of__isnull=True
    ).order_by("pk")
    fifth = Subquery(first.values("pk")[LEAST - 1 : LEAST])
    return Edition.objects.annotate(fifth=fifth).filter(fifth__isnull=False).exists()


def select(*, edition: int, period: Period | None) -> Selection:
    """Choose the attempts of an export.

    Only first attempts, and of the newest as many as make whole groups of five: two exports never
    differ by one person. Raises ``NotExported`` where it would tell about single people.
    """
    layout = layout_of(snapshot_of(edition))
    rows = _first_attempts(layout, period)
    rows = rows[: len(rows) - len(rows) % LEAST]
    number = int(rows["is_chosen"].sum())
    if number < LEAST:
        raise NotExported("Fewer than five attempts would be in this export, so it is not made.")
    if period is not None and number < FEWEST_CROSSED:
        raise NotExported(
            f"With a period chosen an export needs at least {FEWEST_CROSSED} attempts. Choose "
            "more months, or all of them."
        )
    if is_small(len(rows) - number):
        raise NotExported(
            "All attempts but one to four would be in this export. Combined with an export of all, "
            "it would reveal these few. Choose fewer months, or all of them."
        )
    rows = rows[rows["is_chosen"]]
    rows["grain"] = grains(rows["described"], layout)
    # Only the order depends on this, and it must not be the order of the rows.
    random = np.random.default_rng()
    return Selection(layout, random.permutation(rows[rows["grain"] != WITHHELD]))


def _first_attempts(layout: Layout, period: Period | None) -> NDArray[np.void]:
    """Return every first attempt (N,), the oldest first.

    Of each: the key of its encoded answers, whether the period holds it, whether it is short, what
    describes the person, as ``grains`` takes it, and a place for the grain.
    """
    flags = [("is_chosen", np.bool_), ("is_short", np.bool_)]
    described = ("described", np.int64, (1 + len(layout.facts),))
    kind = np.dtype([("key", np.int64), *flags, described, ("grain", np.uint8)])
    every = EncodedAnswers.objects.filter(
        edition__number=layout.edition, attempt__retake_of__isnull=True
    ).order_by("pk")
    columns = every.values_list("pk", "codes", "attempt__finished_at", "attempt__length")
    parts, last = [np.empty(0, dtype=kind)], 0
    while bite := list(columns.filter(pk__gt=last)[:BITE]):
        keys, codes, finished, lengths = zip(*bite, strict=True)
        sheets = decode_answers([bytes(each) for each in codes], layout.length)
        part = np.empty(len(bite), dtype=kind)
        part["key"] = keys
        part["is_chosen"] = [period is None or period.holds(at) for at in finished]
        part["is_short"] = [length == Length.SHORT for length in lengths]
        part["described"][:, 0] = [quarter_of(at) for at in finished]
        part["described"][:, 1:] = layout.background(sheets)
        parts.append(part)
        last = keys[-1]
    return np.concatenate(parts)


def lines(selection: Selection) -> Iterator[Line]:
    """Yield a selection's attempts, read in batches; one deleted meanwhile is left out."""
    layout = selection.layout
    told = functools.cache(layout.told)  # of a million attempts only some hundred values differ
    for start in range(0, len(selection.rows), BITE):
        bite = selection.rows[start : start + BITE]
        rows = EncodedAnswers.objects.filter(pk__in=bite["key"].tolist())
        columns = rows.values_list("pk", "codes", "verdict", "named_role")
        found: dict[int, Any] = {key: rest for key, *rest in columns}
        bite = bite[np.isin(bite["key"], list(found))]
        sheets = [found[key] for key in bite["key"].tolist()]
        codes = decode_answers([bytes(encoded) for encoded, *_ in sheets], layout.length).T.tolist()
        known = bite["described"].tolist(), bite["is_short"].tolist(), map(Grain, bite["grain"])
        for row, is_short, how, given, (_, verdict, role) in zip(
            *known, codes, sheets, strict=True
        ):
            period, *facts = (told(place, value, how) for place, value in enumerate(row))
            yield {
                "edition": layout.edition,
                "length": (Length.SHORT if is_short else Length.FULL).value,
                "period": period,
                "grain": how.name.lower(),
                "verdict": verdict,
                "named_role": None if role is None else layout.roles[role],
                "background": {f.key: said for f, said in zip(layout.facts, facts, strict=True)},
                "answers": layout.answers(given),
            }


# ------------------------------------------------------------------ who exported what


def log_export(
    *,
    selection: Selection,
    period: Period | None,
    file_format: Format,
    who: AbstractBaseUser,
    now: dt.datetime,
) -> None:
    """Store a record of an export before its first line is sent."""
    ResearchExport.objects.create(
        exported_at=now,
        exported_by_id=who.pk,
        edition_id=Edition.objects.values_list("pk", flat=True).get(
            number=selection.layout.edition
        ),
        first_date=period.first_date if period else None,
        last_date=period.last_date if period else None,
        file_format=file_format.value,
        lines=len(selection.rows),
    )


def exports_made() -> QuerySet[ResearchExport]:
    """Return the last fifty exports, the newest first: one query."""
    rows = ResearchExport.objects.select_related("edition", "exported_by")
    return rows.defer("edition__document")[:MOST_LISTED]
