"""What a page about two roles shows: which one a project needs first, then row by row."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from roles.graphics.charts import Dumbbell, dumbbell
from roles.pages.comparison import Aligned, ProfileRow, RoleComparison, Side, compare
from roles.pages.presenters.facts import pay_of
from roles.pages.presenters.role_page import IMPORTANCE, LEVEL
from roles.snapshot.values import Qualification, Role, RoleCertification, RolePair, RolesSection
from roles.templatetags.labels import label
from web.words import capitalised, listed, lowered

# Smaller differences in importance (0 to 5) are not put into words.
WORTH_NAMING = 1.0
# How many of each side's largest differences make a first look.
GLANCE = 3


def compare_page(
    section: RolesSection, comparison: RoleComparison, pair: RolePair | None
) -> dict[str, Any]:
    """Return the context of a comparison; ``pair`` is what editors say about the two, if anything.

    ``choose`` holds (role, points) of when a project needs which, with ``None`` for both; empty if
    editors say nothing of that. ``overlap`` holds the competencies central to the first role, to
    both and to the second; ``broader`` is the role that does everything that the other does;
    ``contents`` holds (id, label) of the parts that exist.
    """
    roles = comparison.first, comparison.second
    slug = {"first": pair.first, "second": pair.second}.get(pair.broader) if pair else None
    broader = next((role for role in roles if role.slug == slug), None)
    sections = _sections(section, comparison, broader)
    pay = [[line for line, _ in pay_of(section, role)["figures"]] for role in roles]
    has_career = any(pay) or any(role.levels[1:] for role in roles)
    sides = ((roles[0], Side.FIRST), (None, Side.BOTH), (roles[1], Side.SECOND))
    return {
        "roles": roles,
        "pair": pair,
        "broader": broader,
        "choose": _choose(roles, pair) if pair else [],
        "namesakes_of": next((role for role in roles if role.namesakes), None),
        "chart": _chart(comparison),
        "overlap": [(role, comparison.on(side)) for role, side in sides],
        "sections": sections,
        "career": list(zip(roles, pay, strict=True)) if has_career else [],
        "contents": [
            ("profile", "Importance and level"),
            ("overlap", "What they share"),
            *((part["anchor"], part["title"]) for part in sections),
            *([("career", "Career levels and pay")] if has_career else []),
            ("job-advert", "Text for a job advert"),
        ],
    }


def compare_matrix(section: RolesSection) -> list[tuple[Role, list[tuple[Role, int | None]]]]:
    """Return how many central competencies each role shares with each, ``None`` with itself."""
    roles, known = section.roles, section.competencies

    def shared(one: Role, other: Role) -> int | None:
        return None if one is other else len(compare(known, one, other).on(Side.BOTH))

    return [(one, [(other, shared(one, other)) for other in roles]) for one in roles]


def _choose(roles: tuple[Role, Role], pair: RolePair) -> list[tuple[Role | None, list[str]]]:
    """Return the points of when a project needs which, in the order of ``roles``, then both."""
    texts = {pair.first: pair.choose_first, pair.second: pair.choose_second}
    said = [*((role, texts[role.slug]) for role in roles), (None, pair.choose_both)]
    return [(who, points) for who, text in said if (points := re.findall(r"\S[^\r\n]*", text))]


def _leaning(comparison: RoleComparison, towards: Side) -> list[ProfileRow]:
    """Return competencies that weigh clearly more for one side, the largest difference first."""
    sign = 1 if towards is Side.FIRST else -1
    rows = [r for r in comparison.profile if sign * r.importance_difference >= WORTH_NAMING]
    return sorted(rows, key=lambda row: -sign * row.importance_difference)


def _sides(comparison: RoleComparison) -> tuple[tuple[Role, Side], tuple[Role, Side]]:
    return (comparison.first, Side.FIRST), (comparison.second, Side.SECOND)


def _chart(comparison: RoleComparison) -> Dumbbell:
    """Return a chart of every competency's importance and level, from the first role's on."""
    first, second = comparison.first, comparison.second
    parts = [
        f"{capitalised(listed(names))} count{'s'[len(names) - 1 :]} more for the {role.short_name}"
        for role, side in _sides(comparison)
        if (names := [lowered(row.competency.name) for row in _leaning(comparison, side)[:2]])
    ]
    return dumbbell(
        title=". ".join(parts) or "The two roles weigh the same things alike",
        note=(
            f"At the top, what counts more for the {first.short_name}; at the bottom, "
            f"what counts more for the {second.short_name}. Importance "
            "runs from 0 to 5, the required level from 0 to 100."
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
    an empty text, its two cells, and whether the roles differ in it; ``differing`` counts those.
    """
    roles = comparison.first, comparison.second
    known = {certification.slug: certification for certification in section.certifications}

    def topic(entry: Qualification) -> tuple[str, str]:
        return topic_label(entry.topic, roles), label(entry.kind)

    def certificate(entry: RoleCertification) -> tuple[str, str]:
        return known[entry.certification].name, known[entry.certification].issuer

    def row_of(row: Aligned[Any], head: Callable[[Any], tuple[str, str]] | None) -> tuple[Any, ...]:
        said = head(row.any) if head else (row.subject, "")
        return *said, _cells(comparison, row, None if head else broader), comparison.differs(row)

    parts: tuple[tuple[str, Sequence[Aligned[Any]], Any], ...] = (
        ("Responsibilities", comparison.responsibilities, None),
        ("Qualifications", comparison.qualifications, topic),
        ("Soft skills", comparison.soft_skills, None),
        ("Certificates", comparison.certifications, certificate),
    )
    return [
        {
            "anchor": title.lower().replace(" ", "-"),
            "title": title,
            "counts": {side.value: sum(row.side is side for row in rows) for side in Side},
            "verb": "listed" if head else "named",
            "rows": [row_of(row, head) for row in rows],
            "differing": sum(map(comparison.differs, rows)),
        }
        for title, rows, head in parts
        if rows
    ]


def _cells(
    comparison: RoleComparison, row: Aligned[Any], broader: Role | None
) -> list[dict[str, Any]]:
    """Return each role's text in a row, what it ``asks`` there, and that ``versus`` the other's."""
    roles, asked = (comparison.first, comparison.second), comparison.asked(row)
    cells = []
    for place, entries in enumerate((row.first, row.second)):
        titles = [entry.title for entry in entries if isinstance(entry, Qualification)]
        here, there = (need.importance if need else 0 for need in (asked[place], asked[1 - place]))
        cells.append(
            {
                "role": roles[place],
                "other": roles[1 - place],
                "title": "; ".join(titles),
                "text": "\n\n".join(getattr(e, "text", "") or e.note for e in entries),
                "strength": getattr(entries[0], "strength", "") if entries else "",
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
