"""Choices of the rows of this app: stored codes, never shown, and their labels on the desk."""

import datetime as dt
from enum import StrEnum

from django.db.models import TextChoices

# The time for a development plan: as suggested, and the most that can be asked for.
DEFAULT_HOURS, MOST_HOURS = 4, 60
DEFAULT_WEEKS, MOST_WEEKS = 12, 104


class ItemType(TextChoices):
    """How an item asks; each type has its own scoring."""

    BARS = "bars", "Levels: six lines that describe what a person has done"
    FORCED_CHOICE = "fc", "Choice between two tasks"
    INTEREST = "int", "How much would you enjoy this?"
    JUDGEMENT = "sjt", "Situation: pick the best first step"


class StepKind(TextChoices):
    """What sort of thing a step of a development plan is."""

    PRACTICE = "practice", "Practice task"
    PROJECT = "project", "Project"
    SHADOWING = "shadowing", "Job shadowing"
    COURSE = "course", "Course"
    CERTIFICATE = "certificate", "Certificate"
    READING = "reading", "Reading"


class Detail(StrEnum):
    """How much of a result its reader sees; each level has all of the one before."""

    VERDICT = "verdict"
    DIALS = "dials"
    FULL = "full"  # everything but the answers


# From how many answers on a picture of all together is drawn. A link keeps the number it promised.
TOGETHER = 3


class Length(StrEnum):
    """Which questions a quiz asks: all, or its short form; the values are stored codes."""

    FULL = "full"
    SHORT = "short"


class Work(TextChoices):
    """What somebody mostly works as; the first two are roles of the site, by their slugs."""

    PM = "project-manager", "Project manager"
    TPM = "technical-project-manager", "Technical project manager"
    TECHNICAL = "technical", "Another technical job"
    OTHER = "other", "Another job"
    NONE = "none", "Not working at the moment"


FOLLOW_UP = (dt.timedelta(days=183), dt.timedelta(days=365))


def study_wave(finished_at: dt.datetime, now: dt.datetime) -> int | None:
    """Return which wave of checks of the quiz is due: 1, 2 in months 6 to 12, ``None`` later."""
    first, last = (finished_at + each for each in FOLLOW_UP)
    return 1 if now < first else 2 if now <= last else None
