"""How the data of the ``assessments`` section are told apart and what the desk calls them."""

from __future__ import annotations

from assessments import models
from assessments.instrument.values import ScoringSettings
from roles.draft import LISTS
from roles.draft.field_labels import field_labels_of, field_labels_of_rows
from roles.draft.shapes import Shape
from roles.snapshot.field_labels import FieldLabels

STEPS = Shape(
    models.Step,
    fields=("key", "title", "kind", "description", "hours"),
    references={"certification": "slug"},
    many={"prerequisites": "key"},
    key="key",
    parts={
        "gains": Shape(
            models.StepGain, levels=("gain", "ceiling"), references={"competency": "key"}
        )
    },
)

WEIGHTED = ("level_weight", "error_sd")
COMPETENCY = {"competency": "competencies"}


def _side(letter: str) -> FieldLabels:
    """One side of a choice, which the desk shows as two fields of the question."""
    return FieldLabels(
        called=f"side {letter}",
        labels={"competency": "what it speaks for", "text": "text"},
        refers=COMPETENCY,
    )


FIELD_LABELS = FieldLabels(
    parts={
        "items": field_labels_of_rows(
            models.Item,
            ("key", "type", "is_active", "competency", "stem", "is_reversed", *WEIGHTED),
            key=("key",),
            called="Question {key}",
            refers=COMPETENCY,
            parts={
                "options": field_labels_of_rows(
                    models.ResponseOption,
                    ("text", "score"),
                    key=("text",),
                    called="answer “{text}”",
                    is_renamed=True,
                ),
                "a": _side("A"),
                "b": _side("B"),
            },
        ),
        "facts": field_labels_of_rows(
            models.BackgroundFact,
            ("key", "prompt", "hint", "is_multiple"),
            key=("key",),
            called="{prompt}",
            parts={
                "options": field_labels_of_rows(
                    models.FactOption,
                    ("code", "label", "points", "years"),
                    key=("code",),
                    called="answer “{label}”",
                )
            },
        ),
        "evidence": field_labels_of_rows(
            models.Evidence,
            ("key", "competency", "base", *WEIGHTED),
            key=("key",),
            called="{key}: {competency}",
            refers=COMPETENCY | {"base": "facts"},
            parts={
                "bonuses": field_labels_of_rows(
                    models.EvidenceBonus,
                    ("points",),
                    key=("fact", "option"),
                    called="bonus for “{fact}”, answer {option}",
                    refers={"fact": "facts"},
                )
            },
        ),
        "settings": field_labels_of_rows(
            models.ScoringSettings,
            ScoringSettings.model_fields,
            key=(),
            called="Scoring settings",
        ),
        "steps": field_labels_of(STEPS, LISTS | {models.Step: "steps"}),
    }
)
