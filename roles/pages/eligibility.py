"""Work out which exams a person may take today, what is missing for the others, and from when.

Pure: the rules are the snapshot's routes, which editors change; the day is passed in. Months of
work are assumed to be gained one by one from that day on; training can be done at any time; a
higher degree has no date.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from roles.models.choices import Education
from roles.snapshot.certificates import Certification, EligibilityRoute

EDUCATION_ORDER = tuple(Education)


@dataclass(frozen=True, slots=True)
class Background:
    """What a person states. Months are whole months within the years that a route asks for."""

    education: Education = Education.NONE
    months_leading: int = 0
    months_agile: int = 0
    training_hours: int = 0
    holds: frozenset[str] = frozenset()


class Need(StrEnum):
    """What a route asks that a person does not have yet."""

    EDUCATION = "education"
    MONTHS_LEADING = "months_leading"
    MONTHS_AGILE = "months_agile"
    TRAINING_HOURS = "training_hours"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Missing:
    """One unmet condition: what there is and what is needed, in the condition's own unit.

    ``holds`` names the certificates of which one is needed.
    """

    need: Need
    have: int = 0
    needed: int = 0
    education: Education | None = None
    holds: tuple[str, ...] = ()

    @property
    def short(self) -> int:
        """How much is missing, in the condition's unit."""
        return self.needed - self.have


@dataclass(frozen=True, slots=True)
class EligibilityOutcome:
    """A person's position with one certificate, by the route with the least missing.

    ``route`` is ``None`` when anybody may sit the exam. ``from_date`` is the earliest day on which
    every condition can hold, or ``None`` when no day can be worked out. ``is_open`` says whether
    that is today. ``doubt`` is what only the person can judge of an open exam, or empty.
    """

    certification: Certification
    is_held: bool
    route: EligibilityRoute | None
    missing: tuple[Missing, ...]
    from_date: dt.date | None

    @property
    def is_open(self) -> bool:
        return not self.missing

    @property
    def has_other_ways(self) -> bool:
        return len(self.certification.routes) > 1

    @property
    def needs_training(self) -> bool:
        return any(each.need is Need.TRAINING_HOURS for each in self.missing)

    @property
    def doubt(self) -> str:
        """What the site cannot check: a condition in words, or work that the exam builds on."""
        if self.route and self.route.check_yourself:
            return self.route.check_yourself
        if self.certification.expects_practice:
            return "Nothing is asked first, but the exam is about work that you have done already."
        return ""


def outcomes(
    certifications: Sequence[Certification], background: Background, today: dt.date
) -> tuple[EligibilityOutcome, ...]:
    """Return the person's position with every certificate, in the order of the catalogue.

    A certificate is left out if the person holds one that surpasses it, unless it is held too.
    """
    by_slug = {certification.slug: certification for certification in certifications}
    return tuple(
        _outcome(certification, by_slug, background, today, frozenset())
        for certification in certifications
        if certification.slug in background.holds
        or background.holds.isdisjoint(certification.surpassed_by)
    )


def renewal_date(
    earned_on: dt.date, certification: Certification, today: dt.date
) -> dt.date | None:
    """Return the next day by which a certificate must be renewed; ``None`` if it never expires."""
    if not certification.renewal_months:
        return None
    periods = 1
    while (due := add_months(earned_on, periods * certification.renewal_months)) < today:
        periods += 1
    return due


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _outcome(
    certification: Certification,
    by_slug: Mapping[str, Certification],
    background: Background,
    today: dt.date,
    on_the_way: frozenset[str],
) -> EligibilityOutcome:
    is_held = certification.slug in background.holds
    found = [
        EligibilityOutcome(certification, is_held, route, missing, _from_date(
            missing, by_slug, background, today, on_the_way | {certification.slug}
        ))
        for route in certification.routes
        for missing in [_unmet_conditions(route, background)]
    ]  # fmt: skip
    if not found:
        return EligibilityOutcome(certification, is_held, None, (), today)
    return min(found, key=lambda each: _nearness(each, background))


def _nearness(outcome: EligibilityOutcome, background: Background) -> tuple[dt.date, int, int, int]:
    """Return a sort key for routes to an exam: earliest, least missing, smallest step in education.

    Of equals the route that asks most is first, because it says most about the person.
    """
    route = outcome.route
    assert route  # noqa: S101  only routes are compared
    step = EDUCATION_ORDER.index(route.education) - EDUCATION_ORDER.index(background.education)
    asked = route.months_leading + route.months_agile + route.training_hours + len(route.holds)
    return outcome.from_date or dt.date.max, len(outcome.missing), max(0, step), -asked


def _unmet_conditions(route: EligibilityRoute, background: Background) -> tuple[Missing, ...]:
    missing = []
    if EDUCATION_ORDER.index(background.education) < EDUCATION_ORDER.index(route.education):
        missing.append(Missing(Need.EDUCATION, education=route.education))
    for need in (Need.MONTHS_LEADING, Need.MONTHS_AGILE, Need.TRAINING_HOURS):
        have, needed = getattr(background, need.value), getattr(route, need.value)
        if have < needed:
            missing.append(Missing(need, have, needed))
    if route.holds and not background.holds.intersection(route.holds):
        missing.append(Missing(Need.CERTIFICATE, holds=route.holds))
    return tuple(missing)


def _from_date(
    missing: Sequence[Missing],
    by_slug: Mapping[str, Certification],
    background: Background,
    today: dt.date,
    on_the_way: frozenset[str],
) -> dt.date | None:
    """Return the earliest day on which none of this is missing any more, or ``None``."""
    day = today
    for each in missing:
        match each.need:
            case Need.EDUCATION:
                return None
            case Need.MONTHS_LEADING | Need.MONTHS_AGILE:
                day = max(day, add_months(today, each.needed - each.have))
            case Need.CERTIFICATE:
                ways = [
                    _outcome(by_slug[slug], by_slug, background, today, on_the_way).from_date
                    for slug in each.holds
                    # Two certificates that ask for each other are no way to either.
                    if slug in by_slug and slug not in on_the_way
                ]
                dates = [way for way in ways if way is not None]
                if not dates:
                    return None
                day = max(day, min(dates))
            case Need.TRAINING_HOURS:
                pass
    return day
