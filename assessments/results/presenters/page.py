"""The result page, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.evaluation.charts import LevelChart, Pulls
from assessments.evaluation.insights import quality_of
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import half_up
from assessments.evaluation.presenters.verdict import VerdictText, verdict_text
from assessments.evaluation.result import Result
from assessments.results.presenters.dials import Together, together
from assessments.results.presenters.gaps import RoleGaps, role_gaps
from assessments.results.presenters.measures import Measures, levels, measures
from assessments.results.presenters.quality import QualityNote, quality_notes
from assessments.results.presenters.steps import Step, next_steps
from assessments.results.presenters.unmeasured import Unmeasured, unmeasured
from assessments.results.presenters.why import RoleSums, answer_pulls, role_sums
from assessments.scoring import Settings, Verdict
from roles.graphics.charts import number_text
from roles.snapshot.editions import Snapshot

# From this factor on, wider ranges are worth a word.
WIDENED = 1.05


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything the result's templates show, in reading order.

    ``steps_first`` is for verdicts without much to read; without a single answer there are no
    scores to show.
    """

    verdict: VerdictText
    steps: tuple[Step, ...]
    steps_first: bool
    has_scores: bool
    measures: Measures
    together: tuple[Together, ...]
    pulls: Pulls | None
    sums: tuple[RoleSums, ...]
    gaps: tuple[RoleGaps, ...]
    levels: LevelChart
    details: tuple[tuple[str, str], ...]
    edition: int
    unmeasured: Unmeasured | None
    quality: tuple[QualityNote, ...] = ()


def result_page(result: Result, snapshot: Snapshot, saved_at: Sequence[float] = ()) -> ResultPage:
    """A result in words and pictures.

    ``snapshot`` is the edition it was scored under; ``saved_at`` are the seconds at which the
    answers were saved, where that is known.
    """
    reading = Reading(result, snapshot)
    return ResultPage(
        verdict=verdict_text(reading),
        steps=next_steps(reading),
        steps_first=result.verdict in (Verdict.INSUFFICIENT, Verdict.INCONSISTENT),
        has_scores=result.answered > 0,
        measures=measures(reading),
        together=together(reading),
        pulls=answer_pulls(reading),
        sums=role_sums(reading),
        gaps=_gaps(reading),
        levels=levels(reading, _z(reading)),
        details=_details(reading),
        edition=result.edition,
        unmeasured=unmeasured(reading),
        quality=quality_notes(quality_of(snapshot, result.answers, saved_at)),
    )


def _gaps(reading: Reading) -> tuple[RoleGaps, ...]:
    """The gaps, or nothing where too little is known to name any."""
    gaps = role_gaps(reading)
    return gaps if any(gap.missing is not None or gap.must_haves for gap in gaps) else ()


def _z(reading: Reading) -> float:
    """Standard errors on each side of a range that holds as often as the settings promise."""
    return Settings(confidence=reading.settings.confidence).z()


def _details(reading: Reading) -> tuple[tuple[str, str], ...]:
    result = reading.result
    total = result.answered + result.skipped + result.unanswered
    answered = f"{result.answered} of {total}."
    if result.skipped:
        answered += f" You skipped {result.skipped}."
    if result.unanswered:
        answered += f" {result.unanswered} {'was' if result.unanswered == 1 else 'were'} left open."
    if result.not_asked:
        answered += f" The short quiz leaves out {result.not_asked} more."
    if result.answered < total or result.not_asked:
        answered += " What is missing never counts as zero; it makes the ranges wider."
    rows = [("Questions answered", answered)]
    rows += [
        (
            f"Looked at for {reading.short(role.slug)}",
            f"{half_up(role.coverage * 100)}% of what it asks you to do, and "
            f"{half_up(role.coverage_fit * 100)}% of what it asks you to like, both by weight.",
        )
        for role in result.roles
    ]
    if result.answered:
        rows.append(("How sure the ranges are", _ranges(reading)))
        rows.append(("How well your answers agree", _agreement(reading)))
    revision = reading.settings.revision
    scored = f"Edition {result.edition} of the site, revision {revision} of the score."
    rows.append(("How it was scored", scored))
    return tuple(rows)


def _ranges(reading: Reading) -> str:
    share = half_up(reading.settings.confidence * 100)
    return (
        f"The ranges are meant to hold the true value for {share} in 100 people, if answers behave "
        "as we assume. That says nothing about success in a job."
    )


def _agreement(reading: Reading) -> str:
    widening = reading.result.widening
    if widening < WIDENED:
        return "Answers about similar work agree about as well as we expect."
    times = number_text(widening, 1)
    return (
        "Answers about similar work differ more than we expect, so every range is "
        f"{times} times as wide."
    )
