"""The draft of the ``assessments`` section: rows to data and back, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

from pydantic import BaseModel

from assessments import models
from assessments.instrument import values
from assessments.instrument.errors import instrument_errors
from assessments.instrument.field_labels import FIELD_LABELS, STEPS, WEIGHTED
from assessments.instrument.values import AssessmentsSection, ScoringSettings
from assessments.models.choices import ItemType
from roles.draft.shapes import Lookup, Shape
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


# The two sides of a choice are columns of the item's own row, so its shape is flat.
ITEMS = Shape(
    models.Item,
    fields=("key", "type", "is_active", "stem", "text_a", "text_b", "is_reversed", *WEIGHTED),
    references={"competency": "key", "competency_b": "key"},
    key="key",
    parts={"options": Shape(models.ResponseOption, fields=("text",), levels=("score",))},
)
FACTS = Shape(
    models.BackgroundFact,
    fields=("key", "prompt", "hint", "is_multiple"),
    key="key",
    parts={
        "options": Shape(models.FactOption, fields=("code", "label", "years"), levels=("points",))
    },
)
# An answer is named by its question and its code, which are two fields of a bonus.
EVIDENCE = Shape(
    models.Evidence,
    fields=("key", *WEIGHTED),
    references={"competency": "key"},
    many={"base": "key"},
    key="key",
    parts={
        "bonuses": Shape(models.EvidenceBonus, levels=("points",), references={"option": "address"})
    },
)


class AssessmentsDraft:
    """The ``assessments`` section; see ``roles.snapshot.sections.Section``."""

    name = "assessments"
    labels = FIELD_LABELS

    def collect(self) -> Data:
        settings = models.ScoringSettings.objects.first()
        evidence = EVIDENCE.rows().prefetch_related("bonuses__option__fact")
        return {
            "items": [_in_order(values.Item, _with_sides(ITEMS.data(row))) for row in ITEMS.rows()],
            "facts": [_in_order(values.BackgroundFact, FACTS.data(row)) for row in FACTS.rows()],
            "evidence": [
                _in_order(values.Evidence, _with_named_options(EVIDENCE.data(row)))
                for row in evidence
            ],
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
        _store(ITEMS, section.items, [_flat_item(item) for item in section.items])
        _store(FACTS, section.facts, section.facts)
        _store(EVIDENCE, section.evidence, [_flat_evidence(rule) for rule in section.evidence])
        _store(STEPS, section.steps, section.steps)
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


def _store(shape: Shape, values: Sequence[Any], flat: Sequence[Any]) -> None:
    """Make the rows of a shape equal to ``values``, given as ``flat`` as the shape is."""
    shape.model._default_manager.exclude(key__in=[value.key for value in values]).delete()
    rows = shape.store_rows(flat, Lookup())
    lookup = Lookup()  # read once all rows are there: a step may come after a later one
    for row, value in zip(rows, flat, strict=True):
        shape.store_parts(row, value, lookup)


def _in_order(kind: type[Value], data: Data) -> Data:
    """The same data with its fields in the order of their value, as content files have them."""
    ordered = {name: data[name] for name in kind.model_fields}
    if "options" in ordered and kind is values.BackgroundFact:
        ordered["options"] = [_in_order(values.FactOption, each) for each in data["options"]]
    return ordered


def _with_sides(data: Data) -> Data:
    """An item as an edition holds it: a choice has two sides, each with its competency."""
    sides = {
        side: {"competency": data.pop(competency), "text": data.pop(text)}
        for side, competency, text in (
            ("a", "competency", "text_a"),
            ("b", "competency_b", "text_b"),
        )
    }
    if data["type"] == ItemType.FORCED_CHOICE:
        return data | {"competency": None} | sides
    return data | {"competency": sides["a"]["competency"], "a": None, "b": None}


def _flat_item(item: values.Item) -> SimpleNamespace:
    a, b = item.a, item.b
    return SimpleNamespace(
        **dict(item)
        | {
            "competency": a.competency if a else item.competency,
            "competency_b": b.competency if b else None,
            "text_a": a.text if a else "",
            "text_b": b.text if b else "",
        }
    )


def _with_named_options(data: Data) -> Data:
    """Evidence as an edition holds it: the option of a bonus is named by its fact and its code."""
    bonuses = [
        {"fact": bonus["option"][0], "option": bonus["option"][1], "points": bonus["points"]}
        for bonus in data["bonuses"]
    ]
    return data | {"bonuses": bonuses}


def _flat_evidence(rule: values.Evidence) -> SimpleNamespace:
    bonuses = [
        SimpleNamespace(option=(bonus.fact, bonus.option), points=bonus.points)
        for bonus in rule.bonuses
    ]
    return SimpleNamespace(**dict(rule) | {"bonuses": bonuses})
