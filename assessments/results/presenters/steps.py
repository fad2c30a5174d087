"""What to do next, for each verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import half_up
from assessments.scoring import Verdict
from web.words import listed

# From this importance (0 to 5) on, a competency is central to a role.
CENTRAL = 3.0
NAMED = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One plain step. ``target`` is where its link goes; ``slugs`` are the roles it is about."""

    text: str
    label: str = ""
    target: Literal["", "gaps", "role", "compare", "quiz"] = ""
    slugs: tuple[str, ...] = ()


def next_steps(reading: Reading) -> tuple[Step, ...]:
    """The steps that make sense after this verdict, the most useful first."""
    match reading.result.verdict:
        case Verdict.ONE_ROLE:
            return _toward_one(reading)
        case Verdict.TOO_CLOSE:
            return _between(reading)
        case Verdict.NEITHER:
            return _first_steps(reading)
        case Verdict.INSUFFICIENT:
            return _answer_more()
        case Verdict.INCONSISTENT:
            return _answer_again()


def _role(reading: Reading, slug: str) -> Step:
    return Step(
        f"Read a working week, the duties and what the {reading.short(slug)} role asks.",
        f"Read about {reading.name(slug)}",
        "role",
        (slug,),
    )


def _gaps(reading: Reading, slug: str) -> Step:
    role = reading.result.role(slug)
    missing = half_up(sum(part.gap or 0.0 for part in role.competencies))
    if not missing and not any(must.is_unmet for must in role.must_haves):
        return Step(
            f"By your own ratings no level is missing for {reading.short(slug)}. Look for ways to "
            "show it: samples of your work, people who can speak for it, a certificate."
        )
    return Step(
        f"Start with the gap that costs you most for {reading.short(slug)}.",
        "See your gaps",
        "gaps",
    )


def _compare(reading: Reading) -> tuple[Step, ...]:
    difference = reading.result.difference
    if difference is None:
        return ()
    one, other = difference.top, difference.other
    return (
        Step(
            "Set the two roles side by side.",
            f"Compare {reading.short(one)} and {reading.short(other)}",
            "compare",
            (one, other),
        ),
    )


def _toward_one(reading: Reading) -> tuple[Step, ...]:
    lean = reading.result.lean
    return (_gaps(reading, lean), _role(reading, lean), *_compare(reading))


def _between(reading: Reading) -> tuple[Step, ...]:
    difference = reading.result.difference
    if difference is None:
        return ()
    steps = []
    one, other = difference.top, difference.other
    if shared := _shared(reading, one, other):
        steps.append(
            Step(f"Build on what both roles need: {listed(shared)}. It is useful for either.")
        )
    apart = [_most_apart(reading, one, other), _most_apart(reading, other, one)]
    if all(apart):
        steps.append(
            Step(
                f"Ask which you would rather spend your days on: {apart[0]} "
                f"({reading.short(one)}) or {apart[1]} ({reading.short(other)})."
            )
        )
    again = "Try some work of each kind, then take the quiz again in a few months."
    return (*steps, *_compare(reading), Step(again, "Take the quiz again", "quiz"))


def _shared(reading: Reading, one: str, other: str) -> list[str]:
    """What is central to both roles, by the smaller of the two weights."""
    first, second = reading.requirements(one), reading.requirements(other)
    weights = {
        key: min(first[key].importance, second[key].importance) for key in first if key in second
    }
    central = [key for key, weight in weights.items() if weight >= CENTRAL]
    central.sort(key=lambda key: -weights[key])
    return [reading.in_sentence(key) for key in central[:NAMED]]


def _most_apart(reading: Reading, one: str, other: str) -> str:
    """The competency that weighs most more in ``one`` than in ``other``; empty if none does."""
    first, second = reading.requirements(one), reading.requirements(other)
    more = {
        key: asked.importance - (second[key].importance if key in second else 0.0)
        for key, asked in first.items()
    }
    best = max(more, key=lambda key: more[key], default="")
    return reading.in_sentence(best) if best and more[best] > 0 else ""


def _first_steps(reading: Reading) -> tuple[Step, ...]:
    lean = reading.result.lean
    again = "Take the quiz again when you have done some of this work."
    return (
        _gaps(reading, lean),
        _role(reading, lean),
        Step(again, "Take the quiz again", "quiz"),
    )


def _answer_more() -> tuple[Step, ...]:
    return (
        Step(
            "A finished quiz cannot be reopened. Take it again and answer what you skipped, as far "
            "as you can. This page stays as it is.",
            "Take the quiz again",
            "quiz",
        ),
        Step("“I have not done this yet” is an answer too, and helps more than a skip."),
    )


def _answer_again() -> tuple[Step, ...]:
    return (
        Step(
            "Take the quiz again at a calm moment. This page stays as it is.",
            "Take the quiz again",
            "quiz",
        ),
        Step("Think of work you have done, not of work you hope to do."),
        Step("Skip a question that you cannot place. A skip is not counted as zero."),
    )
