"""How long a quiz somebody chose."""

from __future__ import annotations

from enum import StrEnum


class Length(StrEnum):
    """Stored codes, never shown."""

    FULL = "full"
    SHORT = "short"
