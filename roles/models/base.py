"""What several kinds of draft rows have in common."""

from __future__ import annotations

from enum import StrEnum

from django.core.validators import RegexValidator
from django.db import models


def choices(labels: dict[StrEnum, str]) -> list[tuple[str, str]]:
    """Form choices from an enum's members and their labels; the stored code is never shown."""
    return [(member.value, label) for member, label in labels.items()]


key_validator = RegexValidator(
    r"^[a-z][a-z0-9_]*$",
    "A key has small letters, digits and underscores only and starts with a letter, "
    "for example: budget_management.",
)

https_validator = RegexValidator(
    r"^https://\S+$", "Give a full address that starts with https://, or leave this empty."
)


class Ordered(models.Model):
    """A row that editors put in order; equal positions keep the order they were added in."""

    position = models.PositiveIntegerField(
        "order", default=0, help_text="Lower numbers come first."
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
