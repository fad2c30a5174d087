"""What one role's page says, in the order in which it says it."""

from __future__ import annotations

from dataclasses import dataclass

from roles.graphics.charts import Dumbbell, Measure, dumbbell, number_text
from roles.models.choices import FactKind, QualificationKind, Strength
from roles.pages.presenters.lists import RoleCard, centre_of, role_card
from roles.pages.presenters.questions import origin_of, switch_anchor
from roles.pages.presenters.words import certificate_facts, mark_of
from roles.snapshot.values import (
    Certification,
    Qualification,
    Role,
    RoleCertification,
    RolesSection,
    SourcedFact,
    StartingPoint,
)
from web.words import capitalised, listed, lowered, number_word

IMPORTANCE = Measure("How much it counts", 0, 5, decimals=1)
LEVEL = Measure("Level asked for", 0, 100)


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate and what one role says of it. ``facts`` are (term, text) pairs."""

    certification: Certification
    entry: RoleCertification
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RolePage:
    """One role, ready to be read. ``contents`` holds (id, label) of the sections that exist.

    ``ways_in`` are starting points with their ids, which those from another role have.
    """

    card: RoleCard
    role: Role
    in_short: tuple[tuple[str, str], ...]
    profile: Dumbbell
    must_haves: str
    qualifications: tuple[tuple[QualificationKind, tuple[Qualification, ...]], ...]
    certificates: tuple[HeldCertificate, ...]
    ways_in: tuple[tuple[StartingPoint, str], ...]
    outlook: tuple[SourcedFact, ...]
    listings: tuple[SourcedFact, ...]
    namesakes_title: str
    others: tuple[RoleCard, ...]
    contents: tuple[tuple[str, str], ...]


def role_page(section: RolesSection, role: Role) -> RolePage:
    """The page of ``role``, one of the roles of ``section``."""
    certificates = _certificates(section, role)
    outlook = _facts(role, (FactKind.PAY, FactKind.OUTLOOK))
    listings = _facts(role, (FactKind.CLASSIFICATION, FactKind.INTERESTS))
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
        role=role,
        in_short=_in_short(section, role),
        profile=_profile(section, role),
        must_haves=_must_haves(section, role),
        qualifications=_qualifications(role),
        certificates=certificates,
        ways_in=tuple(
            (point, switch_anchor(origin) if (origin := origin_of(section, point)) else "")
            for point in role.starting_points
        ),
        outlook=outlook,
        listings=listings,
        namesakes_title=namesakes_title(role),
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
        held.certification.name
        for held in _certificates(section, role)
        if held.entry.strength is Strength.REQUIRED
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
            "for runs from 0 (not done) over 60 (alone) to 100 (sets how others work)."
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


def _required_first(entry: Qualification | RoleCertification) -> bool:
    return entry.strength is not Strength.REQUIRED


def _qualifications(
    role: Role,
) -> tuple[tuple[QualificationKind, tuple[Qualification, ...]], ...]:
    """By kind, and within a kind what is required first."""
    entries = sorted(role.qualifications, key=_required_first)
    groups = ((kind, tuple(e for e in entries if e.kind is kind)) for kind in QualificationKind)
    return tuple((kind, group) for kind, group in groups if group)


def _certificates(section: RolesSection, role: Role) -> tuple[HeldCertificate, ...]:
    """A role's certificates, required ones first."""
    by_slug = {certification.slug: certification for certification in section.certifications}
    held = []
    for entry in sorted(role.certifications, key=_required_first):
        certification = by_slug[entry.certification]
        facts = certificate_facts(certification)
        if certification.disputed:
            facts += (("Disputed", certification.disputed),)
        held.append(HeldCertificate(certification, entry, facts))
    return tuple(held)


def _facts(role: Role, kinds: tuple[FactKind, ...]) -> tuple[SourcedFact, ...]:
    """Facts of the given kinds, kind by kind, each kind in the editors' order."""
    return tuple(fact for kind in kinds for fact in role.facts if fact.kind is kind)
