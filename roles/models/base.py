"""What several kinds of draft rows have in common."""

import re

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


class Ordered(models.Model):
    """A row that editors put in order; equal positions keep the order they were added in."""

    position = models.PositiveIntegerField(
        "order", default=0, help_text="Lower numbers come first."
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
