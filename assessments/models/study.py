"""Rows of what volunteers say so that the quiz can be checked; never part of a score."""

from django.db import models

from assessments.models.attempt import Attempt
from assessments.models.choices import Work


class StudyAnswer(models.Model):
    """One person's own work beside their result, given with consent; a later answer replaces it.

    ``wave`` is 1 after the result and 2 after 6 to 12 months. ``again`` says from 1 to 5 whether
    they would choose that work again. ``ratings`` has an interest from 0 to 4 by competency, of
    those who are asked for more.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="study_answers")
    wave = models.PositiveSmallIntegerField()
    work = models.CharField(max_length=30, choices=Work.choices, blank=True)
    again = models.PositiveSmallIntegerField(null=True)
    ratings = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # nobody on the desk sees what one person said
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "wave"],
                name="study_answer_once_a_wave",
                violation_error_message="This was said already.",
            )
        ]

    def __str__(self) -> str:
        return f"Study answer {self.pk}"
