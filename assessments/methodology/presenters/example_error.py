"""The error of the worked example, with enough decimals to work it out again."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.analytics.statistics.presenters.words import SCALES
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.worked_example import AnswerError, ErrorSteps, LevelError, Scatter
from assessments.methodology.presenters.numbers import exact, plain

# Decimals of what a point does: it is small, and squared later.
SLOPE = 4


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One competency: how sure its level is, and what a point of it does for each role."""

    competency: str
    contrast: str
    liked_in: str
    error: str
    ahead: str
    behind: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: what it is about, and what its error adds."""

    key: str
    about: str
    score: str
    weight: str
    error: str
    fit: str
    match: str
    square: str


@dataclass(frozen=True, slots=True)
class ScatterRow:
    """Answers that belong together."""

    name: str
    keys: str
    squares: str


@dataclass(frozen=True, slots=True)
class ExampleError:
    """The way from the errors of the answers to that of the difference."""

    ahead: str
    """Short name of the role that is ahead."""
    behind: str
    levels: tuple[LevelRow, ...]
    answers: tuple[AnswerRow, ...]
    answers_sum: str
    """Σ (G s)², before scatter widens it."""
    scatters: tuple[ScatterRow, ...]
    ratings_scatter: str
    choices_scatter: str
    degrees: str
    person_fit: str
    counts: bool
    """Whether there are enough answers for scatter to count."""
    widening: str
    choice_scale: str
    """Empty where the scale of choices is taken as known."""
    unknown: str
    """Empty where something is known about everything."""
    z: str


def example_error(reading: Reading, steps: ErrorSteps) -> ExampleError:
    """The error of the example as the page shows it."""
    names = reading.competency_names
    settings = steps.settings
    own = sum((each.match * each.error) ** 2 for each in steps.answers)
    return ExampleError(
        ahead=reading.short(steps.top),
        behind=reading.short(steps.other),
        levels=tuple(_level(names, each) for each in steps.levels),
        answers=tuple(_answer(names, each) for each in steps.answers),
        answers_sum=exact(own),
        scatters=tuple(_scatter(each) for each in steps.scatters),
        ratings_scatter=exact(_squares(steps, groups=1)),
        choices_scatter=exact(_squares(steps, groups=2)),
        degrees=plain(steps.person_fit_df),
        person_fit=exact(steps.person_fit),
        counts=steps.person_fit_df >= settings.min_person_fit_df,
        widening=exact(steps.widening),
        choice_scale=exact(steps.choice_scale) if settings.choice_scale_sd else "",
        unknown=exact(steps.unknown) if steps.unknown else "",
        z=plain(steps.z, 4),
    )


def _squares(steps: ErrorSteps, groups: int) -> float:
    """Squares of all ratings (one group) or of all choices (between two)."""
    return sum(each.squares for each in steps.scatters if len(each.groups) == groups)


def _level(names: dict[str, str], step: LevelError) -> LevelRow:
    return LevelRow(
        competency=names[step.competency],
        contrast=exact(step.contrast, SLOPE),
        liked_in=str(step.liked_in),
        error=exact(step.error),
        ahead=exact(step.slopes[0], SLOPE),
        behind=exact(step.slopes[1], SLOPE),
    )


def _answer(names: dict[str, str], step: AnswerError) -> AnswerRow:
    return AnswerRow(
        key=step.key,
        about=" / ".join(names[key] for key in step.competencies),
        score=plain(step.score),
        weight=plain(step.weight) if step.weight else "–",
        error=plain(step.error),
        fit=exact(step.fit, SLOPE),
        match=exact(step.match, SLOPE),
        square=exact((step.match * step.error) ** 2),
    )


def _scatter(step: Scatter) -> ScatterRow:
    called = [SCALES.get(group, group).split(": ")[-1] for group in step.groups]
    kind = "Choices" if len(called) == 2 else "Ratings"
    keys = (f"{key} turned" if key in step.turned else key for key in step.keys)
    return ScatterRow(f"{kind}: {' or '.join(called)}", ", ".join(keys), exact(step.squares))
