"""Choices of the rows of this app: stored codes, never shown."""

from __future__ import annotations

from enum import StrEnum

# What a way to an exam can ask for, and a person can state, at most.
MOST_MONTHS = 600
MOST_YEARS = 40
MOST_TRAINING_HOURS = 2000


class Confidence(StrEnum):
    """How far a stated fact can be relied on."""

    HIGH = "high"
    GOOD = "good"
    MEDIUM = "medium"
    DISPUTED = "disputed"


class Accent(StrEnum):
    """A role's colour, for light and for dark pages, and the marker that says the same without it.

    At most as many roles as there are members can be on the site.
    """

    AMBER = "amber"
    BLUE = "blue"
    TEAL = "teal"
    PLUM = "plum"
    OLIVE = "olive"
    SLATE = "slate"
    PINK = "pink"
    GREEN = "green"
    RED = "red"
    VIOLET = "violet"
    BROWN = "brown"
    NAVY = "navy"


class QualificationKind(StrEnum):
    EDUCATION = "education"
    EXPERIENCE = "experience"
    KNOWLEDGE = "knowledge"


class Strength(StrEnum):
    """How much a role asks for something."""

    REQUIRED = "required"
    HELPFUL = "helpful"


class FactKind(StrEnum):
    PAY = "pay"
    OUTLOOK = "outlook"
    INTERESTS = "interests"
    CLASSIFICATION = "classification"


class CompetencyGroup(StrEnum):
    """A competency's family; used for answer consistency, never shown in the quiz."""

    PM = "pm"
    TPM = "tpm"
    SOFT = "soft"


class Broader(StrEnum):
    """Which of two compared roles does everything that the other does."""

    NEITHER = ""
    FIRST = "first"
    SECOND = "second"


class Education(StrEnum):
    """The highest education a person has finished, from none to the one that counts most."""

    NONE = "none"
    SECONDARY = "secondary"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    ACCREDITED = "accredited"  # a degree that the issuer of PMP accredits


class ArtefactKind(StrEnum):
    """How an artefact is shown on the page."""

    QUOTE = "quote"  # set as it is, line by line
    TABLE = "table"  # a row a line, cells separated by |, the first row being the heading
    SEQUENCE = "sequence"  # a message a line: from -> to: what is said
