"""The draft of the ``roles`` section: rows to data and back, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import BaseModel

from roles import models
from roles.draft.errors import ROLE_FOLDER, role_file, roles_errors
from roles.draft.field_labels import field_labels_of
from roles.draft.shapes import Lookup, Shape
from roles.snapshot import values
from roles.snapshot.field_labels import FieldLabels
from roles.snapshot.sections import Data, DraftError
from roles.snapshot.values import RolesSection, Value

ROLE_PARTS = {
    "requirements": Shape(
        models.Requirement,
        fields=("importance",),
        levels=("required_level", "must_have_level"),
        references={"competency": "key"},
    ),
    "responsibilities": Shape(
        models.Responsibility,
        fields=("title", "text", "good_looks_like", "without_it"),
        references={"competency": "key"},
    ),
    "qualifications": Shape(
        models.Qualification, fields=("kind", "strength", "topic", "title", "text")
    ),
    "certifications": Shape(
        models.RoleCertification,
        fields=("strength", "note"),
        references={"certification": "slug"},
    ),
    "soft_skills": Shape(
        models.SoftSkill,
        fields=("title", "text", "example"),
        references={"competency": "key"},
    ),
    "week": Shape(models.WeekActivity, fields=("when", "title", "text")),
    "starting_points": Shape(
        models.StartingPoint, fields=("title", "brings", "to_learn", "first_steps")
    ),
    "interview_questions": Shape(models.InterviewQuestion, fields=("question", "good_answer")),
    "namesakes": Shape(models.Namesake, fields=("title", "text")),
    "facts": Shape(
        models.SourcedFact,
        fields=("kind", "statement", "country", "period", "source", "source_url", "confidence",
                "checked_on"),
    ),
    "sources": Shape(models.Source, fields=("title", "url", "note", "checked_on")),
}  # fmt: skip

# The lists of the section, in an order in which each finds the rows that it names.
SHAPES: dict[str, Shape] = {
    "competencies": Shape(
        models.Competency, fields=("key", "name", "group", "gloss"), key="key"
    ),
    "certifications": Shape(
        models.Certification,
        fields=("slug", "name", "issuer", "category", "summary", "prerequisites", "exam",
                "renewal", "renewal_months", "renewal_effort", "expects_practice", "disputed",
                "source", "source_url", "confidence", "checked_on"),
        key="slug",
        many={"surpassed_by": "slug"},
        parts={
            "supports": Shape(
                models.CertifiedLevel, levels=("level",), references={"competency": "key"}
            ),
            "routes": Shape(
                models.EligibilityRoute,
                fields=("title", "education", "months_leading", "months_agile", "within_years",
                        "training_hours", "also"),
                many={"holds": "slug"},
            ),
        },
    ),
    "roles": Shape(
        models.Role,
        fields=("slug", "name", "short_name", "accent", "summary", "description", "strengths",
                "required_hands_on_years"),
        key="slug",
        parts=ROLE_PARTS,
        listed=("",),
    ),
    "pairs": Shape(
        models.RolePair,
        fields=("difference", "together", "broader"),
        references={"first": "slug", "second": "slug"},
        listed=("first", "second"),
    ),
    "depth_levels": Shape(
        models.DepthLevel,
        fields=("key", "title", "summary", "artefact_title", "artefact_kind", "artefact",
                "reading", "question", "explanation"),
        levels=("level",),
        key="key",
        parts={
            "uses": Shape(
                models.DepthLevelUse,
                fields=("text",),
                references={"role": "slug"},
                listed=("role",),
            ),
            "options": Shape(models.CheckOption, fields=("text", "is_right")),
        },
    ),
    "scenarios": Shape(
        models.Scenario,
        fields=("slug", "title", "story", "lesson"),
        key="slug",
        parts={
            "moves": Shape(
                models.ScenarioMove,
                fields=("first", "why"),
                references={"role": "slug"},
                listed=("role",),
            )
        },
    ),
    "synonyms": Shape(models.Synonym, fields=("means", "typed"), key="means"),
}  # fmt: skip


LISTS = {shape.model: name for name, shape in SHAPES.items()}
FIELD_LABELS = FieldLabels(
    parts={name: field_labels_of(shape, LISTS) for name, shape in SHAPES.items()}
)


class CompetenciesFile(Value):
    competencies: tuple[values.Competency, ...]


class CertificationsFile(Value):
    certifications: tuple[values.Certification, ...]


class PairsFile(Value):
    pairs: tuple[values.RolePair, ...]


class DepthLevelsFile(Value):
    depth_levels: tuple[values.DepthLevel, ...]


class ScenariosFile(Value):
    scenarios: tuple[values.Scenario, ...]


class SynonymsFile(Value):
    synonyms: tuple[values.Synonym, ...]


# Roles have a file each; every other list has one for all.
LIST_FILES: dict[str, type[Value]] = {
    "competencies.yaml": CompetenciesFile,
    "certifications.yaml": CertificationsFile,
    "pairs.yaml": PairsFile,
    "depth_levels.yaml": DepthLevelsFile,
    "scenarios.yaml": ScenariosFile,
    "synonyms.yaml": SynonymsFile,
}


class RolesDraft:
    """The ``roles`` section; see ``roles.snapshot.sections.Section``."""

    name = "roles"
    labels = FIELD_LABELS

    def collect(self) -> Data:
        return {name: [shape.data(row) for row in shape.rows()] for name, shape in SHAPES.items()}

    def parse(self, data: Data) -> RolesSection:
        return RolesSection.model_validate(data)

    def split(self, data: Data) -> dict[str, Data]:
        files: dict[str, Data] = {}
        for path in LIST_FILES:
            name = path.removesuffix(".yaml")
            if data.get(name):
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
        models.Role.objects.filter(is_listed=True).exclude(
            slug__in=[role.slug for role in section.roles]
        ).delete()
        lookup = Lookup()
        stored = {
            name: shape.store_rows(
                getattr(section, name), lookup, **({"is_listed": True} if name == "roles" else {})
            )
            for name, shape in SHAPES.items()
        }
        for name, shape in SHAPES.items():
            for row, value in zip(stored[name], getattr(section, name), strict=True):
                shape.store_parts(row, value, lookup)
        # Last, when nothing points at them any more.
        for name in ("synonyms", "scenarios", "depth_levels", "certifications", "competencies"):
            kept = [row.pk for row in stored[name]]
            SHAPES[name].model._default_manager.exclude(pk__in=kept).delete()

    def problems(self, sections: Mapping[str, Any]) -> Iterator[DraftError]:
        return roles_errors(cast(RolesSection, sections[self.name]))
