"""The page of all questions: those that need a look first, and who left where."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.analytics.statistics.figures import (
    FACTOR,
    RELATE,
    SHOW,
    Exits,
    Flag,
    QuestionReport,
    Report,
)
from assessments.analytics.statistics.form import Asked
from assessments.analytics.statistics.presenters.words import KINDS, people, whole_percent
from roles.graphics.charts import Columns, columns


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page chooses and orders; figures stand in the template as the report has them.

    ``waits`` say which figures wait for more answers; ``looks`` are flags with the questions that
    they are about.
    """

    waits: tuple[str, ...]
    looks: tuple[tuple[Flag, tuple[Asked, ...]], ...]
    questions: tuple[QuestionReport, ...]
    curve: Columns | None
    exits: tuple[tuple[str, Exits], ...]
    retested: tuple[QuestionReport, ...]


def overview(told: Report) -> Overview:
    """The page of a report."""
    flagged = (
        (flag, tuple(each.asked for each in told.questions if flag in each.pressing))
        for flag in Flag
    )
    exits = [(each.asked.name, each.exits) for each in told.questions if each.exits]
    if told.left_at_end and exits:
        exits.append(("After the last question, before asking for the result", told.left_at_end))
    return Overview(
        waits=_waits(told),
        looks=tuple((flag, asked) for flag, asked in flagged if asked),
        questions=tuple(sorted(told.questions, key=_urgency)),
        curve=_curve(told),
        exits=tuple(exits),
        retested=tuple(each for each in told.questions if each.retest),
    )


def _waits(told: Report) -> tuple[str, ...]:
    """Which figures are not there yet, and how far there is to go."""
    most = max((each.answered or 0 for each in told.questions), default=0)
    complete = max((scale.n or 0 for scale in told.scales), default=0)
    waits: list[str] = []
    if most < SHOW:
        so_far = f"there are {most} so far" if most else "there are fewer than 5 so far"
        waits.append(f"Means, chosen answers and times show from {SHOW} answers on; {so_far}.")
    if complete < RELATE:
        waits.append(
            f"How questions go together shows from {RELATE} complete groups of answers on; "
            f"there are {complete if complete >= 5 else 'fewer than 5'} so far."
        )
    elif complete < FACTOR:
        waits.append(
            f"Omega and the error of a group show from {FACTOR} on; there are {complete} so far."
        )
    if not told.curve:
        waits.append(f"Where people leave shows once {RELATE} people have begun.")
    return tuple(waits)


def _urgency(told: QuestionReport) -> tuple[int, int, str]:
    """The most pressing flag first, then the number of flags."""
    order = list(Flag)
    most = min((order.index(flag) for flag in told.pressing), default=len(order))
    return (most, -len(told.pressing), told.asked.key)


def _curve(told: Report) -> Columns | None:
    if not told.curve or told.began is None:
        return None
    starts: dict[str, int] = {}
    for number, step in enumerate(told.curve):
        starts.setdefault(KINDS[step.asked.kind], number)
    share = whole_percent(told.curve[-1].still_there)
    kinds = ", ".join(name.lower() for name in starts)
    return columns(
        title=f"{share} of those who begin get as far as the last question",
        note=f"One column a question, in the order asked: {kinds}. It falls when five more people "
        "have left.",
        description=f"{people(told.began)} began. Before the last of "
        f"{len(told.curve)} questions {share} are still there.",
        values=[step.still_there for step in told.curve],
        ticks=[(number, name) for name, number in starts.items()],
    )
