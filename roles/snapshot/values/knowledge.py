"""What every role draws on: competencies and the catalogue of certificates."""

from __future__ import annotations

import datetime as dt

from roles.models.choices import CompetencyGroup, Confidence, Education
from roles.snapshot.values.base import Flag, Number, Value, Whole


class Competency(Value):
    """Something a role asks of a person, on the level scale 0 to 100."""

    key: str
    name: str
    group: CompetencyGroup
    gloss: str


class CertifiedLevel(Value):
    """A level on one competency that holding a certificate supports."""

    competency: str
    level: Number


class EligibilityRoute(Value):
    """One way to be let into an exam: every condition must hold; any route will do.

    Months count work within the last ``within_years`` years; 0 means that nothing is asked.
    ``holds`` names certificates of which one is enough.
    """

    title: str
    education: Education = Education.NONE
    months_leading: Whole = 0
    months_agile: Whole = 0
    within_years: Whole = 0
    training_hours: Whole = 0
    holds: tuple[str, ...] = ()
    also: str = ""

    @property
    def asks_nothing(self) -> bool:
        return self == EligibilityRoute(title=self.title, within_years=self.within_years)


class Certification(Value):
    """A certificate. A disputed fact is left empty or shown with both readings.

    ``routes`` are the rules that the eligibility calculator applies; without any, anybody may
    sit the exam. ``expects_practice`` marks an exam about work that a person has done already,
    although nothing is asked before it. ``surpassed_by`` names certificates of the same family
    whose holders have no use for this one. ``renewal_months`` is None when it never expires or
    when sources differ.
    """

    slug: str
    name: str
    issuer: str
    category: str
    summary: str
    prerequisites: str = ""
    exam: str = ""
    renewal: str = ""
    disputed: str = ""
    source: str
    source_url: str = ""
    confidence: Confidence
    checked_on: dt.date
    supports: tuple[CertifiedLevel, ...] = ()
    routes: tuple[EligibilityRoute, ...] = ()
    renewal_months: Whole | None = None
    renewal_effort: str = ""
    expects_practice: Flag = False
    surpassed_by: tuple[str, ...] = ()
