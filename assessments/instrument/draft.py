"""The draft of the ``assessments`` section: rows to data and back, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import BaseModel

from assessments import models
from assessments.instrument import values
from assessments.instrument.errors import instrument_errors
from assessments.instrument.field_labels import FIELD_LABELS, STEPS
from assessments.instrument.values import AssessmentsSection, ScoringSettings
from assessments.models.choices import ItemType
from roles.draft.shapes import Lookup
from roles.models import Competency
from roles.snapshot.sections import Data, DraftError
from roles.snapshot.values import RolesSection, Value

SETTINGS_FIELDS = tuple(name for name in ScoringSettings.model_fields if name != "revision")
WHOLE_NUMBERS = (
    "cap_slope",
    "theta_neither",
    "delta_min",
    "band_ready",
    "band_nearly",
    "band_building",
)


class ItemsFile(Value):
    items: tuple[values.Item, ...]


class BackgroundFile(Value):
    facts: tuple[values.BackgroundFact, ...]
    evidence: tuple[values.Evidence, ...]


class ScoringFile(Value):
    settings: values.ScoringSettings


class StepsFile(Value):
    steps: tuple[values.Step, ...]


FILES: dict[str, type[Value]] = {
    "items.yaml": ItemsFile,
    "background.yaml": BackgroundFile,
    "scoring.yaml": ScoringFile,
    "steps.yaml": StepsFile,
}


class AssessmentsDraft:
    """The ``assessments`` section; see ``roles.snapshot.sections.Section``."""

    name = "assessments"
    labels = FIELD_LABELS

    def collect(self) -> Data:
        settings = models.ScoringSettings.objects.first()
        return {
            "items": [
                _item_data(item)
                for item in models.Item.objects.select_related(
                    "competency", "competency_b"
                ).prefetch_related("options")
            ],
            "facts": [
                {
                    "key": fact.key,
                    "prompt": fact.prompt,
                    "hint": fact.hint,
                    "is_multiple": fact.is_multiple,
                    "options": [
                        {
                            "code": option.code,
                            "label": option.label,
                            "points": _number(option.points),
                            "years": _number(option.years),
                        }
                        for option in fact.options.all()
                    ],
                }
                for fact in models.BackgroundFact.objects.prefetch_related("options")
            ],
            "evidence": [_evidence_data(row) for row in _evidence_rows()],
            "settings": None
            if settings is None
            else {"revision": settings.revision}
            | {field: float(getattr(settings, field)) for field in SETTINGS_FIELDS},
            "steps": [STEPS.data(row) for row in STEPS.rows()],
        }

    def parse(self, data: Data) -> AssessmentsSection:
        return AssessmentsSection.model_validate(data)

    def split(self, data: Data) -> dict[str, Data]:
        files: dict[str, Data] = {}
        if data["items"]:
            files["items.yaml"] = {"items": data["items"]}
        if data["facts"] or data["evidence"]:
            files["background.yaml"] = {"facts": data["facts"], "evidence": data["evidence"]}
        if data["settings"]:
            files["scoring.yaml"] = {"settings": data["settings"]}
        if data["steps"]:
            files["steps.yaml"] = {"steps": data["steps"]}
        return files

    def join(self, files: Mapping[str, Data]) -> Data:
        background = files.get("background.yaml", {})
        return {
            "items": files.get("items.yaml", {}).get("items", []),
            "facts": background.get("facts", []),
            "evidence": background.get("evidence", []),
            "settings": files.get("scoring.yaml", {}).get("settings"),
            "steps": files.get("steps.yaml", {}).get("steps", []),
        }

    def file_model(self, path: str) -> type[BaseModel] | None:
        return FILES.get(path)

    def store(self, section: AssessmentsSection) -> None:
        competencies = {row.key: row for row in Competency.objects.all()}
        _store_items(section, competencies)
        options = _store_facts(section)
        _store_evidence(section, competencies, options)
        _store_steps(section)
        models.ScoringSettings.objects.update_or_create(
            pk=1,
            defaults={"revision": section.settings.revision}
            | {
                field: round(getattr(section.settings, field))
                if field in WHOLE_NUMBERS
                else getattr(section.settings, field)
                for field in SETTINGS_FIELDS
            },
        )

    def problems(self, sections: Mapping[str, Any]) -> Iterator[DraftError]:
        roles = cast(RolesSection, sections["roles"])
        return instrument_errors(cast(AssessmentsSection, sections[self.name]), roles)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _item_data(item: models.Item) -> Data:
    data: Data = {
        "key": item.key,
        "type": item.type,
        "is_active": item.is_active,
        "competency": None,
        "stem": item.stem,
        "options": [
            {"text": option.text, "score": float(option.score)} for option in item.options.all()
        ],
        "is_reversed": item.is_reversed,
        "a": None,
        "b": None,
        "level_weight": float(item.level_weight),
        "error_sd": float(item.error_sd),
    }
    competency = item.competency.key if item.competency else None
    if item.type == ItemType.FORCED_CHOICE:
        data["a"] = {"competency": competency, "text": item.text_a}
        data["b"] = {
            "competency": item.competency_b.key if item.competency_b else None,
            "text": item.text_b,
        }
    else:
        data["competency"] = competency
    return data


def _evidence_rows() -> Any:
    return models.Evidence.objects.select_related("competency").prefetch_related(
        "base", "bonuses__option__fact"
    )


def _evidence_data(row: models.Evidence) -> Data:
    return {
        "key": row.key,
        "competency": row.competency.key,
        "base": [fact.key for fact in sorted(row.base.all(), key=lambda f: (f.position, f.pk))],
        "bonuses": [
            {
                "fact": bonus.option.fact.key,
                "option": bonus.option.code,
                "points": float(bonus.points),
            }
            for bonus in row.bonuses.all()
        ],
        "level_weight": float(row.level_weight),
        "error_sd": float(row.error_sd),
    }


def _store_items(section: AssessmentsSection, competencies: Mapping[str, Competency]) -> None:
    models.Item.objects.exclude(key__in=[item.key for item in section.items]).delete()
    for position, item in enumerate(section.items, 1):
        side_a = item.a.competency if item.a else item.competency
        row, _ = models.Item.objects.update_or_create(
            key=item.key,
            defaults={
                "position": position,
                "type": item.type,
                "is_active": item.is_active,
                "stem": item.stem,
                "competency": competencies[side_a] if side_a else None,
                "text_a": item.a.text if item.a else "",
                "competency_b": competencies[item.b.competency] if item.b else None,
                "text_b": item.b.text if item.b else "",
                "is_reversed": item.is_reversed,
                "level_weight": item.level_weight,
                "error_sd": item.error_sd,
            },
        )
        row.options.all().delete()
        models.ResponseOption.objects.bulk_create(
            models.ResponseOption(
                item=row, position=index, text=option.text, score=round(option.score)
            )
            for index, option in enumerate(item.options, 1)
        )


def _store_facts(section: AssessmentsSection) -> dict[tuple[str, str], models.FactOption]:
    """Store the background questions; returns their options by (fact key, code)."""
    models.BackgroundFact.objects.exclude(key__in=[fact.key for fact in section.facts]).delete()
    stored: dict[tuple[str, str], models.FactOption] = {}
    for position, fact in enumerate(section.facts, 1):
        row, _ = models.BackgroundFact.objects.update_or_create(
            key=fact.key,
            defaults={
                "position": position,
                "prompt": fact.prompt,
                "hint": fact.hint,
                "is_multiple": fact.is_multiple,
            },
        )
        row.options.exclude(code__in=[option.code for option in fact.options]).delete()
        for index, option in enumerate(fact.options, 1):
            stored[fact.key, option.code], _ = models.FactOption.objects.update_or_create(
                fact=row,
                code=option.code,
                defaults={
                    "position": index,
                    "label": option.label,
                    "points": None if option.points is None else round(option.points),
                    "years": option.years,
                },
            )
    return stored


def _store_evidence(
    section: AssessmentsSection,
    competencies: Mapping[str, Competency],
    options: Mapping[tuple[str, str], models.FactOption],
) -> None:
    models.Evidence.objects.exclude(key__in=[rule.key for rule in section.evidence]).delete()
    facts = {fact.key: fact for fact in models.BackgroundFact.objects.all()}
    for position, rule in enumerate(section.evidence, 1):
        row, _ = models.Evidence.objects.update_or_create(
            key=rule.key,
            defaults={
                "position": position,
                "competency": competencies[rule.competency],
                "level_weight": rule.level_weight,
                "error_sd": rule.error_sd,
            },
        )
        row.base.set([facts[key] for key in rule.base])
        row.bonuses.all().delete()
        models.EvidenceBonus.objects.bulk_create(
            models.EvidenceBonus(
                evidence=row,
                option=options[bonus.fact, bonus.option],
                points=round(bonus.points),
                position=index,
            )
            for index, bonus in enumerate(rule.bonuses, 1)
        )


def _store_steps(section: AssessmentsSection) -> None:
    models.Step.objects.exclude(key__in=[step.key for step in section.steps]).delete()
    rows = STEPS.store_rows(section.steps, Lookup())
    lookup = Lookup()  # read once all steps are there: a step may come after a later one
    for row, step in zip(rows, section.steps, strict=True):
        STEPS.store_parts(row, step, lookup)
