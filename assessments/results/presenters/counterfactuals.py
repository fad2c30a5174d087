"""What would change the result: the smallest other answers, quoted (docs/scoring.md §1.12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.evaluation.insights import counterfactuals_of
from assessments.evaluation.presenters.quotes import as_answered
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.result import Result
from assessments.scoring import EXHAUSTED, Counterfactual, Outcome, Verdict
from roles.graphics.charts import RoleMark
from roles.snapshot.editions import Snapshot
from web.words import capitalised, listed, number_word

SPOKEN_OF = (Verdict.ONE_ROLE, Verdict.TOO_CLOSE, Verdict.NEITHER)


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One question, and its answer before and after. ``key`` is the question's."""

    key: str
    about: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CounterfactualText:
    """The smallest changes to one other result."""

    title: str
    role: RoleMark | None
    count: str
    changes: tuple[ChangedAnswer, ...]


@dataclass(frozen=True, slots=True)
class CounterfactualPage:
    """All other results that few changes lead to, the nearest first, and the rest in a line."""

    intro: str
    counterfactuals: tuple[CounterfactualText, ...]
    far: str


def counterfactual_page(result: Result, snapshot: Snapshot) -> CounterfactualPage | None:
    """The section, or None where there is no verdict to change."""
    if result.verdict not in SPOKEN_OF:
        return None
    return counterfactual_text(
        Reading(result, snapshot), counterfactuals_of(snapshot, result.answers)
    )


def counterfactual_text(
    reading: Reading, counterfactuals: Sequence[Counterfactual]
) -> CounterfactualPage:
    """Found ways in words, and an honest line for what no few changes lead to."""
    near = sorted((each for each in counterfactuals if each.is_found), key=lambda each: each.move)
    far = [_outcome(reading, each.outcome) for each in counterfactuals if not each.is_found]
    most = number_word(EXHAUSTED)
    if not near:
        return CounterfactualPage(
            f"We tried every change of up to {most} answers. None that moves a score leads to "
            "another result.",
            (),
            "",
        )
    return CounterfactualPage(
        "These are the smallest steps we found to another result. "
        "They are no advice. Say what is true for you.",
        tuple(_text(reading, each) for each in near),
        f"Farther away: {listed(far)}. We tried all steps of up to {most} answers." if far else "",
    )


def _outcome(reading: Reading, outcome: Outcome) -> str:
    if outcome.role is not None:
        return f"“Better match: {reading.name(outcome.role)}”"
    return "“Too close to call”" if outcome.verdict is Verdict.TOO_CLOSE else "“Not yet”"


def _text(reading: Reading, counterfactual: Counterfactual) -> CounterfactualText:
    count = counterfactual.count
    role = counterfactual.outcome.role
    return CounterfactualText(
        title=_outcome(reading, counterfactual.outcome),
        role=reading.marks[role] if role is not None else None,
        count=f"{capitalised(number_word(count))} other {'answer' if count == 1 else 'answers'}",
        changes=tuple(_changed(reading, key, after) for key, after in counterfactual.changes),
    )


def _changed(reading: Reading, key: str, after: object) -> ChangedAnswer:
    before = as_answered(reading, key, reading.result.answers.get(key))
    return ChangedAnswer(key, before.about, before.text, as_answered(reading, key, after).text)
