"""Name the strengths that a person brings."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.evaluation.presenters.reading import SPOKEN_OF, Reading
from assessments.evaluation.presenters.rounding import NOISE
from assessments.evaluation.result import RoleResult
from assessments.scoring import Verdict
from web.words import number_word

STRENGTHS = 3
# Share of a required level from which a competency is a strength.
ENOUGH = 0.75


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three things below the verdict: a title, what it names, and a short text."""

    title: str
    names: tuple[str, ...]
    text: str


def strengths(reading: Reading) -> Part | None:
    """Return what somebody brings to the roles in question, or rates highest, or leans toward."""
    result = reading.result
    roles: Sequence[RoleResult] = ()
    if result.verdict in SPOKEN_OF:
        is_tie = result.verdict is Verdict.TOO_CLOSE and reading.close
        roles = reading.close if is_tie else (result.role(result.lean),)
    if roles and (found := _brought(reading, roles)):
        names = [reading.short(role.slug) for role in roles]
        to = names[0] if len(names) == 1 else "both roles"
        if len(names) > 2:
            to = f"all {number_word(len(names))} roles"
        nearest = "" if all(is_met for _, is_met in found) else "At or near the required levels."
        return Part(f"What you bring to {to}", _names(reading, [key for key, _ in found]), nearest)
    if not roles:
        rated = {each.competency: each.level for each in result.levels if each.level}
        if best := sorted(rated, key=lambda key: -(rated[key] or 0.0)):
            return Part("Your highest ratings", _names(reading, best), "")
    leaning = {each.competency: each.profile for each in result.levels if each.profile > NOISE}
    if best := sorted(leaning, key=lambda key: -leaning[key]):
        return Part("What you lean toward", _names(reading, best), "")
    return None


def _brought(reading: Reading, roles: Sequence[RoleResult]) -> list[tuple[str, bool]]:
    """Return what adds most to all the roles, and whether its level is met."""
    found = []
    for key in reading.competency_names:
        parts = [part for role in roles for part in role.competencies if part.competency == key]
        have = [part.readiness or 0.0 for part in parts]
        open_ = [part.gap or 0.0 for part in parts]
        enough = [
            one > NOISE and one >= ENOUGH * (one + rest)
            for one, rest in zip(have, open_, strict=True)
        ]
        if enough and all(enough):
            found.append((-sum(have), key, max(open_) <= NOISE))
    return [(key, is_met) for _, key, is_met in sorted(found)[:STRENGTHS]]


def _names(reading: Reading, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(reading.competency_names[key] for key in keys[:STRENGTHS])
