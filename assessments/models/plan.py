"""What a person decided about their development plan."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from assessments.models.attempt import Attempt
from assessments.models.choices import MOST_HOURS, MOST_WEEKS


class KeptPlan(models.Model):
    """The choices behind one result's plan; the plan itself is worked out from them.

    ``role`` is blank while the person plans toward the role that the result leans to. The lists
    hold keys of steps: done since the quiz, done before it, left out, and wanted in the plan
    whatever it costs. The row goes with its attempt.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="plan")
    role = models.CharField(max_length=80, blank=True)
    hours_a_week = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    done = models.JSONField(default=list)
    done_before = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    wanted = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # nobody on the desk has any business with these
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_a_week__gte=1, hours_a_week__lte=MOST_HOURS),
                name="kept_plan_hours_sensible",
                violation_error_message=f"Hours a week lie between 1 and {MOST_HOURS}.",
            ),
            models.CheckConstraint(
                condition=Q(weeks__gte=1, weeks__lte=MOST_WEEKS),
                name="kept_plan_weeks_sensible",
                violation_error_message=f"Weeks lie between 1 and {MOST_WEEKS}.",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan {self.pk}"
