"""The roles at a glance: for the list, the home page and the choice of two to compare."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from roles.graphics.charts import RoleMark
from roles.pages.presenters.words import mark_of
from roles.snapshot.values import Role, RolesSection
from web.words import listed, lowered

CENTRE_SIZE = 4


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role in a few lines. ``centre`` names what counts most in it."""

    mark: RoleMark
    slug: str
    summary: str
    centre: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairLink:
    """Two roles that can be compared, in snapshot order."""

    first: RoleCard
    second: RoleCard
    difference: str


@dataclass(frozen=True, slots=True)
class RoleListPage:
    """All roles. ``pairs`` is empty when there are too many to list; then a form helps."""

    cards: tuple[RoleCard, ...]
    pairs: tuple[PairLink, ...]
    names: str


def centre_of(section: RolesSection, role: Role, size: int = CENTRE_SIZE) -> tuple[str, ...]:
    """Names of the competencies that count most in a role, by importance, then by level.

    The snapshot's order decides between equals.
    """
    names = {competency.key: competency.name for competency in section.competencies}
    order = {key: position for position, key in enumerate(names)}
    ranked = sorted(
        (requirement for requirement in role.requirements if requirement.importance > 0),
        key=lambda r: (-r.importance, -r.required_level, order[r.competency]),
    )
    return tuple(names[requirement.competency] for requirement in ranked[:size])


def role_card(section: RolesSection, role: Role) -> RoleCard:
    return RoleCard(
        mark=mark_of(role),
        slug=role.slug,
        summary=role.summary,
        centre=tuple(lowered(name) for name in centre_of(section, role)),
    )


def role_list_page(section: RolesSection, most_pairs: int = 6) -> RoleListPage:
    """The roles of an edition; their pairs too, as long as there are at most ``most_pairs``."""
    cards = tuple(role_card(section, role) for role in section.roles)
    texts = {frozenset((pair.first, pair.second)): pair.difference for pair in section.pairs}
    pairs = tuple(
        PairLink(one, other, texts.get(frozenset((one.slug, other.slug)), ""))
        for one, other in combinations(cards, 2)
    )
    return RoleListPage(
        cards=cards,
        pairs=pairs if len(pairs) <= most_pairs else (),
        names=listed([card.mark.name for card in cards], last="or"),
    )
