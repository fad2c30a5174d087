"""Scoring many answer sheets, line by line, for people who study the instrument."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from assessments.scoring import NO_ROLE, AnswerError, Instrument, Scores, encode, score

# Enough for the arrays to be worth their overhead, little enough that memory does not show it.
LINES_AT_A_TIME = 4096
RECORD_KEYS = ("id", "answers")


@dataclass(frozen=True, slots=True)
class _Line:
    """One input line: either a sheet to score or what is wrong with it."""

    id: Any
    y: Any = None
    years: float = math.nan
    error: str = ""


def score_lines(
    lines: Iterable[str], instrument: Instrument, edition: int
) -> Iterator[dict[str, Any]]:
    """One result per non-empty line of JSON, in the same order, with bounded memory.

    A line is ``{"id": …, "answers": {…}}`` with answers as ``assessments.scoring.encode`` takes
    them. A result has ``id, edition, verdict, role, roles, difference, standard_error, chance``,
    unrounded; a line that cannot be scored has ``id, edition, error`` instead.
    """
    remaining = (line for line in lines if line.strip())
    while chunk := [_read(line, instrument) for line in islice(remaining, LINES_AT_A_TIME)]:
        good = [line for line in chunk if not line.error]
        scores = (
            score(
                instrument,
                np.array([line.y for line in good]),
                np.array([line.years for line in good]),
            )
            if good
            else None
        )
        row = 0
        for line in chunk:
            if line.error or scores is None:
                yield {"id": line.id, "edition": edition, "error": line.error}
            else:
                yield {"id": line.id, "edition": edition} | _result(scores, row, instrument)
                row += 1


def _read(text: str, instrument: Instrument) -> _Line:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _Line(None, error=f"This line is not JSON: {error}.")
    if not isinstance(record, dict):
        return _Line(None, error='This line is not an object. Legal: {"id": …, "answers": {…}}.')
    identity = record.get("id")
    legal = f"Legal: {', '.join(RECORD_KEYS)}."
    for key in RECORD_KEYS:
        if key not in record:
            return _Line(identity, error=f"The key {key!r} is missing. {legal}")
    for key in record:
        if key not in RECORD_KEYS:
            return _Line(identity, error=f"Unknown key {key!r:.60}. {legal}")
    answers = record["answers"]
    if not isinstance(answers, dict):
        return _Line(
            identity, error=f"'answers' is {answers!r:.60}. Legal: an object of answers by key."
        )
    try:
        y, years = encode(instrument, answers)
    except AnswerError as error:
        return _Line(identity, error=str(error))
    return _Line(identity, y, years)


def _result(scores: Scores, row: int, instrument: Instrument) -> dict[str, Any]:
    named = int(scores.named_role[row])
    top, other = int(scores.top[row]), int(scores.other[row])
    # Signed as in the worked examples: above 0 when the role that comes first is ahead.
    sign = 1.0 if other == NO_ROLE or top < other else -1.0
    return {
        "verdict": scores.verdict_of(row).value,
        "role": None if named == NO_ROLE else instrument.roles[named],
        "roles": {
            slug: {
                "fit": _number(scores.fit[row, index]),
                "readiness": _number(scores.readiness[row, index]),
                "match": _number(scores.match[row, index]),
            }
            for index, slug in enumerate(instrument.roles)
        },
        "difference": _number(sign * scores.difference[row] + 0.0),
        "standard_error": _number(scores.standard_error[row]),
        "chance": _number(scores.chance[row]),
    }


def _number(value: Any) -> float | None:
    """A JSON number; null for "not assessed"."""
    number = float(value)
    return None if math.isnan(number) else number
