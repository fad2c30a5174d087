"""How technical must I be? The depth levels, and where each role stands on them."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass
from itertools import cycle
from string import ascii_uppercase
from typing import Any

from roles.graphics.charts import draw_depth_levels, number_text, sequence
from roles.models.choices import ArtefactKind
from roles.pages.presenters.lists import by_role, mark_of
from roles.snapshot.values import DepthLevel, Requirement, Role, RolesSection
from web.words import listed, number_word

# The competency whose levels the depth levels stand for.
DEPTH_COMPETENCY = "technical_expertise"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one role stands, in words. ``depth_level`` is the highest one it asks for.

    ``where`` goes on from the role's name: ``needs the third``.
    """

    role: Role
    where: str
    detail: str
    depth_level: DepthLevel | None = None
    number: int = 0


def depth_levels_page(section: RolesSection) -> dict[str, Any]:
    """The depth levels of an edition, lowest first, as ``cards``, with every role of it.

    Without depth levels there is neither a ``drawing`` nor a card.
    """
    depth_levels = sorted(section.depth_levels, key=lambda depth_level: depth_level.level)
    names = {competency.key: competency.name for competency in section.competencies}
    asked = [(role, _asked(role)) for role in section.roles]
    standings = [_standing(role, requirement, depth_levels) for role, requirement in asked]
    drawing = depth_levels and draw_depth_levels(
        depth_levels=[(each.title, each.level) for each in depth_levels],
        roles=[(mark_of(r), q.required_level if q else None) for r, q in asked],
    )
    return {
        "answer": _answer(standings, len(depth_levels)),
        "competency": names.get(DEPTH_COMPETENCY, "Technical expertise"),
        "standings": standings,
        "drawing": drawing,
        "contents": [(e.key, f"{number}. {e.title}") for number, e in enumerate(depth_levels, 1)],
        "cards": [_card(section, depth_level, asked) for depth_level in depth_levels],
    }


def _asked(role: Role) -> Requirement | None:
    """What a role asks on the competency of the levels; ``None`` when the role does not have it."""
    return next(
        (r for r in role.requirements if r.competency == DEPTH_COMPETENCY and r.importance > 0),
        None,
    )


def _answer(standings: Several[Standing], depth_levels: int) -> str:
    """The answer in a sentence."""
    steps = "one rung" if depth_levels == 1 else f"{number_word(depth_levels)} rungs"
    if 1 <= len(standings) <= 3:
        places = listed([f"the {s.role.name} {s.where}" for s in standings])
        return f"Of {steps}, {places}."
    return f"That depends on the role. Here are {steps}, and where each role stands on them."


def _standing(role: Role, asked: Requirement | None, depth_levels: Several[DepthLevel]) -> Standing:
    if asked is None:
        return Standing(role, "needs none", "It does not ask for this at all.")
    level = asked.required_level
    reached = [depth_level for depth_level in depth_levels if depth_level.level <= level]
    detail = f"Level {number_text(level)} of 100"
    if 0 < len(reached) < len(depth_levels) and level > reached[-1].level:
        share = (level - reached[-1].level) / (depth_levels[len(reached)].level - reached[-1].level)
        detail += f", {_way(share)} to the next rung"
    detail += "."
    if asked.must_have_level is not None:
        detail += f" Level {number_text(asked.must_have_level)} is a must."
    if not reached:
        return Standing(role, "stays below the first", detail)
    where = f"needs the {_ordinal(len(reached))}"
    return Standing(role, where, detail, reached[-1], len(reached))


def _way(share: float) -> str:
    """How far between two depth levels, in words."""
    if share < 0.4:
        return "a little of the way"
    return "halfway" if share <= 0.6 else "most of the way"


def _ordinal(number: int) -> str:
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    return words[number - 1] if number <= len(words) else f"rung {number}"


def _card(
    section: RolesSection,
    depth_level: DepthLevel,
    asked: Several[tuple[Role, Requirement | None]],
) -> dict[str, Any]:
    """One depth level, ready to be read and tried; ``missing`` are roles without a text here."""
    uses, missing = by_role(section, depth_level.uses)
    return {
        "depth_level": depth_level,
        "reached_by": [r for r, ask in asked if ask and ask.required_level >= depth_level.level],
        "artefact": artefact(depth_level),
        "uses": uses,
        "missing": missing,
        "options": list(zip(cycle(ascii_uppercase), depth_level.options, strict=False)),
    }


def artefact(depth_level: DepthLevel) -> dict[str, Any]:
    """What is to be read: a ``diagram``, a ``table`` with its head first, or lines as they are.

    A text that does not have the form of its kind is shown as lines.
    """
    title, text = depth_level.artefact_title, depth_level.artefact
    kind = depth_level.artefact_kind
    table = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if line.strip()
    ]
    is_even = len(table) > 1 and len(table[0]) > 1 and len({len(line) for line in table}) == 1
    return {
        "title": title,
        "text": text,
        "diagram": sequence(title=title, text=text) if kind is ArtefactKind.SEQUENCE else None,
        "table": table if kind is ArtefactKind.TABLE and is_even else [],
    }
