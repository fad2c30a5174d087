"""The figures of a study as the Markdown that stands in docs/scoring.md §3.3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

FIGURES = (
    "coverage_d", "confident_wrong", "retest_swaps", "random_named", "accuracy_gap20",
    "accuracy_gap20_tpm", "slope",
)  # fmt: skip
WORLDS = ("worlds", "respondents", *FIGURES)


def markers(edition: int) -> tuple[str, str]:
    """The lines between which the figures of an edition stand."""
    return f"<!-- simulate: edition {edition} -->", f"<!-- simulate: end of edition {edition} -->"


def written_into(text: str, report: Mapping[str, Any]) -> str:
    """Return the text with the figures of this report in the place of older ones.

    Raises ValueError when the text has no place for this edition.
    """
    first, last = markers(report["edition"])
    if first not in text or last not in text:
        raise ValueError(f"There is no place for edition {report['edition']}: no line {first}.")
    before, after = text.split(first)[0], text.split(last)[1]
    return f"{before}{first}\n\n{markdown(report)}\n\n{last}{after}"


def markdown(report: Mapping[str, Any]) -> str:
    """Return the tables: main and hold-out worlds, then gap, inflation, skips and asking less."""
    worlds = [{"worlds": "main", **report}]
    worlds += [{"worlds": name, **figures} for name, figures in report["holdout"].items()]
    tables = (
        _table(worlds, WORLDS),
        _table(report["gap"], tuple(report["gap"][0])),
        _table(report["inflation"], tuple(report["inflation"][0])),
        _table(report["skip"], tuple(report["skip"][0])),
        _table(report["shorter"], tuple(report["shorter"][0])),
    )
    head = f"Edition {report['edition']}, revision {report['revision']} of the score:"
    return "\n\n".join((head, *tables))


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    lines = ["| " + " | ".join(name.replace("_", " ") for name in columns) + " |"]
    lines.append("|" + "---|" * len(columns))
    lines += [_line(row, columns) for row in rows]
    return "\n".join(lines)


def worlds_row(figures: Mapping[str, Any]) -> str:
    """The line of one kind of world in the first table; ``worlds`` is its name."""
    return _line(figures, WORLDS)


def _line(row: Mapping[str, Any], columns: Sequence[str]) -> str:
    return "| " + " | ".join(_shown(row[name]) for name in columns) + " |"


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value).replace("_", " ")
