"""Errors of the ``roles`` section that no single row shows, in an editor's words."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import get_text_list

from roles.draft.section import DraftError, Location
from roles.models.choices import Accent
from roles.snapshot.addresses import page_at
from roles.snapshot.certificates import Certification, window_months
from roles.snapshot.values import Role, RolesSection
from web.words import counted

ROLE_FOLDER = "roles/"
# /roles/neighbours/ is the map, /certificates/which/ the calculator, /certificates/choose/ the
# chooser.
RESERVED_ROLE_SLUGS = ("neighbours",)
RESERVED_CERTIFICATE_SLUGS = ("which", "choose")
TAKEN = "The address {!r} is taken by a page of the site. Choose another one."


def _error(message: str, *location: str | int, **more: Any) -> DraftError:
    """Return an error in the file of a list: the location begins with the name of the list."""
    return DraftError(message, f"{location[0]}.yaml", location, **more)


def _role_at(role: Role, field: str) -> tuple[str, Location]:
    return f"{ROLE_FOLDER}{role.slug}.yaml", (field,)


def roles_errors(section: RolesSection) -> Iterator[DraftError]:
    """Yield every error of the section's roles and of what refers to them."""
    roles = section.on_site.roles
    if not roles:
        yield DraftError("No role is on the site. Tick “on the site” for at least one.", "roles")
    for role in section.roles:
        if role.slug in RESERVED_ROLE_SLUGS:
            yield DraftError(TAKEN.format(role.slug), *_role_at(role, "slug"))
    used = {role.accent for role in roles}
    accents: dict[str, Role] = {}
    for role in roles:
        first = accents.setdefault(role.accent, role)
        if first is not role:
            free = [each.value for each in Accent if each not in used]
            yield DraftError(
                f"{role.name} has the same colour as {first.name}. "
                + (
                    f"Choose one that no role on the site has: {get_text_list(free, 'or')}."
                    if free
                    else f"{len(roles)} roles are on the site, and charts can tell {len(Accent)} "
                    "apart by colour and marker. Remove one: untick “on the site”."
                ),
                *_role_at(role, "accent"),
                others=(_role_at(first, "accent"),),
            )
    for index, certification in enumerate(section.certifications):
        yield from _certification_errors(certification, index)
    for index, depth_level in enumerate(section.depth_levels):
        right = sum(option.is_right for option in depth_level.options)
        if len(depth_level.options) < 2 or right != 1:
            yield _error(
                f"The check of “{depth_level.title}” has "
                f"{counted(len(depth_level.options), 'answer')}, {right} of them right. "
                "It needs at least 2, and one right one.",
                *("depth_levels", index, "options"),
            )
    for index, question in enumerate(section.questions):
        if not question.facts and not question.judgement:
            yield _error(
                f"The answer to “{question.question}” has no basis. "
                "It needs a fact, or has to say why we think so.",
                *("questions", index, "judgement"),
            )
        for number, link in enumerate(question.links):
            if page_at(section, link.address) is None:
                yield _error(
                    f"“{question.question}” links to {link.address}, and the site has no such "
                    "page. Readers do not see this link.",
                    *("questions", index, "links", number, "address"),
                    warning=True,
                )
    meant: dict[str, str] = {}
    for index, synonym in enumerate(section.synonyms):
        for phrase in synonym.phrases:
            if (other := meant.setdefault(phrase.casefold(), synonym.means)) != synonym.means:
                yield _error(
                    f"“{phrase}” stands for “{other}” and for “{synonym.means}”. "
                    "Keep it with one of them.",
                    *("synonyms", index, "typed"),
                )


def _certification_errors(certification: Certification, index: int) -> Iterator[DraftError]:
    """Yield a reserved address, too many months, and a certificate that names itself."""
    here = ("certifications", index)
    if certification.slug in RESERVED_CERTIFICATE_SLUGS:
        yield _error(TAKEN.format(certification.slug), *here, "slug")
    named: list[tuple[Location, tuple[str, ...]]] = []
    for position, route in enumerate(certification.routes):
        at = (*here, "routes", position)
        longest = window_months(route.within_years)
        if any(months > longest for months in route.months.values()):
            yield _error(
                f"“{route.title}” of {certification.name} asks for more months than "
                f"{route.within_years} years have. Ask for at most {longest}.",
                *(*at, "within_years"),
            )
        named += [
            ((*at, "holds"), route.holds),
            ((*at, "training_instead"), route.training_instead),
        ]
    for place, slugs in [*named, ((*here, "surpassed_by"), certification.surpassed_by)]:
        if certification.slug in slugs:
            yield _error(f"{certification.name} names itself. Choose another certificate.", *place)
