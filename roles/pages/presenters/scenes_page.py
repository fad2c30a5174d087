"""The same incident seen from several chairs."""

from __future__ import annotations

from dataclasses import dataclass

from roles.graphics.charts import RoleMark
from roles.pages.presenters.words import mark_of
from roles.snapshot.values import RolesSection, Scene
from web.words import listed, number_word


@dataclass(frozen=True, slots=True)
class Move:
    """What a role does first, and why."""

    role: RoleMark
    first: str
    why: str


@dataclass(frozen=True, slots=True)
class SceneCard:
    """One scene. ``unnamed`` says of which roles nothing is written; empty when all have a move."""

    slug: str
    title: str
    story: str
    moves: tuple[Move, ...]
    unnamed: str
    lesson: str


@dataclass(frozen=True, slots=True)
class ScenesPage:
    title: str
    scenes: tuple[SceneCard, ...]
    contents: tuple[tuple[str, str], ...]


def scenes_title(section: RolesSection) -> str:
    """``Same incident, two chairs``: as many chairs as there are roles."""
    count = len(section.roles)
    return f"Same incident, {number_word(count)} chairs" if count > 1 else "What to do first"


def scenes_page(section: RolesSection) -> ScenesPage:
    """All scenes of an edition, in the editors' order."""
    return ScenesPage(
        title=scenes_title(section),
        scenes=tuple(_card(section, scene) for scene in section.scenes),
        contents=tuple((scene.slug, scene.title) for scene in section.scenes),
    )


def _card(section: RolesSection, scene: Scene) -> SceneCard:
    moves = {move.role: move for move in scene.moves}
    missing = [f"the {role.name}" for role in section.roles if role.slug not in moves]
    return SceneCard(
        slug=scene.slug,
        title=scene.title,
        story=scene.story,
        moves=tuple(
            Move(mark_of(role), moves[role.slug].first, moves[role.slug].why)
            for role in section.roles
            if role.slug in moves
        ),
        unnamed=f"Nothing is written yet about what {listed(missing, last='or')} does here."
        if missing
        else "",
        lesson=scene.lesson,
    )
