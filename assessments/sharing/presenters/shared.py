"""Show a result to somebody else: never more than its owner chose, and never an answer.

What is hidden is not in the value at all, so no template can show it by mistake.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from assessments.evaluation.charts import LevelChart
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import BAND_WORDS, VerdictText, verdict_text
from assessments.evaluation.result import Result, RoleResult
from assessments.models.choices import Detail
from assessments.results.presenters.gaps import RoleGaps, role_gaps
from assessments.results.presenters.measures import Measures, levels, measures
from assessments.results.presenters.why import RoleSums, role_sums
from assessments.scoring import Verdict
from roles.graphics.pictures import answers_sentence
from roles.snapshot.editions import Snapshot
from web.words import capitalised, listed, number_word


@dataclass(frozen=True, slots=True)
class SharedPage:
    """Everything the reader of a share link sees; ``None`` and empty where the level hides it.

    ``gaps`` has, for each role, the points that are missing, unmet must-haves by name, and
    ``first``: what is missing with its cost, the dearest first.
    """

    verdict: VerdictText
    measures: Measures | None
    levels: LevelChart | None
    gaps: tuple[dict[str, Any], ...]
    sums: tuple[RoleSums, ...]


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The picture of a result: what its owner says in one sentence, and where it is."""

    sentence: str
    picture: str


def share_card(result: Result, snapshot: Snapshot) -> ShareCard | None:
    """Return the picture of a result that names a role or finds two that suit, else ``None``.

    The same picture serves everybody with this verdict, so it gives away nothing by itself.
    """
    reading = Reading(result, snapshot)
    slugs = [result.named_role] if result.named_role else []
    if result.verdict is Verdict.TOO_CLOSE and not result.is_unnamed:
        slugs = [role.slug for role in _close(reading) if reading.suits(role)]
    if len(slugs) not in (1, 2):
        return None
    sentence = answers_sentence([reading.name(slug) for slug in slugs])
    return ShareCard(sentence, reverse("roles:answers_picture", args=["+".join(slugs)]))


def _close(reading: Reading) -> list[RoleResult]:
    top = reading.ranked[0]
    return [top, *(r for r in reading.compared if r.is_not_separated and r is not top)]


def shared_page(result: Result, snapshot: Snapshot, detail: Detail) -> SharedPage:
    """Return a result at one level of detail; ``snapshot`` is the edition it was scored under."""
    reading = Reading(result, snapshot)
    verdict = verdict_text(reading)
    headline = verdict.headline
    if result.named_role:
        headline = f"Better match: {reading.name(result.named_role)}."
    dials = detail in (Detail.DIALS, Detail.FULL) and result.answered > 0
    full = detail is Detail.FULL and result.answered > 0
    return SharedPage(
        verdict=replace(
            verdict,
            headline=headline,
            sentence=headline,
            intro=verdict.intro and "Better match:",
            lead=_lead(reading),
            notes=(),
            line=verdict.line if dials else None,
        ),
        measures=_measures(reading) if dials else None,
        levels=_levels(reading) if full else None,
        gaps=tuple(_gaps(gaps) for gaps in role_gaps(reading)) if full else (),
        sums=tuple(replace(each, by_answer=()) for each in role_sums(reading)) if full else (),
    )


def _lead(reading: Reading) -> str:
    """Return the verdict in words without a number, about somebody else."""
    count = number_word(len(reading.compared))
    match reading.result.verdict:
        case Verdict.ONE_ROLE:
            if len(reading.compared) < 2:
                return "There is no other role to compare with."
            return f"Of the {count} roles, this is the one that their answers point to."
        case Verdict.TOO_CLOSE if reading.result.is_unnamed:
            return "The quiz suggests no role for now, because it is being checked."
        case Verdict.TOO_CLOSE:
            close = _close(reading)
            names = listed([reading.name(role.slug) for role in close])
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
    return replace(
        own,
        fit=replace(own.fit, title="Fit with each role"),
        readiness=replace(own.readiness, title="Readiness for each role"),
        bands=tuple((reading.roles[r.slug], _band(reading, r)) for r in reading.result.roles),
    )


def _band(reading: Reading, role: RoleResult) -> str:
    band = reading.band(role)
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


def _gaps(gaps: RoleGaps) -> dict[str, Any]:
    """Return names and costs of gaps only, since their texts on the page quote answers."""
    return {
        "role": gaps.role,
        "missing": gaps.missing,
        "must_haves": [must.name for must in gaps.must_haves],
        "first": [(gap.competency, gap.cost) for gap in (*gaps.first, *gaps.rest)],
    }
