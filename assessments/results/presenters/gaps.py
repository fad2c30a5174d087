"""Show what is missing for each role, by what it costs, and what the next level looks like."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.evaluation.presenters.quotes import quote, quoted
from assessments.evaluation.presenters.reading import NOISE, Reading, half_up, is_held, shares
from assessments.evaluation.result import CompetencyPart, MustHave, RoleResult
from assessments.instrument.values import ResponseOption
from roles.snapshot.values import Role
from web.numbers import number_text
from web.words import listed

SHOWN_AT_FIRST = 4


@dataclass(frozen=True, slots=True)
class CompetencyGap:
    """A competency below its required level. ``cost`` is in points of readiness.

    ``brief`` says the two levels alone, where there is no room for what brings one down.
    """

    competency: str
    cost: int
    levels: str
    brief: str
    next_step: str


@dataclass(frozen=True, slots=True)
class UnmetMustHave:
    """Something a role cannot do without, and what would meet it; ``brief`` quotes no answer."""

    name: str
    text: str
    brief: str
    needed: str


@dataclass(frozen=True, slots=True)
class RoleGaps:
    """One role's gaps: costs and ``must_have_cost`` add up to ``missing`` = 100 - readiness.

    ``held_at`` is the readiness that unmet must-haves hold somebody at. ``unknown`` are the
    competencies that the role asks for on which nothing is known; they count neither way.
    """

    role: Role
    missing: int | None
    must_haves: tuple[UnmetMustHave, ...]
    held_at: int | None
    must_have_cost: int
    first: tuple[CompetencyGap, ...]
    rest: tuple[CompetencyGap, ...]
    unknown: tuple[str, ...]


def level_text(level: float, asked: float) -> str:
    """Say where a level below the required one stands; never with the same number as that."""
    if half_up(level) == half_up(asked):
        return "You are just below it."
    return f"You are at {half_up(level)}."


def _explained_level(reading: Reading, competency: str, level: float, asked: float) -> str:
    """Say where somebody stands, and what brings the level below the line that they chose."""
    said = level_text(level, asked)
    item = reading.bars_item(competency)
    answer = reading.result.answers.get(item.key) if item else None
    if item is None or not isinstance(answer, int):
        return said
    chosen = item.options[answer]
    if half_up(level) >= half_up(chosen.score):
        return said
    chose = f"You chose level {half_up(chosen.score)}: {quoted(chosen.text)}"
    lower = [quote(reading, key).text for key in _below(reading, competency, level)]
    if not lower:
        return f"{said} {_ended(chose)}"
    down = f"just below {half_up(asked)}"
    if half_up(level) != half_up(asked):
        down = f"down to {half_up(level)}"
    bring = "This answer brings" if len(lower) == 1 else "These answers bring"
    return f"{_ended(chose)} {bring} your level {down}: {_ended(listed(lower))}"


def _ended(sentence: str) -> str:
    """End a sentence with a full stop, unless it ends in a quotation that has one."""
    return sentence if sentence.endswith((".”", "?”")) else f"{sentence}."


def _below(reading: Reading, competency: str, level: float) -> list[str]:
    """Return the answers about a competency that lie below its level; background lowers none."""
    items, scores = reading.assessments.items, reading.item_scores
    about = (each.key for each in items if each.competency == competency and each.level_weight)
    return [key for key in about if scores.get(key, level) < level - NOISE]


def role_gaps(reading: Reading) -> tuple[RoleGaps, ...]:
    """Return the gaps toward every role, the best match first."""
    return tuple(_gaps(reading, role) for role in reading.ranked if role.is_comparable)


def _gaps(reading: Reading, role: RoleResult) -> RoleGaps:
    readiness, asked = reading.readiness(role), reading.requirements(role.slug)
    unmet = {must.competency: _unmet(reading, must) for must in role.must_haves if must.is_unmet}
    gaps, must_have_cost = _costs(reading, role, readiness, unmet)
    return RoleGaps(
        role=reading.roles[role.slug],
        missing=None if readiness is None else 100 - readiness,
        must_haves=tuple(unmet.values()),
        held_at=readiness if unmet and is_held(role) else None,
        must_have_cost=must_have_cost,
        first=gaps[:SHOWN_AT_FIRST],
        rest=gaps[SHOWN_AT_FIRST:],
        unknown=tuple(
            reading.competency_names[part.competency]
            for part in role.competencies
            if part.readiness is None
            and part.competency in asked
            and asked[part.competency].importance > 0
        ),
    )


def _costs(
    reading: Reading,
    role: RoleResult,
    readiness: int | None,
    unmet: Mapping[str | None, UnmetMustHave],
) -> tuple[tuple[CompetencyGap, ...], int]:
    """Return the gaps, the costliest first, and what unmet must-haves cost on top."""
    if readiness is None:
        return (), 0
    open_gaps = [part for part in role.competencies if (part.gap or 0.0) > NOISE]
    open_gaps.sort(key=lambda part: -(part.gap or 0.0))
    line = role.must_have_line or 0.0
    costs = shares([*(part.gap or 0.0 for part in open_gaps), -line], 100 - readiness)
    found = [
        _gap(reading, role, part, cost, unmet.get(part.competency))
        for part, cost in zip(open_gaps, costs, strict=False)
    ]
    return tuple(found), costs[-1]


def _gap(
    reading: Reading, role: RoleResult, part: CompetencyPart, cost: int, must: UnmetMustHave | None
) -> CompetencyGap:
    """Return one gap, without what ``must`` already says of the same competency."""
    level = reading.levels[part.competency].level or 0.0
    required = reading.requirements(role.slug)[part.competency].required_level
    asks = f"Needs level {half_up(required)} of 100."
    brief = f"{asks} {level_text(level, required)}"
    explained = _explained_level(reading, part.competency, level, required)
    next_step = _next_step(reading, part.competency, required)
    return CompetencyGap(
        competency=reading.competency_names[part.competency],
        cost=cost,
        levels=brief if must else f"{asks} {explained}",
        brief=brief,
        next_step="" if must and next_step in must.needed else next_step,
    )


def _next_step(reading: Reading, competency: str, required: float) -> str:
    """Return the anchor text after the chosen one; empty if that is what the role asks for."""
    item = reading.bars_item(competency)
    if item is None:
        return ""
    answer = reading.result.answers.get(item.key)
    level = reading.levels[competency].level or 0.0
    reached = item.options[answer].score if isinstance(answer, int) else level
    higher = [option for option in item.options if option.score > reached + NOISE]
    return quoted(_lowest(higher).text) if higher and reached < required - NOISE else ""


def _lowest(options: list[ResponseOption]) -> ResponseOption:
    return min(options, key=lambda option: option.score)


def _unmet(reading: Reading, must: MustHave) -> UnmetMustHave:
    have = must.have or 0.0
    if must.competency is None:
        needed = number_text(must.needed, 1)
        years = "year" if needed == "1" else "years"
        told = "You told us " + ("none" if have == 0 else f"about {number_text(have, 1)}")
        if must.have is None:
            told = "You did not say how many you have"
        text = f"Needs {needed} {years}. {told}."
        return UnmetMustHave(
            name=reading.must_have_name(must),
            text=text,
            brief=text,
            needed="Paid, study and volunteer work all count.",
        )
    item = reading.bars_item(must.competency)
    enough = [o for o in item.options if o.score >= must.needed - NOISE] if item else []
    answer = reading.result.answers.get(item.key) if item else None
    if item and isinstance(answer, int) and item.options[answer] in enough:
        enough = []
    needs = f"At least level {half_up(must.needed)} of 100."
    return UnmetMustHave(
        name=reading.must_have_name(must),
        text=f"{needs} {_explained_level(reading, must.competency, have, must.needed)}",
        brief=f"{needs} {level_text(have, must.needed)}",
        needed=f"Level {half_up(_lowest(enough).score)} is: {quoted(_lowest(enough).text)}"
        if enough
        else "",
    )
