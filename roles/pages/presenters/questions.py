"""What people ask, and where on the site each question has its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify

from roles.models.choices import FactKind
from roles.snapshot.values import Role, RolesSection, StartingPoint
from web.words import listed

# With more links than this under one question, the list of roles is the better way.
MOST_LINKS = 6


@dataclass(frozen=True, slots=True)
class Way:
    """A link to an answer. ``accent`` is the role's that it is about, or empty."""

    href: str
    label: str
    accent: str = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, its ways to an answer, and what the answer does not cover."""

    text: str
    ways: tuple[Way, ...]
    note: str = ""


def asked_questions(section: RolesSection) -> tuple[AskedQuestion, ...]:
    """What people ask, in the order in which they do; only questions that have an answer here."""
    questions = (
        _difference(section),
        AskedQuestion(
            "How technical must I be?",
            (Way(reverse("roles:depth_levels"), "See the ladder"),) if section.depth_levels else (),
        ),
        AskedQuestion(
            "Which certificates can I get now?",
            (Way(reverse("roles:which_exams"), "See which exams you can sit"),)
            if section.certifications
            else (),
        ),
        _of_each(section, "What does a day look like?", "week", lambda role: bool(role.week)),
        _of_each(
            section,
            "How do I move from where I am?",
            "moving-in",
            lambda role: bool(role.starting_points),
            label="To {}",
        ),
        _of_each(
            section,
            "What will they ask me?",
            "interview",
            lambda role: bool(role.interview_questions),
        ),
        _pay(section),
        _switch(section),
    )
    return tuple(question for question in questions if question.ways)


def origin_of(section: RolesSection, point: StartingPoint) -> Role | None:
    """The role of the edition that a starting point starts from, or ``None`` when it is no role.

    A role is known by its name, its short name and the name in its address, which stays when the
    role is renamed.
    """
    title, in_address = point.title.casefold(), slugify(point.title)
    return next(
        (
            role
            for role in section.roles
            if title in (role.name.casefold(), role.short_name.casefold())
            or in_address == role.slug
        ),
        None,
    )


def switch_anchor(origin: Role) -> str:
    """The id of the starting point from another role, on the page of the role one moves to."""
    return f"from-{origin.slug}"


def _role_address(role: Role, anchor: str) -> str:
    return f"{reverse('roles:role', args=(role.slug,))}#{anchor}"


def _difference(section: RolesSection) -> AskedQuestion:
    """Of two roles their comparison, of more the choice of two."""
    roles = section.roles
    if len(roles) == 2:
        address = reverse("roles:compare", args=[role.slug for role in roles])
        label = f"Compare {listed([role.short_name for role in roles])}"
        return AskedQuestion("How do the two differ?", (Way(address, label),))
    ways = (Way(reverse("roles:compare_start"), "Compare two roles"),) if len(roles) > 2 else ()
    return AskedQuestion("How do the roles differ?", ways)


def _of_each(
    section: RolesSection,
    text: str,
    anchor: str,
    has_it: Callable[[Role], bool],
    *,
    label: str = "{}",
) -> AskedQuestion:
    roles = [role for role in section.roles if has_it(role)]
    ways = tuple(
        Way(_role_address(role, anchor), label.format(role.name), role.accent.value)
        for role in roles
    )
    return AskedQuestion(text, _few(ways))


def _pay(section: RolesSection) -> AskedQuestion:
    paid = [role for role in section.roles if any(f.kind is FactKind.PAY for f in role.facts)]
    unpaid = [role for role in section.roles if role not in paid]
    ways = tuple(Way(_role_address(role, "outlook"), role.name, role.accent.value) for role in paid)
    note = ""
    if paid and 0 < len(unpaid) <= 2:
        names = listed([f"the {role.name}" for role in unpaid])
        note = f"For {names} there is no figure that we can source."
    return AskedQuestion("What does it pay?", _few(ways), note)


def _switch(section: RolesSection) -> AskedQuestion:
    ways = tuple(
        Way(
            _role_address(role, switch_anchor(origin)),
            f"From {origin.short_name} to {role.short_name}",
            role.accent.value,
        )
        for origin in section.roles
        for role in section.roles
        if role is not origin
        and any(origin_of(section, point) is origin for point in role.starting_points)
    )
    return AskedQuestion("Can I switch later?", _few(ways))


def _few(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    return ways if len(ways) <= MOST_LINKS else (Way(reverse("roles:list"), "See the roles"),)
