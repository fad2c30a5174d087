"""Flags, scales and figures in an editor's words, as ``{% load statistics %}`` has them too."""

from __future__ import annotations

from django import template

from assessments.analytics.statistics.figures import Flag
from assessments.analytics.statistics.form import CHOICES
from assessments.instrument.questionnaire import QuestionKind
from roles.graphics.charts import number_text

register = template.Library()

NOT_SHOWN = "–"
FEW_PEOPLE = "1 to 4 people"

KINDS = {
    QuestionKind.BARS: "Level",
    QuestionKind.FORCED_CHOICE: "Choice",
    QuestionKind.INTEREST: "Interest",
    QuestionKind.JUDGEMENT: "Situation",
    QuestionKind.FACTS: "Background",
}
SCALES: dict[str, str] = {
    "pm": "Levels: project management",
    "tpm": "Levels: technical work",
    "soft": "Levels: working with people",
    CHOICES: "Choices between project and technical work",
}
SCALE_NOTES = {
    "soft": "These skills are meant to differ, so a lower alpha is no fault.",
    CHOICES: "Choices are about contrast: a person can like one technical task and not another.",
}
ADVICE: dict[Flag, tuple[str, str]] = {
    Flag.CHECK_KEY: (
        "Check the scoring",
        "People who score high on the other questions score low here. See whether the answers "
        "stand in the right order, and whether the wording says what you meant.",
    ),
    Flag.WEAK_LINK: (
        "Weak link to its group",
        "It hardly goes along with the other questions of its group. Ask a few people what they "
        "read in it; it may be about something else.",
    ),
    Flag.STRONGER_WITHOUT: (
        "Group is stronger without it",
        "Without it the group would hang together better. Reword it, or move it to the "
        "competency that it is about.",
    ),
    Flag.LEAVING: (
        "Many leave here",
        "More than twice as many people stop here as elsewhere. Look at it on a phone: it may be "
        "long, hard to read or hard to answer.",
    ),
    Flag.LEFT_OUT: (
        "Often left out",
        "More than one in ten saw it and gave no answer. They may not know, or not want to say.",
    ),
    Flag.ONE_SIDED: (
        "One side is far more liked",
        "Nearly everybody leans the same way, so the choice tells little. Make the other side as "
        "attractive.",
    ),
    Flag.TOO_HARD: (
        "Few choose the best answer",
        "Fewer than one in four choose what counts as best. Ask experts whether it is best.",
    ),
    Flag.TOO_EASY: (
        "Nearly everyone finds the best answer",
        "More than nine in ten choose it, so it tells little. Make another answer a real choice.",
    ),
    Flag.NEARLY_ALL: (
        "Nearly everyone answers the same",
        "More than four in five give the same answer, so it tells little about a person.",
    ),
    Flag.UNUSED_LEVEL: (
        "A level is never used",
        "Nobody chooses it. The step to its neighbours may be too small, or too large.",
    ),
    Flag.SLOW: (
        "Takes long",
        "Half of the people need more than twice the time that is planned. Shorten it.",
    ),
    Flag.QUICK: (
        "Often answered in a moment",
        "More than one in five answer in less than two seconds, which is too fast to read it.",
    ),
    Flag.FEW_ANSWERS: (
        "Too few answers yet",
        "With fewer than 100 answers chance moves every figure. Change nothing because of them.",
    ),
}


@register.filter
def advice(flag: Flag) -> tuple[str, str]:
    """A flag in two or three words, and what to do about it."""
    return ADVICE[flag]


@register.filter
def kind_name(kind: QuestionKind) -> str:
    return KINDS[kind]


@register.filter
def scale_name(group: str) -> str:
    return SCALES.get(group, f"Levels: {group}")


@register.filter
def scale_note(group: str) -> str:
    return SCALE_NOTES.get(group, "")


QUARTERS = ("January to March", "April to June", "July to September", "October to December")


@register.filter
def quarter_name(quarter: int) -> str:
    """A quarter (year · 4 + 0 to 3) in words."""
    return f"{QUARTERS[quarter % 4]} {quarter // 4}"


@register.filter
def quarter_label(quarter: int) -> str:
    """The same, short enough to choose from many."""
    first, last = QUARTERS[quarter % 4].split(" to ")
    return f"{first[:3]} to {last[:3]} {quarter // 4}"


@register.filter
def quarter_code(quarter: int) -> str:
    """A quarter as an address names it, such as 2026-Q1."""
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


@register.filter
def score(value: float | None) -> str:
    """A score or its spread, on the scale 0 to 100."""
    return NOT_SHOWN if value is None else number_text(value)


@register.filter
def coefficient(value: float | None) -> str:
    """A correlation or a reliability, always with two decimals."""
    if value is None:
        return NOT_SHOWN
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\N{MINUS SIGN}")


@register.filter
def whole_percent(share: float | None) -> str:
    return NOT_SHOWN if share is None else f"{number_text(100 * share)} %"


@register.filter
def seconds(value: float | None) -> str:
    return NOT_SHOWN if value is None else f"{number_text(value, 1 if value < 10 else 0)} s"


@register.filter
def people(number: int | None) -> str:
    if number is None:
        return FEW_PEOPLE
    return f"{number:,} {'person' if number == 1 else 'people'}"


@register.filter
def number_or_few(number: int | None) -> str:
    """How many people answered; one to four are not told apart."""
    return "under 5" if number is None else f"{number:,}"
