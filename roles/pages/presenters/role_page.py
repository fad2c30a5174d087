"""What one role's page says, in the order in which it says it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from roles.graphics.charts import Dumbbell, Measure, dumbbell, number_text
from roles.models.choices import FactKind, QualificationKind, Strength
from roles.pages.presenters.lists import RoleCard, centre_of, role_card
from roles.pages.presenters.questions import origin_of, switch_anchor
from roles.pages.presenters.words import (
    CONFIDENCE_LABELS,
    FACT_LABELS,
    QUALIFICATION_LABELS,
    STRENGTH_LABELS,
    mark_of,
)
from roles.snapshot.values import (
    Certification,
    InterviewQuestion,
    Namesake,
    Responsibility,
    Role,
    RoleCertification,
    RolesSection,
    SoftSkill,
    Source,
    SourcedFact,
    StartingPoint,
    WeekActivity,
)
from web.words import capitalised, listed, lowered, number_word

IMPORTANCE = Measure("How much it counts", 0, 5, decimals=1)
LEVEL = Measure("Level asked for", 0, 100)


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A titled text with how much it is asked for."""

    title: str
    text: str
    tag: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class TaggedGroup:
    label: str
    entries: tuple[TaggedText, ...]


@dataclass(frozen=True, slots=True)
class CertificateEntry:
    """A certificate as one role sees it. ``facts`` are (term, text) pairs."""

    slug: str
    name: str
    issuer: str
    note: str
    tag: str
    is_required: bool
    summary: str
    facts: tuple[tuple[str, str], ...]
    confidence: str
    source: str
    source_url: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A fact with where it holds (``place``: country and time, or empty) and how sure it is."""

    statement: str
    place: str
    confidence: str
    source: str
    source_url: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True)
class FactGroup:
    label: str
    facts: tuple[FactEntry, ...]


@dataclass(frozen=True, slots=True)
class WayIn:
    """A starting point. ``anchor`` is its id when it is another role of the edition, or empty."""

    point: StartingPoint
    anchor: str


@dataclass(frozen=True, slots=True)
class RolePage:
    """One role, ready to be read. ``contents`` holds (id, label) of the sections that exist."""

    card: RoleCard
    description: str
    strengths: str
    in_short: tuple[tuple[str, str], ...]
    profile: Dumbbell
    must_haves: str
    responsibilities: tuple[Responsibility, ...]
    week: tuple[WeekActivity, ...]
    qualifications: tuple[TaggedGroup, ...]
    certificates: tuple[CertificateEntry, ...]
    soft_skills: tuple[SoftSkill, ...]
    ways_in: tuple[WayIn, ...]
    interview_questions: tuple[InterviewQuestion, ...]
    outlook: tuple[FactGroup, ...]
    listings: tuple[FactGroup, ...]
    namesakes: tuple[Namesake, ...]
    namesakes_title: str
    sources: tuple[Source, ...]
    others: tuple[RoleCard, ...]
    contents: tuple[tuple[str, str], ...]


def role_page(section: RolesSection, role: Role) -> RolePage:
    """The page of ``role``, one of the roles of ``section``."""
    certificates = _certificates(section, role)
    outlook = _fact_groups(role, (FactKind.PAY, FactKind.OUTLOOK))
    listings = _fact_groups(role, (FactKind.CLASSIFICATION, FactKind.INTERESTS))
    contents = (
        ("responsibilities", "Responsibilities", role.responsibilities),
        ("week", "A working week", role.week),
        ("profile", "What the role asks for", role.requirements),
        ("qualifications", "Qualifications", role.qualifications),
        ("certifications", "Certifications", certificates),
        ("soft-skills", "Soft skills", role.soft_skills),
        ("moving-in", "Moving into the role", role.starting_points),
        ("interview", "Interview questions", role.interview_questions),
        ("outlook", "Pay and outlook", outlook),
        ("listings", "In the job lists", listings),
        ("namesakes", "Other jobs called " + role.short_name, role.namesakes),
        ("sources", "Sources", role.sources),
    )
    return RolePage(
        card=role_card(section, role),
        description=role.description,
        strengths=role.strengths,
        in_short=_in_short(section, role),
        profile=_profile(section, role),
        must_haves=_must_haves(section, role),
        responsibilities=role.responsibilities,
        week=role.week,
        qualifications=_qualifications(role),
        certificates=certificates,
        soft_skills=role.soft_skills,
        ways_in=tuple(
            WayIn(point, switch_anchor(origin) if (origin := origin_of(section, point)) else "")
            for point in role.starting_points
        ),
        interview_questions=role.interview_questions,
        outlook=outlook,
        listings=listings,
        namesakes=role.namesakes,
        namesakes_title=namesakes_title(role),
        sources=role.sources,
        others=tuple(
            role_card(section, other) for other in section.roles if other.slug != role.slug
        ),
        contents=tuple((anchor, label) for anchor, label, there in contents if there),
    )


def namesakes_title(role: Role) -> str:
    """``Three different jobs are called TPM``; empty for a role without namesakes."""
    if not role.namesakes:
        return ""
    count = capitalised(number_word(len(role.namesakes) + 1))
    return f"{count} different jobs are called {role.short_name}"


def years_text(years: float) -> str:
    """``at least 1 year``, ``at least 2.5 years``."""
    return f"at least {number_text(years, 1)} {'year' if years == 1 else 'years'}"


def _in_short(section: RolesSection, role: Role) -> tuple[tuple[str, str], ...]:
    """The role in a few facts; a row without anything to say is left out."""
    required = [q.title for q in role.qualifications if q.strength is Strength.REQUIRED]
    must_hold = [
        certification.name
        for certification, entry in _held(section, role)
        if entry.strength is Strength.REQUIRED
    ]
    centre = [lowered(name) for name in centre_of(section, role)]
    rows = (
        ("At its centre", capitalised(listed(centre))),
        ("Asked for", capitalised(listed([lowered(title) for title in required]))),
        (
            "Hands-on work",
            capitalised(f"{years_text(role.required_hands_on_years)} in a technical role")
            if role.required_hands_on_years
            else "",
        ),
        (
            "Certificates",
            listed(must_hold)
            if must_hold
            else ("None is required; some help" if role.certifications else ""),
        ),
    )
    return tuple((term, text) for term, text in rows if text)


def _profile(section: RolesSection, role: Role) -> Dumbbell:
    """The role's profile, what counts most first."""
    by_key = {requirement.competency: requirement for requirement in role.requirements}
    rows = [
        (competency, by_key[competency.key])
        for competency in section.competencies
        if competency.key in by_key and by_key[competency.key].importance > 0
    ]
    rows.sort(key=lambda row: (-row[1].importance, -row[1].required_level))
    top = [lowered(name) for name in centre_of(section, role, 3)]
    verb = "counts" if len(top) == 1 else "count"
    return dumbbell(
        title=f"{capitalised(listed(top))} {verb} most" if top else "No profile yet",
        note=(
            "How much something counts runs from 0 (not part of the role) to 5. The level asked "
            "for runs from 0 (not done) over 60 (alone) to 100 (sets the way for others)."
        ),
        roles=(mark_of(role),),
        measures=(IMPORTANCE, LEVEL),
        rows=[
            (competency.name, ((asked.importance,), (asked.required_level,)))
            for competency, asked in rows
        ],
    )


def _must_haves(section: RolesSection, role: Role) -> str:
    """The levels below which readiness is held down, as a sentence; empty when there are none."""
    names = {competency.key: competency.name for competency in section.competencies}
    parts = [
        f"level {number_text(asked.must_have_level)} in {lowered(names[asked.competency])}"
        for asked in role.requirements
        if asked.must_have_level is not None
    ]
    if role.required_hands_on_years:
        parts.append(f"{years_text(role.required_hands_on_years)} of hands-on technical work")
    if not parts:
        return ""
    return (
        f"This role has must-haves: {listed(parts)}. "
        "With less than that, other strengths can make up for only part of it."
    )


def _qualifications(role: Role) -> tuple[TaggedGroup, ...]:
    """By kind, and within a kind what is required first."""
    groups = []
    for kind in QualificationKind:
        entries = sorted(
            (entry for entry in role.qualifications if entry.kind is kind),
            key=lambda entry: entry.strength is not Strength.REQUIRED,
        )
        if entries:
            tagged = tuple(
                TaggedText(
                    entry.title,
                    entry.text,
                    STRENGTH_LABELS[entry.strength],
                    entry.strength is Strength.REQUIRED,
                )
                for entry in entries
            )
            groups.append(TaggedGroup(QUALIFICATION_LABELS[kind], tagged))
    return tuple(groups)


def _held(section: RolesSection, role: Role) -> list[tuple[Certification, RoleCertification]]:
    """A role's certificates with their catalogue entries, required ones first."""
    by_slug = {certification.slug: certification for certification in section.certifications}
    entries = sorted(role.certifications, key=lambda e: e.strength is not Strength.REQUIRED)
    return [(by_slug[entry.certification], entry) for entry in entries]


def _certificates(section: RolesSection, role: Role) -> tuple[CertificateEntry, ...]:
    return tuple(
        CertificateEntry(
            slug=certification.slug,
            name=certification.name,
            issuer=certification.issuer,
            note=entry.note,
            tag=STRENGTH_LABELS[entry.strength],
            is_required=entry.strength is Strength.REQUIRED,
            summary=certification.summary,
            facts=tuple(
                (term, text)
                for term, text in (
                    ("Before you can sit it", certification.prerequisites),
                    ("Exam", certification.exam),
                    ("Renewal", certification.renewal),
                    ("Disputed", certification.disputed),
                )
                if text
            ),
            confidence=CONFIDENCE_LABELS[certification.confidence],
            source=certification.source,
            source_url=certification.source_url,
            checked_on=certification.checked_on,
        )
        for certification, entry in _held(section, role)
    )


def _fact_entry(fact: SourcedFact) -> FactEntry:
    return FactEntry(
        statement=fact.statement,
        place=", ".join(part for part in (fact.country, fact.period) if part),
        confidence=CONFIDENCE_LABELS[fact.confidence],
        source=fact.source,
        source_url=fact.source_url,
        checked_on=fact.checked_on,
    )


def _fact_groups(role: Role, kinds: tuple[FactKind, ...]) -> tuple[FactGroup, ...]:
    """Facts of the given kinds, kind by kind, each kind in the editors' order."""
    wanted = sorted(
        (fact for fact in role.facts if fact.kind in kinds), key=lambda fact: kinds.index(fact.kind)
    )
    return tuple(
        FactGroup(FACT_LABELS[kind], tuple(_fact_entry(fact) for fact in facts))
        for kind, facts in groupby(wanted, key=lambda fact: fact.kind)
    )
