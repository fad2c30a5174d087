"""Prepare the texts of the quiz: legends, answers in words, lengths, and the review of answers.

Never the name of a role or of a group: knowing what a question counts for changes the answer.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assessments.instrument.questionnaire import (
    GRADES,
    SKIP_LABEL,
    Questionnaire,
    QuestionState,
    Value,
    state_of,
)
from assessments.instrument.values import BackgroundFact, Question
from assessments.models.choices import ItemType
from assessments.scoring import NONE_CODE
from web.words import lowered

# No option of an item (a number) or of a fact (see snapshot.OptionCode) can look like this.
SKIP = "~skip"
SKIPPED = "Skipped"
NOT_ANSWERED = "Not answered yet"

MOST_OPEN_ROWS = 8  # of the review; more are told screen by screen
CHOICE_LEGEND = "Which would you rather do?"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose in a form. An exclusive one cannot be chosen beside another."""

    value: str
    label: str
    hint: str = ""
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """One question with its answers. ``a`` and ``b`` are the tasks of a forced choice."""

    key: str
    legend: str
    coding: Literal["index", "code", "codes"]
    """How a page sends an answer: as an option's number, an option's code, or a list of codes."""
    options: tuple[Option, ...]
    hint: str = ""
    a: str = ""
    b: str = ""
    skip_label: str = SKIP_LABEL

    @property
    def id(self) -> str:
        """The fieldset's id; the first option's is this and ``-0``."""
        return f"q-{self.key}"

    @property
    def first_id(self) -> str:
        return f"{self.id}-0"

    @property
    def is_multiple(self) -> bool:
        return self.coding == "codes"

    @property
    def skip(self) -> Option:
        return Option(SKIP, self.skip_label, is_exclusive=True)

    @property
    def name(self) -> str:
        """The question in one line, for lists and messages."""
        return f"{bare(self.a)}, or {lowered(bare(self.b))}" if self.a else bare(self.legend)

    def texts(self, value: Value) -> list[str]:
        """Return a stored answer as the values of the form."""
        if value is None:
            return [SKIP]
        return list(value) if isinstance(value, list) else [str(value)]

    def words(self, value: Value) -> str:
        """Return a stored answer in words that make sense without the question, too."""
        labels = {option.value: option.label for option in self.options}
        if value is None:
            return SKIPPED if self.skip_label == SKIP_LABEL else self.skip_label
        said = ", ".join(labels[text] for text in self.texts(value)) or NOT_ANSWERED
        task = {"A": self.a, "B": self.b}.get(said[-1:]) if self.a else None
        return f"{said}: {lowered(bare(task))}" if task else said


DAMAGED = "This form is damaged or very old. Your answers are below: please send them again."


def both_lengths(full: Questionnaire, short: Questionnaire) -> dict[str, Any]:
    """Return how long the full and the short quiz are; empty where they take the same time."""
    sizes = {"full": len(full.keys), "short": len(short.keys)}
    times = {"full_time": quiz_time(full), "short_time": quiz_time(short)}
    if times["full_time"] == times["short_time"]:
        return {}
    return {**sizes, **times, "more": sizes["full"] - sizes["short"]}


def answer_group(question: Question, skip_label: str = SKIP_LABEL) -> AnswerGroup:
    """Return one question with its answers as forms need it."""
    if isinstance(question, BackgroundFact):
        options = tuple(
            Option(o.code, o.label, is_exclusive=question.is_multiple and o.code == NONE_CODE)
            for o in question.options
        )
        return AnswerGroup(
            question.key,
            question.prompt,
            "codes" if question.is_multiple else "code",
            options,
            question.hint,
            skip_label=skip_label,
        )
    if question.type is ItemType.FORCED_CHOICE:
        assert question.a  # noqa: S101  publishing refuses anything else
        assert question.b  # noqa: S101
        legend, labels, a, b = CHOICE_LEGEND, [*GRADES], question.a.text, question.b.text
    else:
        legend, labels, a, b = question.stem, [o.text for o in question.options], "", ""
    options = tuple(Option(str(index), label) for index, label in enumerate(labels))
    return AnswerGroup(question.key, legend, "index", options, "", a, b, skip_label)


def quiz_time(questionnaire: Questionnaire) -> str:
    """Say how long all questions take; empty where nothing is asked."""
    progress = questionnaire.progress({})
    return about(progress.seconds_left) if progress.total else ""


def about(seconds: float) -> str:
    """Say how long something takes, to the nearest whole minute."""
    whole = math.floor(seconds / 60 + 0.5)
    return f"about {whole} minutes" if whole > 1 else "about a minute"


def bare(text: str) -> str:
    return text.removesuffix(".")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the review: a question with its answer, or what is open on one screen."""

    name: str
    answer: str
    screen: int
    anchor: str
    state: QuestionState


def review_context(
    questionnaire: Questionnaire, answers: Mapping[str, Value], full: Questionnaire | None = None
) -> dict[str, Any]:
    """Return the context of the review page; ``full`` is the full quiz where this one is short."""
    progress = questionnaire.progress(answers)
    parts: dict[str, list[ReviewRow]] = {}
    by_state: dict[QuestionState, list[ReviewRow]] = {state: [] for state in QuestionState}
    for screen in questionnaire.screens:
        for question in screen.questions:
            group, state = answer_group(question), state_of(answers, question.key)
            said = NOT_ANSWERED if state is QuestionState.OPEN else group.words(answers[group.key])
            row = ReviewRow(group.name, said, screen.number, group.id, state)
            parts.setdefault(screen.title, []).append(row)
            by_state[state].append(row)
    still_open = by_state[QuestionState.OPEN]
    if len(still_open) > MOST_OPEN_ROWS:
        still_open = [
            ReviewRow(
                f"Part {screen.number}: {lowered(screen.title)}",
                f"{len(here)} open",
                screen.number,
                here[0].anchor,
                QuestionState.OPEN,
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
        "skipped": by_state[QuestionState.SKIPPED],
        "parts": parts.items(),
        "more": more,
        "more_time": about(more_seconds),
    }
