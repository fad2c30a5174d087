"""Rows of what volunteers say so that the quiz can be checked; never part of a score."""

from django.db import models

from assessments.models.attempt import Attempt
from assessments.models.choices import Work
from roles.models import Edition
from roles.models.constraints import once


class StudyAnswer(models.Model):
    """One person's own work beside their result, given with consent; a later answer replaces it.

    ``wave`` is 1 after the result, 2 after 6 to 12 months. ``again`` says from 1 to 5 whether they
    would choose that work again. ``ratings`` has interests from 0 to 4, by competency, if asked.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="study_answers")
    wave = models.PositiveSmallIntegerField()
    work = models.CharField(max_length=30, choices=Work.choices, blank=True)
    again = models.PositiveSmallIntegerField(null=True)
    ratings = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # nobody on the desk sees what one person said
        constraints = [once("attempt", "wave", message="This was said already.")]

    def __str__(self) -> str:
        return f"Study answer {self.pk}"


class Panel(models.Model):
    """A link through which people who do a job rate what an edition asks of it.

    ``kept_link`` is the token of the link, encrypted (``web.encryption``). ``answers`` has what
    each of them said, by the hash of an address that only they know; no name is kept.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField()
    token_hash = models.CharField(max_length=64, unique=True)
    kept_link = models.CharField(max_length=200)
    ends_at = models.DateTimeField()
    answers = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()  # the page of the study shows figures of these
