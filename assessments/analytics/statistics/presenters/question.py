"""The page of one question: what was answered, how it fits its group, time, who left."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.analytics.statistics.figures import FACTOR, RELATE, SHOW, QuestionReport, Report
from assessments.analytics.statistics.presenters.words import (
    ADVICE,
    FEW_PEOPLE,
    KINDS,
    NOT_SHOWN,
    SCALES,
    Advice,
    coefficient,
    score,
    seconds,
    whole_percent,
)
from assessments.attempts.presenters.quiz import GRADES
from assessments.instrument.questionnaire import QuestionKind
from roles.graphics.charts import Shares, share_bars


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what it means."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """The whole page. ``waiting`` says why the answers do not show yet."""

    title: str
    kind: str
    wording: str
    lead: str
    advice: tuple[Advice, ...]
    answers: Shares | None
    waiting: str
    figures: tuple[Figure, ...]


def question_page(told: QuestionReport, report: Report) -> QuestionPage:
    """The page of one question of a report."""
    return QuestionPage(
        title="A background question"
        if told.asked.kind is QuestionKind.FACTS
        else f"Question {told.asked.key}",
        kind=KINDS[told.asked.kind],
        wording=told.asked.wording,
        lead=_lead(told),
        advice=tuple(ADVICE[flag] for flag in told.flags),
        answers=_answers(told),
        waiting=_waiting(told),
        figures=tuple(_figures(told, report)),
    )


def _lead(told: QuestionReport) -> str:
    if told.is_held_back:
        return "All people but one to four answered in this quarter."
    count = "Fewer than 5" if told.answered is None else f"{told.answered:,}"
    return f"{count} {'person' if told.answered == 1 else 'people'} answered."


def _waiting(told: QuestionReport) -> str:
    if told.shares is not None:
        return ""
    if told.is_held_back:
        return "They are hidden here, because with those of all time they would tell about a few."
    so_far = "fewer than 5" if told.answered is None else str(told.answered)
    return f"These figures show from {SHOW} answers on; there are {so_far} so far."


def _answers(told: QuestionReport) -> Shares | None:
    if told.shares is None:
        return None
    labels = told.asked.options or GRADES
    rows = [
        (label, "hidden" if share is None else whole_percent(share), share)
        for label, share in zip(labels, told.shares, strict=True)
    ]
    notes = []
    if told.asked.is_multiple:
        notes.append("Several answers may be chosen, so the shares do not add up to 100 %.")
    if None in told.shares:
        notes.append(
            f"An answer that {FEW_PEOPLE} gave is hidden, and another one with it, so that "
            "nobody can be told about."
        )
    return share_bars(
        title="What people answered",
        head="Answer",
        rows=rows,
        note=" ".join(notes),
    )


def _figures(told: QuestionReport, report: Report) -> list[Figure]:
    figures: list[Figure] = []

    def add(name: str, value: str, meaning: str, *, when: bool = True) -> None:
        if when:
            figures.append(Figure(name, value, meaning))

    scored = bool(told.asked.scores)
    add("Left out", whole_percent(told.left_out), "Saw the question and gave no answer.")
    add("Mean score", score(told.mean), _mean_means(told), when=scored)
    add("Spread", score(told.spread), "The standard deviation of the score.", when=scored)
    figures.extend(_in_scale(told, report))
    is_situation = told.asked.kind is QuestionKind.JUDGEMENT
    add(
        "Best answer",
        whole_percent(told.best),
        "Chose the best first step. Between 25 and 90 % is good.",
        when=is_situation,
    )
    add(
        "Goes along with the rating",
        coefficient(told.with_rating),
        f"Correlation with the level of the same competency; from {RELATE} people on.",
        when=is_situation,
    )
    figures.extend(_error(told))
    speed = told.speed
    add(
        "Time",
        seconds(speed.median if speed else None),
        f"Half of the people take {seconds(speed.low)} to {seconds(speed.high)}; planned are "
        f"{seconds(told.asked.seconds)}. From one saved answer to the next, reading included."
        if speed
        else f"From one saved answer to the next; planned are {seconds(told.asked.seconds)}.",
    )
    add(
        "In less than 2 seconds",
        whole_percent(speed.quick if speed else None),
        "Nobody reads a question that fast.",
    )
    exits = told.exits
    add(
        "Risk of leaving",
        whole_percent(exits.hazard if exits else None),
        f"Stopped here, of {exits.reached:,} who got here; likely {whole_percent(exits.low)} "
        f"to {whole_percent(exits.high)}."
        if exits and exits.hazard is not None
        else f"Stopped here, of those who got here; from {RELATE} people on, and hidden where "
        f"{FEW_PEOPLE} did.",
    )
    return figures


def _error(told: QuestionReport) -> list[Figure]:
    """How far two answers of one person lie apart; nothing for a background fact."""
    if told.asked.error is None:
        return []
    start = f"The score takes {score(told.asked.error)} points."
    if told.retest is None:
        later = f"Shows once {RELATE} people answered it again within 30 days."
        return [Figure("Error of one answer, from retakes", NOT_SHOWN, f"{start} {later}")]
    return [
        Figure(
            "Error of one answer, from retakes",
            score(told.retest.error),
            f"{start} {told.retest.pairs:,} people answered it again within 30 days. Both together "
            f"make {score(told.retest.together)}.",
        )
    ]


def _mean_means(told: QuestionReport) -> str:
    if told.asked.kind is QuestionKind.FORCED_CHOICE:
        return "0 is much rather A, 100 much rather B. Between 35 and 65 is good."
    return "On the scale 0 to 100."


def _in_scale(told: QuestionReport, report: Report) -> list[Figure]:
    """What the question's scale says about it; nothing for a question that is in none."""
    scale = report.form.scale_of(told.asked.key)
    if scale is None:
        return []
    inside = told.in_scale
    name = SCALES.get(scale.group, scale.group)
    alpha = next((each.alpha for each in report.scales if each.scale.key == scale.key), None)
    return [
        Figure(
            "Goes along with its group",
            coefficient(inside.with_rest if inside else None),
            f"Correlation with the sum of the others in “{name}”; from {RELATE} people on. "
            "Above 0.20 is good.",
        ),
        Figure(
            "Group without it",
            coefficient(inside.alpha_without if inside else None),
            f"Alpha of the group without this question; with it {coefficient(alpha)}.",
        ),
        Figure(
            "Error at most",
            score(inside.error_bound if inside else None),
            f"A cautious upper bound of the error of one answer, in points; from {FACTOR} people "
            "on.",
        ),
    ]
