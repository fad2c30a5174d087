"""How technical must I be? The depth levels, and where each role stands on them."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass
from string import ascii_uppercase

from roles.graphics.charts import (
    DepthLevelsDrawing,
    Sequence,
    draw_depth_levels,
    number_text,
    sequence,
)
from roles.models.choices import ArtefactKind
from roles.pages.presenters.words import by_role, mark_of
from roles.snapshot.values import DepthLevel, DepthLevelUse, Requirement, Role, RolesSection
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


@dataclass(frozen=True, slots=True)
class Artefact:
    """What is to be read: a diagram, a table with ``head`` and ``rows``, or lines as they are."""

    title: str
    text: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    diagram: Sequence | None = None


@dataclass(frozen=True, slots=True)
class Option:
    letter: str
    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class DepthLevelCard:
    """One depth level, ready to be read and tried. ``unnamed``: roles without a text here."""

    depth_level: DepthLevel
    number: int
    reached_by: tuple[Role, ...]
    artefact: Artefact
    uses: tuple[tuple[Role, DepthLevelUse], ...]
    unnamed: str
    options: tuple[Option, ...]
    right: Option | None


@dataclass(frozen=True, slots=True)
class DepthLevelsPage:
    """The page. Without depth levels there is neither ``drawing`` nor ``depth levels``."""

    answer: str
    competency: str
    standings: tuple[Standing, ...]
    drawing: DepthLevelsDrawing | None
    depth_levels: tuple[DepthLevelCard, ...]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """(id, label) of each depth level."""
        return [
            (c.depth_level.key, f"{c.number}. {c.depth_level.title}") for c in self.depth_levels
        ]


def depth_levels_page(section: RolesSection) -> DepthLevelsPage:
    """The depth levels of an edition, lowest depth level first, with every role of it."""
    depth_levels = sorted(section.depth_levels, key=lambda depth_level: depth_level.level)
    names = {competency.key: competency.name for competency in section.competencies}
    asked = [(role, _asked(role)) for role in section.roles]
    cards = tuple(
        _card(section, depth_level, number, asked)
        for number, depth_level in enumerate(depth_levels, start=1)
    )
    standings = tuple(_standing(role, requirement, depth_levels) for role, requirement in asked)
    return DepthLevelsPage(
        answer=_answer(standings, len(cards)),
        competency=names.get(DEPTH_COMPETENCY, "Technical expertise"),
        standings=standings if cards else (),
        drawing=draw_depth_levels(
            depth_levels=[(each.title, each.level) for each in depth_levels],
            roles=[(mark_of(r), q.required_level if q else None) for r, q in asked],
        )
        if depth_levels
        else None,
        depth_levels=cards,
    )


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
    number: int,
    asked: Several[tuple[Role, Requirement | None]],
) -> DepthLevelCard:
    uses, missing = by_role(section, depth_level.uses)
    options = tuple(
        Option(ascii_uppercase[index % 26], option.text, option.is_right)
        for index, option in enumerate(depth_level.options)
    )
    return DepthLevelCard(
        depth_level=depth_level,
        number=number,
        reached_by=tuple(
            role for role, ask in asked if ask and ask.required_level >= depth_level.level
        ),
        artefact=artefact(depth_level),
        uses=uses,
        unnamed=f"Nothing is written yet about {listed(missing)}." if missing else "",
        options=options,
        right=next((option for option in options if option.is_right), None),
    )


def artefact(depth_level: DepthLevel) -> Artefact:
    """An artefact in its kind, or as plain lines when its text does not have that form."""
    title, text = depth_level.artefact_title, depth_level.artefact
    if depth_level.artefact_kind is ArtefactKind.SEQUENCE:
        return Artefact(title, text, diagram=sequence(title=title, text=text))
    if depth_level.artefact_kind is ArtefactKind.TABLE:
        lines = [
            tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
            for line in text.splitlines()
            if line.strip()
        ]
        if len(lines) > 1 and len(lines[0]) > 1 and len({len(line) for line in lines}) == 1:
            return Artefact(title, text, head=lines[0], rows=tuple(lines[1:]))
    return Artefact(title, text)
