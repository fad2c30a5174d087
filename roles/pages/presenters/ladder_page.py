"""How technical must I be? The ladder, where each role stands on it, and its rungs."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass
from string import ascii_uppercase

from roles.graphics.charts import Ladder, RoleMark, Sequence, ladder, number_text, sequence
from roles.models.choices import ArtefactKind
from roles.pages.presenters.words import mark_of
from roles.snapshot.values import Requirement, Role, RolesSection, Rung
from web.words import listed, number_word

# The competency whose levels the rungs stand for.
LADDER_COMPETENCY = "technical_expertise"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one role stands, in words. ``rung`` is the key of the highest rung it asks for.

    ``where`` goes on from the role's name: ``needs the third``.
    """

    role: RoleMark
    slug: str
    where: str
    detail: str
    rung: str
    rung_number: int
    rung_title: str


@dataclass(frozen=True, slots=True)
class Artefact:
    """What is to be read: a diagram, a table with ``head`` and ``rows``, or lines as they are."""

    title: str
    text: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    diagram: Sequence | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What a role does with an artefact; ``text`` is empty when nothing is written."""

    role: RoleMark
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    letter: str
    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class RungCard:
    """One rung, ready to be read and tried. ``unnamed`` are roles of which nothing is written."""

    key: str
    number: int
    title: str
    level: str
    summary: str
    reached_by: tuple[RoleMark, ...]
    artefact: Artefact
    reading: str
    uses: tuple[Use, ...]
    unnamed: str
    question: str
    options: tuple[Option, ...]
    right: Option | None
    explanation: str


@dataclass(frozen=True, slots=True)
class LadderPage:
    """The page. Without rungs there is neither ``drawing`` nor ``rungs``."""

    answer: str
    competency: str
    standings: tuple[Standing, ...]
    drawing: Ladder | None
    rungs: tuple[RungCard, ...]
    contents: tuple[tuple[str, str], ...]


def ladder_page(section: RolesSection) -> LadderPage:
    """The ladder of an edition, lowest rung first, with every role of it."""
    rungs = sorted(section.ladder, key=lambda rung: rung.level)
    names = {competency.key: competency.name for competency in section.competencies}
    asked = [(role, _asked(role)) for role in section.roles]
    cards = tuple(_card(section, rung, number, asked) for number, rung in enumerate(rungs, start=1))
    standings = tuple(_standing(role, requirement, rungs) for role, requirement in asked)
    return LadderPage(
        answer=_answer(standings, len(cards)),
        competency=names.get(LADDER_COMPETENCY, "Technical expertise"),
        standings=standings if cards else (),
        drawing=ladder(
            rungs=[(rung.title, rung.level) for rung in rungs],
            roles=[(mark_of(r), q.required_level if q else None) for r, q in asked],
        )
        if rungs
        else None,
        rungs=cards,
        contents=tuple((card.key, f"{card.number}. {card.title}") for card in cards),
    )


def _asked(role: Role) -> Requirement | None:
    """What a role asks on the ladder's competency; ``None`` when it is not part of the role."""
    return next(
        (r for r in role.requirements if r.competency == LADDER_COMPETENCY and r.importance > 0),
        None,
    )


def _answer(standings: Several[Standing], rungs: int) -> str:
    """The answer in a sentence."""
    steps = "one rung" if rungs == 1 else f"{number_word(rungs)} rungs"
    if 1 <= len(standings) <= 3:
        places = listed([f"the {s.role.name} {s.where}" for s in standings])
        return f"Of {steps}, {places}."
    return f"That depends on the role. Here are {steps}, and where each role stands on them."


def _standing(role: Role, asked: Requirement | None, rungs: Several[Rung]) -> Standing:
    mark = mark_of(role)
    if asked is None:
        return Standing(
            mark, role.slug, "needs none", "It does not ask for this at all.", "", 0, ""
        )
    level = asked.required_level
    reached = [rung for rung in rungs if rung.level <= level]
    detail = f"Level {number_text(level)} of 100"
    if 0 < len(reached) < len(rungs) and level > reached[-1].level:
        share = (level - reached[-1].level) / (rungs[len(reached)].level - reached[-1].level)
        detail += f", {_way(share)} to the next rung"
    detail += "."
    if asked.must_have_level is not None:
        detail += f" Level {number_text(asked.must_have_level)} is a must."
    if not reached:
        return Standing(mark, role.slug, "stays below the first", detail, "", 0, "")
    return Standing(
        mark,
        role.slug,
        f"needs the {_ordinal(len(reached))}",
        detail,
        reached[-1].key,
        len(reached),
        reached[-1].title,
    )


def _way(share: float) -> str:
    """How far between two rungs, in words."""
    if share < 0.4:
        return "a little of the way"
    return "halfway" if share <= 0.6 else "most of the way"


def _ordinal(number: int) -> str:
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    return words[number - 1] if number <= len(words) else f"rung {number}"


def _card(
    section: RolesSection,
    rung: Rung,
    number: int,
    asked: Several[tuple[Role, Requirement | None]],
) -> RungCard:
    texts = {use.role: use.text for use in rung.uses}
    uses = tuple(
        Use(mark_of(role), texts[role.slug]) for role in section.roles if role.slug in texts
    )
    missing = [f"the {role.name}" for role in section.roles if role.slug not in texts]
    options = tuple(
        Option(ascii_uppercase[index % 26], option.text, option.is_right)
        for index, option in enumerate(rung.options)
    )
    return RungCard(
        key=rung.key,
        number=number,
        title=rung.title,
        level=number_text(rung.level),
        summary=rung.summary,
        reached_by=tuple(
            mark_of(role) for role, ask in asked if ask and ask.required_level >= rung.level
        ),
        artefact=artefact(rung),
        reading=rung.reading,
        uses=uses,
        unnamed=f"Nothing is written yet about {listed(missing)}." if missing else "",
        question=rung.question,
        options=options,
        right=next((option for option in options if option.is_right), None),
        explanation=rung.explanation,
    )


def artefact(rung: Rung) -> Artefact:
    """A rung's artefact in its kind, or as plain lines when its text does not have that form."""
    title, text = rung.artefact_title, rung.artefact
    if rung.artefact_kind is ArtefactKind.SEQUENCE:
        return Artefact(title, text, diagram=sequence(title=title, text=text))
    if rung.artefact_kind is ArtefactKind.TABLE:
        lines = [
            tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
            for line in text.splitlines()
            if line.strip()
        ]
        if len(lines) > 1 and len(lines[0]) > 1 and len({len(line) for line in lines}) == 1:
            return Artefact(title, text, head=lines[0], rows=tuple(lines[1:]))
    return Artefact(title, text)
