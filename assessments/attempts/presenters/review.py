"""All answers on one page before finishing, the missing ones first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.attempts.presenters.quiz import NOT_ANSWERED, about, answer_group
from assessments.instrument.questionnaire import Questionnaire, State, Value, state_of
from web.words import lowered

MOST_OPEN_ROWS = 8


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One question as it stands, or what is open of one screen."""

    name: str
    answer: str
    screen: int
    anchor: str
    state: State


def review_context(
    questionnaire: Questionnaire, answers: Mapping[str, Value], full: Questionnaire | None = None
) -> dict[str, Any]:
    """What the page of all answers shows; ``full`` is the full quiz where this one is short."""
    progress = questionnaire.progress(answers)
    parts: dict[str, list[ReviewRow]] = {}
    by_state: dict[State, list[ReviewRow]] = {state: [] for state in State}
    for screen in questionnaire.screens:
        for question in screen.questions:
            group, state = answer_group(question), state_of(answers, question.key)
            said = NOT_ANSWERED if state is State.OPEN else group.words(answers[group.key])
            row = ReviewRow(group.name, said, screen.number, group.id, state)
            parts.setdefault(screen.title, []).append(row)
            by_state[state].append(row)
    still_open = by_state[State.OPEN]
    if len(still_open) > MOST_OPEN_ROWS:
        still_open = [
            ReviewRow(
                f"Part {screen.number}: {lowered(screen.title)}",
                f"{len(here)} open",
                screen.number,
                here[0].anchor,
                State.OPEN,
            )
            for screen in questionnaire.screens
            if (here := [row for row in still_open if row.screen == screen.number])
        ]
    more = 0 if full is None else len({*full.keys} - {*questionnaire.keys, *answers})
    more_seconds = full.progress(answers).seconds_left - progress.seconds_left if full else 0.0
    return {
        "progress": progress,
        "time_left": about(progress.seconds_left),
        "open": still_open,
        "skipped": by_state[State.SKIPPED],
        "parts": parts.items(),
        "more": more,
        "more_time": about(more_seconds),
    }
