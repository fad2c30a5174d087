"""Work out which exams a person may take today, what is missing for the others, and from when.

Pure: the rules are the snapshot's routes, which editors change; the day is passed in. What was not
asked counts as not there, so no exam is ever open by a condition that nobody answered. Training can
be done at any time; a higher degree has no date.

Months are gained one by one from today on, by somebody who does all the work that a route asks for
without a break. In a window of years, months from before can become too old meanwhile:
``earliest`` is the day if none does, ``latest`` the day if all do. Work that
goes on never has less than today, because each new month makes up for one that falls out.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from roles.models.choices import Education
from roles.snapshot.certificates import Certification, EligibilityRoute, WorkKind, window_months

Window = tuple[WorkKind, int]
"""A kind of work, and the last years in which its months count; 0 is at any time."""


@dataclass(frozen=True, slots=True)
class Background:
    """What a person states: whole months by window, hours, and valid certificates by slug.

    A window without an entry, and hours that are ``None``, were not asked.
    """

    education: Education = Education.NONE
    months: Mapping[Window, int] = field(default_factory=dict)
    training_hours: int | None = None
    holds: frozenset[str] = frozenset()


class Need(StrEnum):
    """What a route asks that a person does not have yet."""

    EDUCATION = "education"
    MONTHS = "months"
    TRAINING = "training"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Missing:
    """One unmet condition: what there is (``None``: not asked) and what is needed, in its unit.

    ``holds`` names certificates: for ``Need.CERTIFICATE`` one of them is needed, for
    ``Need.TRAINING`` one of them is enough instead. ``work`` and ``years`` belong to months.
    """

    need: Need
    have: int | None = None
    needed: int = 0
    education: Education | None = None
    work: WorkKind | None = None
    years: int = 0
    holds: tuple[str, ...] = ()

    @property
    def short(self) -> int:
        """How much is missing, in the condition's unit."""
        return self.needed - (self.have or 0)


class Openness(IntEnum):
    """Where a person stands with one way to an exam, the best first."""

    OPEN = 0
    OPEN_IF = 1
    NOT_YET = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's position on one way to an exam. The module's text says what its two days are."""

    route: EligibilityRoute
    missing: tuple[Missing, ...]
    earliest: dt.date | None
    latest: dt.date | None

    @property
    def openness(self) -> Openness:
        if self.missing:
            return Openness.NOT_YET
        return Openness.OPEN_IF if self.route.check_yourself else Openness.OPEN

    @property
    def needs(self) -> frozenset[Need]:
        return frozenset(each.need for each in self.missing)


@dataclass(frozen=True, slots=True)
class EligibilityOutcome:
    """A person's position with one certificate, by each way that asks something; the best first."""

    certification: Certification
    standings: tuple[Standing, ...]

    @property
    def best(self) -> Standing:
        return self.standings[0]

    @property
    def others(self) -> tuple[Standing, ...]:
        return self.standings[1:]


@dataclass(frozen=True, slots=True)
class ExamQuestions:
    """What has to be asked, apart from education and certificates, to know about some exams."""

    windows: tuple[Window, ...]
    training: bool


def questions(
    certifications: Iterable[Certification], education: Education, holds: frozenset[str]
) -> ExamQuestions:
    """Return what a person with this education and these certificates still has to be asked.

    A way that is closed to this person, whatever the answer, asks nothing; unless all are closed.
    """
    windows, training = set(), False
    for certification in certifications:
        routes = _not_replaced(certification.conditional_routes, education, holds)
        able = [route for route in routes if _is_reachable(route, education, holds)]
        for route in able or routes:
            windows |= {(work, route.within_years) for work in route.months}
            training |= bool(route.training_hours) and holds.isdisjoint(route.training_instead)
    in_order = sorted(
        windows, key=lambda each: (tuple(WorkKind).index(each[0]), window_months(each[1]))
    )
    return ExamQuestions(tuple(in_order), training)


def rank(education: Education) -> int:
    """Return how far an education goes: 0 for none."""
    return tuple(Education).index(education)


def contains(outer: Window, inner: Window) -> bool:
    """Return whether each month of ``inner`` is also one of ``outer``, another window."""
    works = {outer[0], WorkKind.COMPLEX} if outer[0] is WorkKind.LEADING else {outer[0]}
    return (
        inner != outer and inner[0] in works and window_months(inner[1]) <= window_months(outer[1])
    )


def outcomes(
    certifications: Sequence[Certification],
    chosen: frozenset[str],
    background: Background,
    today: dt.date,
) -> tuple[EligibilityOutcome, ...]:
    """Return the position with every chosen certificate that asks something, in catalogue order.

    A certificate is left out if the person holds it or one that surpasses it.
    """
    person = _Person({each.slug: each for each in certifications}, background, today)
    return tuple(
        EligibilityOutcome(each, person.standings(each))
        for each in certifications
        if each.slug in chosen and each.conditional_routes and is_of_use(each, background.holds)
    )


def is_of_use(certification: Certification, holds: frozenset[str]) -> bool:
    """Return whether somebody holds neither this certificate nor one that surpasses it."""
    return holds.isdisjoint((certification.slug, *certification.surpassed_by))


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


def _nearness(standing: Standing, position: int, background: Background) -> tuple[object, ...]:
    """Return a sort key for ways to an exam: open, earliest, least missing, nearest in education.

    Of equals the one that asks most is first, because it says most about the person. Months of
    complex projects do not count on top of months of projects. Of levels that are open alike,
    editors list the highest last.
    """
    route = standing.route
    months = route.months
    if WorkKind.LEADING in months:
        months.pop(WorkKind.COMPLEX, None)
    return (
        standing.openness,
        standing.earliest or dt.date.max,
        len(standing.missing),
        abs(rank(route.education) - rank(background.education)),
        -sum(months.values()),
        not route.holds,
        position if standing.missing else -position,
    )


def _is_reachable(route: EligibilityRoute, education: Education, holds: frozenset[str]) -> bool:
    """Return whether neither education nor a certificate is missing."""
    is_educated = rank(education) >= rank(route.education)
    return is_educated and (not route.holds or not holds.isdisjoint(route.holds))


def _not_replaced(
    routes: Sequence[EligibilityRoute], education: Education, holds: frozenset[str]
) -> list[EligibilityRoute]:
    """Return the routes without those for which a certificate that is held opens an easier one."""
    easier = [each for each in routes if each.holds and _is_reachable(each, education, holds)]
    return [
        route for route in routes if route.holds or not any(_is_easier(e, route) for e in easier)
    ]


def _is_easier(one: EligibilityRoute, other: EligibilityRoute) -> bool:
    """Return whether ``one`` asks for the checks of ``other`` and no more work or training."""
    return (
        one.check_yourself == other.check_yourself
        and one.training_hours <= other.training_hours
        and set(one.training_instead) >= set(other.training_instead)
        and (not one.months or one.within_years == other.within_years)
        and all(months <= other.months.get(work, 0) for work, months in one.months.items())
    )


def missing_of(route: EligibilityRoute, background: Background) -> tuple[Missing, ...]:
    """Return the conditions of a route that a background does not meet."""
    missing = []
    if rank(background.education) < rank(route.education):
        missing.append(Missing(Need.EDUCATION, education=route.education))
    for work, needed in route.months.items():
        years = route.within_years
        have = background.months.get((work, years))
        if have is None or have < needed:
            missing.append(Missing(Need.MONTHS, have, needed, work=work, years=years))
    if route.training_hours and background.holds.isdisjoint(route.training_instead):
        have, needed = background.training_hours, route.training_hours
        if have is None or have < needed:
            missing.append(Missing(Need.TRAINING, have, needed, holds=route.training_instead))
    if route.holds and background.holds.isdisjoint(route.holds):
        missing.append(Missing(Need.CERTIFICATE, holds=route.holds))
    return tuple(missing)


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody's background today, and the catalogue by slug: works out when an exam is open."""

    by_slug: Mapping[str, Certification]
    background: Background
    today: dt.date

    def standings(
        self, certification: Certification, on_the_way: frozenset[str] = frozenset()
    ) -> tuple[Standing, ...]:
        """Return the position on each way to an exam; ``on_the_way`` are those that it leads to."""
        own = self.background
        found = []
        for route in _not_replaced(certification.conditional_routes, own.education, own.holds):
            missing = missing_of(route, own)
            days = self._days(missing, on_the_way | {certification.slug})
            found.append(Standing(route, missing, *(days or (None, None))))
        by_position = sorted(enumerate(found), key=lambda pair: _nearness(pair[1], pair[0], own))
        return tuple(standing for _, standing in by_position)

    def _days(
        self, missing: Sequence[Missing], on_the_way: frozenset[str]
    ) -> tuple[dt.date, dt.date] | None:
        """Return the days ``earliest`` and ``latest`` (see above); ``None`` if that is unknown."""
        days = (self.today, self.today)
        for each in missing:
            match each.need:
                case Need.EDUCATION:
                    return None
                case Need.MONTHS:
                    if each.have is None or each.needed > window_months(each.years):
                        return None
                    # A window of all years loses no month.
                    lost = each.have if each.years else 0
                    first = add_months(self.today, each.short)
                    last = add_months(self.today, each.short + lost)
                case Need.CERTIFICATE:
                    # Two certificates that ask for each other are no way to either.
                    slugs = (self.by_slug.keys() & each.holds) - on_the_way
                    ways = [way for slug in slugs for way in self._days_to(slug, on_the_way)]
                    if not ways:
                        return None
                    first, last = (min(ends) for ends in zip(*ways, strict=True))
                case Need.TRAINING:
                    continue
            days = (max(days[0], first), max(days[1], last))
        return days

    def _days_to(self, slug: str, on_the_way: frozenset[str]) -> list[tuple[dt.date, dt.date]]:
        """Return the earliest and latest day of each way to the exam of another certificate."""
        certification = self.by_slug[slug]
        if certification.is_open_to_all:
            return [(self.today, self.today)]
        found = self.standings(certification, on_the_way)
        return [(each.earliest, each.latest) for each in found if each.earliest and each.latest]
