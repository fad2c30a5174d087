"""Put the result page together, from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.evaluation.charts import LevelChart, Waterfall
from assessments.evaluation.insights import quality_of
from assessments.evaluation.presenters.dials import Together, together
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import VerdictText, verdict_text
from assessments.evaluation.result import Result
from assessments.results.presenters.details import details, quality_notes, unmeasured
from assessments.results.presenters.gaps import RoleGaps, role_gaps
from assessments.results.presenters.measures import Measures, levels, measures
from assessments.results.presenters.steps import NextSteps, next_steps
from assessments.results.presenters.strengths import Part, strengths
from assessments.results.presenters.why import RoleSums, role_sums, waterfall_of
from roles.snapshot.editions import Snapshot


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything the result's templates show; without a single answer there are no scores."""

    verdict: VerdictText
    steps: NextSteps
    has_scores: bool
    strengths: Part | None
    measures: Measures
    together: tuple[Together, ...]
    waterfall: Waterfall | None
    sums: tuple[RoleSums, ...]
    gaps: tuple[RoleGaps, ...]
    levels: LevelChart
    details: dict[str, Any]
    unmeasured: dict[str, Any] | None
    quality: tuple[str, ...]


def result_page(
    result: Result, snapshot: Snapshot, saved_at: Sequence[float] = (), began: float | None = None
) -> ResultPage:
    """Return a result in words and pictures, as its page shows it.

    ``snapshot`` is the edition it was scored under; ``saved_at`` are the seconds at which the
    answers were saved, and ``began`` those at which the quiz was begun, where that is known.
    """
    reading = Reading(result, snapshot)
    return ResultPage(
        verdict=verdict_text(reading),
        steps=next_steps(reading),
        has_scores=result.answered > 0,
        strengths=strengths(reading),
        measures=measures(reading),
        together=together(reading),
        waterfall=waterfall_of(reading),
        sums=role_sums(reading),
        gaps=_gaps(reading),
        levels=levels(reading),
        details=details(reading),
        unmeasured=unmeasured(reading),
        quality=quality_notes(reading, quality_of(snapshot, result.answers, saved_at, began)),
    )


def _gaps(reading: Reading) -> tuple[RoleGaps, ...]:
    """Return the gaps, none where too little is known to name any."""
    gaps = role_gaps(reading)
    return gaps if any(gap.missing is not None for gap in gaps) else ()
