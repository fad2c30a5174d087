"""What the pages that help to choose show: depth levels, moves between roles, and questions."""

from collections.abc import Sequence as Several
from itertools import cycle
from string import ascii_uppercase
from typing import Any

from roles.graphics.charts.depth_levels import draw_depth_levels
from roles.graphics.charts.moves import draw_moves
from roles.graphics.charts.sequence import sequence
from roles.models.choices import ArtefactKind, Topic
from roles.pages.presenters.lists import by_role
from roles.snapshot.addresses import page_at
from roles.snapshot.values import (
    DepthLevel,
    Question,
    Requirement,
    Role,
    RolesSection,
    StartingPoint,
)

# The competency whose levels the depth levels stand for.
DEPTH_COMPETENCY = "technical_expertise"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def depth_levels_page(section: RolesSection) -> dict[str, Any]:
    """Return the depth levels of an edition, lowest first, as ``cards``, and all its roles.

    ``standings`` hold the place of each role, ``named`` of those that the quiz names.
    Without depth levels there is neither a ``drawing`` nor a card.
    """
    depth_levels = sorted(section.depth_levels, key=lambda depth_level: depth_level.level)
    names = {competency.key: competency.name for competency in section.competencies}
    asked = [(role, _depth_requirement(role)) for role in section.roles]
    standings = [_standing(role, requirement, depth_levels) for role, requirement in asked]
    drawing = depth_levels and draw_depth_levels(
        depth_levels=[(each.title, each.level) for each in depth_levels],
        roles=[(r, q.required_level if q else None) for r, q in asked],
    )
    return {
        "competency": names.get(DEPTH_COMPETENCY, "Technical expertise"),
        "standings": standings,
        "named": [each for each in standings if each["role"].in_quiz],
        "drawing": drawing,
        "contents": [(e.key, f"{number}. {e.title}") for number, e in enumerate(depth_levels, 1)],
        "cards": [_card(section, depth_level, asked) for depth_level in depth_levels],
    }


def _depth_requirement(role: Role) -> Requirement | None:
    """Return what a role asks on the competency of depth, or ``None`` if it asks nothing."""
    return next(
        (r for r in role.requirements if r.competency == DEPTH_COMPETENCY and r.importance > 0),
        None,
    )


def _standing(
    role: Role, asked: Requirement | None, depth_levels: Several[DepthLevel]
) -> dict[str, Any]:
    """Return the place of a role: what it asks, the depth level reached, the way to the next."""
    level = asked.required_level if asked else 0.0
    reached = [each for each in depth_levels if asked and each.level <= level]
    share = 0.0  # of the way to the next one
    if 0 < len(reached) < len(depth_levels) and level > reached[-1].level:
        share = (level - reached[-1].level) / (depth_levels[len(reached)].level - reached[-1].level)
    number = len(reached)
    ordinal = ORDINALS[number - 1] if number <= len(ORDINALS) else f"rung {number}"
    depth_level = reached[-1] if reached else None
    return {"role": role, "asked": asked, "depth_level": depth_level, "number": number,
            "ordinal": ordinal, "share": share}  # fmt: skip


def _card(
    section: RolesSection, depth_level: DepthLevel, asked: Several[tuple[Role, Requirement | None]]
) -> dict[str, Any]:
    """Return one depth level to read and try; ``missing`` are roles without a text here."""
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
    """Return what is to be read: a ``diagram``, a ``table`` with its head first, or lines."""
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


def moves_between(section: RolesSection) -> list[tuple[Role, list[tuple[Role, StartingPoint]]]]:
    """Return each role that people move on from, with the roles that they move into."""
    onward = [
        (
            origin,
            [
                (role, point)
                for role in section.roles
                for point in role.starting_points
                if point.from_role == origin.slug
            ],
        )
        for origin in section.roles
    ]
    return [(origin, ends) for origin, ends in onward if ends]


def neighbours_page(section: RolesSection) -> dict[str, Any]:
    """Return the moves between roles, by the role that they start from, and their ``drawing``.

    Without any move there is no drawing. ``unlinked`` are roles that no move leads from or to.
    """
    onward = moves_between(section)
    moves = {(origin.slug, role.slug) for origin, ends in onward for role, _ in ends}
    linked = {slug for move in moves for slug in move}
    return {
        "onward": onward,
        "drawing": draw_moves(roles=section.roles, moves=moves) if moves else None,
        "roles": section.roles,
        "unlinked": [f"the {role.name}" for role in section.roles if role.slug not in linked],
        "contents": [(f"from-{origin.slug}", f"From {origin.name}") for origin, _ in onward],
    }


def questions_by_topic(section: RolesSection) -> list[tuple[str, str, list[Question]]]:
    """Return (id, name, questions) of each topic that has any, in the order of the topics."""
    asked = [(topic, [q for q in section.questions if q.topic is topic]) for topic in Topic]
    return [
        (f"about-{topic.replace('_', '-')}", str(topic.label), questions)
        for topic, questions in asked
        if questions
    ]


def questions_page(section: RolesSection) -> dict[str, Any]:
    """Return the context of the page of all questions.

    ``topics`` holds (id, name, entries), an entry being a question with its links as (title,
    address). A link to a page that the edition does not have is left out.
    """
    topics = [
        (anchor, name, [(each, _links(section, each)) for each in questions])
        for anchor, name, questions in questions_by_topic(section)
    ]
    return {"topics": topics, "contents": [(anchor, name) for anchor, name, _ in topics]}


def _links(section: RolesSection, question: Question) -> list[tuple[str, str]]:
    found = ((link.title, page_at(section, link.address)) for link in question.links)
    return [(title, address) for title, address in found if address]
