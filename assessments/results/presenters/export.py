"""A result to take along: as JSON with a schema, and as rows for a spreadsheet.

Both say what the result page says: scores that are not shown there are null here. Numbers are
rounded to two decimals. Neither has the private link in it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.result import Answer, Range, Result, RoleResult
from assessments.scoring import Band, Verdict
from roles.snapshot.editions import Snapshot
from web.spreadsheets import Cell, safe_cell

VERSION = 1
COLUMNS = ("part", "about", "measure", "value", "low", "high")


def result_document(
    result: Result, snapshot: Snapshot, *, finished_at: dt.datetime, schema: str
) -> dict[str, Any]:
    """The result as JSON data that fits ``result_schema``; ``schema`` is that schema's address."""
    reading = Reading(result, snapshot)
    difference = result.difference
    return {
        "$schema": schema,
        "version": VERSION,
        "edition": result.edition,
        "finished_at": finished_at.isoformat(),
        "verdict": result.verdict.value,
        "named_role": result.named_role,
        "difference": None
        if difference is None
        else {
            "toward": difference.top,
            "against": difference.other,
            "points": _rounded(difference.value),
            "low": _rounded(difference.interval.low),
            "high": _rounded(difference.interval.high),
        },
        "questions": {
            "answered": result.answered,
            "skipped": result.skipped,
            "open": result.unanswered,
            "not_asked": result.not_asked,
        },
        "roles": [_role(reading, role) for role in result.roles],
        "levels": [
            {
                "competency": level.competency,
                "name": reading.competency_names[level.competency],
                "level": _rounded(level.level),
            }
            for level in result.levels
        ],
        "answers": [
            {"key": key, "question": question, "answer": text}
            for key, question, text in _answers(reading)
        ],
    }


def _role(reading: Reading, role: RoleResult) -> dict[str, Any]:
    fit, readiness = reading.fit(role), reading.readiness(role)
    return {
        "role": role.slug,
        "name": reading.name(role.slug),
        "fit": None if fit is None else _score(role.fit, role.fit_range),
        "readiness": None if readiness is None else _score(role.readiness, role.readiness_range),
        "band": role.band.value if role.band and readiness is not None else None,
        "proof": None if reading.proof(role) is None else _rounded(role.proof),
        "unmet_must_haves": [
            reading.competency_names[must.competency] if must.competency else "Hands-on years"
            for must in role.must_haves
            if must.is_unmet
        ],
    }


def _score(value: float | None, spread: Range | None) -> dict[str, float | None]:
    return {
        "value": _rounded(value),
        "low": _rounded(spread.low if spread else None),
        "high": _rounded(spread.high if spread else None),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2) + 0.0


def _answers(reading: Reading) -> Iterable[tuple[str, str, str | list[str]]]:
    """Key, question and answer in words, in the order they are asked."""
    for key, value in reading.result.answers.items():
        item = reading.items.get(key)
        if item is None:
            fact = next(each for each in reading.assessments.facts if each.key == key)
            labels = {option.code: option.label for option in fact.options}
            yield (
                key,
                fact.prompt,
                [labels[code] for code in value]
                if isinstance(value, tuple)
                else labels[str(value)],
            )
        elif item.a and item.b:
            yield key, f"A: {item.a.text} B: {item.b.text}", _grade(value)
        else:
            assert isinstance(value, int)  # noqa: S101  items are answered by an option's index
            yield key, item.stem, item.options[value].text


def _grade(value: Answer) -> str:
    return ("Much rather A", "Rather A", "Both alike", "Rather B", "Much rather B")[int(str(value))]


# ------------------------------------------------------------------ the schema


def _nullable(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


def _object(properties: dict[str, Any], description: str = "") -> dict[str, Any]:
    """An object that has exactly these properties."""
    told = {"description": description} if description else {}
    return {
        "type": "object",
        **told,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def result_schema(address: str) -> dict[str, Any]:
    """The JSON Schema (Draft 2020-12) of a downloaded result; ``address`` is its own."""
    points = {"type": ["number", "null"], "minimum": 0, "maximum": 100}
    text = {"type": "string"}
    count = {"type": "integer", "minimum": 0}
    score = {
        "oneOf": [
            {"type": "null"},
            _object({"value": points, "low": points, "high": points}),
        ],
        "description": "0 to 100 with the range it likely lies in; null where too little was "
        "answered.",
    }
    toward = {"toward": text, "against": text, "points": {"type": "number", "minimum": 0}}
    ends = {"low": {"type": "number"}, "high": {"type": "number"}}
    answer = {"oneOf": [text, {"type": "array", "items": text}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "A result of the Rolesite fit quiz",
        **_object(
            {
                "$schema": {"type": "string", "format": "uri"},
                "version": {"const": VERSION},
                "edition": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "The edition that the result was scored with, for ever.",
                },
                "finished_at": {"type": "string", "format": "date-time"},
                "verdict": {"enum": [each.value for each in Verdict]},
                "named_role": {
                    **_nullable("string"),
                    "description": "The role that is named, only with the verdict “one role”.",
                },
                "difference": {
                    "oneOf": [{"type": "null"}, _object({**toward, **ends})],
                    "description": "Points of match between the two nearest roles.",
                },
                "questions": _object(
                    {"answered": count, "skipped": count, "open": count, "not_asked": count}
                ),
                "roles": {
                    "type": "array",
                    "items": _object(
                        {
                            "role": text,
                            "name": text,
                            "fit": score,
                            "readiness": score,
                            "band": {"enum": [*(each.value for each in Band), None]},
                            "proof": {
                                **points,
                                "description": "How much of what is asked background facts show.",
                            },
                            "unmet_must_haves": {"type": "array", "items": text},
                        }
                    ),
                },
                "levels": {
                    "type": "array",
                    "items": _object({"competency": text, "name": text, "level": points}),
                },
                "answers": {
                    "type": "array",
                    "items": _object({"key": text, "question": text, "answer": answer}),
                },
            },
            "A guide for a person's own thinking, not a test of ability. It must not be used to "
            "hire, promote or reject anyone.",
        ),
    }


# ------------------------------------------------------------------ the spreadsheet


def result_rows(document: dict[str, Any]) -> list[tuple[Cell, ...]]:
    """The document as rows under ``COLUMNS``, one figure or answer a row."""
    rows: list[tuple[Cell, ...]] = [
        ("result", "", "edition", document["edition"], None, None),
        ("result", "", "finished", document["finished_at"], None, None),
        ("result", document["named_role"] or "", "verdict", document["verdict"], None, None),
    ]
    if gap := document["difference"]:
        about = f"{gap['toward']} against {gap['against']}"
        rows.append(("result", about, "difference", gap["points"], gap["low"], gap["high"]))
    for role in document["roles"]:
        for measure in ("fit", "readiness"):
            score = role[measure] or {"value": None, "low": None, "high": None}
            rows.append(
                ("role", role["name"], measure, score["value"], score["low"], score["high"])
            )
        rows.append(("role", role["name"], "proof", role["proof"], None, None))
    rows += [("level", each["name"], "level", each["level"], None, None)
             for each in document["levels"]]  # fmt: skip
    for each in document["answers"]:
        answer = each["answer"]
        said = "; ".join(answer) if isinstance(answer, list) else answer
        rows.append(("answer", each["question"], each["key"], said, None, None))
    return rows


def csv_text(rows: Iterable[Sequence[Cell]], columns: Sequence[str] = COLUMNS) -> str:
    """Rows as RFC 4180 text that no spreadsheet takes for formulas; numbers stay numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()
