"""What a page about two roles shows: the difference first, then row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from roles.graphics.charts import Dumbbell
from roles.graphics.charts.drawing import dumbbell
from roles.models.choices import Strength
from roles.pages.comparison import Aligned, ProfileRow, RoleComparison, Side
from roles.pages.presenters.facts import pay_of
from roles.pages.presenters.lists import role_card
from roles.pages.presenters.role_page import IMPORTANCE, LEVEL
from roles.snapshot.values import (
    Qualification,
    Role,
    RolePair,
    RolesSection,
)
from roles.templatetags.labels import label
from web.words import capitalised, listed, lowered

# Smaller differences in importance (0 to 5) are not put into words.
WORTH_NAMING = 1.0
NAMED_AT_MOST = 3
# How many of each side's largest differences make a first look.
GLANCE = 3


def compare_page(
    section: RolesSection, comparison: RoleComparison, pair: RolePair | None
) -> dict[str, Any]:
    """Return the context of a comparison; ``pair`` is what editors say about the two, if anything.

    ``shared`` names what weighs in both, ``leaning`` what clearly weighs more in each. ``overlap``
    holds the competencies central to the first role, to both and to the second; ``broader`` is the
    role that does everything that the other does.
    """
    roles = comparison.first, comparison.second
    slug = {"first": pair.first, "second": pair.second}.get(pair.broader) if pair else None
    broader = next((role for role in roles if role.slug == slug), None)
    return {
        "roles": roles,
        "broader": broader,
        "cards": [role_card(section, role) for role in roles],
        "difference": pair.difference if pair else "",
        "shared": _first_names(comparison.on(Side.BOTH)),
        "leaning": [
            (role, _first_names(_leaning(comparison, side))) for role, side in _sides(comparison)
        ],
        "together": pair.together if pair else "",
        "namesakes_of": next((role for role in roles if role.namesakes), None),
        "chart": _chart(comparison),
        "competencies": comparison.profile,
        "overlap": [
            (roles[0], comparison.on(Side.FIRST)),
            (None, comparison.on(Side.BOTH)),
            (roles[1], comparison.on(Side.SECOND)),
        ],
        "sections": [part for part in _sections(section, comparison, broader) if part["rows"]],
        "career": _career(section, roles),
    }


def _first_names(rows: Iterable[ProfileRow], most: int = NAMED_AT_MOST) -> list[str]:
    return [lowered(row.competency.name) for row in rows][:most]


def _leaning(comparison: RoleComparison, towards: Side) -> list[ProfileRow]:
    """Return competencies that weigh clearly more for one side, the largest difference first."""
    sign = 1 if towards is Side.FIRST else -1
    rows = [r for r in comparison.profile if sign * r.importance_difference >= WORTH_NAMING]
    return sorted(rows, key=lambda row: -sign * row.importance_difference)


def _sides(comparison: RoleComparison) -> tuple[tuple[Role, Side], tuple[Role, Side]]:
    return (comparison.first, Side.FIRST), (comparison.second, Side.SECOND)


def _count(names: Sequence[str]) -> str:
    return "counts" if len(names) == 1 else "count"


def _chart(comparison: RoleComparison) -> Dumbbell:
    """Return a chart of every competency's importance and level, from the first role's on."""
    first, second = comparison.first, comparison.second
    parts = [
        f"{capitalised(listed(names))} {_count(names)} more for the {role.short_name}"
        for role, side in _sides(comparison)
        if (names := _first_names(_leaning(comparison, side), 2))
    ]
    return dumbbell(
        title=". ".join(parts) or "The two roles weigh the same things alike",
        note=(
            f"At the top, what counts more for the {first.short_name}; at the bottom, "
            f"what counts more for the {second.short_name}. How much something counts "
            "runs from 0 to 5, the level asked for from 0 to 100."
        ),
        roles=(first, second),
        measures=(IMPORTANCE, LEVEL),
        rows=[(row.competency.name, (row.importances, row.levels)) for row in comparison.profile],
    )


def glance(comparison: RoleComparison) -> Dumbbell:
    """Return a chart of the few largest differences in importance, for a first look."""
    chosen = [row for _, side in _sides(comparison) for row in _leaning(comparison, side)[:GLANCE]]
    return dumbbell(
        title="Where they differ most",
        roles=(comparison.first, comparison.second),
        measures=(IMPORTANCE,),
        rows=[(r.competency.name, (r.importances,)) for r in comparison.profile if r in chosen],
    )


def _sections(
    section: RolesSection, comparison: RoleComparison, broader: Role | None
) -> list[dict[str, Any]]:
    """Return the texts, part by part and row by row.

    ``counts`` says how many subjects each side has. Each row has a label, a short line under it or
    an empty text, and its two cells.
    """
    roles = comparison.first, comparison.second
    known = {certification.slug: certification for certification in section.certifications}

    def part(
        anchor: str,
        title: str,
        rows: Sequence[Aligned[Any]],
        head: Callable[[Any], tuple[str, str]] | None = None,
    ) -> dict[str, Any]:
        """Return a part whose rows ``head`` names; without it they are competencies."""
        return {
            "anchor": anchor,
            "title": title,
            "counts": {side.value: sum(row.side is side for row in rows) for side in Side},
            "verb": "listed" if head else "named",
            "rows": [
                (*head(row.any), _cells(roles, row))
                if head
                else (row.subject, "", _cells(roles, row, comparison, broader))
                for row in rows
            ],
        }

    return [
        part("responsibilities", "Responsibilities", comparison.responsibilities),
        part(
            "qualifications",
            "Qualifications",
            comparison.qualifications,
            lambda entry: (topic_label(entry.topic, roles), label(entry.kind)),
        ),
        part(
            "certifications",
            "Certifications",
            comparison.certifications,
            lambda entry: (known[entry.certification].name, known[entry.certification].issuer),
        ),
        part("soft-skills", "Soft skills", comparison.soft_skills),
    ]


def _career(
    section: RolesSection, roles: tuple[Role, Role]
) -> list[tuple[str, str, list[tuple[Role, list[str]]]]]:
    """Return the ends of the ladders, and pay: (label, id on a role's page, (role, lines) each)."""
    ladders = [
        [f"From {role.levels[0].title} to {role.levels[-1].title}"] if role.levels[1:] else []
        for role in roles
    ]
    pay = [[line for line, _ in pay_of(section, role)["figures"]] for role in roles]
    rows = (("Career levels", "levels", ladders), ("Pay", "outlook", pay))
    return [
        (label, anchor, list(zip(roles, lines, strict=True)))
        for label, anchor, lines in rows
        if any(lines)
    ]


def _cells(
    roles: tuple[Role, Role],
    row: Aligned[Any],
    comparison: RoleComparison | None = None,
    broader: Role | None = None,
) -> list[dict[str, Any]]:
    """Return each role's text in a row, and what it ``asks`` on the competency, if it has one.

    ``versus`` says how that compares with what the other role asks.
    """
    asked = comparison.asked(row.any.competency) if comparison else (None, None)
    cells = []
    for place, entries in enumerate((row.first, row.second)):
        strengths = [entry.strength for entry in entries if hasattr(entry, "strength")]
        titles = [entry.title for entry in entries if isinstance(entry, Qualification)]
        here, there = (
            need.importance if need else 0.0 for need in (asked[place], asked[1 - place])
        )
        cells.append(
            {
                "role": roles[place],
                "other": roles[1 - place],
                "title": "; ".join(titles),
                "text": "\n\n".join(getattr(e, "text", "") or e.note for e in entries),
                "tag": label(strengths[0]) if strengths else "",
                "strong_tag": Strength.REQUIRED in strengths,
                "asks": asked[place] if here else None,
                "versus": "less" if here < there else "more" if here > there else "just as much",
                "is_broader": roles[place] is broader,
            }
        )
    return cells


def topic_label(topic: str, roles: Iterable[Role]) -> str:
    """Return a topic key as a label; a role's short name in it keeps its capitals."""
    short = {role.short_name.lower(): role.short_name for role in roles}
    words = [short.get(word, word) for word in topic.split("_")]
    return capitalised(" ".join(words))
