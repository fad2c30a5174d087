"""Links of one result to others: colleagues who rate, and people who read it."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from assessments.models.attempt import Attempt
from assessments.models.choices import TOGETHER, Detail


class Invitation(models.Model):
    """One private link for one rater, with what it promised and what was answered.

    ``asker``, ``minimum`` and ``asks_openly`` are the promise: they are never changed. ``answers``
    has the form of an attempt's answers and is ``None`` as soon as nothing of it may be shown.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="invitations")
    key = models.CharField(max_length=36)
    number = models.PositiveSmallIntegerField()
    token_hash = models.CharField(max_length=64, unique=True)
    asker = models.CharField(max_length=60, blank=True)
    minimum = models.PositiveSmallIntegerField(default=TOGETHER)
    asks_openly = models.BooleanField(default=False)
    agreed = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answers = models.JSONField(default=dict, null=True)
    last_seq = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        default_permissions = ()  # nobody on the desk has any business with these
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "key"],
                name="invitation_key_once",
                violation_error_message="This link was made already.",
            ),
            models.UniqueConstraint(
                fields=["attempt", "number"],
                name="invitation_number_once",
                violation_error_message="Each link of a result has a number of its own.",
            ),
            models.CheckConstraint(
                condition=Q(minimum__gte=TOGETHER),
                name="invitation_minimum_kept",
                violation_error_message="Answers are shown together from three on, or later.",
            ),
            models.CheckConstraint(
                condition=Q(agreed=False) | Q(asks_openly=True),
                name="invitation_agreed_only_if_asked",
                violation_error_message="A rater can only agree to what was asked.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="invitation_ends_after_it_begins",
                violation_error_message="A link ends after it begins.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, revoked_at__isnull=True)
                | Q(answers__isnull=True),
                name="invitation_ended_holds_nothing",
                violation_error_message="What was withdrawn or stopped holds no answers.",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(agreed=False, sent_at__isnull=False),
                name="invitation_drawn_only_if_sent",
                violation_error_message="Only answers that were sent, and are not shown alone, "
                "are drawn together.",
            ),
        ]


class FeedbackSummary(models.Model):
    """The summary of all raters together, drawn once for a result and never again.

    ``document`` maps the key of a question to ``[low, high]`` in levels, and loses questions that
    too few of the remaining raters answered; ``None`` when the summary has ended.
    """

    attempt = models.OneToOneField(
        Attempt, on_delete=models.CASCADE, related_name="feedback_summary"
    )
    drawn_at = models.DateTimeField()
    document = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, document__isnull=False)
                | Q(ended_at__isnull=False, document__isnull=True),
                name="feedback_summary_ended_holds_nothing",
                violation_error_message="A picture holds something exactly while it is shown.",
            )
        ]


class Share(models.Model):
    """One read-only link to one result.

    ``token_hash`` is the SHA-256 of the link's token, which is derived from ``key``, a random part,
    and the owner's private link, and stored nowhere. ``revoked_at`` ends it before its time.
    ``has_picture``: where the link is pasted, apps may show a picture with the verdict.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="shares")
    key = models.CharField(max_length=36)
    token_hash = models.CharField(max_length=64, unique=True)
    detail = models.CharField(max_length=8)
    has_picture = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()  # nobody on the desk has any business with these
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "key"],
                name="share_key_once",
                violation_error_message="This share link was made already.",
            ),
            models.CheckConstraint(
                condition=Q(detail__in=[detail.value for detail in Detail]),
                name="share_detail_known",
                violation_error_message="A share link shows one of the known levels of detail.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="share_ends_after_it_begins",
                violation_error_message="A share link ends after it begins.",
            ),
        ]

    def is_live(self, now: dt.datetime) -> bool:
        """Return whether the link still works at ``now``."""
        return self.revoked_at is None and now < self.expires_at
