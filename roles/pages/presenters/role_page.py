"""What one role's page shows, in its order."""

from typing import Any

from roles.graphics.charts import Dumbbell, Measure, dumbbell
from roles.models.choices import FactKind, QualificationKind, Strength
from roles.pages.comparison import required_first
from roles.pages.presenters.facts import at_companies, facts_of, pay_of
from roles.pages.presenters.levels import OUR_LADDER, rows_of
from roles.pages.presenters.lists import profile_of, role_card
from roles.snapshot.certificates import Certification
from roles.snapshot.values import Qualification, Role, RoleCertification, RolesSection, WeekActivity
from web.numbers import number_text
from web.words import capitalised, listed, lowered

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
IMPORTANCE = Measure("Importance", 0, 5, decimals=1)
LEVEL = Measure("Required level", 0, 100)


def role_page(section: RolesSection, role: Role) -> dict[str, Any]:
    """Return the context of the page of ``role``, one of the roles of ``section``.

    ``contents`` holds the label of each part that exists under its id, ``timetable`` the week by
    day, ``others`` each other role and whether it says how to move there from this one, and
    ``namesakes`` each with the role of that name, if any.
    """
    certificates = _certificates(section, role)
    pay, outlook = pay_of(section, role), facts_of(role, FactKind.OUTLOOK)
    companies, notes = at_companies(role), facts_of(role, FactKind.NOTE)
    listings = facts_of(role, FactKind.CLASSIFICATION, FactKind.INTERESTS)
    profile, qualifications = _profile(section, role), _qualifications(role)
    others = [
        (other, any(point.from_role == role.slug for point in other.starting_points))
        for other in section.roles
        if other.slug != role.slug
    ]
    asked = (profile.rows, qualifications, certificates, role.soft_skills)
    more = (role.namesakes, companies, notes, listings, role.sources)
    contents = (
        ("work", "Work", True),
        ("requirements", "Requirements", any(asked)),
        ("week", "Week", role.week),
        ("ways-in", "Ways in", role.starting_points or role.levels),
        ("interview", "Interview", role.interview_questions),
        ("outlook", "Pay", pay["unknown"] or outlook),
        ("more", "Names and sources", any(more)),
        ("next", "Next roles", others),
    )
    by_name = {each.name: each for each in section.roles}
    return {
        "role": role,
        "centre": role_card(section, role)[1],
        "must_hold": [
            each.name for each, entry in certificates if entry.strength is Strength.REQUIRED
        ],
        "profile": profile,
        "must_haves": _must_haves(section, role),
        "qualifications": qualifications,
        "certificates": certificates,
        "timetable": _timetable(role),
        "levels": [(level, rows_of(level)) for level in role.levels],
        "about_levels": OUR_LADDER,
        "pay": pay,
        "outlook": outlook,
        "companies": companies,
        "company_names": listed([name for name, _ in companies]),
        "notes": notes,
        "listings": listings,
        "namesakes": [(each, by_name.get(each.title)) for each in role.namesakes],
        "others": sorted(others, key=lambda pair: not pair[1]),
        "contents": {anchor: label for anchor, label, there in contents if there},
    }


def _timetable(role: Role) -> list[tuple[str, list[tuple[str, WeekActivity]]]]:
    """Return the week by day: (day, entries), each entry with its time of that day, if any.

    What does not start with the name of a day is a day of its own.
    """
    days: dict[str, list[tuple[str, WeekActivity]]] = {}
    for entry in role.week:
        day, _, time = entry.when.replace(",", "").partition(" ")
        if day not in DAYS:
            day, time = entry.when, ""
        days.setdefault(day, []).append((capitalised(time), entry))
    return list(days.items())


def _profile(section: RolesSection, role: Role) -> Dumbbell:
    """Return a chart of the role's profile, what counts most first."""
    rows = profile_of(section, role)
    top = [lowered(competency.name) for competency, _ in rows[:3]]
    verb = "counts" if len(top) == 1 else "count"
    return dumbbell(
        title=f"{capitalised(listed(top))} {verb} most" if top else "No profile yet",
        note=(
            "Importance runs from 0 (not part of the role) to 5. On the level scale, 0 is not yet, "
            "60 is on your own, and 100 sets the standard."
        ),
        roles=(role,),
        measures=(IMPORTANCE, LEVEL),
        rows=[
            (competency.name, ((asked.importance,), (asked.required_level,)))
            for competency, asked in rows
        ],
    )


def _must_haves(section: RolesSection, role: Role) -> list[str]:
    """Return in words the levels below which readiness is capped."""
    names = {competency.key: competency.name for competency in section.competencies}
    parts = [
        f"level {number_text(asked.must_have_level)} in {lowered(names[asked.competency])}"
        for asked in role.requirements
        if asked.must_have_level is not None
    ]
    if years := role.required_hands_on_years:
        unit = "year" if years == 1 else "years"
        parts.append(f"at least {number_text(years, 1)} {unit} of hands-on technical work")
    return parts


def _qualifications(role: Role) -> tuple[tuple[QualificationKind, tuple[Qualification, ...]], ...]:
    """Return the qualifications by kind, and within a kind what is required first."""
    entries = sorted(role.qualifications, key=required_first)
    groups = ((kind, tuple(e for e in entries if e.kind is kind)) for kind in QualificationKind)
    return tuple((kind, group) for kind, group in groups if group)


def _certificates(
    section: RolesSection, role: Role
) -> list[tuple[Certification, RoleCertification]]:
    """Return a role's certificates and what it says of each, required ones first."""
    known = {certification.slug: certification for certification in section.certifications}
    entries = sorted(role.certifications, key=required_first)
    return [(known[entry.certification], entry) for entry in entries]
