"""Facts and certificates as frozen values of an edition, and a way to an exam as a sentence."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from roles.models.choices import Confidence, Education, ExamFactKind, Goal
from roles.snapshot.base import Flag, Number, Value, Whole
from web.words import capitalised, counted, listed


class CertifiedLevel(Value):
    """A level on one competency that holding a certificate supports."""

    competency: str
    level: Number


class WorkKind(StrEnum):
    """A kind of work that a route counts in months: the name of its field."""

    COMPLEX = "months_complex"
    LEADING = "months_leading"
    PROGRAMS = "months_programs"
    AGILE = "months_agile"


def window_months(years: int) -> float:
    """Return how many months the last ``years`` years have; 0 years is no limit."""
    return years * 12 or float("inf")


class EligibilityRoute(Value):
    """One way to be let into an exam: every condition must hold; any route will do.

    Months count work within the last ``within_years`` years, or at any time if that is 0; 0 months
    or hours mean that none are asked. Months of complex projects are among those of projects.
    ``holds`` names certificates of which one is enough; one of ``training_instead`` replaces the
    training. ``check_yourself`` is a condition in words that only the person can judge.
    """

    title: str
    education: Education = Education.NONE
    months_leading: Whole = 0
    months_agile: Whole = 0
    months_programs: Whole = 0
    months_complex: Whole = 0
    within_years: Whole = 0
    training_hours: Whole = 0
    training_instead: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    check_yourself: str = ""

    @property
    def asks_nothing(self) -> bool:
        return self == EligibilityRoute(title=self.title, within_years=self.within_years)

    @property
    def months(self) -> dict[WorkKind, int]:
        """The months that it asks for, by kind of work; no entry for what it does not ask."""
        return {work: months for work in WorkKind if (months := getattr(self, work))}


class Fact(Value):
    """A claim that can change: where and when it was read, how sure it is, when it is due again.

    A disputed one has the ``other_reading`` as well. ``amount`` is in whole units of ``currency``
    (a fee, or pay for a year) or in hours (study time). ``source_date`` says from when the source
    is, as far as known.
    """

    statement: str
    other_reading: str = ""
    amount: Whole | None = None
    currency: str = ""
    source: str
    source_url: str = ""
    source_date: str = ""
    read_on: dt.date
    confidence: Confidence
    check_again_on: dt.date

    @property
    def reading(self) -> tuple[object, ...]:
        """Where and when it was read and how sure it is: what two facts of one source share."""
        return self.source, self.source_url, self.source_date, self.read_on, self.confidence


# Readers are told when one of these is not known.
ALWAYS_SHOWN = (ExamFactKind.FEE, ExamFactKind.STUDY, ExamFactKind.RENEWAL)


class CertificationFact(Fact):
    kind: ExamFactKind


class Certification(Value):
    """A certificate, its facts, and the ways to its exam.

    ``routes`` are the rules that the eligibility calculator applies; without any, anybody may
    take the exam. ``expects_practice`` marks an exam about work that a person has done already,
    although nothing is asked before it. ``surpassed_by`` names certificates of the same family
    whose holders have no use for this one. ``renewal_months`` is None when it never expires or
    when sources differ.
    """

    slug: str
    name: str
    issuer: str
    category: str
    goal: Goal
    summary: str
    supports: tuple[CertifiedLevel, ...] = ()
    routes: tuple[EligibilityRoute, ...] = ()
    renewal_months: Whole | None = None
    renewal_effort: str = ""
    expects_practice: Flag = False
    surpassed_by: tuple[str, ...] = ()
    facts: tuple[CertificationFact, ...] = ()

    @property
    def is_disputed(self) -> bool:
        return any(fact.confidence is Confidence.DISPUTED for fact in self.facts)

    @property
    def is_open_to_all(self) -> bool:
        return not self.routes or any(route.asks_nothing for route in self.routes)

    @property
    def conditional_routes(self) -> tuple[EligibilityRoute, ...]:
        return tuple(route for route in self.routes if not route.asks_nothing)

    @property
    def facts_by_kind(self) -> list[tuple[ExamFactKind, tuple[CertificationFact, ...]]]:
        """The facts in readers' order; none for a kind that is shown as not known."""
        kinds = ((kind, self.facts_of(kind)) for kind in ExamFactKind)
        return [(kind, facts) for kind, facts in kinds if facts or kind in ALWAYS_SHOWN]

    @property
    def fee(self) -> CertificationFact | None:
        """What the exam costs somebody who is no member, or ``None`` if that is not known."""
        return self._amount_of(ExamFactKind.FEE)

    @property
    def study(self) -> CertificationFact | None:
        """For how many hours a beginner studies at most, or ``None`` if that is not known."""
        return self._amount_of(ExamFactKind.STUDY)

    def _amount_of(self, kind: ExamFactKind) -> CertificationFact | None:
        return next((each for each in self.facts_of(kind) if each.amount is not None), None)

    def facts_of(self, kind: ExamFactKind) -> tuple[CertificationFact, ...]:
        """Return the facts of one kind, in the editors' order."""
        return tuple(fact for fact in self.facts if fact.kind is kind)


WORK_WORDS = {
    WorkKind.COMPLEX: "leading complex projects",
    WorkKind.LEADING: "leading projects",
    WorkKind.PROGRAMS: "leading programs",
    WorkKind.AGILE: "agile work",
}
EDUCATION_WORDS = {
    Education.SECONDARY: "a secondary school diploma",
    Education.ASSOCIATE: "an associate degree",
    Education.BACHELOR: "a bachelor’s degree or higher",
    Education.ACCREDITED: "a degree from a programme that PMI accredits",
}
# "PMP", "PgMP", "PMI-ACP", "PSM I": not a code with digits, and not ordinary words.
ABBREVIATION = re.compile(r"\(((?:[A-Z]+-)?[A-Z][a-z]?[A-Z]+(?: I+)?)\)$")
IN_BRACKETS = re.compile(r" \([^()]*\)$")


def short_name(name: str) -> str:
    """Return the abbreviation at the end of a certificate's name, or the name without brackets."""
    found = ABBREVIATION.search(name)
    return found[1] if found else IN_BRACKETS.sub("", name)


def within(years: int) -> str:
    """Return the window of years in words; empty for "at any time"."""
    return f"within the last {counted(years, 'year') if years > 1 else 'year'}" if years else ""


def route_sentence(route: EligibilityRoute, names: Mapping[str, str]) -> str:
    """Return everything that a route asks, and what a reader has to check, in plain sentences.

    ``names`` gives the full name of a certificate by what the route calls it.
    """
    parts = [EDUCATION_WORDS[route.education]] if route.education in EDUCATION_WORDS else []
    if route.months:
        parts.append(" ".join(filter(None, (_months(route), within(route.within_years)))))
    if route.training_hours:
        training = f"{counted(route.training_hours, 'hour')} of training"
        if route.training_instead:
            training += f" (a current {_either(route.training_instead, names)} counts instead)"
        parts.append(training)
    if route.holds:
        parts.append(f"a current {_either(route.holds, names)}")
    sentences = [f"{capitalised(_joined(parts))}."] if parts else []
    if route.check_yourself:
        sentences.append(f"Check for yourself: {route.check_yourself}")
    return " ".join(sentences) or "There are no entry requirements."


def _months(route: EligibilityRoute) -> str:
    months, texts = route.months, []
    for work, number in months.items():
        text = f"{counted(number, 'month')} of {WORK_WORDS[work]}"
        if work is WorkKind.COMPLEX and WorkKind.LEADING in months:
            continue
        if work is WorkKind.LEADING and WorkKind.COMPLEX in months:
            text += f" ({months[WorkKind.COMPLEX]} of them complex ones)"
        texts.append(text)
    return listed(texts)


def _joined(parts: Sequence[str]) -> str:
    """Join parts that may hold an "and" of their own."""
    comma = "," if len(parts) > 2 or any(" and " in part for part in parts) else ""
    return f"{comma} and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _either(slugs: Sequence[str], names: Mapping[str, str]) -> str:
    return listed([short_name(names.get(slug, slug)) for slug in slugs], last="or")
