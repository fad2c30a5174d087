"""The draft of the ``roles`` section: rows to data and back, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.db.models import Model
from pydantic import BaseModel

from roles import catalogue as values
from roles import models
from roles.catalogue import RolesSection, Value
from roles.sections import Data, Location, Problem

ROLE_FOLDER = "roles/"

COMPETENCY_FIELDS = ("key", "name", "group", "gloss")
CERTIFICATION_FIELDS = (
    "slug", "name", "issuer", "category", "summary", "prerequisites", "exam", "renewal",
    "disputed", "source", "source_url", "confidence", "checked_on",
)  # fmt: skip
ROLE_FIELDS = (
    "slug", "name", "short_name", "accent", "summary", "description", "strengths",
    "required_hands_on_years",
)  # fmt: skip
# Each kind of part: the row class, its plain fields, and the fields that name another row.
PARTS: dict[str, tuple[type[Model], tuple[str, ...], dict[str, str]]] = {
    "requirements": (
        models.Requirement,
        ("importance", "required_level", "must_have_level"),
        {"competency": "key"},
    ),
    "responsibilities": (
        models.Responsibility,
        ("title", "text", "good_looks_like", "without_it"),
        {"competency": "key"},
    ),
    "qualifications": (
        models.Qualification,
        ("kind", "strength", "topic", "title", "text"),
        {},
    ),
    "certifications": (models.RoleCertification, ("strength", "note"), {"certification": "slug"}),
    "soft_skills": (models.SoftSkill, ("title", "text", "example"), {"competency": "key"}),
    "namesakes": (models.Namesake, ("title", "text"), {}),
    "facts": (
        models.SourcedFact,
        ("kind", "statement", "country", "period", "source", "source_url", "confidence",
         "checked_on"),
        {},
    ),
    "sources": (models.Source, ("title", "url", "note", "checked_on"), {}),
}  # fmt: skip
RELATED = {"competency": models.Competency, "certification": models.Certification}


class CompetenciesFile(Value):
    competencies: tuple[values.Competency, ...]


class CertificationsFile(Value):
    certifications: tuple[values.Certification, ...]


class PairsFile(Value):
    pairs: tuple[values.RolePair, ...]


LIST_FILES: dict[str, type[Value]] = {
    "competencies.yaml": CompetenciesFile,
    "certifications.yaml": CertificationsFile,
    "pairs.yaml": PairsFile,
}


class RolesDraft:
    """The ``roles`` section; see ``roles.sections.Section``."""

    name = "roles"

    def collect(self) -> Data:
        listed = models.Role.objects.filter(is_listed=True).order_by("position", "pk")
        prefetches = [
            name if not related else f"{name}__{next(iter(related))}"
            for name, (_, _, related) in PARTS.items()
        ]
        return {
            "competencies": [
                {field: getattr(row, field) for field in COMPETENCY_FIELDS}
                for row in models.Competency.objects.order_by("position", "pk")
            ],
            "certifications": [
                {field: _plain(getattr(row, field)) for field in CERTIFICATION_FIELDS}
                | {
                    "supports": [
                        {"competency": support.competency.key, "level": float(support.level)}
                        for support in row.supports.all()
                    ]
                }
                for row in models.Certification.objects.order_by("position", "pk").prefetch_related(
                    "supports__competency"
                )
            ],
            "roles": [_role_data(role) for role in listed.prefetch_related(*prefetches)],
            "pairs": [
                {
                    "first": pair.first.slug,
                    "second": pair.second.slug,
                    "difference": pair.difference,
                    "together": pair.together,
                }
                for pair in models.RolePair.objects.filter(
                    first__is_listed=True, second__is_listed=True
                ).select_related("first", "second")
            ],
        }

    def parse(self, data: Data) -> RolesSection:
        return RolesSection.model_validate(data)

    def split(self, data: Data) -> dict[str, Data]:
        files: dict[str, Data] = {}
        for path in LIST_FILES:
            name = path.removesuffix(".yaml")
            if data[name]:
                files[path] = {name: data[name]}
        for role in data["roles"]:
            files[role_file(role["slug"])] = role
        return files

    def join(self, files: Mapping[str, Data]) -> Data:
        data: Data = {
            path.removesuffix(".yaml"): files.get(path, {}).get(path.removesuffix(".yaml"), [])
            for path in LIST_FILES
        }
        data["roles"] = [file for path, file in files.items() if path.startswith(ROLE_FOLDER)]
        return data

    def file_model(self, path: str) -> type[BaseModel] | None:
        if path.startswith(ROLE_FOLDER):
            return values.Role
        return LIST_FILES.get(path)

    def store(self, section: RolesSection) -> None:
        competencies = {value.key: value for value in section.competencies}
        certifications = {value.slug: value for value in section.certifications}
        listed = {value.slug for value in section.roles}
        models.Role.objects.filter(is_listed=True).exclude(slug__in=listed).delete()
        for position, competency in enumerate(section.competencies, 1):
            models.Competency.objects.update_or_create(
                key=competency.key,
                defaults={"position": position}
                | {field: getattr(competency, field) for field in COMPETENCY_FIELDS},
            )
        for position, certification in enumerate(section.certifications, 1):
            _store_certification(certification, position)
        for position, role in enumerate(section.roles, 1):
            _store_role(role, position)
        models.RolePair.objects.filter(first__slug__in=listed, second__slug__in=listed).delete()
        roles = {role.slug: role for role in models.Role.objects.filter(slug__in=listed)}
        models.RolePair.objects.bulk_create(
            models.RolePair(
                first=roles[pair.first],
                second=roles[pair.second],
                difference=pair.difference,
                together=pair.together,
                position=position,
            )
            for position, pair in enumerate(section.pairs, 1)
        )
        # Last, when nothing points at them any more.
        models.Certification.objects.exclude(slug__in=certifications).delete()
        models.Competency.objects.exclude(key__in=competencies).delete()

    def problems(self, sections: Mapping[str, Any]) -> Iterator[Problem]:
        section = cast(RolesSection, sections[self.name])
        if not section.roles:
            yield Problem("No role is on the site. Tick “on the site” for at least one.", "roles")
        yield from _doubles([c.key for c in section.competencies], "competencies", "competency")
        yield from _doubles(
            [c.slug for c in section.certifications], "certifications", "certificate"
        )
        known = {
            "competency": {competency.key for competency in section.competencies},
            "certification": {certification.slug for certification in section.certifications},
        }
        for index, certification in enumerate(section.certifications):
            yield from _dangling(
                certification.supports, "certifications.yaml",
                ("certifications", index, "supports"), known,
            )  # fmt: skip
        accents: dict[str, str] = {}
        for role in section.roles:
            file = role_file(role.slug)
            if role.accent in accents:
                yield Problem(
                    f"{role.name} has the same colour as {accents[role.accent]}. "
                    "Choose another one, so that charts can tell them apart.",
                    file,
                    ("accent",),
                )
            accents[role.accent] = role.name
            for part in PARTS:
                yield from _dangling(getattr(role, part), file, (part,), known)
            yield from _doubled_requirements(role, file)
            for index, requirement in enumerate(role.requirements):
                must = requirement.must_have_level
                if must is not None and must > requirement.required_level:
                    yield Problem(
                        f"{role.name}: the must-have level {must:g} is above the required level "
                        f"{requirement.required_level:g}. It may be at most that.",
                        file,
                        ("requirements", index, "must_have_level"),
                    )
        slugs = {role.slug for role in section.roles}
        for index, pair in enumerate(section.pairs):
            for side in ("first", "second"):
                if getattr(pair, side) not in slugs:
                    yield Problem(
                        f"The comparison text names the role {getattr(pair, side)!r}. "
                        f"On the site are: {', '.join(sorted(slugs))}.",
                        "pairs.yaml",
                        ("pairs", index, side),
                    )
            if pair.first == pair.second:
                yield Problem(
                    f"A comparison text compares {pair.first!r} with itself.",
                    "pairs.yaml",
                    ("pairs", index, "second"),
                )


def role_file(slug: str) -> str:
    """The content file that holds a role."""
    return f"{ROLE_FOLDER}{slug}.yaml"


def _plain(value: Any) -> Any:
    """A row's field as JSON data."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def _role_data(role: models.Role) -> Data:
    data: Data = {field: getattr(role, field) for field in ROLE_FIELDS}
    years = role.required_hands_on_years
    data["required_hands_on_years"] = None if years is None else float(years)
    for name, (_, fields, related) in PARTS.items():
        data[name] = [
            {
                reference: getattr(getattr(row, reference), key, None)
                for reference, key in related.items()
            }
            | {field: _part_value(field, getattr(row, field)) for field in fields}
            for row in getattr(role, name).all()
        ]
    return data


def _part_value(field: str, value: Any) -> Any:
    if field in ("importance", "required_level", "must_have_level") and value is not None:
        return float(value)
    return _plain(value)


def _store_certification(certification: values.Certification, position: int) -> None:
    row, _ = models.Certification.objects.update_or_create(
        slug=certification.slug,
        defaults={"position": position}
        | {field: getattr(certification, field) for field in CERTIFICATION_FIELDS},
    )
    row.supports.all().delete()
    competencies = _rows_by_key(models.Competency, "key")
    models.CertifiedLevel.objects.bulk_create(
        models.CertifiedLevel(
            certification=row,
            competency=competencies[support.competency],
            level=round(support.level),
            position=index,
        )
        for index, support in enumerate(certification.supports, 1)
    )


def _store_role(role: values.Role, position: int) -> None:
    row, _ = models.Role.objects.update_or_create(
        slug=role.slug,
        defaults={"position": position, "is_listed": True}
        | {field: getattr(role, field) for field in ROLE_FIELDS},
    )
    for name, (part_class, fields, related) in PARTS.items():
        lookups = {
            reference: _rows_by_key(RELATED[reference], key) for reference, key in related.items()
        }
        manager = cast(Any, part_class)._default_manager
        manager.filter(role=row).delete()
        manager.bulk_create(
            part_class(
                role=row,
                position=index,
                **{field: getattr(part, field) for field in fields},
                **{
                    reference: rows.get(getattr(part, reference))
                    for reference, rows in lookups.items()
                },
            )
            for index, part in enumerate(getattr(role, name), 1)
        )


def _rows_by_key(row_class: type[Any], key: str) -> dict[str, Any]:
    return {getattr(row, key): row for row in row_class._default_manager.all()}


def _doubles(keys: Sequence[str], name: str, noun: str) -> Iterator[Problem]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield Problem(
                f"The {noun} {key!r} is there twice. Each may be there once.",
                f"{name}.yaml",
                (name, index),
            )


def _dangling(
    parts: Iterable[Any], file: str, location: Location, known: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """Parts that name a competency or certificate that does not exist."""
    for index, part in enumerate(parts):
        for reference, legal in known.items():
            named = getattr(part, reference, None)
            if named is not None and named not in legal:
                noun = "certificate" if reference == "certification" else reference
                yield Problem(
                    f"There is no {noun} {named!r}. There are: {', '.join(sorted(legal))}.",
                    file,
                    (*location, index, reference),
                )


def _doubled_requirements(role: values.Role, file: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, requirement in enumerate(role.requirements):
        if requirement.competency in seen:
            yield Problem(
                f"{role.name} says twice what it asks on {requirement.competency!r}. "
                "Each competency may be there once.",
                file,
                ("requirements", index, "competency"),
            )
        seen.add(requirement.competency)
