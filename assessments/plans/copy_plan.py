"""What a retake takes along of the plan that was kept with the result before it."""

from __future__ import annotations

import datetime as dt

from assessments.instrument.arrays import assessments_of
from assessments.models import Attempt, KeptPlan
from assessments.plans.preferences import carried
from assessments.plans.selectors import preferences_of
from roles.snapshot.editions import Snapshot


def copy_plan(row: Attempt, snapshot: Snapshot, now: dt.datetime) -> None:
    """Begin the plan of a retake that was just finished; nothing without an earlier plan.

    Steps that its edition does not have are left behind, and so is a role that is gone.
    """
    before = KeptPlan.objects.filter(attempt__retakes=row).first()
    if before is None:
        return
    steps = frozenset(step.key for step in assessments_of(snapshot).steps)
    roles = frozenset(role.slug for role in snapshot.roles.roles)
    choice = carried(preferences_of(before), steps=steps, roles=roles)
    KeptPlan.objects.create(
        attempt=row,
        role=choice.role,
        hours_a_week=choice.hours_a_week,
        weeks=choice.weeks,
        done=[],
        done_before=sorted(choice.done_before),
        left_out=sorted(choice.left_out),
        wanted=sorted(choice.wanted),
        saved_at=now,
    )
