"""Describe the draft of the ``assessments`` section: its rows, and the errors in them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any, cast

from assessments.instrument import values
from assessments.instrument.errors import instrument_errors, scoring_errors
from assessments.models.choices import ItemType
from roles.draft.field_labels import FieldLabels
from roles.draft.section import DraftError, DraftSection
from roles.draft.shapes import Data
from roles.snapshot.values import RolesSection

COMPETENCIES = {"competency": "competencies"}
SIDES = (("a", "competency", "text_a"), ("b", "competency_b", "text_b"))


def _with_sides(data: Data) -> Data:
    """Turn an item's fields into what an edition holds: two sides for a choice, else none."""
    sides = {
        side: {"competency": data.pop(competency), "text": data.pop(text)}
        for side, competency, text in SIDES
    }
    if data["type"] == ItemType.FORCED_CHOICE:
        return data | {"competency": None} | sides
    return data | {"competency": sides["a"]["competency"], "a": None, "b": None}


def _without_sides(item: values.Item) -> SimpleNamespace:
    found = SimpleNamespace(**dict(item), competency_b=None, text_a="", text_b="")
    for side, competency, text in SIDES:
        if (statement := getattr(item, side)) is not None:
            setattr(found, competency, statement.competency)
            setattr(found, text, statement.text)
    return found


def _with_named_option(bonus: Data) -> Data:
    """Turn a bonus's fields into what an edition holds: its answer by question and code."""
    return bonus | {"fact": bonus["option__fact__key"], "option": bonus["option__code"]}


def _with_address(bonus: values.EvidenceBonus) -> SimpleNamespace:
    return SimpleNamespace(option=(bonus.fact, bonus.option), points=bonus.points)


class AssessmentsDraft(DraftSection):
    """The draft of the ``assessments`` section: the quiz and the settings it is scored with."""

    name = "assessments"
    value = values.AssessmentsSection
    special = {
        # The two sides of a choice are columns of the item's own row.
        values.Item: {"folded": _with_sides, "flat": _without_sides, "called": "Question {key}"},
        values.ResponseOption: {"called": "answer “{text}”"},
        values.BackgroundFact: {"called": "{prompt}"},
        values.FactOption: {"key": "code", "called": "answer “{label}”"},
        values.Evidence: {"called": "{key}: {competency}"},
        values.EvidenceBonus: {
            "folded": _with_named_option,
            "flat": _with_address,
            "called": "bonus for “{fact}”, answer {option}",
            "also": ("option__fact__key", "option__code"),
        },
        values.ScoringSettings: {"called": "Scoring settings"},
    }
    files = {
        "items.yaml": ("items",),
        "background.yaml": ("facts", "evidence"),
        "scoring.yaml": ("settings",),
        "steps.yaml": ("steps",),
    }

    @cached_property
    def labels(self) -> FieldLabels:
        labels = super().labels
        items, evidence = labels.parts["items"], labels.parts["evidence"]
        bonuses = replace(
            evidence.parts["bonuses"], key=("fact", "option"), refers={"fact": "facts"}
        )
        sides = {
            letter.lower(): FieldLabels(
                called=f"side {letter}",
                labels={"competency": "what it speaks for", "text": "text"},
                refers=COMPETENCIES,
            )
            for letter in "AB"
        }
        parts = {
            "items": replace(items, parts={**items.parts, **sides}),
            "evidence": replace(evidence, parts={"bonuses": bonuses}),
        }
        return replace(labels, parts={**labels.parts, **parts})

    def errors(self, sections: Mapping[str, Any]) -> Iterator[DraftError]:
        return instrument_errors(*self._of(sections))

    def deep_errors(self, sections: Mapping[str, Any]) -> Iterator[DraftError]:
        return scoring_errors(*self._of(sections))

    def _of(self, sections: Mapping[str, Any]) -> tuple[values.AssessmentsSection, RolesSection]:
        return sections[self.name], cast(RolesSection, sections["roles"]).in_quiz
