"""What the desk says about the impact of a draft on results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.analytics.impact.edits import Edits
from assessments.analytics.impact.figures import (
    NAMED,
    UNNAMED,
    Count,
    EditFigure,
    Figures,
    RoleFigure,
)
from assessments.analytics.impact.tally import Reason
from assessments.scoring import Verdict

WORDS = {
    Verdict.TOO_CLOSE: "Too close to call",
    Verdict.NEITHER: "Neither yet",
    Verdict.INSUFFICIENT: "Too little answered",
    Verdict.INCONSISTENT: "Answers disagree",
}
GROUPS = {NAMED: "A role is named", UNNAMED: "No role is named"}
LEFT_OUT = {
    Reason.OLDER_QUIZ: "answered an older quiz that has fewer than half of these questions",
    Reason.UNREADABLE: "are kept in a form that this release cannot read",
}
MOST_EDITS = 12
SHADES = 4
UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class MoveCell:
    """One number of the table. ``shade`` 0 to 4 says how much of its row it is."""

    column: str
    count: int | None
    said: str
    shade: int
    is_same: bool
    is_swap: bool


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """What the page chooses and words; other figures stand in the template as they are.

    ``rows`` are the outcomes that anybody has: a label, its cells and its total; ``totals`` the
    same for the columns. The last one is the number of all.
    """

    headline: str
    names: str
    is_hiding: bool
    rows: tuple[tuple[str, tuple[MoveCell, ...], int | None], ...]
    totals: tuple[tuple[str, int | None], ...]
    roles: tuple[tuple[str, RoleFigure], ...]
    edits: tuple[EditFigure, ...]
    more_edits: int
    notes: tuple[str, ...]
    left_out: tuple[str, ...]


def impact_page(figures: Figures, edits: Edits, names: Mapping[str, str]) -> ImpactPage:
    """The page of some figures. ``names`` are those of roles by slug, in the order of outcomes."""
    whole = figures.table
    shown = [
        place
        for place in range(len(figures.outcomes))
        if whole[place][-1] != 0 or whole[-1][place] != 0
    ]
    labels = [outcome_label(outcome, names) for outcome in figures.outcomes]
    return ImpactPage(
        headline=headline(figures),
        names=name_changes(figures, list(names.values())),
        is_hiding=any(cell is None for row in whole for cell in row),
        rows=tuple(
            (
                labels[row],
                tuple(_cell(figures, row, column, labels) for column in shown),
                whole[row][-1],
            )
            for row in shown
        ),
        totals=(*((labels[column], whole[-1][column]) for column in shown), ("All", whole[-1][-1])),
        roles=tuple((names[role.slug], role) for role in figures.roles),
        edits=figures.edits[:MOST_EDITS],
        more_edits=max(0, len(figures.edits) - MOST_EDITS),
        notes=(_sample(figures), *_notes(figures, edits)),
        left_out=tuple(
            f"{_people(count)} {LEFT_OUT[reason]}." for reason, count in figures.left_out
        ),
    )


def outcome_label(outcome: str, names: Mapping[str, str]) -> str:
    """A row or column of the table: a role's name or a verdict in words."""
    return names.get(outcome) or GROUPS.get(outcome) or WORDS[Verdict(outcome)]


def headline(figures: Figures) -> str:
    """How many results would read differently, in one sentence."""
    moved = figures.moved
    if moved.number == 0:
        return f"All {figures.people:,} finished quizzes would read as they do now."
    would = "would read differently under the draft"
    if moved.number is None:
        return f"Of {figures.people:,} finished quizzes some {would}; how many is not shown."
    return f"Of {figures.people:,} finished quizzes {_count(moved)} {would}."


def name_changes(figures: Figures, names: list[str]) -> str:
    """How many people would lose, gain or change the role that is named for them."""
    counts = (figures.lost, figures.gained, figures.swapped)
    if all(count.number == 0 for count in counts):
        return "Nobody would lose, gain or change the role that is named for them."
    swap = f"swap {names[0]} and {names[1]}" if len(names) == 2 else "be named another role"
    lost, gained, swapped = map(_some, counts)
    hidden = any(count.number is None for count in counts)
    rest = " Small numbers are not shown, to protect single people." if hidden else ""
    return (
        f"{lost.capitalize()} would lose the role that is named for them, "
        f"{gained} would gain one, and {swapped} would {swap}.{rest}"
    )


def _some(count: Count) -> str:
    return "some" if count.number is None else _count(count) if count.number else "none"


def _sample(figures: Figures) -> str:
    if figures.sampled >= figures.people:
        return "Tried on all of them."
    return f"Tried on {figures.sampled:,} quizzes, drawn by their number: always the same."


def _notes(figures: Figures, edits: Edits) -> list[str]:
    found = []
    if figures.edits_still:
        found.append(f"{_edits(figures.edits_still)} nobody in this sample on its own.")
    if edits.bound:
        what = "1 edit works" if edits.bound == 1 else f"{edits.bound} edits work"
        found.append(f"{what} only together with others, and could not be tried.")
    if edits.untried:
        found.append(f"{edits.untried} more were not tried one by one.")
    if edits.texts:
        changed = "1 change" if edits.texts == 1 else f"{edits.texts} changes"
        found.append(f"{changed} of texts and the like cannot move a score.")
    return found


def _edits(count: int) -> str:
    return "1 edit moves" if count == 1 else f"{count} edits move"


def _people(count: int) -> str:
    # A single person among those left out says nothing about an answer, but stay with the rule.
    return "Fewer than five" if count < 5 else f"{count:,}"


def _cell(figures: Figures, row: int, column: int, labels: list[str]) -> MoveCell:
    count, total = figures.table[row][column], figures.table[row][-1]
    part = 0.0 if not count or not total else count / total
    where = (
        f"{labels[row]} now and then"
        if row == column
        else f"{labels[row]} now, {labels[column]} then"
    )
    return MoveCell(
        column=labels[column],
        count=count,
        said=f"hidden; {where}" if count is None else where,
        shade=0 if not count else min(SHADES, 1 + int(part * SHADES)),
        is_same=row == column,
        is_swap=row != column and max(row, column) < figures.named,
    )


def _count(count: Count) -> str:
    assert count.number is not None  # noqa: S101
    return f"{count.number:,}" if count.is_exact else f"about {count.number:,}"


def change(points: float | None) -> str:
    """A mean change in points, with its sign."""
    if points is None:
        return UNKNOWN
    rounded = round(points, 1) + 0.0
    return "0.0" if rounded == 0 else f"{rounded:+.1f}".replace("-", "−")


def moved_share(share: float | None) -> str:
    """The share of people that an edit moves."""
    if share is None:
        return "too few to say"
    if share == 0:
        return "nobody"
    return "under 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def number_or_dash(count: int | None) -> str:
    """A number of people; a dash stands for a hidden one."""
    return UNKNOWN if count is None else f"{count:,}"
