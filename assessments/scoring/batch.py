"""Score many answer sheets, one line of JSON each, for people who study the quiz."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from assessments.scoring import NO_ROLE, Instrument, Scores, encode, score
from assessments.scoring.arithmetic import or_none

# Enough for the arrays to be worth their overhead, little enough that memory does not show it.
LINES_AT_A_TIME = 4096
RECORD_KEYS = ("id", "answers")


@dataclass(frozen=True, slots=True)
class _Line:
    """One input line: either an answer sheet to score or the error that prevents it."""

    number: int
    id: Any = None
    y: Any = None
    years: float = math.nan
    error: str = ""


def score_lines(
    lines: Iterable[str], instrument: Instrument, edition: int, *, loads: Callable[[str], Any]
) -> Iterator[dict[str, Any]]:
    """Yield one result for each non-empty line of JSON, in the same order, with bounded memory.

    ``loads`` parses a line and raises ``ValueError`` for what is not JSON. A line is
    ``{"id": …, "answers": {…}}`` with answers as ``assessments.scoring.encode`` takes them.
    A result has ``id, edition, verdict, role, roles, difference, standard_error, chance``,
    unrounded; one that cannot be scored has ``line`` (its number), ``id, edition, error`` instead.
    """
    remaining = (
        _parsed(number, line, instrument, loads)
        for number, line in enumerate(lines, start=1)
        if line.strip("\ufeff \t\r\n")
    )
    while chunk := list(islice(remaining, LINES_AT_A_TIME)):
        good = [line for line in chunk if not line.error]
        y, years = np.array([line.y for line in good]), np.array([line.years for line in good])
        scores = score(instrument, y, years) if good else None
        rows = iter(range(len(good)))
        for line in chunk:
            told = {"id": line.id, "edition": edition}
            if line.error or scores is None:
                yield {"line": line.number} | told | {"error": line.error}
            else:
                yield told | _result(scores, next(rows), instrument)


def _parsed(number: int, text: str, instrument: Instrument, loads: Callable[[str], Any]) -> _Line:
    try:
        record = loads(text)
    except ValueError as error:
        return _Line(number, error=f"This line is not JSON: {str(error).rstrip('.')}.")
    identity = record.get("id") if isinstance(record, dict) else None
    try:
        y, years = encode(instrument, _answers_of(record))
    except ValueError as error:
        return _Line(number, identity, error=str(error))
    return _Line(number, identity, y, years)


def _answers_of(record: object) -> dict[str, Any]:
    """Return the answers of a record. Raises ``ValueError`` for a record of another shape."""
    if not isinstance(record, dict):
        raise ValueError('This line is not an object. Allowed: {"id": …, "answers": {…}}.')
    legal = f"Allowed: {', '.join(RECORD_KEYS)}."
    for key in RECORD_KEYS:
        if key not in record:
            raise ValueError(f"The key {key!r} is missing. {legal}")
    for key in record:
        if key not in RECORD_KEYS:
            raise ValueError(f"Unknown key {key!r:.60}. {legal}")
    answers = record["answers"]
    if not isinstance(answers, dict):
        raise ValueError(f"'answers' is {answers!r:.60}. Allowed: an object of answers by key.")
    return answers


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
                "fit": or_none(scores.fit[row, index]),
                "readiness": or_none(scores.readiness[row, index]),
                "match": or_none(scores.match[row, index]),
            }
            for index, slug in enumerate(instrument.roles)
        },
        "difference": or_none(sign * scores.difference[row] + 0.0),
        "standard_error": or_none(scores.standard_error[row]),
        "chance": or_none(scores.chance[row]),
    }
