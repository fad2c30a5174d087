"""A result as somebody else may read it: never more than its owner chose, and never an answer.

What is hidden is not in the value at all, so no template can show it by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assessments.evaluation.charts import LevelChart
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import BAND_WORDS, verdict_text
from assessments.evaluation.result import Result
from assessments.models.choices import Detail
from assessments.results.presenters.gaps import RoleGaps, role_gaps
from assessments.results.presenters.measures import Measures, levels, measures
from assessments.results.presenters.why import RoleSums, role_sums
from assessments.scoring import Verdict
from roles.graphics.charts import NumberLine, RoleMark
from roles.snapshot.editions import Snapshot
from web.words import capitalised, listed, number_word


@dataclass(frozen=True, slots=True)
class SharedGaps:
    """What one role asks for that is missing: (what, what it costs), the dearest first."""

    role: RoleMark
    title: str
    must_haves: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class SharedPage:
    """Everything the reader of a share link sees; None and empty where the level hides it."""

    headline: str
    intro: str
    name: str
    role: RoleMark | None
    lead: str
    line: NumberLine | None
    measures: Measures | None
    bands: tuple[tuple[RoleMark, str], ...]
    levels: LevelChart | None
    gaps: tuple[SharedGaps, ...]
    sums: tuple[RoleSums, ...]
    edition: int


def shared_page(result: Result, snapshot: Snapshot, detail: Detail) -> SharedPage:
    """A result at one level of detail. ``snapshot`` is the edition it was scored under."""
    reading = Reading(result, snapshot)
    verdict = verdict_text(reading)
    dials = detail in (Detail.DIALS, Detail.FULL) and result.answered > 0
    full = detail is Detail.FULL and result.answered > 0
    headline = verdict.headline if result.named_role is None else _named(reading)
    return SharedPage(
        headline=headline,
        intro=verdict.intro,
        name=verdict.name,
        role=verdict.role,
        lead=_lead(reading),
        line=verdict.line if dials else None,
        measures=_measures(reading) if dials else None,
        bands=tuple((reading.marks[r.slug], _band(reading, r.slug)) for r in result.roles)
        if dials
        else (),
        levels=_levels(reading) if full else None,
        gaps=tuple(_gaps(gaps) for gaps in role_gaps(reading)) if full else (),
        sums=tuple(replace(each, by_answer=()) for each in role_sums(reading)) if full else (),
        edition=result.edition,
    )


def _named(reading: Reading) -> str:
    assert reading.result.named_role  # noqa: S101  asked only where a role is named
    return f"Better match: {reading.name(reading.result.named_role)}."


def _lead(reading: Reading) -> str:
    """The verdict without a number, said of somebody else."""
    count = number_word(len(reading.compared))
    match reading.result.verdict:
        case Verdict.ONE_ROLE:
            if len(reading.compared) < 2:
                return "There is no other role to compare with."
            return f"Of the {count} roles, this is the one that their answers point to."
        case Verdict.TOO_CLOSE:
            top = reading.ranked[0]
            close = [top, *(r for r in reading.compared if r.is_not_separated and r is not top)]
            names = listed([reading.short(role.slug) for role in close])
            if not all(reading.suits(role) for role in close):
                return f"Their answers do not set {names} apart."
            both = "both" if len(close) == 2 else "all"
            return f"{capitalised(names)} {both} suit what they told us."
        case Verdict.NEITHER:
            return "No role’s needs are met so far. That is a place to start from."
        case Verdict.INSUFFICIENT:
            return "Too little was answered to name a role. That says nothing about the person."
        case Verdict.INCONSISTENT:
            return "Their answers point in different directions, so no role is named."


def _measures(reading: Reading) -> Measures:
    own = measures(reading)
    fit_note = own.fit.note.replace("what you like, and are", "what they like, and are")
    return replace(
        own,
        fit=replace(own.fit, title="Fit with each role", note=fit_note),
        readiness=replace(
            own.readiness,
            title="Readiness for each role",
            note=own.readiness.note.replace("how far you meet", "how far they meet").replace(
                "by your own", "by their own"
            ),
        ),
        bands=(),
    )


def _band(reading: Reading, slug: str) -> str:
    band = reading.band(reading.result.role(slug))
    if band is None:
        return "Not enough answers to say."
    return f"{capitalised(BAND_WORDS[band])}, by their own ratings."


def _levels(reading: Reading) -> LevelChart:
    return replace(
        levels(reading),
        title="Levels, beside what each role asks for",
        note="The bar is their level, by their own ratings and examples; the marks are what each "
        "role asks.",
    )


def _gaps(gaps: RoleGaps) -> SharedGaps:
    """Names and costs only: the texts of the page quote what was answered."""
    rows = tuple((gap.competency, gap.cost_text) for gap in (*gaps.first, *gaps.rest))
    return SharedGaps(
        role=gaps.role,
        title=gaps.title,
        must_haves=tuple(must.name for must in gaps.must_haves),
        rows=rows,
        empty=_nothing_missing(gaps, bool(rows)),
    )


def _nothing_missing(gaps: RoleGaps, has_rows: bool) -> str:
    if has_rows:
        return ""
    if gaps.missing is None:
        return "Too little was answered to say."
    return "By their own ratings they meet every level that the role asks for."
