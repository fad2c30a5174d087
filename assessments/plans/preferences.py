"""What a person decides about their development plan, and how one press changes it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from assessments.models.choices import DEFAULT_HOURS, DEFAULT_WEEKS

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlanPreferences:
    """What a person asks for. The sets hold keys of steps; no step is in two of them.

    ``hours_a_week`` and ``weeks`` are for the whole plan. ``done`` is since the quiz: such a step
    counts as usual from today on, opens what comes after it, and its hours are spent. What was
    ``done_before`` the quiz is in the answers already and spends none. A ``wanted`` step is in the
    plan whatever it costs.
    """

    role: str
    hours_a_week: int = DEFAULT_HOURS
    weeks: int = DEFAULT_WEEKS
    done: frozenset[str] = field(default=_NONE)
    done_before: frozenset[str] = field(default=_NONE)
    left_out: frozenset[str] = field(default=_NONE)
    wanted: frozenset[str] = field(default=_NONE)

    @property
    def hours(self) -> int:
        return self.hours_a_week * self.weeks

    @property
    def ticked(self) -> frozenset[str]:
        """Steps that are not to be planned: done or left out."""
        return self.done | self.done_before | self.left_out


class Action(StrEnum):
    """What one press does to one step. Pressing again changes nothing more."""

    DONE = "done"
    DONE_BEFORE = "done-before"
    LEAVE_OUT = "leave-out"
    TAKE_BACK = "take-back"  # neither done nor left out
    WANT = "want"
    LET_GO = "let-go"  # no longer wanted: the plan decides
    SWAP = "swap"  # out with the step, in with another


def after_action(
    choice: PlanPreferences, action: Action, step: str, other: str = ""
) -> PlanPreferences:
    """The choice after a press. ``other`` is what a swap takes instead."""
    one = frozenset((step,))
    at = replace(
        choice,
        done=choice.done - one,
        done_before=choice.done_before - one,
        left_out=choice.left_out - one,
        wanted=choice.wanted - one,
    )
    match action:
        case Action.DONE:
            return replace(at, done=at.done | one)
        case Action.DONE_BEFORE:
            return replace(at, done_before=at.done_before | one)
        case Action.LEAVE_OUT:
            return replace(at, left_out=at.left_out | one)
        case Action.WANT:
            return replace(at, wanted=at.wanted | one)
        case Action.SWAP:
            return after_action(replace(at, left_out=at.left_out | one), Action.WANT, other)
        case Action.TAKE_BACK | Action.LET_GO:
            return at


def carried(
    choice: PlanPreferences, *, steps: frozenset[str], roles: frozenset[str]
) -> PlanPreferences:
    """The choice for the plan of a retake: what was done is in its answers already.

    ``steps`` and ``roles`` are what its edition has.
    """
    return replace(
        choice,
        role=choice.role if choice.role in roles else "",
        done=_NONE,
        done_before=(choice.done | choice.done_before) & steps,
        left_out=choice.left_out & steps,
        wanted=choice.wanted & steps,
    )
