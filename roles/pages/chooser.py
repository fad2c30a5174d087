"""Choose one or two certificates for a person, or say that it is too early for one.

Pure: everything follows from the goals, routes, fees and study hours of the catalogue and from
what the roles say. Education is not asked, so nothing is called open here. A fee or study time that
is not known is within no limit.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from roles.models.choices import Goal, Strength
from roles.pages.eligibility import is_of_use, rank
from roles.snapshot.certificates import Certification, EligibilityRoute, WorkKind, window_months
from roles.snapshot.values import RolesSection

MOST_SUGGESTIONS = 2
MONEY_LIMITS = (100, 300, 700)
HOUR_LIMITS = (50, 100, 250)


class Experience(StrEnum):
    """Something that a person can say of their work."""

    LEADING = "leading"
    LEADING_LONG = "leading_long"
    PROGRAMS = "programs"
    AGILE = "agile"
    TECHNICAL = "technical"


# Months of which work, within how many years, each says; technical work is in no rule.
EXPERIENCE_MONTHS = {
    Experience.LEADING: (WorkKind.LEADING, 36, 6),
    Experience.LEADING_LONG: (WorkKind.LEADING, 60, 8),
    Experience.PROGRAMS: (WorkKind.PROGRAMS, 48, 15),
    Experience.AGILE: (WorkKind.AGILE, 24, 5),
}
# What counts as practice for an exam about work that a person has done already.
LED = {Experience.LEADING, Experience.LEADING_LONG, Experience.PROGRAMS}
PRACTICE = {
    Goal.MANAGE_PROJECTS: LED,
    Goal.PROGRAMS: LED,
    Goal.AGILE_TEAMS: {Experience.AGILE},
    Goal.TECHNICAL_DEPTH: {Experience.TECHNICAL},
    Goal.SERVICE_MANAGEMENT: {Experience.TECHNICAL},
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """A person's background, goal, and budget; ``None`` is no limit.

    ``money`` is in whole units of whatever currency a fee is in, ``hours`` are study and training.
    """

    goal: Goal
    experience: frozenset[Experience] = frozenset()
    holds: frozenset[str] = frozenset()
    money: int | None = None
    hours: int | None = None


class NoneYet(StrEnum):
    """Why no certificate is suggested."""

    HELD = "held"
    EXPERIENCE = "experience"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A certificate and the way to it that fits best; ``route`` is ``None`` if it lists no ways."""

    certification: Certification
    route: EligibilityRoute | None

    @property
    def months(self) -> int:
        return sum(self.route.months.values()) if self.route else 0


@dataclass(frozen=True, slots=True)
class Advice:
    """What is suggested, the best first, or why nothing is and what comes nearest."""

    suggestions: tuple[Suggestion, ...]
    none_yet: NoneYet | None = None
    nearest: tuple[Suggestion, ...] = ()


def advice(section: RolesSection, wishes: Wishes) -> Advice:
    """Return the one or two certificates that fit the wishes, or why there is none."""
    of_use = [
        each
        for each in section.certifications
        if each.goal is wishes.goal and is_of_use(each, wishes.holds)
    ]
    if not of_use:
        return Advice((), NoneYet.HELD)
    fitting = [found for each in of_use if (found := _fitting(each, wishes))]
    if not fitting:
        ways = [Suggestion(each, next(iter(each.conditional_routes), None)) for each in of_use]
        return Advice((), NoneYet.EXPERIENCE, tuple(ways[:MOST_SUGGESTIONS]))
    # Whoever could take the higher one has no use for the lower, even if it is cheaper.
    slugs = {each.certification.slug for each in fitting}
    fitting = [each for each in fitting if slugs.isdisjoint(each.certification.surpassed_by)]
    within = [each for each in fitting if is_within_budget(each, wishes)]
    if not within:
        by_price = sorted(fitting, key=lambda each: _price(each.certification))
        return Advice((), NoneYet.BUDGET, tuple(by_price[:MOST_SUGGESTIONS]))
    worth = _worth(section)
    best = sorted(
        within,
        key=lambda each: (
            -each.months,
            -worth[each.certification.slug],
            _price(each.certification),
        ),
    )
    return Advice(tuple(best[:MOST_SUGGESTIONS]))


def is_within_budget(suggestion: Suggestion, wishes: Wishes) -> bool:
    """Return whether fee, and study with training, are known and small enough, where limited."""
    fee, study = suggestion.certification.fee, suggestion.certification.study
    if wishes.money is not None and (not fee or fee.amount is None or fee.amount > wishes.money):
        return False
    if wishes.hours is None:
        return True
    return bool(
        study
        and study.amount is not None
        and study.amount + training_hours(suggestion, wishes.holds) <= wishes.hours
    )


def training_hours(suggestion: Suggestion, holds: frozenset[str]) -> int:
    """Return the hours of training that the way asks for and no certificate replaces."""
    route = suggestion.route
    return route.training_hours if route and holds.isdisjoint(route.training_instead) else 0


def _fitting(certification: Certification, wishes: Wishes) -> Suggestion | None:
    """Return a certificate by the way that says most of the person, or ``None`` if none fits."""
    has_practice = not wishes.experience.isdisjoint(PRACTICE[certification.goal])
    if certification.expects_practice and not has_practice:
        return None
    if certification.is_open_to_all:  # of levels the one that asks nothing: the fee is for that
        way = next((route for route in certification.routes if route.asks_nothing), None)
        return Suggestion(certification, way)
    ways = [
        Suggestion(certification, route)
        for route in certification.conditional_routes
        if _has_months(route, wishes.experience)
        and (not route.holds or not wishes.holds.isdisjoint(route.holds))
    ]
    return max(
        ways,
        key=lambda way: (way.months, -rank(way.route.education) if way.route else 0),
        default=None,
    )


def _has_months(route: EligibilityRoute, experience: Iterable[Experience]) -> bool:
    known = [EXPERIENCE_MONTHS[each] for each in experience if each in EXPERIENCE_MONTHS]
    return all(
        any(
            work is kind
            and needed <= months
            and window_months(years) <= window_months(route.within_years)
            for kind, months, years in known
        )
        for work, needed in route.months.items()
    )


def _price(certification: Certification) -> tuple[bool, int]:
    """Return a sort key: the cheapest first, unknown fees last."""
    return certification.fee is None, (certification.fee and certification.fee.amount) or 0


def _worth(section: RolesSection) -> Counter[str]:
    """Return what the roles make of each certificate: 2 where one is required, 1 where it helps."""
    worth: Counter[str] = Counter()
    for role in section.roles:
        for entry in role.certifications:
            worth[entry.certification] += 2 if entry.strength is Strength.REQUIRED else 1
    return worth
