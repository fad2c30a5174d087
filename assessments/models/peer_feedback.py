"""Links of one result to others: colleagues who rate, and people who read it."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from assessments.models.attempt import Attempt
from assessments.models.choices import TOGETHER, Detail
from roles.models.constraints import once, one_of, rule


class Link(models.Model):
    """Abstract row of a link from one result to somebody else.

    ``token_hash`` is the SHA-256 of the link's token, which is derived from ``key``, a random part,
    and the owner's private link, and stored nowhere. ``revoked_at`` ends it before its time.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="%(class)ss")
    key = models.CharField(max_length=36)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        default_permissions = ()  # nobody on the desk has any business with these
        constraints = [
            once("attempt", "key", message="This link was made already."),
            rule(
                "ends_after_it_begins",
                Q(expires_at__gt=F("created_at")),
                "A link ends after it begins.",
            ),
        ]


class Invitation(Link):
    """One private link for one rater, with what it promised and what was answered.

    ``asker``, ``minimum`` and ``asks_openly`` are the promise: they are never changed. ``answers``
    has the form of an attempt's answers and is ``None`` as soon as nothing of it may be shown.
    """

    number = models.PositiveSmallIntegerField()
    asker = models.CharField(max_length=60, blank=True)
    minimum = models.PositiveSmallIntegerField(default=TOGETHER)
    asks_openly = models.BooleanField(default=False)
    agreed = models.BooleanField(default=False)
    answers = models.JSONField(default=dict, null=True)
    last_seq = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta(Link.Meta):
        ordering = ["number"]
        constraints = [
            *Link.Meta.constraints,
            once("attempt", "number", message="Each link of a result has a number of its own."),
            rule(
                "minimum_kept",
                Q(minimum__gte=TOGETHER),
                "Answers are shown together from three on, or later.",
            ),
            rule(
                "agreed_only_if_asked",
                Q(agreed=False) | Q(asks_openly=True),
                "A rater can only agree to what was asked.",
            ),
            rule(
                "ended_holds_nothing",
                Q(withdrawn_at__isnull=True, revoked_at__isnull=True) | Q(answers__isnull=True),
                "What was withdrawn or stopped holds no answers.",
            ),
            rule(
                "drawn_only_if_sent",
                Q(drawn_at__isnull=True) | Q(agreed=False, sent_at__isnull=False),
                "Only answers that were sent, and are not shown alone, are drawn together.",
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
            rule(
                "ended_holds_nothing",
                Q(ended_at__isnull=True) ^ Q(document__isnull=True),
                "A picture holds something exactly while it is shown.",
            )
        ]


class Share(Link):
    """A read-only link to a result; with ``has_picture`` apps may show the verdict beside it."""

    detail = models.CharField(max_length=8)
    has_picture = models.BooleanField(default=False)

    class Meta(Link.Meta):
        ordering = ["-created_at", "-pk"]
        constraints = [
            *Link.Meta.constraints,
            one_of("detail", Detail, "A share link shows one of the known levels of detail."),
        ]

    def is_live(self, now: dt.datetime) -> bool:
        """Return whether the link still works at ``now``."""
        return self.revoked_at is None and now < self.expires_at
