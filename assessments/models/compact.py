"""The answers of finished attempts, small enough to read a million of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from assessments.models.attempt import Attempt
from assessments.scoring import Verdict
from roles.models import Edition


class EncodedAnswers(models.Model):
    """One finished attempt in some sixty bytes: a copy of what its row says at length.

    A table of its own, so that reading all of them does not walk past every long document. It
    goes with its attempt. ``codes`` are the answers as ``instrument.answer_codec`` writes them, by
    the quiz of ``edition``, which is the attempt's. ``verdict`` and ``named_role`` are those of
    the stored result; the role is its place in the edition's order, None where none is named.
    Rows are numbered in the order in which attempts were finished.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="encoded")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12)
    named_role = models.PositiveSmallIntegerField(null=True)
    codes = models.BinaryField(max_length=1024)

    class Meta:
        default_permissions = ()  # nobody on the desk sees single answers
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=[verdict.value for verdict in Verdict]),
                name="encoded_answers_verdict_known",
                violation_error_message="A result has one of the known verdicts.",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ONE_ROLE.value, named_role__isnull=False)
                | (~Q(verdict=Verdict.ONE_ROLE.value) & Q(named_role__isnull=True)),
                name="encoded_answers_name_a_role",
                violation_error_message="A role is named exactly by the verdict for one role.",
            ),
        ]

    def __str__(self) -> str:
        return f"Compact answers {self.pk}"
