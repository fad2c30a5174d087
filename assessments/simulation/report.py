"""Targets of the simulation (docs/scoring.md, property 5), and its figures as Markdown (§3.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

FIGURES = (
    "coverage_d", "coverage_r", "confident_wrong", "retest_swaps", "random_named", "accuracy_gap20",
    "accuracy_gap20_tpm", "slope",
)  # fmt: skip
WORLDS = ("worlds", "respondents", *FIGURES)


@dataclass(frozen=True, slots=True)
class FigureTarget:
    """The legal values of one figure of the main worlds; ``low`` and ``high`` are legal too."""

    figure: str
    low: float = -inf
    high: float = inf
    below: float = inf

    @property
    def legal(self) -> str:
        """The legal values in words."""
        if self.below < inf:
            return f"below {self.below:g}"
        return f"{self.low:g} to {self.high:g}" if self.high < inf else f"{self.low:g} or more"

    def is_met(self, value: float | None) -> bool:
        """Return whether a figure is legal; ``None`` (nobody to count) is not."""
        return value is not None and self.low <= value <= self.high and value < self.below


TARGETS = (
    FigureTarget("coverage_d", low=0.88, high=0.92),
    FigureTarget("coverage_r", low=0.88, high=0.92),
    FigureTarget("accuracy_gap20", low=0.978),
    FigureTarget("accuracy_gap20_tpm", low=0.96),
    FigureTarget("confident_wrong", below=0.006),
    FigureTarget("retest_swaps", below=0.001),
    FigureTarget("random_named", below=0.03),
)


def compared(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each target with the figure and whether it is met."""
    return [
        {
            "figure": target.figure,
            "legal": target.legal,
            "value": figures[target.figure],
            "met": target.is_met(figures[target.figure]),
        }
        for target in TARGETS
    ]


def markers(edition: int) -> tuple[str, str]:
    """Return the two comment lines between which a page has the figures of an edition."""
    return f"<!-- simulate: edition {edition} -->", f"<!-- simulate: end of edition {edition} -->"


def written_into(text: str, report: Mapping[str, Any]) -> str:
    """Return the text with this report in its place. Raises ``ValueError`` where it has none."""
    first, last = markers(report["edition"])
    if first not in text or last not in text:
        raise ValueError(f"There is no place for edition {report['edition']}: no line {first}.")
    before, after = text.split(first)[0], text.split(last)[1]
    return f"{before}{first}\n\n{markdown(report)}\n\n{last}{after}"


def markdown(report: Mapping[str, Any]) -> str:
    """Return the tables: main and hold-out worlds, then gap, inflation, skips and asking less."""
    worlds = [{"worlds": "main", **report}]
    worlds += [{"worlds": name, **figures} for name, figures in report["holdout"].items()]
    tables = [report[name] for name in ("gap", "inflation", "skip", "shorter", "confusion")]
    head = f"Edition {report['edition']}, revision {report['revision']} of the score:"
    parts = [head, _table(worlds, WORLDS), *(_table(rows, tuple(rows[0])) for rows in tables)]
    return "\n\n".join(parts)


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    lines = ["| " + " | ".join(name.replace("_", " ") for name in columns) + " |"]
    lines.append("|" + "---|" * len(columns))
    lines += [line(row, columns) for row in rows]
    return "\n".join(lines)


def line(row: Mapping[str, Any], columns: Sequence[str] = WORLDS) -> str:
    """Return a row as a line of a Markdown table, with the cells of ``columns``."""
    return "| " + " | ".join(_cell_text(row[name]) for name in columns) + " |"


def _cell_text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value).replace("_", " ")
