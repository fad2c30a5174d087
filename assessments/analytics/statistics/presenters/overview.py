"""The page of all questions: those that need a look first, scales, who left where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.analytics.statistics.figures import (
    FACTOR,
    RELATE,
    SHOW,
    Exits,
    Flag,
    QuestionReport,
    Report,
    ScaleReport,
)
from assessments.analytics.statistics.presenters.words import (
    ADVICE,
    KINDS,
    NOT_SHOWN,
    SCALE_NOTES,
    SCALES,
    Advice,
    coefficient,
    name_of,
    people,
    quarter_code,
    quarter_label,
    score,
    seconds,
    whole_percent,
)
from assessments.analytics.statistics.sums import Outcome
from roles.graphics.charts import Columns, columns


@dataclass(frozen=True, slots=True)
class Choice:
    """An edition or a quarter to look at; the ``query`` of its address is empty for all."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question in the table; ``notes`` are its flags in a few words."""

    key: str
    kind: str
    name: str
    answers: str
    left_out: str
    mean: str
    spread: str
    with_rest: str
    without: str
    time: str
    notes: tuple[str, ...]
    needs_look: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that needs a look, and the questions it is about as (key, name)."""

    advice: Advice
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScaleRow:
    name: str
    note: str
    size: int
    people: str
    alpha: str
    omega: str
    error: str


@dataclass(frozen=True, slots=True)
class RetestRow:
    """How far two answers of one person to a question lie apart, as an error in points."""

    name: str
    pairs: str
    start: str
    error: str
    together: str


@dataclass(frozen=True, slots=True)
class ExitRow:
    """Who stopped at a question."""

    name: str
    reached: str
    left: str
    risk: str
    interval: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page. ``waits`` say which figures wait for more answers."""

    choices: tuple[Choice, ...]
    quarters: tuple[Choice, ...]
    finished: str
    facts: tuple[tuple[str, str], ...]
    waits: tuple[str, ...]
    looks: tuple[Look, ...]
    rows: tuple[QuestionRow, ...]
    scales: tuple[ScaleRow, ...]
    curve: Columns | None
    exits: tuple[ExitRow, ...]
    retests: tuple[RetestRow, ...]


def overview(told: Report, editions: Sequence[int], quarters: Sequence[int] = ()) -> Overview:
    """The page of a report. ``editions`` are all that have something counted, oldest first, and
    ``quarters`` all in which something was counted, newest first.
    """
    finished = told.people[Outcome.FINISHED]
    return Overview(
        choices=_choices(told, editions),
        quarters=_quarters(told, quarters),
        finished=people(finished),
        facts=(
            ("Finished, and counted", people(finished)),
            ("Left before the end", people(told.people[Outcome.LEFT])),
            ("Answers pointed in different directions", people(told.people[Outcome.INCONSISTENT])),
            ("Too little answered", people(told.people[Outcome.INSUFFICIENT])),
        ),
        waits=_waits(told),
        looks=_looks(told),
        rows=tuple(_row(each) for each in sorted(told.questions, key=_urgency)),
        scales=tuple(scale_row(each) for each in told.scales),
        curve=_curve(told),
        exits=_exits(told),
        retests=_retests(told),
    )


def _choices(told: Report, editions: Sequence[int]) -> tuple[Choice, ...]:
    if not editions:
        return ()
    return (
        Choice("All editions", "", told.edition is None and told.quarter is None),
        *(
            Choice(f"Edition {number}", f"edition={number}", number == told.edition)
            for number in sorted(editions, reverse=True)
        ),
    )


def _quarters(told: Report, quarters: Sequence[int]) -> tuple[Choice, ...]:
    """With one quarter there is nothing to choose."""
    if len(quarters) < 2:
        return ()
    return (
        Choice("All the time", "", told.edition is None and told.quarter is None),
        *(
            Choice(quarter_label(each), f"quarter={quarter_code(each)}", each == told.quarter)
            for each in quarters
        ),
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
    pressing = [order.index(flag) for flag in told.flags if flag is not Flag.FEW_ANSWERS]
    return (min(pressing, default=len(order)), -len(pressing), told.asked.key)


def _looks(told: Report) -> tuple[Look, ...]:
    found = []
    for flag in Flag:
        if flag is Flag.FEW_ANSWERS:
            continue
        flagged = [each.asked for each in told.questions if flag in each.flags]
        if flagged:
            found.append(
                Look(ADVICE[flag], tuple((asked.key, name_of(asked)) for asked in flagged))
            )
    return tuple(found)


def _row(told: QuestionReport) -> QuestionRow:
    scale = told.in_scale
    pressing = [flag for flag in told.flags if flag is not Flag.FEW_ANSWERS]
    return QuestionRow(
        key=told.asked.key,
        kind=KINDS[told.asked.kind],
        name=name_of(told.asked),
        answers=_answers(told),
        left_out=whole_percent(told.left_out),
        mean=score(told.mean),
        spread=score(told.spread),
        with_rest=coefficient(scale.with_rest if scale else told.with_rating),
        without=coefficient(scale.alpha_without if scale else None),
        time=seconds(told.speed.median if told.speed else None),
        notes=tuple(ADVICE[flag].name for flag in told.flags),
        needs_look=bool(pressing),
    )


def _answers(told: QuestionReport) -> str:
    if told.is_held_back:
        return "hidden"
    return "under 5" if told.answered is None else f"{told.answered:,}"


def _retests(told: Report) -> tuple[RetestRow, ...]:
    return tuple(
        RetestRow(
            name=name_of(each.asked),
            pairs=f"{each.retest.pairs:,}",
            start=score(each.asked.error),
            error=score(each.retest.error),
            together=score(each.retest.together),
        )
        for each in told.questions
        if each.retest
    )


def scale_row(told: ScaleReport) -> ScaleRow:
    """One scale in figures; what too few people stand behind is not shown."""
    alpha = coefficient(told.alpha)
    if told.alpha is not None and told.alpha_error is not None:
        alpha += f" ± {told.alpha_error:.2f}"
    return ScaleRow(
        name=SCALES.get(told.scale.group, f"Levels: {told.scale.group}"),
        note=SCALE_NOTES.get(told.scale.group, ""),
        size=len(told.scale.members),
        people="under 5" if told.n is None else f"{told.n:,}",
        alpha=alpha,
        omega=coefficient(told.omega),
        error=NOT_SHOWN if told.error_of_mean is None else f"{told.error_of_mean:.1f} points",
    )


# ------------------------------------------------------------------ who left, and where


def _curve(told: Report) -> Columns | None:
    if not told.curve or told.began is None:
        return None
    last = told.curve[-1]
    starts: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, step in enumerate(told.curve):
        name = KINDS[step.asked.kind]
        if name not in seen:
            seen.add(name)
            starts.append((number, name))
    share = whole_percent(last.still_there)
    kinds = ", ".join(name.lower() for _, name in starts)
    return columns(
        title=f"{share} of those who begin get as far as the last question",
        note=f"One column a question, in the order asked: {kinds}. It falls when five more people "
        "have left.",
        description=f"{people(told.began)} began. Before the last of "
        f"{len(told.curve)} questions {share} are still there.",
        values=[step.still_there for step in told.curve],
        ticks=starts,
    )


def _exits(told: Report) -> tuple[ExitRow, ...]:
    rows = [_exit(name_of(each.asked), each.exits) for each in told.questions if each.exits]
    if told.left_at_end and rows:
        rows.append(_exit("After the last question, before asking for the result",
                          told.left_at_end))  # fmt: skip
    return tuple(rows)


def _exit(name: str, exits: Exits) -> ExitRow:
    known = exits.hazard is not None and exits.low is not None and exits.high is not None
    return ExitRow(
        name=name,
        reached=f"{exits.reached:,}",
        left="hidden" if exits.left is None else f"{exits.left:,}",
        risk=whole_percent(exits.hazard) if known else NOT_SHOWN,
        interval=f"{whole_percent(exits.low)} to {whole_percent(exits.high)}"
        if known
        else NOT_SHOWN,
    )
