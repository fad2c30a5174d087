"""What was counted of the impact of a draft on results."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from roles.models import Edition


class Impact(models.Model):
    """The count for one draft beside one edition; sums only, no single person.

    It is worked out bit by bit: ``upto`` is the last of the compact answers that is in ``tally``
    (a ``Tally`` as JSON), ``last`` the last one there was when the count began,
    ``done`` of ``total`` how many that is. ``finished_at`` is set when nothing is left. Any
    process may go on with it; a new draft has a new row.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    draft_hash = models.CharField(max_length=64)
    tally = models.JSONField()
    upto = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()  # assessments.view_impact opens the page
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "draft_hash"],
                name="impact_once_a_draft",
                violation_error_message="The impact of this draft is being counted already.",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(upto=F("last")),
                name="impact_finished_with_everybody",
                violation_error_message="A count is finished when everybody is in it.",
            ),
        ]

    def __str__(self) -> str:
        return f"Impact {self.pk}"
