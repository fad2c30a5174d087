"""What is counted for the statistics of the questions, and who exported attempts."""

from __future__ import annotations

from django.db import models

from roles.models import Edition


class EditionSums(models.Model):
    """The sums of the attempts that were made under one edition.

    ``sums`` and ``form`` are as ``assessments.statistics`` stores them, in the shape of
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
