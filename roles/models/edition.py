"""Editions: what publishing freezes."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class EditionIsImmutable(Exception):
    """Raised when code tries to change or delete a published edition."""

    def __init__(self) -> None:
        super().__init__(
            "An edition never changes once it is published. "
            "Change the draft and publish a new edition instead."
        )


class EditionQuerySet(models.QuerySet["Edition"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise EditionIsImmutable

    def delete(self) -> NoReturn:
        raise EditionIsImmutable


class Edition(models.Model):
    """Everything the public saw and the quiz weighed from ``published_at`` on.

    The edition with the highest number is the current one; restoring an older one publishes its
    document again under a new number. ``document`` is ``{"schema": 1, "sections": {...}}``.
    """

    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.CharField("what changed and why", max_length=500)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ("view",)  # nobody adds, changes or deletes one by hand
        permissions = [("publish_edition", "Can publish an edition")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="edition_number_from_one",
                violation_error_message="Editions are numbered from 1.",
            )
        ]

    def __str__(self) -> str:
        return f"Edition {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise EditionIsImmutable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EditionIsImmutable
