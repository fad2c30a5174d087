"""Write an export line by line, and the codebook that says what each column means."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import TextChoices

from assessments.analytics.research.anonymity import HIDDEN, NO_ANSWER, Grain, Layout
from assessments.instrument.questionnaire import GRADES
from assessments.models.choices import Length
from assessments.scoring import Verdict
from web.spreadsheets import safe_cell
from web.strict_json import dumps

VERSION = 1
SKIP = "skipped"
PIECE = 200
"""Lines that are sent together."""
FIRST_COLUMNS = ("edition", "length", "period", "grain", "verdict", "named_role")

Line = dict[str, Any]
"""One attempt as the JSON object that is exported. Its answers are options from 0."""


class Format(TextChoices):
    """The format of an export's file."""

    CSV = "csv", "CSV, for spreadsheets and statistics programs"
    JSON_LINES = "jsonl", "JSON lines, one object for each attempt"


def csv_lines(layout: Layout, lines: Iterable[Line]) -> Iterator[str]:
    """Yield a CSV header, then each attempt, safe for spreadsheets; spaces part codes in a cell."""
    facts, items = [fact.key for fact in layout.facts], [item.key for item in layout.items]
    yield _csv_line([*FIRST_COLUMNS, *facts, *items])
    for line in lines:
        told = [line["background"][key] for key in facts]
        given = {key: SKIP if option is None else option for key, option in line["answers"].items()}
        yield _csv_line(
            [
                *(line[name] for name in FIRST_COLUMNS),
                *(each if isinstance(each, str) else " ".join(each) for each in told),
                *(given.get(key) for key in items),
            ]
        )


def json_lines(layout: Layout, lines: Iterable[Line]) -> Iterator[str]:
    """Yield one JSON object a line: what was never answered has no key, a skip is null."""
    for line in lines:
        yield dumps(line) + "\n"


def in_pieces(texts: Iterable[str]) -> Iterator[str]:
    """Yield the same text in pieces of many lines, since each piece sent costs time."""
    lines = iter(texts)
    while piece := "".join(islice(lines, PIECE)):
        yield piece


def _csv_line(cells: Iterable[str | int | None]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(
        [cell if cell is None or isinstance(cell, int) else safe_cell(cell) for cell in cells]
    )
    return text.getvalue()


def codebook(layout: Layout) -> dict[str, Any]:
    """Return what every column of an edition's export means, as JSON data."""
    return {
        "version": VERSION,
        "edition": layout.edition,
        "about": "One line for each finished first attempt under this edition, in random order. "
        "There are no names, no links, no times of answers and no numbers of attempts. "
        "What describes a person (period and background) is told at the finest "
        "grain at which at least five attempts of the export look the same.",
        "format": {
            "csv": "UTF-8, comma, CRLF. Text that a spreadsheet could take for a formula has an "
            f"apostrophe before it. Empty: never answered. '{SKIP}': skipped.",
            "jsonl": "UTF-8, one object a line. A key that is missing: never answered. null: "
            "skipped.",
        },
        "columns": {
            "edition": "Number of the edition that was answered.",
            "length": {
                Length.FULL.value: "every question was asked",
                Length.SHORT.value: "the short quiz: questions it leaves out were never answered",
            },
            "period": "When the attempt was finished: a quarter such as 2026-Q1, a year, or "
            f"'{HIDDEN}'.",
            "grain": {
                Grain.FULL.name.lower(): "quarter, and background as answered",
                Grain.BANDS.name.lower(): "year; years and numbers in three bands, several "
                "choices as 'some' or 'none'",
                Grain.HALVES.name.lower(): "year; years and numbers in two halves, other facts "
                f"'{HIDDEN}'",
                Grain.NOTHING.name.lower(): f"all of it '{HIDDEN}'",
            },
            "verdict": [verdict.value for verdict in Verdict],
            "named_role": {
                "values": list(layout.roles),
                "note": "Empty or null unless the verdict is one_role.",
            },
        },
        "background": {
            fact.key: {
                "question": fact.prompt,
                "several": fact.is_multiple,
                "options": {option.code: option.label for option in fact.options},
                "also": [NO_ANSWER, HIDDEN],
            }
            for fact in layout.facts
        },
        "items": {
            item.key: {
                "type": item.type.value,
                "competency": item.competency,
                "question": item.stem or None,
                "a": item.a.model_dump() if item.a else None,
                "b": item.b.model_dump() if item.b else None,
                "options": [
                    {"option": number, "text": option.text, "score": option.score}
                    for number, option in enumerate(item.options)
                ]
                or ", ".join(f"{number} {label}" for number, label in enumerate(GRADES)),
                "reversed": item.is_reversed,
            }
            for item in layout.items
        },
    }
