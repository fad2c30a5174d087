"""Results side by side over time: what moved, what did not, and what each one said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.evaluation.charts import SlopeChart, slope_chart
from assessments.evaluation.history import Dial, Moves, Point, ScoreMove, compare
from assessments.evaluation.presenters.reading import Reading, shown_range
from assessments.evaluation.presenters.rounding import half_up
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.result import RoleResult
from assessments.models.choices import Length
from roles.graphics.charts import RoleMark, number_text
from web.dates import day_text
from web.words import listed, number_word

NO_CHANGE = "none"
NOT_KNOWN = "not known"
NAMES = {Dial.FIT: "Want (fit)", Dial.READINESS: "Can (readiness)", Dial.PROOF: "Prove"}
IN_SENTENCE = {Dial.FIT: "fit for", Dial.READINESS: "readiness for", Dial.PROOF: "proof for"}
ERRORS = "A dashed line is a change smaller than measurement error: we count it as none."
PROOF = "What you can show has no measurement error. A dashed line: nothing changed."
MOST_SHOWN = 24
AGAIN_AFTER_DAYS = 90
MOST_NAMED = 5

Score = tuple[int | None, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One result of the chain. ``key`` names it for taking it out; blank for the page's own."""

    date: str
    verdict: str
    note: str
    key: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One score before and after."""

    label: str
    then: str
    now: str
    change: str


@dataclass(frozen=True, slots=True)
class Since:
    """What moved since one earlier result."""

    title: str
    text: str
    roles: tuple[tuple[RoleMark, tuple[ChangeRow, ...]], ...]
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
    reading = Reading(newest.compared, newest.taking.snapshot)
    shown = points[-MOST_SHOWN:]
    if len(points) < 2:
        return OverTimePage(_alone(newest, now), (), (), _rows(shown), (), has_later)
    since = [_since(points[-2], reading)]
    if len(points) > 2:
        since.append(_since(points[0], reading))
    return OverTimePage(
        lead=since_text(points[-2], newest),
        since=tuple(since),
        charts=tuple(_chart(shown, reading, dial) for dial in Dial) if reading.compared else (),
        rows=tuple(reversed(_rows(shown))),
        notes=_notes(points, shown),
        has_later=has_later,
    )


def last_change(points: Sequence[Point]) -> str:
    """What really moved from the last but one of a chain to its newest; blank for one alone."""
    return since_text(points[-2], points[-1]) if len(points) > 1 else ""


def since_text(then: Point, newest: Point) -> str:
    """What really moved, in a sentence or two."""
    reading = Reading(newest.compared, newest.taking.snapshot)
    moved = compare(then.compared, newest.compared, newest.taking.snapshot)
    start = f"Since {day_text(then.taking.finished_at)}"
    real = [
        move
        for move in moved.scores
        if move.dial is not Dial.PROOF and _is_told(move, then, reading)
    ]
    if not real:
        return (
            f"{start} no fit and no readiness has moved by more than measurement error, "
            "so we count that as no change."
        )
    said = listed([_moved_text(move, reading) for move in real[:4]])
    return f"{start} {said}. That is more than measurement error."


def _is_told(move: ScoreMove, then: Point, reading: Reading) -> bool:
    """Whether a real change may be told: both sides have enough answers."""
    before, after = _sides(move, then, reading)
    return move.is_real and before is not None and after is not None and before != after


def _moved_text(move: ScoreMove, reading: Reading) -> str:
    before, after = half_up(move.before or 0.0), half_up(move.after or 0.0)
    verb = "has risen" if after > before else "has fallen"
    what = f"{IN_SENTENCE[move.dial]} {reading.short(move.role)}"
    return f"{what} {verb} from {before} to {after}"


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


def _since(then: Point, reading: Reading) -> Since:
    moved = compare(then.compared, reading.result, reading.snapshot)
    return Since(
        title=f"Since {day_text(then.taking.finished_at)}",
        text=_kept(moved),
        roles=tuple(
            (
                reading.marks[role.slug],
                tuple(_change(moved.score(role.slug, dial), then, reading) for dial in Dial),
            )
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


def _change(move: ScoreMove, then: Point, reading: Reading) -> ChangeRow:
    before, after = _sides(move, then, reading)
    if before is None or after is None:
        change = NOT_KNOWN
    elif move.is_real and before != after:
        change = number_text(after - before, signed=True)
    else:
        change = NO_CHANGE
    return ChangeRow(NAMES[move.dial], _shown(before), _shown(after), change)


def _sides(move: ScoreMove, then: Point, reading: Reading) -> tuple[int | None, int | None]:
    """Both scores as shown; None where too little was answered."""
    earlier = Reading(then.compared, reading.snapshot)
    return _score(earlier, move.role, move.dial)[0], _score(reading, move.role, move.dial)[0]


def _shown(value: int | None) -> str:
    return "not enough answers" if value is None else str(value)


def _score(reading: Reading, slug: str, dial: Dial) -> Score:
    """A score and its likely range as shown."""
    role: RoleResult = reading.result.role(slug)
    match dial:
        case Dial.FIT:
            value, spread = reading.fit(role), shown_range(role.fit_range)
        case Dial.READINESS:
            value, spread = reading.readiness(role), shown_range(role.readiness_range)
        case Dial.PROOF:
            value, spread = reading.proof(role), None
    return value, spread if value is not None else None


# ------------------------------------------------------------------ the way there


def _chart(points: Sequence[Point], reading: Reading, dial: Dial) -> SlopeChart:
    edition = reading.snapshot
    readings = [Reading(point.compared, edition) for point in points]
    slugs = [role.slug for role in reading.compared]
    scores = [[_score(each, slug, dial) for each in readings] for slug in slugs]
    steps = [compare(one.compared, other.compared, edition) for one, other in pairwise(points)]
    changes = [
        [_change(step.score(slug, dial), then, now) for step, then, now in zip(
            steps, points, readings[1:], strict=False)]
        for slug in slugs
    ]  # fmt: skip
    dates = [day_text(point.taking.finished_at) for point in points]
    first = points[0].taking.finished_at
    return slope_chart(
        title=NAMES[dial],
        note=PROOF if dial is Dial.PROOF else ERRORS,
        roles=[reading.marks[slug] for slug in slugs],
        dates=dates,
        days=[(point.taking.finished_at - first).total_seconds() / 86400 for point in points],
        scores=scores,
        real=[[row.change not in (NO_CHANGE, NOT_KNOWN) for row in rows] for rows in changes],
        cells=[
            [
                cell
                for index in range(len(slugs))
                for cell in (_cell(scores[index][i]), changes[index][i - 1].change if i else "")
            ]
            for i in range(len(points))
        ],
    )


def _cell(score: Score) -> str:
    value, spread = score
    if value is None or spread is None:
        return _shown(value)
    return f"{value} ({spread[0]} to {spread[1]})"


# ------------------------------------------------------------------ each time


def _rows(points: Sequence[Point]) -> tuple[TimeRow, ...]:
    newest = points[-1]
    return tuple(
        TimeRow(
            date=day_text(point.taking.finished_at),
            verdict=verdict_text(Reading(point.taking.result, point.taking.snapshot)).headline,
            note=_row_note(point, newest),
            key="" if point is newest else point.taking.key,
        )
        for point in points
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


def _notes(points: Sequence[Point], shown: Sequence[Point]) -> tuple[str, ...]:
    notes = []
    if any(point.is_rescored for point in points):
        number = points[-1].taking.snapshot.number
        notes.append(
            "Your results belong to different editions of this site. To compare like with like, "
            f"the numbers on this page score the earlier answers again under edition {number}; "
            "the earlier results themselves stay as they are."
        )
    short = [day_text(point.taking.finished_at) for point in shown if _is_short(point)]
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
    if len(finished) == 1:
        return (
            f"One earlier result stands beside this one, of {day_text(finished[0])}. If you delete "
            "only this one, the earlier one stays and opens by its own private link as before.",
            "Delete this and the earlier one",
        )
    count = number_word(len(finished))
    when = (
        f"of {listed([day_text(each) for each in finished])}"
        if len(finished) <= MOST_NAMED
        else f"from {day_text(finished[0])} to {day_text(finished[-1])}"
    )
    return (
        f"{count.capitalize()} earlier results stand beside this one, {when}. If you delete only "
        "this one, they stay, and each opens by its own private link as before.",
        f"Delete this and all {count} earlier ones",
    )
