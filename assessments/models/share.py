"""Links that show a result to somebody else."""

from django.db import models
from django.db.models import F, Q

from assessments.models.attempt import Attempt
from assessments.models.choices import Detail


class Share(models.Model):
    """One read-only link to one result.

    ``token_hash`` is the SHA-256 of the link's token, which is derived from ``key``, a random part,
    and the owner's private link, and stored nowhere. ``revoked_at`` ends it before its time.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="shares")
    key = models.CharField(max_length=36)
    token_hash = models.CharField(max_length=64, unique=True)
    detail = models.CharField(max_length=8)
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
