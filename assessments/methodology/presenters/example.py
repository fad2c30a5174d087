"""The worked example of the methodology page, with enough decimals to work it out again."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.evaluation.presenters.quotes import quote
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import verdict_text
from assessments.evaluation.result import RoleResult
from assessments.evaluation.worked_example import CompetencyStep, WorkedExample
from assessments.methodology.presenters.example_error import ExampleError, example_error
from assessments.methodology.presenters.numbers import exact, plain
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Role


@dataclass(frozen=True, slots=True)
class Term:
    """One answer and what it gives: an item score with its weight, or points of liking."""

    key: str
    said: str
    value: str
    weight: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One competency in the tables of fit and of readiness."""

    competency: str
    importance: str
    alpha: str
    profile: str
    fit: str
    level: str
    required: str
    met: str
    readiness: str


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One role's way from fit and readiness to the match."""

    role: Role
    fit: str
    readiness: str
    match: str


@dataclass(frozen=True, slots=True)
class Example:
    """The example in figures, step by step."""

    role: Role
    competency: str
    level_terms: tuple[Term, ...]
    level_sum: str
    """The fraction that gives the level, written out."""
    level: str
    liking_terms: tuple[Term, ...]
    liking: str
    """dI: the mean of the terms."""
    rating: str
    mean_rating: str
    strength: str
    """dS: rating minus mean rating."""
    profile: str
    rows: tuple[StepRow, ...]
    fit_sum: str
    fit_clip: str
    fit: str
    importance_sum: str
    readiness_sum: str
    cap: str
    readiness: str
    matches: tuple[MatchRow, ...]
    difference: str
    error: str
    low: str
    high: str
    headline: str
    lead: str
    steps: ExampleError | None
    """How the error came about; None with one role."""


def example_part(snapshot: Snapshot, example: WorkedExample) -> Example:
    """The example as the page shows it."""
    reading = Reading(example.result, snapshot)
    role = example.result.role(example.role)
    names = reading.competency_names
    step = next(each for each in example.steps if each.competency == example.competency)
    liking = [term.points for term in example.liking_terms]
    words = verdict_text(reading)
    difference = example.result.difference
    return Example(
        role=reading.roles[example.role],
        competency=reading.in_sentence(example.competency),
        level_terms=tuple(
            Term(term.key, quote(reading, term.key).text, plain(term.score), plain(term.weight))
            for term in example.level_terms
        ),
        level_sum=_fraction(example),
        level=exact(step.level),
        liking_terms=tuple(
            Term(term.key, quote(reading, term.key).text, plain(term.points))
            for term in example.liking_terms
        ),
        liking=exact(sum(liking) / len(liking) if liking else 0.0),
        rating=exact(example.rating),
        mean_rating=exact(example.mean_rating),
        strength=exact(_strength(example)),
        profile=exact(step.profile),
        rows=tuple(_row(names[each.competency], each) for each in example.steps),
        fit_sum=exact(sum(each.fit for each in example.steps)),
        fit_clip=exact(role.fit_clip) if role.fit_clip else "",
        fit=exact(role.fit),
        importance_sum=plain(sum(e.importance for e in example.steps if e.level is not None)),
        readiness_sum=exact(role.readiness_raw),
        cap=plain(role.cap),
        readiness=exact(role.readiness),
        matches=tuple(_match(reading, each) for each in example.result.roles),
        difference=exact(difference.value if difference else None),
        error=exact(difference.standard_error if difference else None),
        low=exact(difference.interval.low if difference else None),
        high=exact(difference.interval.high if difference else None),
        headline=words.headline,
        lead=words.lead,
        steps=example_error(reading, example.error) if example.error else None,
    )


def _fraction(example: WorkedExample) -> str:
    terms = example.level_terms
    above = " + ".join(f"{plain(term.weight)} × {plain(term.score)}" for term in terms)
    below = " + ".join(plain(term.weight) for term in terms)
    return f"({above}) / ({below})"


def _strength(example: WorkedExample) -> float:
    if example.rating is None or example.mean_rating is None:
        return 0.0
    return example.rating - example.mean_rating


def _row(name: str, step: CompetencyStep) -> StepRow:
    return StepRow(
        competency=name,
        importance=plain(step.importance),
        alpha=exact(step.alpha),
        profile=exact(step.profile),
        fit=exact(step.fit),
        level=exact(step.level),
        required=plain(step.required),
        met=exact(step.met),
        readiness=exact(step.readiness),
    )


def _match(reading: Reading, role: RoleResult) -> MatchRow:
    return MatchRow(
        role=reading.roles[role.slug],
        fit=exact(role.fit),
        readiness=exact(role.readiness),
        match=exact(role.match),
    )
