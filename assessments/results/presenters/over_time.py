"""Show results over time: what moved, what did not, and what each one said."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assessments.evaluation.charts import SlopeChart, slope_chart
from assessments.evaluation.history import Dial, Point, compare
from assessments.evaluation.presenters.reading import Reading, half_up
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.models.choices import Length
from web.numbers import number_text
from web.words import day_text, distinct_texts, listed, moment_text

NAMES = {
    Dial.FIT: "What you want (fit)",
    Dial.READINESS: "What you can do (readiness)",
    Dial.PROOF: "What you can show",
}
ERRORS = "A dashed line is a change smaller than measurement error: we count it as none."
PROOF = "What you can show has no measurement error. A dashed line: nothing changed. The most is"
MOST_SHOWN = 24
AGAIN_AFTER_DAYS = 90
MOST_MOVES = 4
NOT_KNOWN = "not known"
NO_CHANGE = "none"
NOT_ENOUGH = "not enough answers"


def over_time_page(points: Sequence[Point], *, has_later: bool, now: dt.datetime) -> dict[str, Any]:
    """Return the context of the page about a history of results, the oldest first."""
    newest = points[-1].taking
    dates = distinct_texts([point.taking.finished_at for point in points])
    shown, shown_dates = points[-MOST_SHOWN:], dates[-MOST_SHOWN:]
    again = newest.finished_at + dt.timedelta(days=AGAIN_AFTER_DAYS)
    page: dict[str, Any] = {
        "has_later": has_later,
        "is_alone": len(points) < 2,
        "finished_at": newest.finished_at,
        # The day from which a retake makes sense, while it is ahead.
        "again": again if now < again else None,
    }
    if len(points) < 2:
        return page
    reading = Reading(points[-1].compared, newest.snapshot)
    earlier = [(points[-2], dates[-2]), (points[0], dates[0])][: len(points) - 1]
    dated = list(zip(shown, shown_dates, strict=True))
    short = [date for point, date in dated if _is_short(point)]
    rows = [_point_row(point, date, points[-1]) for point, date in dated]
    return page | {
        "change": last_change(points),
        "since": [_since(then, date, reading) for then, date in earlier],
        "charts": [_chart(shown, shown_dates, reading, dial) for dial in Dial]
        if reading.compared
        else [],
        "rows": rows[::-1],
        "edition": newest.snapshot.number,
        "is_rescored": any(point.is_rescored for point in points),
        "short": short if len(short) < len(shown) else [],
        "results": len(points),
    }


def last_change(points: Sequence[Point]) -> dict[str, Any] | None:
    """Return what moved by more than error since the result before; ``None`` for one alone."""
    if len(points) < 2:
        return None
    then, newest = points[-2:]
    now = Reading(newest.compared, newest.taking.snapshot)
    before = Reading(then.compared, now.snapshot)
    moves = [
        (dial.value, now.short(slug), int(row.now) > int(row.then), row)
        for (slug, dial), row in _changes(before, now).items()
        if row.is_real and dial is not Dial.PROOF
    ]
    dates = distinct_texts([point.taking.finished_at for point in points])
    return {"date": dates[-2], "moves": moves[:MOST_MOVES]}


# ------------------------------------------------------------------ what moved


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One score before and after. ``is_real``: it moved, and by more than error."""

    label: str
    then: str
    now: str
    change: str
    is_real: bool


def change(label: str, then: int | None, now: int | None, *, is_real: bool = True) -> ScoreChange:
    """Return two shown scores as a change; ``is_real`` says whether error cannot explain it."""
    if then is None or now is None:
        text = NOT_KNOWN
    elif then == now:
        text = NO_CHANGE
    else:
        text = number_text(now - then, signed=True) + ("" if is_real else ", within error")
    moved = is_real and then is not None and now is not None and then != now
    before, after = (NOT_ENOUGH if value is None else str(value) for value in (then, now))
    return ScoreChange(label, before, after, text, moved)


def _changes(then: Reading, now: Reading) -> dict[tuple[str, Dial], ScoreChange]:
    """Return every score of every compared role, before and after, by role and dial."""
    real = compare(then.result, now.result, now.snapshot).real
    return {
        (role.slug, dial): change(
            f"{NAMES[dial]} of {now.proof_reach[role.slug]}" if dial is Dial.PROOF else NAMES[dial],
            then.score(role.slug, dial)[0],
            now.score(role.slug, dial)[0],
            is_real=(role.slug, dial) in real,
        )
        for role in now.compared
        for dial in Dial
    }


def _since(then: Point, date: str, reading: Reading) -> dict[str, Any]:
    """Return what moved since one earlier result."""
    moved = compare(then.compared, reading.result, reading.snapshot)
    changes = _changes(Reading(then.compared, reading.snapshot), reading)
    return {
        "date": date,
        "moved": moved,
        "roles": [
            (reading.roles[role.slug], [changes[role.slug, dial] for dial in Dial])
            for role in reading.compared
        ],
        "levels": [
            (reading.competency_names[move.competency], half_up(move.before), half_up(move.after))
            for move in moved.levels
        ],
    }


# ------------------------------------------------------------------ the way there


def _chart(
    points: Sequence[Point], dates: Sequence[str], reading: Reading, dial: Dial
) -> SlopeChart:
    readings = [Reading(point.compared, reading.snapshot) for point in points]
    slugs = [role.slug for role in reading.compared]
    scores = [[each.score(slug, dial) for each in readings] for slug in slugs]
    steps = [_changes(then, now) for then, now in pairwise(readings)]
    first = points[0].taking.finished_at
    top, note = 100, ERRORS
    if dial is Dial.PROOF:
        most = [reading.proof_reach[slug] for slug in slugs]
        said = [f"{each} for {reading.short(s)}" for each, s in zip(most, slugs, strict=True)]
        top, note = max(most), f"{PROOF} {listed(said)}."
    return slope_chart(
        title=NAMES[dial],
        note=note,
        roles=[reading.roles[slug] for slug in slugs],
        dates=dates,
        ends=_ends(points),
        days=[(point.taking.finished_at - first).total_seconds() / 86400 for point in points],
        scores=scores,
        real=[[step[slug, dial].is_real for step in steps] for slug in slugs],
        changes=[[step[slug, dial].change for step in steps] for slug in slugs],
        top=top,
    )


def _ends(points: Sequence[Point]) -> tuple[str, str]:
    """Return the first and the last day as text, or the times where both are of one day."""
    first, last = points[0].taking.finished_at, points[-1].taking.finished_at
    if day_text(first) != day_text(last):
        return day_text(first), day_text(last)
    return moment_text(first).rpartition(", ")[2], moment_text(last).rpartition(", ")[2]


# ------------------------------------------------------------------ each time


def _point_row(point: Point, date: str, newest: Point) -> dict[str, Any]:
    """Return one result of the history for its table.

    ``key`` names it for taking it out, blank for the page's own. ``now`` is its verdict under the
    newest result's edition, where that is another one.
    """
    stored, compared = point.taking.result, point.compared
    now = Reading(compared, newest.taking.snapshot)
    return {
        "point": point,
        "date": date,
        "is_short": _is_short(point),
        "verdict": verdict_text(Reading(stored, point.taking.snapshot)).headline,
        "now": "" if stored.outcome == compared.outcome else verdict_text(now).headline,
        "key": "" if point is newest else point.taking.key,
    }


def _is_short(point: Point) -> bool:
    return point.taking.result.length is Length.SHORT
