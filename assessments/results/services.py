"""Finish a quiz: store its result, and give a retake the plan of the result before."""

import datetime as dt

from django.db import transaction

from assessments.attempts.services import finish_attempt
from assessments.plans.services import copy_plan
from roles.snapshot.editions import pinned_snapshot


@transaction.atomic
def finish_quiz(*, token: str, now: dt.datetime) -> bool:
    """Compute the result, finish the attempt, and give a retake the plan of the result before it.

    Returns false when it was finished before; then nothing changes. Raises ``UnknownLink``.
    """
    row = finish_attempt(token=token, now=now)
    if row is None:
        return False
    if row.retake_of_id is not None:
        copy_plan(row, pinned_snapshot(row.edition), now)
    return True
