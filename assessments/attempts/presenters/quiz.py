"""What the quiz says: titles, legends, answers in words, progress, messages.

Never the name of a role or a group of competencies: knowing what a question counts for would
change the answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.instrument.questionnaire import (
    GRADES,
    INTROS,
    SKIP_LABEL,
    TITLES,
    Progress,
    QuestionKind,
    Questionnaire,
    Screen,
    Value,
)
from assessments.instrument.values import BackgroundFact, Question
from assessments.models.choices import ItemType, Length
from assessments.scoring import NONE_CODE
from web.words import lowered, number_word

# No option of an item (a number) or of a fact (see snapshot.OptionCode) can look like this.
SKIP = "~skip"
SKIPPED = "Skipped"
NOT_ANSWERED = "Not answered yet"

CONTENTS = {
    QuestionKind.BARS: ("kind of work", "kinds of work", "how far you have come in each"),
    QuestionKind.FORCED_CHOICE: ("pair of tasks", "pairs of tasks", "which you would rather do"),
    QuestionKind.INTEREST: ("task", "tasks", "how much you would like it"),
    QuestionKind.JUDGEMENT: ("short situation", "short situations", "what you would do first"),
}
CHOICE_LEGEND = "Which would you rather do?"


class Coding(StrEnum):
    """How an answer travels: as an option's number, an option's code, or a list of codes."""

    INDEX = "index"
    CODE = "code"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a form. An exclusive one cannot stand beside another."""

    value: str
    label: str
    hint: str = ""
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """One question with its answers. ``a`` and ``b`` are the tasks of a forced choice."""

    key: str
    legend: str
    coding: Coding
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
        return self.coding is Coding.CODES

    @property
    def skip(self) -> Option:
        return Option(SKIP, self.skip_label, is_exclusive=True)

    @property
    def name(self) -> str:
        """The question in one line, for lists and messages."""
        return f"{bare(self.a)}, or {lowered(bare(self.b))}" if self.a else bare(self.legend)

    def texts(self, value: Value) -> list[str]:
        """A stored answer as the form's values."""
        if value is None:
            return [SKIP]
        return list(value) if isinstance(value, list) else [str(value)]

    def words(self, value: Value) -> str:
        """A stored answer as a person reads it, also without the question beside it."""
        labels = {option.value: option.label for option in self.options}
        if value is None:
            return SKIPPED if self.skip_label == SKIP_LABEL else self.skip_label
        said = ", ".join(labels[text] for text in self.texts(value)) or NOT_ANSWERED
        task = {"A": self.a, "B": self.b}.get(said[-1:]) if self.a else None
        return f"{said}: {lowered(bare(task))}" if task else said


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """One screen of the quiz."""

    number: int
    total: int
    title: str
    intro: str
    part: str
    time_left: str
    groups: tuple[AnswerGroup, ...]
    settled: str = ""
    """That one may stop here, where the answers so far are clear enough; else empty."""

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def done(self) -> int:
        """Screens that lie behind."""
        return self.number - 1


@dataclass(frozen=True, slots=True)
class StartPage:
    minutes: int
    role_count: str
    contents: tuple[str, ...]
    lengths: tuple[Option, ...]
    """Empty where the short quiz would hardly be shorter."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A page that could not be taken in and carries what was sent for one more press."""

    title: str
    text: str
    button: str


AWAY = KeptForm(
    title="We could not save that just now",
    text="The database did not answer. What you sent is kept in this page: "
    "leave it open and try again in a moment.",
    button="Try again",
)
FOREIGN = KeptForm(
    title="This did not come from our own page",
    text="Your browser says that another site sent this, so nothing was changed. "
    "If it was you, what you sent is kept in this page: send it once more.",
    button="Send it once more",
)
DAMAGED = "This form is damaged or very old. Your answers are below: please send them once more."


def start_page(questionnaire: Questionnaire, short: Questionnaire, roles: int) -> StartPage:
    """What to expect before the first question, of the full quiz and of its short form."""
    counts = dict.fromkeys(QuestionKind, 0)
    for screen in questionnaire.screens:
        counts[screen.kind] += len(screen.questions)
    return StartPage(
        minutes=minutes(questionnaire.progress({}).seconds_left),
        role_count=number_word(roles),
        contents=tuple(_content(kind, number) for kind, number in counts.items() if number),
        lengths=_lengths(questionnaire, short),
    )


def _content(kind: QuestionKind, number: int) -> str:
    if kind is QuestionKind.FACTS:
        return _plural(number, "quick question", "quick questions") + " on your background"
    one, many, what = CONTENTS[kind]
    return f"{_plural(number, one, many)}: {what}"


def _lengths(full: Questionnaire, short: Questionnaire) -> tuple[Option, ...]:
    full_time, short_time = (minutes(each.progress({}).seconds_left) for each in (full, short))
    if short_time >= full_time:
        return ()
    return (
        Option(
            Length.FULL.value,
            f"The full quiz: about {full_time} minutes",
            f"{len(full.keys)} questions. The surest result, with a level for every kind of work.",
        ),
        Option(
            Length.SHORT.value,
            f"The short quiz: about {short_time} minutes",
            f"{len(short.keys)} questions. The ranges are wider, and the result says what was not "
            "measured. You can add the other questions before you finish.",
        ),
    )


def screen_page(
    questionnaire: Questionnaire,
    screen: Screen,
    answers: Mapping[str, Value],
    *,
    is_settled: bool = False,
) -> ScreenPage:
    """One screen, with how far along these answers are, and whether they are clear already."""
    total = len(questionnaire.screens)
    progress = questionnaire.progress(answers)
    return ScreenPage(
        number=screen.number,
        total=total,
        title=TITLES[screen.kind],
        intro=INTROS[screen.kind],
        part=f"Part {screen.number} of {total}",
        time_left=time_left(questionnaire.progress(answers, since=screen.number)),
        groups=answer_groups(screen),
        settled=_settled(progress) if is_settled and progress.open else "",
    )


def _settled(progress: Progress) -> str:
    left = _plural(progress.open, "question is", "questions are")
    return (
        f"Your answers so far are clear enough for a result. {left} left, "
        f"{about(progress.seconds_left)}. They would make the result surer, and show more of what "
        "you can do."
    )


def answer_groups(screen: Screen) -> tuple[AnswerGroup, ...]:
    """The questions of a screen as forms need them."""
    return tuple(answer_group(question) for question in screen.questions)


def answer_group(question: Question, skip_label: str = SKIP_LABEL) -> AnswerGroup:
    """One question as forms need it."""
    if isinstance(question, BackgroundFact):
        return AnswerGroup(
            key=question.key,
            skip_label=skip_label,
            legend=question.prompt,
            hint=question.hint,
            coding=Coding.CODES if question.is_multiple else Coding.CODE,
            options=tuple(
                Option(o.code, o.label, is_exclusive=question.is_multiple and o.code == NONE_CODE)
                for o in question.options
            ),
        )
    if question.type is ItemType.FORCED_CHOICE:
        assert question.a  # noqa: S101  publishing refuses anything else
        assert question.b  # noqa: S101
        return AnswerGroup(
            key=question.key,
            skip_label=skip_label,
            legend=CHOICE_LEGEND,
            coding=Coding.INDEX,
            options=_numbered(GRADES),
            a=question.a.text,
            b=question.b.text,
        )
    return AnswerGroup(
        key=question.key,
        skip_label=skip_label,
        legend=question.stem,
        coding=Coding.INDEX,
        options=_numbered(option.text for option in question.options),
    )


def minutes(seconds: float) -> int:
    """Whole minutes, the nearest."""
    return math.floor(seconds / 60 + 0.5)


def time_left(progress: Progress) -> str:
    """The time for what is still open, in words."""
    if progress.open == 0:
        return "all answered from here on"
    return f"{about(progress.seconds_left)} left"


def reused_messages(groups: Iterable[AnswerGroup], keys: Sequence[str]) -> list[tuple[str, str]]:
    """What to say when a page that was sent before comes again with other answers."""
    return [
        (group.first_id, f"“{group.name}”: your new answer is below and not saved yet.")
        for group in groups
        if group.key in keys
    ]


def changed_messages(
    groups: Iterable[AnswerGroup],
    keys: Sequence[str],
    here: Mapping[str, Value],
    saved: Mapping[str, Value],
) -> list[tuple[str, str]]:
    """What to say when another window changed what this page changes too: both answers."""
    return [
        (
            group.first_id,
            f"“{group.name}”: you chose “{group.words(here[group.key])}” here, "
            f"and “{group.words(saved[group.key])}” is saved from another window.",
        )
        for group in groups
        if group.key in keys
    ]


def quiz_time(questionnaire: Questionnaire) -> str:
    """How long all questions take, in words; empty where nothing is asked."""
    progress = questionnaire.progress({})
    return about(progress.seconds_left) if progress.total else ""


def about(seconds: float) -> str:
    whole = minutes(seconds)
    return f"about {whole} minutes" if whole > 1 else "about a minute"


def _numbered(labels: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(str(index), label) for index, label in enumerate(labels))


def bare(text: str) -> str:
    return text.removesuffix(".")


def _plural(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
