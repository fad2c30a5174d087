"""Choices of the rows of this app: stored codes, never shown."""

from __future__ import annotations

from enum import StrEnum

# The time for a development plan: as suggested, and the most that can be asked for.
DEFAULT_HOURS, MOST_HOURS = 4, 60
DEFAULT_WEEKS, MOST_WEEKS = 12, 104


class ItemType(StrEnum):
    """How an item asks; each type has its own scoring."""

    BARS = "bars"  # behaviour-anchored levels 0 to 5
    FORCED_CHOICE = "fc"  # graded choice between two tasks
    INTEREST = "int"  # interest rating
    JUDGEMENT = "sjt"  # situational judgement: the best first step


class StepKind(StrEnum):
    """What sort of thing a step of a development plan is."""

    PRACTICE = "practice"
    PROJECT = "project"
    SHADOWING = "shadowing"
    COURSE = "course"
    CERTIFICATE = "certificate"
    READING = "reading"


class Detail(StrEnum):
    """How much of a result its reader sees; each level has all of the one before."""

    VERDICT = "verdict"
    DIALS = "dials"
    FULL = "full"  # everything but the answers


# From how many answers on a picture of all together is drawn. A link keeps the number it promised.
TOGETHER = 3


class Length(StrEnum):
    """Stored codes, never shown."""

    FULL = "full"
    SHORT = "short"
