"""Lay the quiz out as people see it: which questions are on which screen, what is open. Pure.

A screen holds one type of question, about four of them; docs/scoring.md §2 gives the order.
"""

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import TypeVar

from django.db.models import TextChoices

from assessments.instrument.values import (
    AssessmentsSection,
    BackgroundFact,
    Item,
    Question,
    assessments_of,
    instrument_of,
)
from assessments.models.choices import ItemType, Length
from assessments.scoring import short_form
from roles.snapshot.editions import Snapshot

# An option's index (items), an option's code or codes (facts), None for a skip.
Value = int | str | list[str] | None

T = TypeVar("T")

ITEMS_A_SCREEN = 4
MOST_FACTS_A_SCREEN = 3
WORDS_A_MINUTE = 200


class QuestionKind(TextChoices):
    """The kind of all questions of a screen; members are in the order of the quiz."""

    FORCED_CHOICE = "fc", "Choice"
    INTEREST = "int", "Interest"
    BARS = "bars", "Level"
    JUDGEMENT = "sjt", "Situation"
    FACTS = "facts", "Background"


ENJOY, FIRST = "Go by what you enjoy, not by skill.", "Choose the best first step."
# Of each kind the section, which kinds can share, and the title and the intro of its screens.
WORDS = {
    QuestionKind.FORCED_CHOICE: ("Interests", "What you would rather do", ENJOY),
    QuestionKind.INTEREST: ("Interests", "What you like doing", ENJOY),
    QuestionKind.BARS: ("Experience", "What you have done", "Choose the last line that is true."),
    QuestionKind.JUDGEMENT: ("Situations", "What you would do first", FIRST),
    QuestionKind.FACTS: ("Background", "Your background", "Study and volunteer work count too."),
}
TITLES = {kind: title for kind, (_, title, _) in WORDS.items()}
# The options of a choice between two tasks, and how any question is passed over.
GRADES = ("Strongly A", "A", "Either", "B", "Strongly B")
SKIP_LABEL = "Skip"


class QuestionState(StrEnum):
    """The state of a question: answered, skipped or open. Only ``ANSWERED`` counts in a result."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class QuizScreen:
    """One page of the quiz. ``number`` counts from 1; ``questions`` are all of one kind."""

    number: int
    kind: QuestionKind
    questions: tuple[Question, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)

    @property
    def section(self) -> str:
        return WORDS[self.kind][0]

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def intro(self) -> str:
        return WORDS[self.kind][2]


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of questions in each state, and how long the open ones take."""

    answered: int
    skipped: int
    open: int
    seconds_left: float

    @property
    def total(self) -> int:
        return self.answered + self.skipped + self.open

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All screens of one edition's quiz, also by number, and all its questions by key."""

    screens: tuple[QuizScreen, ...]
    by_number: Mapping[int, QuizScreen] = field(compare=False)
    questions: Mapping[str, Question] = field(compare=False)

    @classmethod
    def of(cls, screens: Sequence[QuizScreen]) -> "Questionnaire":
        """Return the quiz of these screens."""
        return cls(
            screens=tuple(screens),
            by_number={screen.number: screen for screen in screens},
            questions={each.key: each for screen in screens for each in screen.questions},
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that can be answered, in the order asked."""
        return tuple(self.questions)

    def screen_of(self, key: str) -> QuizScreen | None:
        """Return the screen that asks the question ``key``, or ``None``."""
        return next((screen for screen in self.screens if key in screen.keys), None)

    def first_open(self, answers: Mapping[str, Value]) -> QuizScreen | None:
        """Return the first screen with a question neither answered nor skipped, or ``None``."""
        for screen in self.screens:
            if any(state_of(answers, key) is QuestionState.OPEN for key in screen.keys):
                return screen
        return None

    def section_before(self, number: int) -> "Questionnaire | None":
        """Return the section that ends where screen ``number`` begins, ``None`` inside of one."""
        before, after = self.by_number.get(number - 1), self.by_number.get(number)
        if before is None or (after is not None and before.section == after.section):
            return None
        return Questionnaire.of([each for each in self.screens if each.section == before.section])

    def progress(self, answers: Mapping[str, Value], *, since: int = 1) -> Progress:
        """Return the progress of these answers over the screens from number ``since`` on."""
        counts = dict.fromkeys(QuestionState, 0)
        seconds = 0.0
        for screen in self.screens[since - 1 :]:
            states = [state_of(answers, key) for key in screen.keys]
            for state in states:
                counts[state] += 1
            if QuestionState.OPEN in states:
                seconds += reading_seconds(screen.title, screen.intro)
                seconds += sum(
                    seconds_of(question)
                    for question, state in zip(screen.questions, states, strict=True)
                    if state is QuestionState.OPEN
                )
        answered, skipped, still_open = counts.values()
        return Progress(answered, skipped, still_open, seconds)


def reading_seconds(*texts: str) -> float:
    """Return how many seconds it takes to read ``texts`` at 200 words a minute."""
    return sum(len(text.split()) for text in texts) * 60 / WORDS_A_MINUTE


@functools.lru_cache(maxsize=1024)
def seconds_of(question: Question) -> float:
    """Return how many seconds it takes to read a question with all its answers."""
    if isinstance(question, BackgroundFact):
        labels = [option.label for option in question.options]
        return reading_seconds(question.prompt, question.hint, *labels, SKIP_LABEL)
    if question.a and question.b:
        return reading_seconds("A", question.a.text, "B", question.b.text, *GRADES, SKIP_LABEL)
    texts = [option.text for option in question.options]
    return reading_seconds(question.stem, *texts, SKIP_LABEL)


def state_of(answers: Mapping[str, Value], key: str) -> QuestionState:
    """Return the state of one question; an emptied list of codes is open again."""
    if key not in answers:
        return QuestionState.OPEN
    value = answers[key]
    if value is None:
        return QuestionState.SKIPPED
    return QuestionState.OPEN if value == [] else QuestionState.ANSWERED


@functools.lru_cache(maxsize=32)
def questionnaire_of(snapshot: Snapshot, length: Length = Length.FULL) -> Questionnaire:
    """Return the quiz of an edition at this length; built once per process."""
    section = assessments_of(snapshot)
    if length is Length.FULL:
        return build(section)
    asked = short_form(instrument_of(snapshot))
    kept = tuple(item for item in section.items if item.key in asked)
    return build(section.model_copy(update={"items": kept}))


@functools.lru_cache(maxsize=32)
def ratings_of(snapshot: Snapshot) -> Questionnaire:
    """Return the questions for colleagues: only the behaviour-anchored item of each competency."""
    section = assessments_of(snapshot)
    first: dict[str | None, Item] = {}
    for item in section.items:
        if item.is_active and item.type is ItemType.BARS:
            first.setdefault(item.competency, item)
    return build(section.model_copy(update={"items": tuple(first.values()), "facts": ()}))


def build(section: AssessmentsSection) -> Questionnaire:
    """Build the quiz of an edition's section; kinds without a question have no screen."""
    asked: dict[QuestionKind, list[Question]] = {kind: [] for kind in QuestionKind}
    for item in section.items:
        if item.is_active:
            asked[QuestionKind(item.type.value)].append(item)
    asked[QuestionKind.FACTS].extend(section.facts)
    pages: list[tuple[QuestionKind, Sequence[Question]]] = []
    for kind, questions in asked.items():
        number = max(1, round(len(questions) / ITEMS_A_SCREEN))
        if kind is QuestionKind.FACTS:
            number = math.ceil(len(questions) / MOST_FACTS_A_SCREEN)
        pages += [(kind, page) for page in evenly(questions, number)]
    numbered = enumerate(pages, 1)
    return Questionnaire.of([QuizScreen(n, kind, tuple(page)) for n, (kind, page) in numbered])


def evenly(questions: Sequence[T], screens: int) -> list[Sequence[T]]:
    """Split questions into screens whose sizes differ by one at most, the longer ones first."""
    if not questions:
        return []
    size, longer = divmod(len(questions), screens)
    ends = accumulate((size + (number < longer) for number in range(screens)), initial=0)
    return [questions[start:end] for start, end in pairwise(ends)]
