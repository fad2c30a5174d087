"""What is counted for the statistics of the questions, and who exported attempts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roles.models import Edition


class EditionSums(models.Model):
    """The sums of the attempts that were made under one edition.

    ``sums`` and ``form`` are as ``assessments.analytics.statistics`` stores them, in the shape of
    ``version``. They hold no attempt: one that is deleted stays counted, without a trace of whose
    it was, until the sums are made again. ``rebuild_started_at`` is set while that goes on.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    form = models.JSONField()
    sums = models.JSONField()
    counted_at = models.DateTimeField()
    rebuild_started_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()  # the desk shows figures made of these, never the sums

    def __str__(self) -> str:
        return f"Sums {self.pk}"


class QuarterSums(models.Model):
    """The part of an edition's sums that one quarter of a year holds: ``year * 4 + (0 to 3)``.

    ``form`` and shape are those of the edition's ``EditionSums``, with which these change.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    quarter = models.PositiveSmallIntegerField()
    sums = models.JSONField()

    class Meta:
        default_permissions = ()  # the desk shows figures made of these, never the sums
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "quarter"],
                name="quarter_sums_once",
                violation_error_message="This quarter of this edition is counted already.",
            )
        ]

    def __str__(self) -> str:
        return f"Sums {self.pk}"


class ResearchExport(models.Model):
    """One export of attempts for research: who took how many lines, by which filters, when.

    Rows are never changed or deleted. ``first_date`` and ``last_date`` are the first and the last
    day of the chosen months, None for all there are.
    """

    exported_at = models.DateTimeField()
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    first_date = models.DateField(null=True)
    last_date = models.DateField(null=True)
    file_format = models.CharField(max_length=5)
    lines = models.PositiveIntegerField()

    class Meta:
        ordering = ["-exported_at", "-pk"]
        default_permissions = ()  # the page of exports lists them
        constraints = [
            models.CheckConstraint(
                condition=Q(first_date__isnull=True, last_date__isnull=True)
                | Q(
                    first_date__isnull=False,
                    last_date__isnull=False,  # or a check of the database would not know
                    last_date__gte=F("first_date"),
                ),
                name="research_export_period_in_order",
                violation_error_message="A period has a first and a last day, in this order.",
            )
        ]

    def __str__(self) -> str:
        return f"Export {self.pk}"
