"""Errors of the ``roles`` section that no single row shows, in an editor's words."""

from collections.abc import Iterator

from django.utils.text import get_text_list

from roles.draft.section import DraftError, Location
from roles.models.choices import Accent
from roles.snapshot import values
from roles.snapshot.addresses import page_at
from roles.snapshot.certificates import window_months
from roles.snapshot.values import RolesSection
from web.words import counted

ROLE_FOLDER = "roles/"
# /roles/neighbours/ is the map, /certificates/which/ the calculator, /certificates/choose/ the
# chooser.
RESERVED_ROLE_SLUGS = ("neighbours",)
RESERVED_CERTIFICATE_SLUGS = ("which", "choose")
TAKEN = "The address {!r} is taken by a page of the site. Choose another one."


def roles_errors(section: RolesSection) -> Iterator[DraftError]:
    """Yield every error of the section's roles and of what refers to them."""
    roles = section.on_site.roles
    if not roles:
        yield DraftError("No role is on the site. Tick “on the site” for at least one.", "roles")
    for role in section.roles:
        if role.slug in RESERVED_ROLE_SLUGS:
            file = f"{ROLE_FOLDER}{role.slug}.yaml"
            yield DraftError(TAKEN.format(role.slug), file, ("slug",))
    used = {role.accent for role in roles}
    accents: dict[str, values.Role] = {}
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
                f"{ROLE_FOLDER}{role.slug}.yaml",
                ("accent",),
                others=((f"{ROLE_FOLDER}{first.slug}.yaml", ("accent",)),),
            )
    for index, certification in enumerate(section.certifications):
        if certification.slug in RESERVED_CERTIFICATE_SLUGS:
            yield DraftError(
                TAKEN.format(certification.slug),
                "certifications.yaml",
                ("certifications", index, "slug"),
            )
        for position, route in enumerate(certification.routes):
            longest = window_months(route.within_years)
            if any(months > longest for months in route.months.values()):
                yield DraftError(
                    f"“{route.title}” of {certification.name} asks for more months than "
                    f"{route.within_years} years have. Ask for at most {longest}.",
                    "certifications.yaml",
                    ("certifications", index, "routes", position, "within_years"),
                )
        named: list[tuple[Location, tuple[str, ...]]] = [
            (("routes", position, name), getattr(route, name))
            for position, route in enumerate(certification.routes)
            for name in ("holds", "training_instead")
        ]
        for place, slugs in [*named, (("surpassed_by",), certification.surpassed_by)]:
            if certification.slug in slugs:
                yield DraftError(
                    f"{certification.name} names itself. Choose another certificate.",
                    "certifications.yaml",
                    ("certifications", index, *place),
                )
    for index, depth_level in enumerate(section.depth_levels):
        right = sum(option.is_right for option in depth_level.options)
        if len(depth_level.options) < 2 or right != 1:
            yield DraftError(
                f"The check of “{depth_level.title}” has "
                f"{counted(len(depth_level.options), 'answer')}, {right} of them right. "
                "It needs at least 2, and one right one.",
                "depth_levels.yaml",
                ("depth_levels", index, "options"),
            )
    yield from _question_errors(section)
    meant: dict[str, str] = {}
    for index, synonym in enumerate(section.synonyms):
        for phrase in synonym.phrases:
            if (other := meant.setdefault(phrase.casefold(), synonym.means)) != synonym.means:
                yield DraftError(
                    f"“{phrase}” stands for “{other}” and for “{synonym.means}”. "
                    "Keep it with one of them.",
                    "synonyms.yaml",
                    ("synonyms", index, "typed"),
                )


def _question_errors(section: RolesSection) -> Iterator[DraftError]:
    """Yield each answer that rests on nothing, and a warning for each link that leads nowhere."""
    for index, question in enumerate(section.questions):
        place: Location = ("questions", index)
        if not question.facts and not question.judgement:
            yield DraftError(
                f"The answer to “{question.question}” has no basis. "
                "It needs a fact, or has to say why we think so.",
                "questions.yaml",
                (*place, "judgement"),
            )
        for number, link in enumerate(question.links):
            if page_at(section, link.address) is None:
                yield DraftError(
                    f"“{question.question}” links to {link.address}, and the site has no such "
                    "page. Readers do not see this link.",
                    "questions.yaml",
                    (*place, "links", number, "address"),
                    warning=True,
                )
