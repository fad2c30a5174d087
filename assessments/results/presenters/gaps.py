"""What is missing for each role, by what it costs, and what the next level looks like."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.evaluation.presenters.quotes import quoted
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import NOISE, half_up, shares
from assessments.evaluation.presenters.verdict import is_held
from assessments.evaluation.result import CompetencyPart, MustHave, RoleResult
from assessments.instrument.values import ResponseOption
from assessments.plans.presenters.lines import cost_text
from roles.graphics.charts import RoleMark, number_text
from web.words import capitalised, number_word

SHOWN_AT_FIRST = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """A competency below its required level. ``cost`` is in points of readiness."""

    competency: str
    cost: int
    levels: str
    next_step: str

    @property
    def cost_text(self) -> str:
        return cost_text(self.cost)


@dataclass(frozen=True, slots=True)
class UnmetMustHave:
    """Something a role cannot do without, and what would meet it."""

    name: str
    text: str
    needed: str


@dataclass(frozen=True, slots=True)
class RoleGaps:
    """One role's gaps: costs and ``must_have_cost`` add up to ``missing`` = 100 - readiness."""

    role: RoleMark
    slug: str
    title: str
    missing: int | None
    must_haves_title: str
    must_haves: tuple[UnmetMustHave, ...]
    held_at: str
    is_capped: bool
    must_have_cost: int
    first: tuple[Gap, ...]
    rest: tuple[Gap, ...]
    rest_label: str
    not_assessed: str
    empty: str

    @property
    def must_have_cost_text(self) -> str:
        return cost_text(self.must_have_cost) if self.is_capped else ""


def stands_at(level: float, asked: float) -> str:
    """A level below the one asked for; never as the same number."""
    if half_up(level) == half_up(asked):
        return "You are just below it."
    return f"You are at {half_up(level)}."


def role_gaps(reading: Reading) -> tuple[RoleGaps, ...]:
    """The gaps toward every role, the lean first."""
    return tuple(_gaps(reading, role) for role in reading.ranked if role.is_comparable)


def _gaps(reading: Reading, role: RoleResult) -> RoleGaps:
    short = reading.short(role.slug)
    readiness = reading.readiness(role)
    gaps, must_have_cost = _costs(reading, role, readiness)
    missing = None if readiness is None else 100 - readiness
    unmet = tuple(_unmet(reading, role, must) for must in role.must_haves if must.is_unmet)
    is_capped = bool(unmet) and readiness is not None and is_held(role)
    held = ""
    if is_capped:
        held = f"Until then your readiness for {short} stays at {readiness} at most."
    elif unmet:
        held = f"Until then you do not count as ready for {short}, whatever the points."
    rest = gaps[SHOWN_AT_FIRST:]
    return RoleGaps(
        role=reading.marks[role.slug],
        slug=role.slug,
        title=_title(capitalised(short), missing),
        missing=missing,
        must_haves_title="A must-have is not met yet"
        if len(unmet) == 1
        else f"{capitalised(number_word(len(unmet)))} must-haves are not met yet",
        must_haves=unmet,
        held_at=held,
        is_capped=is_capped,
        must_have_cost=must_have_cost,
        first=gaps[:SHOWN_AT_FIRST],
        rest=rest,
        rest_label=f"Show {len(rest)} smaller {'gap' if len(rest) == 1 else 'gaps'}",
        not_assessed=_not_assessed(reading, role),
        empty=_empty(short, missing, gaps),
    )


def _title(short: str, missing: int | None) -> str:
    if missing is None:
        return f"{short}: not enough answers"
    if missing == 0:
        return f"{short}: no points missing"
    return f"{short}: {missing} {'point' if missing == 1 else 'points'} missing"


def _empty(short: str, missing: int | None, gaps: tuple[Gap, ...]) -> str:
    if missing is None:
        return f"You told us too little to say what is missing for {short}."
    if gaps:
        return ""
    return f"By your own ratings you meet every level that {short} asks for."


def _costs(
    reading: Reading, role: RoleResult, readiness: int | None
) -> tuple[tuple[Gap, ...], int]:
    """The gaps, the dearest first, and what unmet must-haves cost on top."""
    if readiness is None:
        return (), 0
    open_gaps = [part for part in role.competencies if (part.gap or 0.0) > NOISE]
    open_gaps.sort(key=lambda part: -(part.gap or 0.0))
    line = role.must_have_line or 0.0
    costs = shares([*(part.gap or 0.0 for part in open_gaps), -line], 100 - readiness)
    found = [_gap(reading, role, part, cost) for part, cost in zip(open_gaps, costs, strict=False)]
    return tuple(found), costs[-1]


def _gap(reading: Reading, role: RoleResult, part: CompetencyPart, cost: int) -> Gap:
    level = reading.levels[part.competency].level
    required = reading.requirements(role.slug)[part.competency].required_level
    asks = f"{capitalised(reading.short(role.slug))} asks for {half_up(required)}."
    return Gap(
        competency=reading.competency_names[part.competency],
        cost=cost,
        levels=f"{asks} {stands_at(level or 0.0, required)}",
        next_step=_next_step(reading, part.competency),
    )


def _next_step(reading: Reading, competency: str) -> str:
    """What the next level looks like: the anchor text after the one that was chosen."""
    item = reading.bars_item(competency)
    if item is None:
        return ""
    answer = reading.result.answers.get(item.key)
    level = reading.levels[competency].level or 0.0
    reached = item.options[answer].score if isinstance(answer, int) else level
    higher = [option for option in item.options if option.score > reached + NOISE]
    return quoted(_lowest(higher).text) if higher else ""


def _lowest(options: list[ResponseOption]) -> ResponseOption:
    return min(options, key=lambda option: option.score)


def _unmet(reading: Reading, role: RoleResult, must: MustHave) -> UnmetMustHave:
    have = must.have or 0.0
    if must.competency is None:
        needed = number_text(must.needed, 1)
        years = "year" if needed == "1" else "years"
        told = "none" if have == 0 else f"about {number_text(have, 1)}"
        return UnmetMustHave(
            name="Hands-on technical work",
            text=f"Needs {needed} {years}. You told us {told}.",
            needed="Paid, study and volunteer work all count.",
        )
    item = reading.bars_item(must.competency)
    enough = [o for o in item.options if o.score >= must.needed - NOISE] if item else []
    return UnmetMustHave(
        name=reading.competency_names[must.competency],
        text=f"Needs level {half_up(must.needed)} of 100. {stands_at(have, must.needed)}",
        needed=f"Level {half_up(_lowest(enough).score)} is: {quoted(_lowest(enough).text)}"
        if enough
        else "",
    )


def _not_assessed(reading: Reading, role: RoleResult) -> str:
    """Competencies the role asks for on which nothing is known; they count neither way."""
    asked = reading.requirements(role.slug)
    names = [
        reading.competency_names[part.competency]
        for part in role.competencies
        if part.readiness is None
        and part.competency in asked
        and asked[part.competency].importance > 0
    ]
    if not names:
        return ""
    return f"Not known, so not counted: {', '.join(names)}."
