"""What is wrong with a draft of the ``roles`` section, in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from roles.snapshot import values
from roles.snapshot.sections import DraftError, Location
from roles.snapshot.values import RolesSection, Value

ROLE_FOLDER = "roles/"
# /certificates/which/ is the calculator.
RESERVED_SLUGS = ("which",)


def role_file(slug: str) -> str:
    """The content file that holds a role."""
    return f"{ROLE_FOLDER}{slug}.yaml"


def roles_errors(section: RolesSection) -> Iterator[DraftError]:
    """Every problem of the section's roles and of what stands around them."""
    if not section.roles:
        yield DraftError("No role is on the site. Tick “on the site” for at least one.", "roles")
    known = {
        "competency": {competency.key for competency in section.competencies},
        "certification": {certification.slug for certification in section.certifications},
        "role": {role.slug for role in section.roles},
    }
    for name, key, noun in (
        ("competencies", "key", "competency"),
        ("certifications", "slug", "certificate"),
        ("depth_levels", "key", "depth_level"),
        ("scenarios", "slug", "scenario"),
        ("synonyms", "means", "search word"),
    ):
        keys = [getattr(value, key) for value in getattr(section, name)]
        yield from _doubles(keys, name, noun)
    accents: dict[str, values.Role] = {}
    for role in section.roles:
        yield from _role_problems(role, accents.setdefault(role.accent, role))
    for file, location, value in _everything(section):
        yield from _dangling(value, file, location, known)
    for index, certification in enumerate(section.certifications):
        if certification.slug in RESERVED_SLUGS:
            yield DraftError(
                f"The address {certification.slug!r} is taken by a page of the site. "
                "Choose another one.",
                "certifications.yaml",
                ("certifications", index, "slug"),
            )
        yield from _route_problems(certification, index, known["certification"])
    for index, pair in enumerate(section.pairs):
        yield from _pair_problems(pair, index, known["role"])
    for index, depth_level in enumerate(section.depth_levels):
        yield from _depth_level_errors(depth_level, index)
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


def _everything(section: RolesSection) -> Iterator[tuple[str, Location, Value]]:
    """Every part that may name a competency, a certificate or a role, with its place."""
    places: list[tuple[str, Location, Value]] = [
        (role_file(role.slug), (), role) for role in section.roles
    ]
    for name in ("certifications", "depth_levels", "scenarios"):
        places += [
            (f"{name}.yaml", (name, index), value)
            for index, value in enumerate(getattr(section, name))
        ]
    for file, location, value in places:
        for field in type(value).model_fields:
            parts = getattr(value, field)
            if isinstance(parts, tuple):
                for index, part in enumerate(parts):
                    if isinstance(part, Value):
                        yield file, (*location, field, index), part


def _dangling(
    part: Value, file: str, location: Location, known: Mapping[str, set[str]]
) -> Iterator[DraftError]:
    """What a part names that does not exist."""
    for reference, legal in known.items():
        named = getattr(part, reference, None)
        if named is not None and named not in legal:
            noun = "certificate" if reference == "certification" else reference
            yield DraftError(
                f"There is no {noun} {named!r}. There are: {', '.join(sorted(legal))}.",
                file,
                (*location, reference),
            )


def _role_problems(role: values.Role, first_of_colour: values.Role) -> Iterator[DraftError]:
    file = role_file(role.slug)
    if first_of_colour is not role:
        yield DraftError(
            f"{role.name} has the same colour as {first_of_colour.name}. "
            "Choose another one, so that charts can tell them apart.",
            file,
            ("accent",),
        )
    yield from _doubled_requirements(role, file)
    for index, requirement in enumerate(role.requirements):
        must = requirement.must_have_level
        if must is not None and must > requirement.required_level:
            yield DraftError(
                f"{role.name}: the must-have level {must:g} is above the required level "
                f"{requirement.required_level:g}. It may be at most that.",
                file,
                ("requirements", index, "must_have_level"),
            )


def _pair_problems(pair: values.RolePair, index: int, slugs: set[str]) -> Iterator[DraftError]:
    for side in ("first", "second"):
        if getattr(pair, side) not in slugs:
            yield DraftError(
                f"The comparison text names the role {getattr(pair, side)!r}. "
                f"On the site are: {', '.join(sorted(slugs))}.",
                "pairs.yaml",
                ("pairs", index, side),
            )
    if pair.first == pair.second:
        yield DraftError(
            f"A comparison text compares {pair.first!r} with itself.",
            "pairs.yaml",
            ("pairs", index, "second"),
        )


def _route_problems(
    certification: values.Certification, index: int, slugs: set[str]
) -> Iterator[DraftError]:
    named: list[tuple[str, Location]] = [
        (slug, ("routes", position, "holds"))
        for position, route in enumerate(certification.routes)
        for slug in route.holds
    ]
    named += [(slug, ("surpassed_by",)) for slug in certification.surpassed_by]
    for slug, place in named:
        here: Location = ("certifications", index, *place)
        if slug == certification.slug:
            yield DraftError(
                f"{certification.name} names itself. Choose another certificate.",
                "certifications.yaml",
                here,
            )
        elif slug not in slugs:
            yield DraftError(
                f"There is no certificate {slug!r}. There are: {', '.join(sorted(slugs))}.",
                "certifications.yaml",
                here,
            )


def _depth_level_errors(depth_level: values.DepthLevel, index: int) -> Iterator[DraftError]:
    right = sum(option.is_right for option in depth_level.options)
    if len(depth_level.options) < 2 or right != 1:
        yield DraftError(
            f"The check of “{depth_level.title}” has {len(depth_level.options)} answers, "
            f"{right} of them right. "
            "It needs at least 2, and one right one.",
            "depth_levels.yaml",
            ("depth_levels", index, "options"),
        )


def _doubles(keys: Sequence[str], name: str, noun: str) -> Iterator[DraftError]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield DraftError(
                f"The {noun} {key!r} is there twice. Each may be there once.",
                f"{name}.yaml",
                (name, index),
            )


def _doubled_requirements(role: values.Role, file: str) -> Iterator[DraftError]:
    seen: set[str] = set()
    for index, requirement in enumerate(role.requirements):
        if requirement.competency in seen:
            yield DraftError(
                f"{role.name} says twice what it asks on {requirement.competency!r}. "
                "Each competency may be there once.",
                file,
                ("requirements", index, "competency"),
            )
        seen.add(requirement.competency)
