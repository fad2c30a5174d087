"""Keeping what a person decides about their development plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from assessments.attempts.services import NotFinished, locked
from assessments.instrument.arrays import assessments_of
from assessments.models import KeptPlan
from assessments.models.choices import DEFAULT_HOURS, DEFAULT_WEEKS
from assessments.plans.preferences import Action, PlanPreferences, after_action
from assessments.plans.selectors import preferences_of
from roles.snapshot.editions import pinned_snapshot


class UnknownStep(LookupError):
    """The edition that the result is pinned to has no such step."""


def apply_action(
    *, token: str, action: Action, step: str, other: str = "", now: dt.datetime
) -> None:
    """Change what becomes of one step. Running it again with the same arguments changes nothing.

    ``other`` is the step that a swap takes instead. Raises UnknownLink, NotFinished, UnknownStep.
    """
    steps = (step, other) if action is Action.SWAP else (step,)
    _change(token, steps, lambda choice: after_action(choice, action, step, other), now)


def set_plan(*, token: str, role: str, hours_a_week: int, weeks: int, now: dt.datetime) -> None:
    """Keep toward which role, with how much time. Raises UnknownLink and NotFinished."""
    _change(
        token,
        (),
        lambda choice: replace(choice, role=role, hours_a_week=hours_a_week, weeks=weeks),
        now,
    )


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
    known = {step.key for step in assessments_of(pinned_snapshot(attempt.edition)).steps}
    if unknown := [key for key in steps if key not in known]:
        raise UnknownStep(f"“{unknown[0][:40]}” is not one of the steps.")
    row = KeptPlan.objects.filter(attempt=attempt).first() or KeptPlan(
        attempt=attempt, role="", hours_a_week=DEFAULT_HOURS, weeks=DEFAULT_WEEKS
    )
    choice = change(preferences_of(row))
    row.role, row.hours_a_week, row.weeks = choice.role, choice.hours_a_week, choice.weeks
    row.done, row.done_before = sorted(choice.done), sorted(choice.done_before)
    row.left_out, row.wanted = sorted(choice.left_out), sorted(choice.wanted)
    row.saved_at = now
    row.save()
