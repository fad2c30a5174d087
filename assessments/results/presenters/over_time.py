"""Results side by side over time: what moved, what did not, and what each one said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.evaluation.charts import SlopeChart, slope_chart
from assessments.evaluation.history import Dial, Moves, Point, compare
from assessments.evaluation.presenters.reading import Reading, Score
from assessments.evaluation.presenters.rounding import half_up
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.models.choices import Length
from assessments.results.presenters.changes import NOT_ENOUGH, Change, change
from roles.graphics.charts import RoleMark
from web.dates import day_text, distinct_texts, moment_text
from web.words import listed, number_word

NAMES = {Dial.FIT: "Want (fit)", Dial.READINESS: "Can (readiness)", Dial.PROOF: "Prove"}
ERRORS = "A dashed line is a change smaller than measurement error: we count it as none."
PROOF = "What you can show has no measurement error. A dashed line: nothing changed. The most is"
MOST_SHOWN = 24
AGAIN_AFTER_DAYS = 90
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One result of the chain. ``key`` names it for taking it out; blank for the page's own."""

    date: str
    verdict: str
    note: str
    key: str


@dataclass(frozen=True, slots=True)
class Since:
    """What moved since one earlier result."""

    title: str
    text: str
    roles: tuple[tuple[RoleMark, tuple[Change, ...]], ...]
    levels: tuple[str, ...]
    levels_note: str


@dataclass(frozen=True, slots=True)
class OverTimePage:
    """Everything the page shows, in reading order. With one result there is nothing to compare."""

    lead: str
    since: tuple[Since, ...]
    charts: tuple[SlopeChart, ...]
    rows: tuple[TimeRow, ...]
    notes: tuple[str, ...]
    has_later: bool

    @property
    def is_alone(self) -> bool:
        return len(self.rows) < 2


def over_time_page(points: Sequence[Point], *, has_later: bool, now: dt.datetime) -> OverTimePage:
    """A chain of results, the oldest first, in words and pictures."""
    newest = points[-1]
    dates = distinct_texts([point.taking.finished_at for point in points])
    shown, shown_dates = points[-MOST_SHOWN:], dates[-MOST_SHOWN:]
    rows = _rows(shown, shown_dates)
    if len(points) < 2:
        return OverTimePage(_alone(newest, now), (), (), rows, (), has_later)
    reading = Reading(newest.compared, newest.taking.snapshot)
    earlier = [(points[-2], dates[-2]), (points[0], dates[0])][: len(points) - 1]
    return OverTimePage(
        lead=last_change(points),
        since=tuple(_since(then, date, reading) for then, date in earlier),
        charts=tuple(_chart(shown, shown_dates, reading, dial) for dial in Dial)
        if reading.compared
        else (),
        rows=tuple(reversed(rows)),
        notes=_notes(points, shown, shown_dates),
        has_later=has_later,
    )


def last_change(points: Sequence[Point]) -> str:
    """What really moved from the last but one of a chain to its newest; blank for one alone."""
    if len(points) < 2:
        return ""
    then, newest = points[-2:]
    date = distinct_texts([point.taking.finished_at for point in points])[-2]
    now = Reading(newest.compared, newest.taking.snapshot)
    before = Reading(then.compared, now.snapshot)
    said = [
        f"{dial} for {now.short(slug)} has {'risen' if int(row.now) > int(row.then) else 'fallen'} "
        f"from {row.then} to {row.now}"
        for (slug, dial), row in _changes(before, now).items()
        if row.is_real and dial is not Dial.PROOF
    ]
    if not said:
        return (
            f"Since {date} no fit and no readiness has moved by more than measurement error, "
            "so we count that as no change."
        )
    return f"Since {date} {listed(said[:4])}. That is more than measurement error."


def _alone(newest: Point, now: dt.datetime) -> str:
    since = (now - newest.taking.finished_at).days
    if since >= AGAIN_AFTER_DAYS:
        return (
            f"So far there is one result, of {day_text(newest.taking.finished_at)}. Enough time "
            "has passed for something to have moved: take the quiz again and see."
        )
    again = day_text(newest.taking.finished_at + dt.timedelta(days=AGAIN_AFTER_DAYS))
    return (
        f"So far there is one result, of {day_text(newest.taking.finished_at)}. Take the quiz "
        f"again in about three months, around {again}: sooner, a change is seldom larger than "
        "measurement error."
    )


# ------------------------------------------------------------------ what moved


def _changes(then: Reading, now: Reading) -> dict[tuple[str, Dial], Change]:
    """Every score of every compared role, before and after, by role and dial."""
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


def _since(then: Point, date: str, reading: Reading) -> Since:
    moved = compare(then.compared, reading.result, reading.snapshot)
    changes = _changes(Reading(then.compared, reading.snapshot), reading)
    return Since(
        title=f"Since {date}",
        text=_kept(moved),
        roles=tuple(
            (reading.marks[role.slug], tuple(changes[role.slug, dial] for dial in Dial))
            for role in reading.compared
        ),
        levels=tuple(
            f"{reading.competency_names[move.competency]}: "
            f"{half_up(move.before)} → {half_up(move.after)}"
            for move in moved.levels
        ),
        levels_note=_levels_note(moved),
    )


def _kept(moved: Moves) -> str:
    if not moved.both_answered:
        return "No question was answered both times."
    return (
        f"You gave the same answer to {moved.same_answers} of the {moved.both_answered} questions "
        "that you answered both times."
    )


def _levels_note(moved: Moves) -> str:
    if not moved.levels_known:
        return "No level is known for both times."
    if not moved.levels:
        return (
            f"None of the {moved.levels_known} levels that we know for both times has moved by "
            "more than measurement error."
        )
    return (
        f"These moved by more than measurement error, out of {moved.levels_known}. With so many "
        "levels, one can look moved by chance."
    )


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
        roles=[reading.marks[slug] for slug in slugs],
        dates=dates,
        ends=_ends(points),
        days=[(point.taking.finished_at - first).total_seconds() / 86400 for point in points],
        scores=scores,
        real=[[step[slug, dial].is_real for step in steps] for slug in slugs],
        cells=[
            [
                cell
                for slug, row in zip(slugs, scores, strict=True)
                for cell in (_cell(row[i]), steps[i - 1][slug, dial].change if i else "")
            ]
            for i in range(len(points))
        ],
        top=top,
    )


def _ends(points: Sequence[Point]) -> tuple[str, str]:
    """The first and the last day, or the times where both are of one day."""
    first, last = points[0].taking.finished_at, points[-1].taking.finished_at
    if day_text(first) != day_text(last):
        return day_text(first), day_text(last)
    return moment_text(first).rpartition(", ")[2], moment_text(last).rpartition(", ")[2]


def _cell(score: Score) -> str:
    value, spread = score
    if value is None:
        return NOT_ENOUGH
    return f"{value} ({spread[0]} to {spread[1]})" if spread else str(value)


# ------------------------------------------------------------------ each time


def _rows(points: Sequence[Point], dates: Sequence[str]) -> tuple[TimeRow, ...]:
    newest = points[-1]
    return tuple(
        TimeRow(
            date=date,
            verdict=verdict_text(Reading(point.taking.result, point.taking.snapshot)).headline,
            note=_row_note(point, newest),
            key="" if point is newest else point.taking.key,
        )
        for point, date in zip(points, dates, strict=True)
    )


def _row_note(point: Point, newest: Point) -> str:
    short = "Short quiz. " if _is_short(point) else ""
    return short + _edition_note(point, newest)


def _is_short(point: Point) -> bool:
    return point.taking.result.length is Length.SHORT


def _edition_note(point: Point, newest: Point) -> str:
    if not point.is_rescored:
        return f"Edition {point.taking.result.edition}."
    stored, edition = point.taking.result, newest.taking.snapshot
    now = verdict_text(Reading(point.compared, edition)).headline
    is_same = (stored.verdict, stored.named_role) == (
        point.compared.verdict,
        point.compared.named_role,
    )
    under = "the same verdict" if is_same else f"“{now}”"
    note = f"Edition {stored.edition}; under edition {edition.number}: {under}."
    if point.dropped:
        count = number_word(point.dropped)
        what = "answer no longer counts" if point.dropped == 1 else "answers no longer count"
        note += f" {count.capitalize()} {what} there."
    if point.missing:
        count = number_word(point.missing)
        what = "question is" if point.missing == 1 else "questions are"
        note += f" {count.capitalize()} {what} newer than your answers."
    return note


def _notes(
    points: Sequence[Point], shown: Sequence[Point], dates: Sequence[str]
) -> tuple[str, ...]:
    notes = []
    if any(point.is_rescored for point in points):
        number = points[-1].taking.snapshot.number
        notes.append(
            "Your results belong to different editions of this site. To compare like with like, "
            f"the numbers on this page score the earlier answers again under edition {number}; "
            "the earlier results themselves stay as they are."
        )
    short = [date for point, date in zip(shown, dates, strict=True) if _is_short(point)]
    if 0 < len(short) < len(shown):
        whose = f"Your result of {short[0]}" if len(short) == 1 else f"{len(short)} of your results"
        notes.append(
            f"{whose} came from the short quiz. It asks fewer questions, so its numbers are less "
            "sure, and only a larger change counts as one."
        )
    if len(shown) < len(points):
        notes.append(f"The newest {len(shown)} of {len(points)} results are shown.")
    return tuple(notes)


# ------------------------------------------------------------------ deleting


def earlier_results(finished: Sequence[dt.datetime]) -> tuple[str, str] | None:
    """Say which results the one to be deleted retakes, and name the button for all of them.

    ``finished`` is when, the oldest first; None when there is none.
    """
    if not finished:
        return None
    dates = distinct_texts(finished)
    if len(dates) == 1:
        return (
            f"One earlier result stands beside this one, of {dates[0]}. If you delete "
            "only this one, the earlier one stays and opens by its own private link as before.",
            "Delete this and the earlier one",
        )
    count = number_word(len(dates))
    when = f"from {dates[0]} to {dates[-1]}"
    if len(dates) <= MOST_NAMED:
        when = f"of {listed(dates)}"
    return (
        f"{count.capitalize()} earlier results stand beside this one, {when}. If you delete only "
        "this one, they stay, and each opens by its own private link as before.",
        f"Delete this and all {count} earlier ones",
    )
