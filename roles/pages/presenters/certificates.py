"""The certificate catalogue, a certificate's page, and what the calculator says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roles.graphics.charts import RoleMark
from roles.models.choices import Education
from roles.pages.eligibility import Missing, Need, Outcome
from roles.pages.presenters.words import CONFIDENCE_LABELS, STRENGTH_LABELS, mark_of
from roles.snapshot.values import Certification, EligibilityRoute, RolesSection
from web.dates import day_text
from web.words import listed

CATEGORY_LABELS = {
    "pm_cert": "Project management",
    "agile_cert": "Agile work",
    "cloud_cert": "Cloud",
    "testing_cert": "Testing",
    "other_tech_cert": "Other technical certificates",
}
EDUCATION_LABELS = {
    Education.NONE: "None of these",
    Education.SECONDARY: "Secondary school diploma",
    Education.ASSOCIATE: "Associate degree",
    Education.BACHELOR: "Bachelor’s degree or higher",
    Education.ACCREDITED: "Degree from a programme that PMI accredits",
}


@dataclass(frozen=True, slots=True)
class RoleUse:
    """What a certificate is worth in one role."""

    role: RoleMark
    slug: str
    tag: str
    note: str


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """A certificate in a few lines."""

    slug: str
    name: str
    issuer: str
    summary: str
    is_disputed: bool
    roles: tuple[RoleMark, ...]


@dataclass(frozen=True, slots=True)
class CertificateGroup:
    label: str
    cards: tuple[CertificateCard, ...]


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """One certificate. ``facts`` are (term, text) pairs; ``ways`` the conditions of each route."""

    card: CertificateCard
    facts: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, tuple[str, ...]], ...]
    disputed: str
    confidence: str
    source: str
    source_url: str
    checked_on: dt.date
    uses: tuple[RoleUse, ...]


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One certificate in the calculator's answer. ``earliest`` is empty when nobody can say."""

    slug: str
    name: str
    way: str
    missing: tuple[str, ...]
    earliest: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """When a held certificate must be renewed; ``due`` is empty without the day it was earned."""

    name: str
    slug: str
    rhythm: str
    due: str


@dataclass(frozen=True, slots=True)
class CalculatorPage:
    """Which exams are open today, what is missing for the rest, and what is to be renewed."""

    open_now: tuple[OutcomeLine, ...]
    later: tuple[OutcomeLine, ...]
    held: tuple[OutcomeLine, ...]
    renewals: tuple[RenewalLine, ...]
    headline: str


def certificate_groups(section: RolesSection) -> tuple[CertificateGroup, ...]:
    """All certificates by kind, kinds in a fixed order, unknown kinds last."""
    categories = [*CATEGORY_LABELS, *(c.category for c in section.certifications)]
    groups = []
    for category in dict.fromkeys(categories):
        cards = tuple(
            _card(section, certification)
            for certification in section.certifications
            if certification.category == category
        )
        if cards:
            groups.append(CertificateGroup(CATEGORY_LABELS.get(category, "Others"), cards))
    return tuple(groups)


def certificate_page(section: RolesSection, certification: Certification) -> CertificatePage:
    """The page of one certificate of the section."""
    names = {each.slug: each.name for each in section.certifications}
    facts = (
        ("Issued by", certification.issuer),
        ("Before you can sit it", certification.prerequisites),
        ("Exam", certification.exam),
        ("Renewal", certification.renewal),
    )
    return CertificatePage(
        card=_card(section, certification),
        facts=tuple((term, text) for term, text in facts if text),
        ways=tuple((route.title, _conditions(route, names)) for route in certification.routes),
        disputed=certification.disputed,
        confidence=CONFIDENCE_LABELS[certification.confidence],
        source=certification.source,
        source_url=certification.source_url,
        checked_on=certification.checked_on,
        uses=tuple(
            RoleUse(mark_of(role), role.slug, STRENGTH_LABELS[entry.strength], entry.note)
            for role in section.roles
            for entry in role.certifications
            if entry.certification == certification.slug
        ),
    )


def calculator_page(
    section: RolesSection,
    outcomes: Sequence[Outcome],
    today: dt.date,
    renewals: Mapping[str, dt.date | None],
) -> CalculatorPage:
    """The calculator's answer.

    ``renewals`` has the day on which each held certificate is due, None where it is not known.
    """
    names = {each.slug: each.name for each in section.certifications}
    lines = [(outcome, _line(outcome, names, today)) for outcome in outcomes]
    open_now = tuple(line for outcome, line in lines if outcome.is_open and not outcome.is_held)
    later = sorted(
        ((outcome, line) for outcome, line in lines if not (outcome.is_open or outcome.is_held)),
        key=lambda pair: (pair[0].from_date or dt.date.max, len(pair[0].missing)),
    )
    count = len(open_now)
    exams = "1 exam is" if count == 1 else f"{count} exams are"
    return CalculatorPage(
        open_now=open_now,
        later=tuple(line for _, line in later),
        held=tuple(line for outcome, line in lines if outcome.is_held),
        renewals=tuple(
            RenewalLine(
                name=outcome.certification.name,
                slug=outcome.certification.slug,
                rhythm=_rhythm(outcome.certification),
                due=day_text(due) if (due := renewals.get(outcome.certification.slug)) else "",
            )
            for outcome, _ in lines
            if outcome.is_held and outcome.certification.renewal_months
        ),
        headline=f"{exams} open to you today" if count else "No new exam is open to you today",
    )


def _card(section: RolesSection, certification: Certification) -> CertificateCard:
    return CertificateCard(
        slug=certification.slug,
        name=certification.name,
        issuer=certification.issuer,
        summary=certification.summary,
        is_disputed=bool(certification.disputed),
        roles=tuple(
            mark_of(role)
            for role in section.roles
            if any(entry.certification == certification.slug for entry in role.certifications)
        ),
    )


def _line(outcome: Outcome, names: Mapping[str, str], today: dt.date) -> OutcomeLine:
    route = outcome.route
    earliest = ""
    if outcome.missing and outcome.from_date:
        training = any(missing.need is Need.TRAINING_HOURS for missing in outcome.missing)
        if outcome.from_date > today:
            earliest = f"Earliest: {day_text(outcome.from_date)}, if you work in it from today."
        elif training:
            earliest = "Earliest: as soon as the training is done."
        else:
            earliest = "Earliest: as soon as you hold it."
    return OutcomeLine(
        slug=outcome.certification.slug,
        name=outcome.certification.name,
        way=route.title if route and len(outcome.certification.routes) > 1 else "",
        missing=tuple(
            [_missing_text(missing, route, names) for missing in outcome.missing]
            + ([f"Also asked: {route.also}"] if route and route.also else [])
        ),
        earliest=earliest,
        is_held=outcome.is_held,
    )


def _missing_text(
    missing: Missing, route: EligibilityRoute | None, names: Mapping[str, str]
) -> str:
    short = missing.needed - missing.have
    have = f"you have {missing.have} of {missing.needed}"
    within = f" within the last {route.within_years} years" if route and route.within_years else ""
    match missing.need:
        case Need.EDUCATION:
            assert missing.education  # noqa: S101  this need is about one
            return f"{EDUCATION_LABELS[missing.education]} is needed."
        case Need.MONTHS_LEADING:
            return f"{_months(short)} more of leading projects ({have}{within})."
        case Need.MONTHS_AGILE:
            return f"{_months(short)} more of agile work ({have}{within})."
        case Need.TRAINING_HOURS:
            return f"{short} more hours of training ({have})."
        case Need.CERTIFICATE:
            held = listed([names.get(slug, slug) for slug in missing.holds], last="or")
            return f"You need to hold {held} first."


def _conditions(route: EligibilityRoute, names: Mapping[str, str]) -> tuple[str, ...]:
    """What one route asks, a condition a line."""
    within = f", within the last {route.within_years} years" if route.within_years else ""
    rows = (
        (route.education is not Education.NONE, EDUCATION_LABELS[route.education]),
        (
            route.months_leading > 0,
            f"{_months(route.months_leading)} of leading projects{within}",
        ),
        (route.months_agile > 0, f"{_months(route.months_agile)} of agile work{within}"),
        (route.training_hours > 0, f"{route.training_hours} hours of training"),
        (
            bool(route.holds),
            "You hold " + listed([names.get(slug, slug) for slug in route.holds], last="or"),
        ),
        (bool(route.also), route.also),
    )
    return tuple(text for holds, text in rows if holds)


def _rhythm(certification: Certification) -> str:
    """``Every 3 years: 60 PDUs.``"""
    months = certification.renewal_months or 0
    years, rest = divmod(months, 12)
    period = _months(months) if rest else ("year" if years == 1 else f"{years} years")
    effort = f": {certification.renewal_effort}" if certification.renewal_effort else ""
    return f"Every {period}{effort}."


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"
