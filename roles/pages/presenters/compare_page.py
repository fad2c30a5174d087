"""What a page about two roles says: the difference first, then row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from roles.graphics.charts import Dumbbell
from roles.graphics.charts.drawing import dumbbell
from roles.models.choices import Strength
from roles.pages.comparison import Aligned, Comparison, ProfileRow, Side
from roles.pages.presenters.lists import mark_of, role_card
from roles.pages.presenters.role_page import IMPORTANCE, LEVEL
from roles.snapshot.values import (
    Qualification,
    Requirement,
    Role,
    RolePair,
    RolesSection,
)
from roles.templatetags.labels import label
from web.numbers import number_text
from web.words import capitalised, listed, lowered

T = TypeVar("T")

# Smaller differences in importance (0 to 5) are not put into words.
WORTH_NAMING = 1.0
NAMED_AT_MOST = 3
# How many of each side's largest differences make a first look.
GLANCE = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What one role says in one row. ``none`` stands alone where the role has no text here.

    ``weight`` is how much the row's competency counts in the role, in words, or empty.
    """

    role: Role
    title: str = ""
    text: str = ""
    tag: str = ""
    strong_tag: bool = False
    weight: str = ""
    none: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the comparison. ``finding`` says in a sentence what its rows show.

    Each row has a label, a short line under it or an empty text, and its two cells.
    """

    anchor: str
    title: str
    finding: str
    rows: tuple[tuple[str, str, tuple[Cell, ...]], ...]


def compare_page(
    section: RolesSection, comparison: Comparison, pair: RolePair | None
) -> dict[str, Any]:
    """The page of a comparison; ``pair`` is what editors say about the two, if anything.

    ``overlap`` holds the competencies central to the first role, to both and to the second.
    """
    roles = comparison.first, comparison.second
    return {
        "roles": roles,
        "cards": [role_card(section, role) for role in roles],
        "difference": pair.difference if pair else difference_sentence(comparison),
        "together": pair.together if pair else "",
        "namesakes_of": next((role for role in roles if role.namesakes), None),
        "chart": _chart(comparison),
        "competencies": comparison.profile,
        "overlap": [
            (roles[0], comparison.on(Side.FIRST)),
            (None, comparison.on(Side.BOTH)),
            (roles[1], comparison.on(Side.SECOND)),
        ],
        "sections": [part for part in _sections(section, comparison, pair) if part.rows],
    }


def _names(rows: Iterable[ProfileRow], most: int = NAMED_AT_MOST) -> list[str]:
    return [lowered(row.competency.name) for row in rows][:most]


def _leaning(comparison: Comparison, towards: Side) -> list[ProfileRow]:
    """Competencies that weigh clearly more for one side, the largest difference first."""
    sign = 1 if towards is Side.FIRST else -1
    rows = [r for r in comparison.profile if sign * r.importance_difference >= WORTH_NAMING]
    return sorted(rows, key=lambda row: -sign * row.importance_difference)


def _sides(comparison: Comparison) -> tuple[tuple[Role, Side], tuple[Role, Side]]:
    return (comparison.first, Side.FIRST), (comparison.second, Side.SECOND)


def difference_sentence(comparison: Comparison) -> str:
    """Two roles in plain words, for a pair that no editor has written about."""
    shared = _names(comparison.on(Side.BOTH))
    sentences = [
        f"Both roles put weight on {listed(shared)}."
        if shared
        else "Nothing is central to both of these roles."
    ]
    for role, side in _sides(comparison):
        if more := _names(_leaning(comparison, side)):
            sentences.append(f"For the {role.name}, {listed(more)} {_count(more)} more.")
    if len(sentences) == 1 and shared:
        sentences.append("By weight, the two hardly differ.")
    return " ".join(sentences)


def _count(names: Sequence[str]) -> str:
    return "counts" if len(names) == 1 else "count"


def _chart(comparison: Comparison) -> Dumbbell:
    """Importance and level of every competency, from leaning to the first to the second."""
    first, second = comparison.first, comparison.second
    parts = [
        f"{capitalised(listed(names))} {_count(names)} more for the {role.short_name}"
        for role, side in _sides(comparison)
        if (names := _names(_leaning(comparison, side), 2))
    ]
    return dumbbell(
        title=". ".join(parts) or "The two roles weigh the same things alike",
        note=(
            f"At the top, what counts more for the {first.short_name}; at the bottom, "
            f"what counts more for the {second.short_name}. How much something counts "
            "runs from 0 to 5, the level asked for from 0 to 100."
        ),
        roles=(mark_of(first), mark_of(second)),
        measures=(IMPORTANCE, LEVEL),
        rows=[(row.competency.name, (row.importances, row.levels)) for row in comparison.profile],
    )


def glance(comparison: Comparison) -> Dumbbell:
    """The few largest differences in importance, for a first look."""
    chosen = [row for _, side in _sides(comparison) for row in _leaning(comparison, side)[:GLANCE]]
    return dumbbell(
        title="Where they differ most",
        roles=(mark_of(comparison.first), mark_of(comparison.second)),
        measures=(IMPORTANCE,),
        rows=[(r.competency.name, (r.importances,)) for r in comparison.profile if r in chosen],
    )


def _sections(
    section: RolesSection, comparison: Comparison, pair: RolePair | None
) -> tuple[Section, ...]:
    """The texts, part by part and row by row."""
    roles = comparison.first, comparison.second
    broader = {"first": pair.first, "second": pair.second}.get(pair.broader) if pair else None
    known = {certification.slug: certification for certification in section.certifications}
    more = " What is not named for a role can still count in it."
    for role, other in (roles, roles[::-1]):
        if role.slug == broader:
            more = f" The {role.short_name} does everything that the {other.short_name} does."

    def on_competency(anchor: str, title: str, rows: Sequence[Aligned[Any]]) -> Section:
        built = []
        for row in rows:
            asked = comparison.asked(row.any.competency)
            silent = [_silent(roles, asked, place, broader) for place in (0, 1)]
            built.append((row.subject, "", _cells(roles, row, silent, asked)))
        return Section(anchor, title, _finding(rows, roles, "named") + more, tuple(built))

    def on_subject(
        anchor: str, title: str, rows: Sequence[Aligned[T]], head: Callable[[T], tuple[str, str]]
    ) -> Section:
        silent = [f"Only on the {other.short_name}’s list." for other in roles[::-1]]
        built = tuple((*head(row.any), _cells(roles, row, silent)) for row in rows)
        return Section(anchor, title, _finding(rows, roles, "listed"), built)

    return (
        on_competency("responsibilities", "Responsibilities", comparison.responsibilities),
        on_subject(
            "qualifications",
            "Qualifications",
            comparison.qualifications,
            lambda entry: (topic_label(entry.topic, roles), label(entry.kind)),
        ),
        on_subject(
            "certifications",
            "Certifications",
            comparison.certifications,
            lambda entry: (known[entry.certification].name, known[entry.certification].issuer),
        ),
        on_competency("soft-skills", "Soft skills", comparison.soft_skills),
    )


def _cells(
    roles: tuple[Role, Role],
    row: Aligned[Any],
    silent: Sequence[str],
    asked: Sequence[Requirement | None] = (None, None),
) -> tuple[Cell, ...]:
    """Both cells of a row: what the role says, or what ``silent`` says where it has no text."""
    cells = []
    for role, entries, none, need in zip(
        roles, (row.first, row.second), silent, asked, strict=True
    ):
        strengths = [entry.strength for entry in entries if hasattr(entry, "strength")]
        titles = [entry.title for entry in entries if isinstance(entry, Qualification)]
        cells.append(
            Cell(
                role,
                title="; ".join(titles),
                text="\n\n".join(getattr(e, "text", "") or e.note for e in entries),
                tag=label(strengths[0]) if strengths else "",
                strong_tag=Strength.REQUIRED in strengths,
                weight=f"Counts {_weight(need)}" if need and need.importance else "",
                none="" if entries else none,
            )
        )
    return tuple(cells)


def _silent(
    roles: tuple[Role, Role],
    asked: tuple[Requirement | None, Requirement | None],
    place: int,
    broader: str | None,
) -> str:
    """What a role has to do with a competency on which only the other role has a text."""
    role, other = roles[place], roles[1 - place]
    here, there = (need.importance if need else 0.0 for need in (asked[place], asked[1 - place]))
    if role.slug == broader:
        text = f"The {role.short_name} does this too"
    elif here:
        much = "less" if here < there else "more" if here > there else "just as much"
        text = f"The {role.short_name} needs {much} of this"
    else:
        return f"Only on the {other.short_name}’s list."
    need = asked[place]
    if need is None or not here:
        return f"{text}."
    return f"{text}. It counts {_weight(need)}, at level {number_text(need.required_level)} of 100."


def _weight(need: Requirement) -> str:
    return f"{number_text(need.importance, 1)} of 5"


def topic_label(topic: str, roles: Iterable[Role]) -> str:
    """A topic key as a label; a role's short name in it keeps its capitals."""
    short = {role.short_name.lower(): role.short_name for role in roles}
    words = [short.get(word, word) for word in topic.split("_")]
    return capitalised(" ".join(words))


def _finding(rows: Sequence[Aligned[T]], roles: tuple[Role, Role], verb: str) -> str:
    """How many subjects both roles have, and how many one: ``5 are listed for both, ...``."""
    counts = {side: sum(row.side is side for row in rows) for side in Side}
    parts: list[str] = []
    for name, side in (
        ("both", Side.BOTH),
        (f"the {roles[0].short_name}", Side.FIRST),
        (f"the {roles[1].short_name}", Side.SECOND),
    ):
        if count := counts[side]:
            only = "only " if counts[Side.BOTH] and side is not Side.BOTH else ""
            said = "" if parts else f" {'is' if count == 1 else 'are'} {verb}"
            parts.append(f"{count}{said} {only}for {name}")
    return f"{listed(parts)}."
