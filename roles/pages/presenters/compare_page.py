"""What a page about two roles says: the difference first, then row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from roles.graphics.charts import Dumbbell, RoleMark, Tile, TileGroup, dumbbell, number_text
from roles.models.choices import Strength
from roles.pages.comparison import Aligned, Comparison, ProfileRow, Side
from roles.pages.presenters.lists import RoleCard, role_card
from roles.pages.presenters.role_page import IMPORTANCE, LEVEL
from roles.pages.presenters.words import mark_of
from roles.snapshot.values import (
    Namesake,
    Qualification,
    Responsibility,
    RoleCertification,
    RolePair,
    RolesSection,
    SoftSkill,
)
from roles.templatetags.labels import label
from web.words import capitalised, listed, lowered

T = TypeVar("T")

# Smaller differences in importance (0 to 5) are not put into words.
WORTH_NAMING = 1.0
NAMED_AT_MOST = 3
# How many of each side's largest differences make a first look.
GLANCE = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What one role says in one row. ``none`` says what it means that it says nothing.

    ``weight`` is how much the row's competency counts in the role, in words, or empty.
    """

    role: RoleMark
    title: str = ""
    text: str = ""
    tag: str = ""
    strong_tag: bool = False
    weight: str = ""
    none: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    note: str
    cells: tuple[Cell, Cell]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the comparison. ``finding`` says in a sentence what its rows show."""

    anchor: str
    title: str
    finding: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two roles side by side, in reading order."""

    first: RoleCard
    second: RoleCard
    roles: tuple[RoleMark, RoleMark]
    difference: str
    together: str
    namesakes: tuple[Namesake, ...]
    namesakes_of: RoleCard | None
    chart: Dumbbell
    glance: Dumbbell
    overlap_finding: str
    overlap: tuple[TileGroup, ...]
    sections: tuple[Section, ...]


def compare_page(
    section: RolesSection, comparison: Comparison, pair: RolePair | None
) -> ComparePage:
    """The page of a comparison; ``pair`` is what editors say about the two, if anything."""
    first, second = comparison.first, comparison.second
    marks = (mark_of(first), mark_of(second))
    named = next((role for role in (first, second) if role.namesakes), None)
    sections = (
        _responsibilities(comparison, marks),
        _qualifications(comparison, marks),
        _certifications(section, comparison, marks),
        _soft_skills(comparison, marks),
    )
    return ComparePage(
        first=role_card(section, first),
        second=role_card(section, second),
        roles=marks,
        difference=pair.difference if pair else difference_sentence(comparison),
        together=pair.together if pair else "",
        namesakes=named.namesakes if named else (),
        namesakes_of=role_card(section, named) if named else None,
        chart=_chart(comparison, marks),
        glance=_glance(comparison, marks),
        overlap_finding=_overlap_finding(comparison),
        overlap=_overlap(comparison, marks),
        sections=tuple(part for part in sections if part.rows),
    )


def _names(rows: Iterable[ProfileRow], most: int = NAMED_AT_MOST) -> list[str]:
    return [lowered(row.competency.name) for row in rows][:most]


def _leaning(comparison: Comparison, towards: Side) -> list[ProfileRow]:
    """Competencies that weigh clearly more for one side, the largest difference first."""
    sign = 1 if towards is Side.FIRST else -1
    rows = [r for r in comparison.profile if sign * r.importance_difference >= WORTH_NAMING]
    return sorted(rows, key=lambda row: -sign * row.importance_difference)


def difference_sentence(comparison: Comparison) -> str:
    """Two roles in plain words, for a pair that no editor has written about."""
    first, second = comparison.first, comparison.second
    shared = _names(comparison.on(Side.BOTH))
    sentences = []
    if shared:
        sentences.append(f"Both roles put weight on {listed(shared)}.")
    else:
        sentences.append("Nothing is central to both of these roles.")
    for role, side in ((first, Side.FIRST), (second, Side.SECOND)):
        if more := _names(_leaning(comparison, side)):
            sentences.append(f"For the {role.name}, {listed(more)} {_count(more)} more.")
    if len(sentences) == 1 and shared:
        sentences.append("By weight, the two hardly differ.")
    return " ".join(sentences)


def _count(names: Sequence[str]) -> str:
    return "counts" if len(names) == 1 else "count"


def _chart(comparison: Comparison, marks: tuple[RoleMark, RoleMark]) -> Dumbbell:
    """Importance and level of every competency, from leaning to the first to the second."""
    parts = [
        f"{capitalised(listed(names))} {_count(names)} more for the {role.short_name}"
        for role, side in ((comparison.first, Side.FIRST), (comparison.second, Side.SECOND))
        if (names := _names(_leaning(comparison, side), 2))
    ]
    title = ". ".join(parts) or "The two roles weigh the same things alike"

    return dumbbell(
        title=title,
        note=(
            f"At the top, what counts more for the {comparison.first.short_name}; at the bottom, "
            f"what counts more for the {comparison.second.short_name}. How much something counts "
            "runs from 0 to 5, the level asked for from 0 to 100."
        ),
        roles=marks,
        measures=(IMPORTANCE, LEVEL),
        rows=[
            (row.competency.name, (_importances(row), _levels(row))) for row in comparison.profile
        ],
    )


def _importances(row: ProfileRow) -> tuple[float | None, float | None]:
    return (
        row.first.importance if row.first else None,
        row.second.importance if row.second else None,
    )


def _levels(row: ProfileRow) -> tuple[float | None, float | None]:
    return (
        row.first.required_level if row.first else None,
        row.second.required_level if row.second else None,
    )


def _glance(comparison: Comparison, marks: tuple[RoleMark, RoleMark]) -> Dumbbell:
    """The few largest differences in importance, for a first look."""
    chosen = {
        row.competency.key
        for side in (Side.FIRST, Side.SECOND)
        for row in _leaning(comparison, side)[:GLANCE]
    }
    rows = [row for row in comparison.profile if row.competency.key in chosen]
    return dumbbell(
        title="Where they differ most",
        roles=marks,
        measures=(IMPORTANCE,),
        rows=[(row.competency.name, (_importances(row),)) for row in rows],
    )


def _overlap(comparison: Comparison, marks: tuple[RoleMark, RoleMark]) -> tuple[TileGroup, ...]:
    def tiles(side: Side) -> tuple[Tile, ...]:
        return tuple(Tile(row.competency.name, _weights(row, marks)) for row in comparison.on(side))

    first, second = marks
    return (
        TileGroup(f"Central to the {first.short_name} only", first, tiles(Side.FIRST), "Nothing."),
        TileGroup("Central to both", None, tiles(Side.BOTH), "Nothing."),
        TileGroup(
            f"Central to the {second.short_name} only", second, tiles(Side.SECOND), "Nothing."
        ),
    )


def _weights(row: ProfileRow, marks: tuple[RoleMark, RoleMark]) -> str:
    """``PM 5, TPM 3``: how much a competency counts in each role."""
    pairs = zip(marks, row.importances, strict=True)
    return ", ".join(f"{mark.short_name} {number_text(weight, 1)}" for mark, weight in pairs)


def _overlap_finding(comparison: Comparison) -> str:
    shared = len(comparison.on(Side.BOTH))
    total = len(comparison.profile)
    if not shared:
        text = "No competency is central to both roles."
    else:
        verb = "is" if shared == 1 else "are"
        text = f"{shared} of {total} competencies {verb} central to both roles."
    return text + " Central means that it counts 3 or more of 5. The numbers say how much."


def _cells(
    row: Aligned[T],
    marks: tuple[RoleMark, RoleMark],
    say: Callable[[RoleMark, tuple[T, ...]], Cell],
    nothing: str,
) -> tuple[Cell, Cell]:
    """Both cells of a row: what the role says, or what saying nothing means."""
    first, second = (
        say(mark, entries) if entries else Cell(mark, none=nothing)
        for mark, entries in zip(marks, (row.first, row.second), strict=True)
    )
    return first, second


def _on_competencies(
    comparison: Comparison,
    marks: tuple[RoleMark, RoleMark],
    rows: Sequence[Aligned[Responsibility]] | Sequence[Aligned[SoftSkill]],
) -> tuple[Row, ...]:
    """Rows of texts that belong to competencies, each with how much it counts in each role."""
    built = []
    for aligned in rows:
        profile = comparison.row((aligned.first or aligned.second)[0].competency)
        weights = profile.importances if profile else (0.0, 0.0)
        first, second = (
            Cell(
                mark,
                text="\n\n".join(entry.text for entry in entries),
                weight=f"Counts {number_text(weight, 1)} of 5" if weight and entries else "",
                none="" if entries else _not_named(weight),
            )
            for mark, entries, weight in zip(
                marks, (aligned.first, aligned.second), weights, strict=True
            )
        )
        built.append(Row(aligned.subject, "", (first, second)))
    return tuple(built)


def _not_named(weight: float) -> str:
    if not weight:
        return "Not part of this role."
    return f"Not named for this role, but counts {number_text(weight, 1)} of 5."


def _responsibilities(comparison: Comparison, marks: tuple[RoleMark, RoleMark]) -> Section:
    return Section(
        "responsibilities",
        "Responsibilities",
        _shared_finding(comparison.responsibilities, marks, "named")
        + " What is not named for a role can still count in it.",
        _on_competencies(comparison, marks, comparison.responsibilities),
    )


def _qualifications(comparison: Comparison, marks: tuple[RoleMark, RoleMark]) -> Section:
    def say(mark: RoleMark, entries: tuple[Qualification, ...]) -> Cell:
        entry = entries[0]
        return Cell(
            mark,
            title="; ".join(e.title for e in entries),
            text="\n\n".join(e.text for e in entries),
            tag=label(entry.strength),
            strong_tag=any(e.strength is Strength.REQUIRED for e in entries),
        )

    rows = [
        Row(
            topic_label((aligned.first or aligned.second)[0].topic, marks),
            label(kind),
            _cells(aligned, marks, say, "Not asked for."),
        )
        for kind, group in comparison.qualifications
        for aligned in group
    ]
    every = [aligned for _, group in comparison.qualifications for aligned in group]
    return Section(
        "qualifications",
        "Qualifications",
        _shared_finding(every, marks, "named"),
        tuple(rows),
    )


def topic_label(topic: str, marks: Iterable[RoleMark]) -> str:
    """A topic key as a label; a role's short name in it keeps its capitals."""
    short = {mark.short_name.lower(): mark.short_name for mark in marks}
    words = [short.get(word, word) for word in topic.split("_")]
    return capitalised(" ".join(words))


def _certifications(
    section: RolesSection, comparison: Comparison, marks: tuple[RoleMark, RoleMark]
) -> Section:
    known = {certification.slug: certification for certification in section.certifications}

    def say(mark: RoleMark, entries: tuple[RoleCertification, ...]) -> Cell:
        entry = entries[0]
        return Cell(
            mark,
            text=entry.note,
            tag=label(entry.strength),
            strong_tag=entry.strength is Strength.REQUIRED,
        )

    rows = [
        Row(
            known[aligned.subject].name,
            known[aligned.subject].issuer,
            _cells(aligned, marks, say, "Not listed."),
        )
        for aligned in comparison.certifications
    ]
    return Section(
        "certifications",
        "Certifications",
        _shared_finding(comparison.certifications, marks, "listed"),
        tuple(rows),
    )


def _soft_skills(comparison: Comparison, marks: tuple[RoleMark, RoleMark]) -> Section:
    return Section(
        "soft-skills",
        "Soft skills",
        _shared_finding(comparison.soft_skills, marks, "named"),
        _on_competencies(comparison, marks, comparison.soft_skills),
    )


def _shared_finding(rows: Sequence[Aligned[T]], marks: tuple[RoleMark, RoleMark], verb: str) -> str:
    """How many subjects both roles have, and how many only one: ``5 are listed for both, ...``."""
    counts = {side: sum(row.side is side for row in rows) for side in Side}
    shared = counts[Side.BOTH]
    parts = [f"{shared or 'none'} {'is' if shared == 1 else 'are'} {verb} for both"]
    for mark, side in zip(marks, (Side.FIRST, Side.SECOND), strict=True):
        if counts[side]:
            parts.append(f"{counts[side]} only for the {mark.short_name}")
    return capitalised(listed(parts)) + "."
