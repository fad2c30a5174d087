"""Sums for the statistics of the questions, the impact of a draft, and exports for research."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roles.models import Edition
from roles.models.constraints import once, rule


class EditionSums(models.Model):
    """The sums of the attempts that were made under one edition, in the shape of ``version``.

    They hold no attempt: one that is deleted stays counted, without a trace of whose it was, until
    the sums are made again, as since ``rebuild_started_at``. ``study`` has figures about people,
    the same for editions that ask and score alike; results name a role while ``names_roles``.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="statistics")
    version = models.PositiveSmallIntegerField()
    form = models.JSONField()
    sums = models.JSONField()
    study = models.JSONField(default=dict)
    names_roles = models.BooleanField(default=True)
    counted_at = models.DateTimeField()
    rebuild_started_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()  # the desk shows figures made of these, never the sums


class QuarterSums(models.Model):
    """What one quarter of a year holds of an edition's sums: ``year * 4 + (0 to 3)``."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    quarter = models.PositiveSmallIntegerField()
    sums = models.JSONField()

    class Meta:
        default_permissions = ()  # the desk shows figures made of these, never the sums
        constraints = [
            once("edition", "quarter", message="This quarter of this edition is counted already.")
        ]


class Impact(models.Model):
    """The count for one draft beside one edition; sums only, no single person.

    It is worked out bit by bit, by any process: ``upto`` is the last of the encoded answers that is
    in ``sums``, ``last`` the last one there was when the count began, ``done`` of ``total`` how
    many that is. ``finished_at`` is set when nothing is left.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    draft_hash = models.CharField(max_length=64)
    sums = models.JSONField()
    upto = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()  # assessments.view_impact opens the page
        constraints = [
            once(
                "edition",
                "draft_hash",
                message="The impact of this draft is being counted already.",
            ),
            rule(
                "finished_with_everybody",
                Q(finished_at__isnull=True) | Q(upto=F("last")),
                "A count is finished when everybody is in it.",
            ),
        ]


class ResearchExport(models.Model):
    """One export for research, never changed: who took what, when; without dates, of all months."""

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
            rule(
                "period_in_order",
                Q(first_date__isnull=True, last_date__isnull=True)
                | Q(
                    first_date__isnull=False,
                    last_date__isnull=False,  # or a check of the database would not know
                    last_date__gte=F("first_date"),
                ),
                "A period has a first and a last day, in this order.",
            )
        ]
