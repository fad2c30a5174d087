"""What the three dials of a role say together: stay, learn or document (docs/scoring.md §6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.rounding import NOISE
from assessments.evaluation.presenters.verdict import is_held
from assessments.evaluation.result import RoleResult
from assessments.scoring import Verdict
from roles.graphics.charts import RoleMark

DOCUMENT = "Document"
THINK_IT_OVER = "Think it over"
# Fit of somebody who leans to no role.
MIDDLE = 50.0
# Share of the proof the quiz can see from which a role is proven well, and from which in part.
PROVEN = 2 / 3
PARTLY_PROVEN = 1 / 3


class Likes(StrEnum):
    """Where the range of fit lies against the middle."""

    YES = "Your likes fit this work"
    OPEN = "Your likes lean neither to this work nor away from it"
    NO = "Your likes lean away from this work"
    UNKNOWN = ""


class Amount(StrEnum):
    """How much of the work somebody can do, or can show."""

    MUCH = "much"
    SOME = "some"
    LITTLE = "little"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Together:
    """One role: the advice in a word, and the sentence that leads to it."""

    role: RoleMark
    advice: str
    text: str


def together(reading: Reading) -> tuple[Together, ...]:
    """What the dials say together, the lean first; nothing where answers contradict each other."""
    if not reading.has_enough or reading.result.verdict is Verdict.INCONSISTENT:
        return ()
    return tuple(
        Together(reading.marks[role.slug], *_said(reading, role))
        for role in reading.ranked
        if role.is_comparable
    )


def _said(reading: Reading, role: RoleResult) -> tuple[str, str]:
    likes, (can, shown) = _likes(reading, role), _skill(reading, role)
    if is_held(role) and reading.readiness(role) is not None:
        levels = _can(reading, (role.readiness or 0.0) - (role.must_have_line or 0.0))
        if levels is not can and likes is not Likes.NO:
            return "Learn", _held(likes, levels)
        can = levels
    return _advice(likes, can, shown)


def _held(likes: Likes, levels: Amount) -> str:
    """Levels that would do, held down by a must-have, such as hands-on years."""
    start = f"{likes.value}. " if likes is not Likes.UNKNOWN else ""
    work = "it" if start else "this work"
    return (
        f"{start}By your own ratings you can do {levels.value} of {work}, but a must-have is not "
        "met: start with that."
    )


def _likes(reading: Reading, role: RoleResult) -> Likes:
    if reading.fit(role) is None or role.is_flat:
        return Likes.UNKNOWN
    if role.fit_range.low > MIDDLE:
        return Likes.YES
    return Likes.NO if role.fit_range.high < MIDDLE else Likes.OPEN


def _skill(reading: Reading, role: RoleResult) -> tuple[Amount, Amount]:
    """How much of the role somebody can do and, of what the quiz can see, show."""
    can = Amount.UNKNOWN
    if reading.readiness(role) is not None and role.readiness is not None:
        can = _can(reading, role.readiness)
    reach = reading.proof_reach.get(role.slug, 0.0)
    if role.proof is None or not reach or not reading.told_background:
        return can, Amount.UNKNOWN
    return can, _amount(role.proof / reach, PROVEN, PARTLY_PROVEN)


def _can(reading: Reading, readiness: float) -> Amount:
    limits = reading.settings
    return _amount(readiness, limits.band_nearly - NOISE, limits.band_building - NOISE)


def _amount(value: float, much: float, some: float) -> Amount:
    if value >= much:
        return Amount.MUCH
    return Amount.SOME if value >= some else Amount.LITTLE


def _advice(likes: Likes, can: Amount, shown: Amount) -> tuple[str, str]:
    """The advice and its sentence. Likes come first: nobody should learn what they dislike."""
    if can is Amount.UNKNOWN:
        return "Not known", "You told us too little about what you have done to say more."
    if likes is Likes.NO:
        if can is Amount.MUCH:
            return THINK_IT_OVER, (
                "You can do much of this work, but your likes lean away from it: "
                "ask yourself whether you want more of it."
            )
        return THINK_IT_OVER, (
            f"{likes.value}, and you can do {can.value} of it so far: "
            "try some of it before you spend time on learning it."
        )
    start = f"{likes.value}. " if likes is not Likes.UNKNOWN else ""
    work = "it" if start else "this work"
    if can is not Amount.MUCH:
        return "Learn", f"{start}You can do {can.value} of {work} so far: learn what is missing."
    if shown is Amount.UNKNOWN:
        return "Stay", f"{start}You can do much of {work}: stay on this path."
    if shown is Amount.MUCH:
        return "Stay", f"{start}You can do much of {work} and can show it: stay on this path."
    return DOCUMENT, (
        f"{start}You can do much of {work}, but {shown.value} of it shows on paper: document it."
    )
