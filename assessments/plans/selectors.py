"""Reading what a person decided about their plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assessments.attempts.selectors import hash_of
from assessments.models import KeptPlan
from assessments.plans.preferences import PlanPreferences


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """What a person decided about their plan; a blank role is the one that the result leans to."""

    preferences: PlanPreferences
    saved_at: dt.datetime


def find_plan(token: str) -> StoredPlan | None:
    """Return the stored plan of a result; None while nothing was changed."""
    row = KeptPlan.objects.filter(attempt__token_hash=hash_of(token)).first()
    return None if row is None else StoredPlan(preferences_of(row), row.saved_at)


def preferences_of(row: KeptPlan) -> PlanPreferences:
    """Return a row as a value."""
    return PlanPreferences(
        role=row.role,
        hours_a_week=row.hours_a_week,
        weeks=row.weeks,
        done=frozenset(row.done),
        done_before=frozenset(row.done_before),
        left_out=frozenset(row.left_out),
        wanted=frozenset(row.wanted),
    )
