"""The certificate catalogue, a certificate's page, and what the calculator says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roles.models.choices import Education
from roles.pages.eligibility import Missing, Need, Outcome
from roles.pages.presenters.words import certificate_facts
from roles.snapshot.values import (
    Certification,
    EligibilityRoute,
    Role,
    RoleCertification,
    RolesSection,
)
from roles.templatetags.labels import label
from web.dates import day_text
from web.words import listed

CATEGORY_LABELS = {
    "pm_cert": "Project management",
    "agile_cert": "Agile work",
    "cloud_cert": "Cloud",
    "testing_cert": "Testing",
    "other_tech_cert": "Other technical certificates",
}


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """One certificate. ``facts`` are (term, text) pairs; ``ways`` the conditions of each route;
    ``uses`` what it is worth in each role."""

    certification: Certification
    facts: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, tuple[str, ...]], ...]
    uses: tuple[tuple[Role, RoleCertification], ...]


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One certificate in the calculator's answer. ``earliest`` is empty when nobody can say."""

    certification: Certification
    way: str
    missing: tuple[str, ...]
    earliest: str


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """When a held certificate must be renewed; ``due`` is empty without the day it was earned."""

    certification: Certification
    rhythm: str
    due: str


@dataclass(frozen=True, slots=True)
class CalculatorPage:
    """Which exams are open today, what is missing for the rest, and what is to be renewed.

    ``perhaps`` are open as far as the site can tell, each with what it cannot.
    """

    open_now: tuple[OutcomeLine, ...]
    perhaps: tuple[OutcomeLine, ...]
    later: tuple[OutcomeLine, ...]
    held: tuple[OutcomeLine, ...]
    renewals: tuple[RenewalLine, ...]
    headline: str


def certificate_groups(
    section: RolesSection,
) -> list[tuple[str, list[tuple[Certification, list[Role]]]]]:
    """All certificates by kind, each with the roles that it helps with; unknown kinds last."""
    categories = dict.fromkeys([*CATEGORY_LABELS, *(c.category for c in section.certifications)])
    groups = [
        (
            CATEGORY_LABELS.get(category, "Others"),
            [
                (each, [role for role, _ in _uses(section, each)])
                for each in section.certifications
                if each.category == category
            ],
        )
        for category in categories
    ]
    return [(label, group) for label, group in groups if group]


def certificate_page(section: RolesSection, certification: Certification) -> CertificatePage:
    """The page of one certificate of the section."""
    names = {each.slug: each.name for each in section.certifications}
    return CertificatePage(
        certification,
        facts=(("Issued by", certification.issuer), *certificate_facts(certification)),
        ways=tuple((route.title, _conditions(route, names)) for route in certification.routes),
        uses=_uses(section, certification),
    )


def _uses(
    section: RolesSection, certification: Certification
) -> tuple[tuple[Role, RoleCertification], ...]:
    return tuple(
        (role, entry)
        for role in section.roles
        for entry in role.certifications
        if entry.certification == certification.slug
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
    opened = [(each, line) for each, line in lines if each.is_open and not each.is_held]
    open_now = tuple(line for outcome, line in opened if not outcome.doubt)
    later = sorted(
        ((outcome, line) for outcome, line in lines if not (outcome.is_open or outcome.is_held)),
        key=lambda pair: (pair[0].from_date or dt.date.max, len(pair[0].missing)),
    )
    count = len(open_now)
    exams = "1 exam is" if count == 1 else f"{count} exams are"
    return CalculatorPage(
        open_now=open_now,
        perhaps=tuple(line for outcome, line in opened if outcome.doubt),
        later=tuple(line for _, line in later),
        held=tuple(line for outcome, line in lines if outcome.is_held),
        renewals=tuple(
            RenewalLine(
                certification=outcome.certification,
                rhythm=_rhythm(outcome.certification),
                due=day_text(due) if (due := renewals.get(outcome.certification.slug)) else "",
            )
            for outcome, _ in lines
            if outcome.is_held and outcome.certification.renewal_months
        ),
        headline=f"{exams} open to you today" if count else "No new exam is open to you today",
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
        certification=outcome.certification,
        way=route.title if route and len(outcome.certification.routes) > 1 else "",
        missing=tuple(
            [_missing_text(missing, route, names) for missing in outcome.missing]
            + ([outcome.doubt] if outcome.doubt else [])
        ),
        earliest=earliest,
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
            return f"{label(missing.education)} is needed."
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
        (route.education is not Education.NONE, label(route.education)),
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
