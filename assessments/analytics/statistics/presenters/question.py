"""The page of one question: what was answered, how it fits its group, time, who left."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.analytics.statistics.figures import FACTOR, RELATE, SHOW, QuestionReport, Report
from assessments.analytics.statistics.presenters.words import (
    FEW_PEOPLE,
    NOT_SHOWN,
    SCALES,
    coefficient,
    score,
    seconds,
    whole_percent,
)
from assessments.instrument.questionnaire import GRADES, QuestionKind
from roles.graphics.charts import Shares, share_bars

Figure = tuple[str, str, str]
"""The name of a figure, its value, and what it means."""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """What the page says beside the report. ``waiting``: why the answers do not show yet."""

    title: str
    lead: str
    answers: Shares | None
    waiting: str
    figures: list[Figure]


def question_page(told: QuestionReport, report: Report) -> QuestionPage:
    """The page of one question of a report."""
    is_fact = told.asked.kind is QuestionKind.FACTS
    return QuestionPage(
        title="A background question" if is_fact else f"Question {told.asked.key}",
        lead=_lead(told),
        answers=_answers(told),
        waiting=_waiting(told),
        figures=_figures(told, report),
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
    figures = [
        ("Left out", whole_percent(told.left_out), "Saw the question and gave no answer."),
    ]
    if told.asked.scores:
        figures += [
            ("Mean score", score(told.mean), _mean_means(told)),
            ("Spread", score(told.spread), "The standard deviation of the score."),
        ]
    figures += _in_scale(told, report)
    if told.asked.kind is QuestionKind.JUDGEMENT:
        best = "Chose the best first step. Between 25 and 90 % is good."
        rating = f"Correlation with the level of the same competency; from {RELATE} people on."
        figures += [
            ("Best answer", whole_percent(told.best), best),
            ("Goes along with the rating", coefficient(told.with_rating), rating),
        ]
    return [*figures, *_error(told), *_time(told), _leaving(told)]


def _time(told: QuestionReport) -> list[Figure]:
    planned, speed = f"planned are {seconds(told.asked.seconds)}", told.speed
    meaning = f"From one saved answer to the next; {planned}."
    if speed:
        meaning = (
            f"Half of the people take {seconds(speed.low)} to {seconds(speed.high)}; {planned}. "
            "From one saved answer to the next, reading included."
        )
    quick = whole_percent(speed.quick if speed else None)
    return [
        ("Time", seconds(speed.median if speed else None), meaning),
        ("In less than 2 seconds", quick, "Nobody reads a question that fast."),
    ]


def _leaving(told: QuestionReport) -> Figure:
    exits = told.exits
    if exits is None or exits.hazard is None:
        meaning = (
            f"Stopped here, of those who got here; from {RELATE} people on, and hidden where "
            f"{FEW_PEOPLE} did."
        )
        return ("Risk of leaving", NOT_SHOWN, meaning)
    likely = f"{whole_percent(exits.low)} to {whole_percent(exits.high)}"
    meaning = f"Stopped here, of {exits.reached:,} who got here; likely {likely}."
    return ("Risk of leaving", whole_percent(exits.hazard), meaning)


def _error(told: QuestionReport) -> list[Figure]:
    """How far two answers of one person lie apart; nothing for a background fact."""
    if told.asked.error is None:
        return []
    name = "Error of one answer, from retakes"
    start = f"The score takes {score(told.asked.error)} points."
    if told.retest is None:
        later = f"Shows once {RELATE} people answered it again within 30 days."
        return [(name, NOT_SHOWN, f"{start} {later}")]
    again = (
        f"{told.retest.pairs:,} people answered it again within 30 days. Both together make "
        f"{score(told.retest.together)}."
    )
    return [(name, score(told.retest.error), f"{start} {again}")]


def _mean_means(told: QuestionReport) -> str:
    if told.asked.kind is QuestionKind.FORCED_CHOICE:
        return "0 is much rather A, 100 much rather B. Between 35 and 65 is good."
    return "On the scale 0 to 100."


def _in_scale(told: QuestionReport, report: Report) -> list[Figure]:
    """What the question's scale says about it; nothing for a question that is in none."""
    scale = report.form.scale_of(told.asked.key)
    if scale is None:
        return []
    inside, name = told.in_scale, SCALES.get(scale.group, scale.group)
    alpha = next((each.alpha for each in report.scales if each.scale.key == scale.key), None)
    return [
        (
            "Goes along with its group",
            coefficient(inside.with_rest),
            f"Correlation with the sum of the others in “{name}”; from {RELATE} people on. "
            "Above 0.20 is good.",
        ),
        (
            "Group without it",
            coefficient(inside.alpha_without),
            f"Alpha of the group without this question; with it {coefficient(alpha)}.",
        ),
        (
            "Error at most",
            score(inside.error_bound),
            f"A cautious upper bound of the error of one answer, in points; from {FACTOR} people "
            "on.",
        ),
    ]
