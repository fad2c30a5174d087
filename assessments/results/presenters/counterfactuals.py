"""Show what would change the result: the smallest other answers, quoted (docs/scoring.md §1.12)."""

from dataclasses import dataclass
from typing import Any

from assessments.evaluation.insights import counterfactuals_of
from assessments.evaluation.presenters.quotes import as_answered
from assessments.evaluation.presenters.reading import SPOKEN_OF, Reading
from assessments.evaluation.result import Result
from assessments.scoring import EXHAUSTED, Verdict, VerdictOutcome
from roles.snapshot.editions import Snapshot


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One question, and its answer before and after. ``key`` is the question's."""

    key: str
    about: str
    before: str
    after: str


def counterfactual_page(result: Result, snapshot: Snapshot) -> dict[str, Any] | None:
    """Return the results that few changes lead to, nearest first, and those that none lead to.

    ``None`` where there is no verdict to change.
    """
    if result.verdict not in SPOKEN_OF or result.is_unnamed:
        return None
    reading = Reading(result, snapshot)
    found = counterfactuals_of(snapshot, result.answers)
    near = sorted((each for each in found if each.is_found), key=lambda each: each.move)
    return {
        "near": [
            (
                _outcome(reading, each.outcome),
                reading.roles[each.outcome.role] if each.outcome.role is not None else None,
                each.count,
                [_changed(reading, key, after) for key, after in each.changes],
            )
            for each in near
        ],
        "far": [_outcome(reading, each.outcome) for each in found if not each.is_found],
        "tried": EXHAUSTED,
    }


def _outcome(reading: Reading, outcome: VerdictOutcome) -> str:
    if outcome.role is not None:
        return f"“Better match: {reading.name(outcome.role)}”"
    return "“Too close to call”" if outcome.verdict is Verdict.TOO_CLOSE else "“Not yet”"


def _changed(reading: Reading, key: str, after: object) -> ChangedAnswer:
    before = as_answered(reading, key, reading.result.answers.get(key))
    return ChangedAnswer(key, before.about, before.text, as_answered(reading, key, after).text)
