"""Hold what a person decides about their development plan, and change it by one action. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum

from assessments.models import KeptPlan
from assessments.models.choices import DEFAULT_HOURS, DEFAULT_WEEKS

STEP_SETS = ("done", "done_before", "left_out", "wanted")


@dataclass(frozen=True, slots=True)
class PlanPreferences:
    """A person's wishes for a plan. The sets hold keys of steps; no step is in two of them.

    ``hours_a_week`` and ``weeks`` are for the whole plan. ``done`` is since the quiz: such a step
    counts as usual from today on, opens what comes after it, and its hours are spent. What was
    ``done_before`` is in the answers already and spends none. A ``wanted`` step is in at any cost.
    """

    role: str
    hours_a_week: int = DEFAULT_HOURS
    weeks: int = DEFAULT_WEEKS
    done: frozenset[str] = frozenset()
    done_before: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, row: KeptPlan) -> "PlanPreferences":
        """Return what a row holds. A blank role is the one that the result leans to."""
        sets = {name: frozenset(getattr(row, name)) for name in STEP_SETS}
        return cls(row.role, row.hours_a_week, row.weeks, **sets)

    @property
    def hours(self) -> int:
        return self.hours_a_week * self.weeks

    @property
    def ticked(self) -> frozenset[str]:
        """Steps that are not to be planned: done or left out."""
        return self.done | self.done_before | self.left_out


class Action(StrEnum):
    """An action on one step of a plan. Repeating it changes nothing more."""

    DONE = "done"
    DONE_BEFORE = "done-before"
    LEAVE_OUT = "leave-out"
    TAKE_BACK = "take-back"  # neither done nor left out
    WANT = "want"
    LET_GO = "let-go"  # no longer wanted: the plan decides
    SWAP = "swap"  # out with the step, in with another


def after_action(
    preferences: PlanPreferences, action: Action, step: str, other: str = ""
) -> PlanPreferences:
    """Return the preferences after an action. ``other`` is what a swap takes instead."""
    one = frozenset((step,))
    at = replace(preferences, **{name: getattr(preferences, name) - one for name in STEP_SETS})
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


def for_retake(
    preferences: PlanPreferences, *, steps: frozenset[str], roles: frozenset[str]
) -> PlanPreferences:
    """Return the preferences for the plan of a retake: its answers hold what was done already.

    ``steps`` and ``roles`` are what its edition has; the rest is left behind.
    """
    return replace(
        preferences,
        role=preferences.role if preferences.role in roles else "",
        done=frozenset(),
        done_before=(preferences.done | preferences.done_before) & steps,
        left_out=preferences.left_out & steps,
        wanted=preferences.wanted & steps,
    )
