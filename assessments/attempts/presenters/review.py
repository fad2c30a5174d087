"""All answers on one page before finishing: the missing ones first, and what missing means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.attempts.presenters.quiz import (
    NOT_ANSWERED,
    AnswerGroup,
    about,
    answer_groups,
)
from assessments.instrument.questionnaire import (
    TITLES,
    Progress,
    Questionnaire,
    Screen,
    State,
    Value,
    state_of,
)
from web.words import listed, lowered

MOST_OPEN_ROWS = 8


@dataclass(frozen=True, slots=True)
class ReviewRow:
    name: str
    answer: str
    screen: int
    anchor: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class ReviewPart:
    title: str
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All answers before finishing. Many open questions are told screen by screen."""

    summary: str
    advice: str
    open: tuple[ReviewRow, ...]
    skipped: tuple[ReviewRow, ...]
    parts: tuple[ReviewPart, ...]
    time_left: str
    is_complete: bool
    more: str = ""
    """What the full quiz would ask on top of a short one; empty where there is nothing."""


def review_page(
    questionnaire: Questionnaire, answers: Mapping[str, Value], full: Questionnaire | None = None
) -> ReviewPage:
    """All answers, the missing ones first; ``full`` is the full quiz where this one is short."""
    progress = questionnaire.progress(answers)
    parts = [
        (screen, [_row(screen, group, answers) for group in answer_groups(screen)])
        for screen in questionnaire.screens
    ]
    by_state: dict[State, list[ReviewRow]] = {state: [] for state in State}
    for _, rows in parts:
        for row, state in rows:
            by_state[state].append(row)
    titled: dict[str, list[ReviewRow]] = {}
    for screen, rows in parts:
        titled.setdefault(TITLES[screen.kind], []).extend(row for row, _ in rows)
    return ReviewPage(
        summary=_summary(progress),
        advice=_advice(progress),
        open=_by_screen(questionnaire, by_state[State.OPEN]),
        skipped=tuple(by_state[State.SKIPPED]),
        parts=tuple(ReviewPart(title, tuple(rows)) for title, rows in titled.items()),
        time_left=about(progress.seconds_left),
        is_complete=progress.open == progress.skipped == 0,
        more="" if full is None else _more(questionnaire, full, answers),
    )


def _more(short: Questionnaire, full: Questionnaire, answers: Mapping[str, Value]) -> str:
    asked = {*short.keys, *answers}
    number = sum(1 for key in full.keys if key not in asked)
    if not number:
        return ""
    seconds = full.progress(answers).seconds_left - short.progress(answers).seconds_left
    questions = "1 more question" if number == 1 else f"{number} more questions"
    return (
        f"The full quiz asks {questions}, {about(seconds)}. The result is surer then, and says "
        "something about every kind of work."
    )


def _row(
    screen: Screen, group: AnswerGroup, answers: Mapping[str, Value]
) -> tuple[ReviewRow, State]:
    state = state_of(answers, group.key)
    answer = NOT_ANSWERED if state is State.OPEN else group.words(answers[group.key])
    row = ReviewRow(group.name, answer, screen.number, group.id, state is not State.ANSWERED)
    return row, state


def _by_screen(questionnaire: Questionnaire, rows: Sequence[ReviewRow]) -> tuple[ReviewRow, ...]:
    """The rows, or one for each screen when they are too many to read."""
    if len(rows) <= MOST_OPEN_ROWS:
        return tuple(rows)
    return tuple(
        ReviewRow(
            name=f"Part {screen.number}: {lowered(TITLES[screen.kind])}",
            answer=f"{len(here)} open",
            screen=screen.number,
            anchor=here[0].anchor,
            is_missing=True,
        )
        for screen in questionnaire.screens
        if (here := [row for row in rows if row.screen == screen.number])
    )


def _summary(progress: Progress) -> str:
    if progress.answered == progress.total:
        return f"You answered all {progress.total} questions."
    parts = [f"You answered {progress.answered} of {progress.total} questions"]
    if progress.skipped:
        parts.append(f"skipped {progress.skipped}")
    if progress.open:
        parts.append(f"left {progress.open} open")
    return f"{listed(parts)}."


def _advice(progress: Progress) -> str:
    if progress.answered == progress.total:
        return "Look them over, change what you like, then finish."
    if progress.answered == 0:
        return (
            "You can finish now, but with no answers the result can say nothing. "
            "Your private link stays: you can answer later."
        )
    return (
        "You can finish now. What you left out is never counted as zero, but it makes the result "
        "less sure. With too little to go by, the result says so and names no role."
    )
