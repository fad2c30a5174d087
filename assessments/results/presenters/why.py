"""Explain the scores: parts that add up to what is shown, and what would change the verdict.

The parts are those of docs/scoring.md §1.7, the smallest other answers those of §1.12.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from assessments.evaluation.charts import Waterfall, waterfall
from assessments.evaluation.insights import counterfactuals_of
from assessments.evaluation.presenters.quotes import as_answered, question_of, quote
from assessments.evaluation.presenters.reading import NOISE, SPOKEN_OF, Reading, half_up, shares
from assessments.evaluation.presenters.verdict import lead_text
from assessments.evaluation.result import Result, RoleResult
from assessments.models.choices import ItemType
from assessments.scoring import EXHAUSTED, FIT_BASE, Verdict, VerdictOutcome
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role
from web.words import listed

# Points from which a single answer is named: a part may be rounded down by almost 1.
LEAST_NAMED = 1.0


class Theme(StrEnum):
    """What a lead is made of."""

    INTERESTS = "Interests"
    SKILLS = "Skills"
    BACKGROUND = "Background"
    MUST_HAVES = "Must-haves"
    LIMITS = "Beyond the scale"


ANSWERED = (Theme.INTERESTS, Theme.SKILLS, Theme.BACKGROUND)
NOTES = {
    Theme.INTERESTS: "What you would rather do",
    Theme.SKILLS: "What you have done, and your first steps in examples",
    Theme.BACKGROUND: "Years, degree and certificates",
    Theme.MUST_HAVES: "What a role cannot do without",
    Theme.LIMITS: "What lies below 0 or above 100 does not count",
}


@dataclass(frozen=True, slots=True)
class SumRow:
    """One line of a sum: what it is, and what it adds to fit and to readiness.

    ``None`` where a score has no such part or is not shown; ``key`` is the question of an answer.
    """

    label: str
    note: str
    fit: float | None
    readiness: float | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class RoleSums:
    """How one role's scores add up, by competency and by single answer.

    Whole numbers add up to ``fit`` and ``readiness``, which are ``None`` if not shown.
    """

    role: Role
    title: str
    fit: int | None
    readiness: int | None
    by_competency: tuple[SumRow, ...]
    by_answer: tuple[SumRow, ...]


def waterfall_of(reading: Reading) -> Waterfall | None:
    """Return what the lead of one role adds up from, by theme; ``None`` where none is shown."""
    result, difference, gap = reading.result, reading.result.difference, reading.gap
    if difference is None or gap is None or result.verdict not in SPOKEN_OF:
        return None
    sign = 1 if difference.top == gap.high else -1
    top, other = result.role(difference.top), result.role(difference.other)
    moved = {
        part.key: sign * ((part.match or 0.0) - (theirs.match or 0.0))
        for part, theirs in zip(top.answers, other.answers, strict=True)
    }
    limits = sign * (1.0 - reading.settings.lambda_fit)
    must = [limits * (top.must_have_line or 0.0), -limits * (other.must_have_line or 0.0)]
    base = sign * ((top.match_base or 0.0) - (other.match_base or 0.0)) - math.fsum(must)
    lines: dict[Theme, list[tuple[str, str, str, float]]] = {
        theme: _answer_lines(reading, theme, moved) for theme in ANSWERED
    }
    lines[Theme.MUST_HAVES] = [
        (_unmet_text(reading, role), "", "", points)
        for role, points in zip((top, other), must, strict=True)
        if abs(points) > NOISE
    ]
    if abs(base) > NOISE:
        lines[Theme.LIMITS] = [("What the ends of the scale take away", "", "", base)]
    sums = shares([math.fsum(line[-1] for line in of) for of in lines.values()], gap.points)
    return waterfall(
        title=f"{lead_text(reading)}. This is what makes up the lead.",
        low_role=reading.roles[gap.low],
        high_role=reading.roles[gap.high],
        steps=[
            (
                theme,
                NOTES[theme],
                points,
                [
                    (*line[:3], part)
                    for line, part in zip(
                        of, shares([line[-1] for line in of], points), strict=True
                    )
                ],
            )
            for (theme, of), points in zip(lines.items(), sums, strict=True)
        ],
        total="Lead",
        note=_match_note(reading),
    )


def _match_note(reading: Reading) -> str:
    fit = half_up(reading.settings.lambda_fit * 100)
    weighed = "half each" if fit == 50 else f"{fit} and {100 - fit} parts in 100"
    return f"In points of match, in which fit and readiness count {weighed}."


def _answer_lines(
    reading: Reading, theme: Theme, moved: Mapping[str, float]
) -> list[tuple[str, str, str, float]]:
    """Return the answers of a theme, the largest first; those below a point in one line."""
    keys = [key for key in moved if _theme_of(reading, key) is theme]
    named = [key for key in keys if abs(moved[key]) >= LEAST_NAMED]
    named.sort(key=lambda key: (-abs(moved[key]), key))
    lines = [(*quote(reading, key), question_of(reading, key), moved[key]) for key in named]
    if rest := [moved[key] for key in keys if key not in named]:
        count = f"{'Your other answers' if named else 'Your answers'} together: {len(rest)}"
        lines.append((count, "Each moves less than a point.", "", math.fsum(rest)))
    return lines


def _theme_of(reading: Reading, key: str) -> Theme:
    item = reading.items.get(key)
    if item is None:
        return Theme.BACKGROUND
    is_interest = item.type in (ItemType.FORCED_CHOICE, ItemType.INTEREST)
    return Theme.INTERESTS if is_interest else Theme.SKILLS


def _unmet_text(reading: Reading, role: RoleResult) -> str:
    names = [reading.must_have_name(must) for must in role.must_haves if must.is_unmet]
    return f"Not met for {reading.short(role.slug)}: {listed(names)}"


def role_sums(reading: Reading) -> tuple[RoleSums, ...]:
    """Return how every shown fit and readiness adds up, the best match first."""
    return tuple(
        _sums(reading, role)
        for role in reading.ranked
        if reading.fit(role) is not None or reading.readiness(role) is not None
    )


def _sums(reading: Reading, role: RoleResult) -> RoleSums:
    fit, readiness = reading.fit(role), reading.readiness(role)
    named = [
        f"{name} {value}"
        for name, value in (("fit", fit), ("readiness", readiness))
        if value is not None
    ]
    start = SumRow("Middle of the scale", "Fit starts here.", FIT_BASE, None)
    given = SumRow("Nothing asked", "Where a role asks for nothing, it is met.", None, role.given)
    ends = [
        SumRow("Ends of the scale", "Fit runs from 0 to 100.", role.fit_clip, None),
        SumRow("Unmet must-haves", "They cap readiness.", None, role.must_have_line),
    ]
    competencies = [
        SumRow(
            reading.competency_names[part.competency],
            "No level: too little answered." if part.readiness is None else "",
            part.fit,
            part.readiness,
        )
        for part in role.competencies
    ]
    answers = [
        SumRow(*quote(reading, part.key), part.fit, part.readiness, question_of(reading, part.key))
        for part in role.answers
    ]
    return RoleSums(
        role=reading.roles[role.slug],
        title=f"How {reading.short(role.slug)} comes to {' and '.join(named)}",
        fit=fit,
        readiness=readiness,
        by_competency=_sum_rows([start, *competencies, *_that_count(ends)], fit, readiness),
        by_answer=_sum_rows([start, *answers, *_that_count([given, *ends])], fit, readiness),
    )


def _that_count(lines: Sequence[SumRow]) -> list[SumRow]:
    return [line for line in lines if abs((line.fit or 0.0) + (line.readiness or 0.0)) > NOISE]


def _sum_rows(
    lines: Sequence[SumRow], fit: int | None, readiness: int | None
) -> tuple[SumRow, ...]:
    """Return lines with both columns rounded so that they add up to their totals."""
    fits = _column([line.fit for line in lines], fit)
    readinesses = _column([line.readiness for line in lines], readiness)
    return tuple(
        replace(line, fit=one, readiness=other)
        for line, one, other in zip(lines, fits, readinesses, strict=True)
    )


def _column(parts: Sequence[float | None], total: int | None) -> list[int | None]:
    """Return one column in whole numbers; ``None`` where no total is shown."""
    if total is None:
        return [None] * len(parts)
    rounded = shares([part or 0.0 for part in parts], total)
    return [None if part is None else share for part, share in zip(parts, rounded, strict=True)]


# ------------------------------------------------------------------ what would change it


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One question, and its answer before and after. ``key`` is the question's."""

    key: str
    about: str
    before: str
    after: str


def counterfactual_page(result: Result, snapshot: Snapshot) -> dict[str, Any] | None:
    """Return the results that few changes lead to, nearest first, and those that none lead to.

    ``None`` where there is no verdict to change.
    """
    if result.verdict not in SPOKEN_OF or result.is_unnamed:
        return None
    reading = Reading(result, snapshot)
    found = counterfactuals_of(snapshot, result.answers)
    near = sorted((each for each in found if each.is_found), key=lambda each: each.move)
    return {
        "near": [
            (
                _outcome(reading, each.outcome),
                reading.roles[each.outcome.role] if each.outcome.role is not None else None,
                each.count,
                [_changed(reading, key, after) for key, after in each.changes],
            )
            for each in near
        ],
        "far": [_outcome(reading, each.outcome) for each in found if not each.is_found],
        "tried": EXHAUSTED,
    }


def _outcome(reading: Reading, outcome: VerdictOutcome) -> str:
    if outcome.role is not None:
        return f"“Better match: {reading.name(outcome.role)}”"
    return "“Too close to call”" if outcome.verdict is Verdict.TOO_CLOSE else "“Not yet”"


def _changed(reading: Reading, key: str, after: object) -> ChangedAnswer:
    before = as_answered(reading, key, reading.result.answers.get(key))
    return ChangedAnswer(key, before.about, before.text, as_answered(reading, key, after).text)
