"""The worked example of the methodology page: its figures, in order and beside their names.

The template writes them out with enough decimals to work the score out again.
"""

from __future__ import annotations

from dataclasses import dataclass

from assessments.analytics.statistics.presenters.words import SCALES
from assessments.evaluation.presenters.quotes import quote
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import VerdictText, verdict_text
from assessments.evaluation.result import Difference, RoleResult
from assessments.evaluation.worked_example import (
    AnswerError,
    CompetencyStep,
    ErrorSteps,
    LevelError,
    LevelTerm,
    LikingTerm,
    Scatter,
    WorkedExample,
)
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role
from web.numbers import number_text


@dataclass(frozen=True, slots=True)
class Example:
    """The example step by step; ``sheet`` holds the figures of the one competency."""

    sheet: WorkedExample
    role: Role
    competency: str
    level_terms: tuple[tuple[str, LevelTerm], ...]
    """Each with the answer in words."""
    level_sum: str
    """The fraction that gives the level, written out."""
    liking_terms: tuple[tuple[str, LikingTerm], ...]
    liking: float
    """dI: the mean of the terms."""
    strength: float
    """dS: rating minus mean rating."""
    step: CompetencyStep
    rows: tuple[tuple[str, CompetencyStep], ...]
    """Every competency by name."""
    fit_sum: float
    importance_sum: float
    scores: RoleResult
    matches: tuple[tuple[Role, RoleResult], ...]
    difference: Difference | None
    verdict: VerdictText
    error: ExampleError | None
    """How the error came about; None with one role."""


@dataclass(frozen=True, slots=True)
class ExampleError:
    """The way from the errors of the answers to that of the difference."""

    steps: ErrorSteps
    ahead: str
    """Short name of the role that is ahead."""
    behind: str
    levels: tuple[tuple[str, LevelError], ...]
    """Every competency by name."""
    answers: tuple[tuple[str, AnswerError, float], ...]
    """What each is about, its errors, and (G s)²."""
    answers_sum: float
    """Σ (G s)², before scatter widens it."""
    scatters: tuple[tuple[str, str, Scatter], ...]
    """Answers that belong together: what they are, and their keys."""
    ratings_scatter: float
    choices_scatter: float
    counts_scatter: bool
    """Whether there are enough answers for scatter to count."""


def example_part(snapshot: Snapshot, example: WorkedExample) -> Example:
    """The example as the page shows it."""
    reading = Reading(example.result, snapshot)
    names = reading.competency_names
    points = [term.points for term in example.liking_terms]
    strength = 0.0
    if example.rating is not None and example.mean_rating is not None:
        strength = example.rating - example.mean_rating
    return Example(
        sheet=example,
        role=reading.roles[example.role],
        competency=reading.in_sentence(example.competency),
        level_terms=tuple((quote(reading, t.key).text, t) for t in example.level_terms),
        level_sum=_fraction(example.level_terms),
        liking_terms=tuple((quote(reading, t.key).text, t) for t in example.liking_terms),
        liking=sum(points) / len(points) if points else 0.0,
        strength=strength,
        step=next(each for each in example.steps if each.competency == example.competency),
        rows=tuple((names[each.competency], each) for each in example.steps),
        fit_sum=sum(each.fit for each in example.steps),
        importance_sum=sum(e.importance for e in example.steps if e.level is not None),
        scores=example.result.role(example.role),
        matches=tuple((reading.roles[role.slug], role) for role in example.result.roles),
        difference=example.result.difference,
        verdict=verdict_text(reading),
        error=_error(reading, example.error) if example.error else None,
    )


def _fraction(terms: tuple[LevelTerm, ...]) -> str:
    weights = [number_text(term.weight, 2) for term in terms]
    products = [
        f"{weight} × {number_text(term.score, 2)}"
        for weight, term in zip(weights, terms, strict=True)
    ]
    return f"({' + '.join(products)}) / ({' + '.join(weights)})"


def _error(reading: Reading, steps: ErrorSteps) -> ExampleError:
    names = reading.competency_names
    answers = tuple(
        (" / ".join(names[key] for key in each.competencies), each, (each.match * each.error) ** 2)
        for each in steps.answers
    )
    return ExampleError(
        steps=steps,
        ahead=reading.short(steps.top),
        behind=reading.short(steps.other),
        levels=tuple((names[each.competency], each) for each in steps.levels),
        answers=answers,
        answers_sum=sum(square for _, _, square in answers),
        scatters=tuple(_scatter(each) for each in steps.scatters),
        ratings_scatter=sum(each.squares for each in steps.scatters if len(each.groups) == 1),
        choices_scatter=sum(each.squares for each in steps.scatters if len(each.groups) == 2),
        counts_scatter=steps.person_fit_df >= steps.settings.min_person_fit_df,
    )


def _scatter(step: Scatter) -> tuple[str, str, Scatter]:
    called = [SCALES.get(group, group).split(": ")[-1] for group in step.groups]
    kind = "Choices" if len(called) == 2 else "Ratings"
    keys = (f"{key} turned" if key in step.turned else key for key in step.keys)
    return f"{kind}: {' or '.join(called)}", ", ".join(keys), step
