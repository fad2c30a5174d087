"""Prepare the table of who moves where, as the desk shows it."""

from collections.abc import Mapping
from typing import Any

from assessments.analytics.impact.figures import NAMED, UNNAMED, Figures
from assessments.scoring import Verdict

OUTCOMES: dict[str, str] = {
    Verdict.TOO_CLOSE: "Too close to call",
    Verdict.NEITHER: "Neither yet",
    Verdict.INSUFFICIENT: "Too little answered",
    Verdict.INCONSISTENT: "Answers disagree",
    NAMED: "A role is named",
    UNNAMED: "No role is named",
}
SHADES = 4


def moves(figures: Figures, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the table as the page shows it; ``names`` are those of roles by slug.

    Only outcomes that anybody has are in it. ``shade`` 0 to 4 says how much of its row a cell is.
    """
    whole = figures.table
    labels = [names.get(each) or OUTCOMES[each] for each in figures.outcomes]
    shown = [
        place for place in range(len(labels)) if whole[place][-1] != 0 or whole[-1][place] != 0
    ]

    def cell(row: int, column: int) -> dict[str, Any]:
        count, total = whole[row][column], whole[row][-1]
        part = count / total if count and total else 0.0
        return {
            "column": labels[column],
            "beside": " and" if row == column else f", {labels[column]}",
            "count": count,
            "shade": min(SHADES, 1 + int(part * SHADES)) if count else 0,
            "is_same": row == column,
            "is_swap": row != column and max(row, column) < figures.named,
        }

    return {
        "rows": [
            (labels[row], [cell(row, column) for column in shown], whole[row][-1]) for row in shown
        ],
        "totals": [*((labels[place], whole[-1][place]) for place in shown), ("All", whole[-1][-1])],
        "is_hiding": any(count is None for row in whole for count in row),
    }
