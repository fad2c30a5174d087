"""What every role draws on: competencies and the catalogue of certificates."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from roles.models.choices import (
    MOST_MONTHS,
    MOST_TRAINING_HOURS,
    MOST_YEARS,
    CompetencyGroup,
    Confidence,
    Education,
)
from roles.snapshot.values.base import (
    Key,
    Level,
    Line,
    OptionalLine,
    OptionalProse,
    OptionalWebAddress,
    Prose,
    Slug,
    Value,
)

Months = Annotated[int, Field(ge=0, le=MOST_MONTHS)]


class Competency(Value):
    """Something a role asks of a person, on the level scale 0 to 100."""

    key: Key
    name: Line
    group: CompetencyGroup
    gloss: Line


class CertifiedLevel(Value):
    """A level on one competency that holding a certificate supports."""

    competency: Key
    level: Level


class EligibilityRoute(Value):
    """One way to be let into an exam: every condition must hold; any route will do.

    Months count work within the last ``within_years`` years; 0 means that nothing is asked.
    ``holds`` names certificates of which one is enough.
    """

    title: Line
    education: Education = Education.NONE
    months_leading: Months = 0
    months_agile: Months = 0
    within_years: Annotated[int, Field(ge=0, le=MOST_YEARS)] = 0
    training_hours: Annotated[int, Field(ge=0, le=MOST_TRAINING_HOURS)] = 0
    holds: tuple[Slug, ...] = ()
    also: OptionalLine = ""


class Certification(Value):
    """A certificate. A disputed fact is left empty or shown with both readings.

    ``routes`` are the rules that the eligibility calculator applies; without any, anybody may
    sit the exam. ``expects_practice`` marks an exam about work that a person has done already,
    although nothing is asked before it. ``surpassed_by`` names certificates of the same family
    whose holders have no use for this one. ``renewal_months`` is None when it never expires or
    when sources differ.
    """

    slug: Slug
    name: Line
    issuer: Line
    category: Key
    summary: Prose
    prerequisites: OptionalProse = ""
    exam: OptionalProse = ""
    renewal: OptionalProse = ""
    disputed: OptionalProse = ""
    source: Line
    source_url: OptionalWebAddress = ""
    confidence: Confidence
    checked_on: dt.date
    supports: tuple[CertifiedLevel, ...] = ()
    routes: tuple[EligibilityRoute, ...] = ()
    renewal_months: Months | None = None
    renewal_effort: OptionalLine = ""
    expects_practice: bool = False
    surpassed_by: tuple[Slug, ...] = ()
