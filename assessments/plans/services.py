"""Keep and read what a person decides about their plan, which a retake takes over."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from assessments.attempts.selectors import hash_of
from assessments.attempts.services import NotFinished, finish_attempt, locked
from assessments.models import Attempt, KeptPlan
from assessments.plans.planning import steps_of
from assessments.plans.preferences import (
    STEP_SETS,
    Action,
    PlanPreferences,
    after_action,
    for_retake,
)
from roles.snapshot.editions import pinned_snapshot


class UnknownStep(LookupError):
    """The edition that the result is pinned to has no such step."""


def find_plan(token: str) -> KeptPlan | None:
    """Return the stored plan of a result; ``None`` while nothing was changed."""
    return KeptPlan.objects.filter(attempt__token_hash=hash_of(token)).first()


def apply_action(
    *, token: str, action: Action, step: str, other: str = "", now: dt.datetime
) -> None:
    """Apply an action to one step of a plan. Repeating it with the same arguments changes nothing.

    ``other`` is what a swap takes. Raises ``UnknownLink``, ``NotFinished`` and ``UnknownStep``.
    """
    steps = (step, other) if action is Action.SWAP else (step,)
    _change(token, steps, lambda before: after_action(before, action, step, other), now)


def set_plan(*, token: str, role: str, hours_a_week: int, weeks: int, now: dt.datetime) -> None:
    """Store a plan's role and time. Raises ``UnknownLink`` and ``NotFinished``."""

    def change(before: PlanPreferences) -> PlanPreferences:
        return replace(before, role=role, hours_a_week=hours_a_week, weeks=weeks)

    _change(token, (), change, now)


@transaction.atomic
def finish_quiz(*, token: str, now: dt.datetime) -> bool:
    """Compute the result, finish the attempt, and give a retake the plan of the result before it.

    Returns false when it was finished before; then nothing changes. Raises ``UnknownLink``.
    """
    row = finish_attempt(token=token, now=now)
    if row is not None and row.retake_of_id is not None:
        _copy_plan(row, now)
    return row is not None


def _copy_plan(row: Attempt, now: dt.datetime) -> None:
    """Begin the plan of a retake; what its edition does not have, steps or role, is left behind."""
    before = KeptPlan.objects.filter(attempt__retakes=row).first()
    if before is None:
        return
    snapshot = pinned_snapshot(row.edition)
    steps = frozenset(step.key for step in steps_of(snapshot))
    roles = frozenset(role.slug for role in snapshot.quiz_roles.roles)
    kept = for_retake(PlanPreferences.of(before), steps=steps, roles=roles)
    _store(KeptPlan(attempt=row), kept, now)


@transaction.atomic
def _change(
    token: str,
    steps: tuple[str, ...],
    change: Callable[[PlanPreferences], PlanPreferences],
    now: dt.datetime,
) -> None:
    attempt = locked(token)
    if attempt.finished_at is None:
        raise NotFinished
    known = {step.key for step in steps_of(pinned_snapshot(attempt.edition))}
    if unknown := [key for key in steps if key not in known]:
        raise UnknownStep(f"“{unknown[0][:40]}” is not one of the steps.")
    row = KeptPlan.objects.filter(attempt=attempt).first()
    before = PlanPreferences(role="") if row is None else PlanPreferences.of(row)
    _store(row or KeptPlan(attempt=attempt), change(before), now)


def _store(row: KeptPlan, preferences: PlanPreferences, now: dt.datetime) -> None:
    row.role = preferences.role
    row.hours_a_week, row.weeks = preferences.hours_a_week, preferences.weeks
    for name in STEP_SETS:
        setattr(row, name, sorted(getattr(preferences, name)))
    row.saved_at = now
    row.save()
