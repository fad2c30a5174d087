"""The result page's own charts: geometry and words, in the manner of ``roles.charts``.

Positions are percentages as text, as there. Numbers come rounded; None means "not known".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roles.charts import RoleMark
from roles.charts.numbers import percent, place

# Two required levels nearer than this on the scale of 100 would cover each other.
CLOSE = 4.0
STEP_APART = 6


@dataclass(frozen=True, slots=True)
class Pull:
    """One part of a difference between two roles, drawn from zero to the role it speaks for.

    ``role`` is None where it speaks for neither; ``key`` is the question behind it, if any.
    """

    label: str
    note: str
    role: RoleMark | None
    text: str
    start: str
    width: str
    description: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Pulls:
    """Parts that add up to a difference: ``low_role`` to the left of zero, ``high_role`` right."""

    title: str
    note: str
    low_role: RoleMark
    high_role: RoleMark
    zero: str
    rows: tuple[Pull, ...]
    total: Pull


@dataclass(frozen=True, slots=True)
class RequiredMark:
    """What one role asks for on one competency. ``dy`` moves the mark up or down in pixels."""

    role: RoleMark
    at: str
    dy: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One competency: the person's level as a bar from 0, and what each role asks for.

    ``cells`` is for the table: the person's level, its likely range, then one per role.
    """

    label: str
    text: str
    width: str
    range_start: str
    range_width: str
    marks: tuple[RequiredMark, ...]
    description: str
    cells: tuple[str, ...]
    has_level: bool


@dataclass(frozen=True, slots=True)
class LevelChart:
    """A person's levels against what the roles ask for, 0 to 100."""

    title: str
    note: str
    roles: tuple[RoleMark, ...]
    rows: tuple[LevelRow, ...]


def pulls(
    *,
    title: str,
    low_role: RoleMark,
    high_role: RoleMark,
    rows: Sequence[tuple[str, str, int]],
    total_label: str,
    note: str = "",
    keys: Sequence[str] = (),
) -> Pulls:
    """A chart of what moved a difference.

    ``rows`` is ``[(label, note, points)]``: negative points speak for ``low_role``, positive for
    ``high_role``; the total is their sum. The scale is the same on both sides of zero and just
    holds the largest part. ``keys`` name the questions of the first rows.
    """
    reach = max([1, *(abs(points) for _, _, points in rows)])

    def pull(label: str, row_note: str, points: int, key: str = "") -> Pull:
        role = None if points == 0 else high_role if points > 0 else low_role
        at = place(points, -reach, reach)
        toward = f"{abs(points)} toward {role.name}" if role else "0"
        return Pull(
            label=label,
            note=row_note,
            role=role,
            text=str(abs(points)),
            start=percent(min(at, 0.5)),
            width=percent(abs(at - 0.5)),
            description=f"{toward}.",
            key=key,
        )

    return Pulls(
        title=title,
        note=note,
        low_role=low_role,
        high_role=high_role,
        zero="50%",
        rows=tuple(
            pull(*row, keys[number] if number < len(keys) else "")
            for number, row in enumerate(rows)
        ),
        total=pull(total_label, "", sum(points for _, _, points in rows)),
    )


def level_chart(
    *,
    title: str,
    roles: Sequence[RoleMark],
    rows: Sequence[tuple[str, int | None, tuple[int, int] | None, Sequence[int | None]]],
    note: str = "",
) -> LevelChart:
    """A person's level against required levels.

    ``rows`` is ``[(competency, level, (low, high), required)]`` in the order to be read, with one
    required level per role, or None where the role does not ask for it. Raises ``ValueError``
    when a row does not have one required level per role.
    """
    built = []
    for label, level, spread, required in rows:
        if len(required) != len(roles):
            raise ValueError(f"{label!r} needs {len(roles)} required levels.")
        low, high = spread if spread else (0, 0)
        known = "no level" if level is None else str(level)
        likely = f"{low} to {high}" if spread and level is not None else "not known"
        asked = [
            f"{role.name} asks for {needed}" if needed is not None else f"{role.name} does not ask"
            for role, needed in zip(roles, required, strict=True)
        ]
        built.append(
            LevelRow(
                label=label,
                text=known,
                width=percent((level or 0) / 100),
                range_start=percent(low / 100),
                range_width=percent((high - low) / 100),
                marks=_required_marks(roles, required),
                description=f"You: {known}. {'. '.join(asked)}. The scale runs from 0 to 100.",
                cells=(
                    known,
                    likely,
                    *("not asked" if needed is None else str(needed) for needed in required),
                ),
                has_level=level is not None,
            )
        )
    return LevelChart(title=title, note=note, roles=tuple(roles), rows=tuple(built))


def _required_marks(
    roles: Sequence[RoleMark], required: Sequence[int | None]
) -> tuple[RequiredMark, ...]:
    """The roles' marks from low to high; neighbours that would touch step up and down in turn."""
    known = sorted((needed, i) for i, needed in enumerate(required) if needed is not None)
    marks: list[RequiredMark] = []
    for position, (needed, index) in enumerate(known):
        others = [other for other, i in known if i != index]
        crowded = any(abs(other - needed) < CLOSE for other in others)
        step = (-STEP_APART if position % 2 == 0 else STEP_APART) if crowded else 0
        marks.append(RequiredMark(role=roles[index], at=percent(needed / 100), dy=str(step)))
    return tuple(marks)
