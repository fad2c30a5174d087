"""What several kinds of draft rows have in common."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

key_validator = RegexValidator(
    r"^[a-z][a-z0-9_]*$",
    "A key has small letters, digits and underscores only and starts with a letter, "
    "for example: budget_management.",
)

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "An address has small letters, digits and single hyphens, for example: project-manager.",
)

currency_validator = RegexValidator(
    r"^[A-Z]{3}$", "A currency has three capital letters, for example: USD."
)

https_validator = RegexValidator(
    r"^https://\S+$", "Give a full address that starts with https://, or leave this empty."
)


# Half a sign, or one that only a machine reads: a database refuses some, and pages show none.
_UNKEPT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]")


def kept_validator(text: str) -> None:
    """Refuse a text that no database or page could keep as it is. Raises ``ValidationError``."""
    if unkept := _UNKEPT.search(text):
        raise ValidationError(f"The sign U+{ord(unkept[0]):04X} cannot be kept. Remove it.")


def internal_name(
    kind: str,
    help_text: str = "",
    *,
    max_length: int = 60,
    validator: RegexValidator = key_validator,
) -> models.CharField[str, str]:
    """Return the field of a fixed name that no other row of this kind has."""
    return _taken_once(
        "internal name", kind, max_length=max_length, validators=[validator], help_text=help_text
    )


def address(kind: str, help_text: str = "") -> models.CharField[str, str]:
    """Return the field of the last part of a web address, which no other row of this kind has."""
    return _taken_once(
        "address", kind, max_length=80, validators=[slug_validator], help_text=help_text
    )


def _taken_once(label: str, kind: str, **options: Any) -> models.CharField[str, str]:
    taken = f"Another {kind} already has this {label}."
    return models.CharField(label, unique=True, error_messages={"unique": taken}, **options)


class Ordered(models.Model):
    """A row that editors put in order; equal positions keep the order they were added in."""

    position = models.PositiveIntegerField(
        "order", default=0, help_text="Lower numbers come first."
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """Return the title; rows without one override this."""
        return str(getattr(self, "title", ""))
