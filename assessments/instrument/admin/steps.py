"""The desk's screen for the steps of development plans."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from assessments.instrument.admin.quiz import KeyedScreen, result_shown_at
from assessments.instrument.values import AssessmentsSection
from assessments.models import Step, StepGain
from roles.editing.forms import SeenForm
from roles.editing.rows import TableParts


class StepForm(SeenForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("prerequisites")
        if isinstance(field, ModelMultipleChoiceField) and self.instance.pk:
            field.queryset = Step.objects.exclude(pk=self.instance.pk)  # not after itself


class GainParts(TableParts):
    model = StepGain
    fields = ("competency", "gain", "ceiling")
    intro = (
        "What it usually adds to a person's level, and how far it can carry. Keep gains modest: "
        "they are our guess until people take the quiz again."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("competency")


@admin.register(Step)
class StepScreen(KeyedScreen):
    """One step with what it raises."""

    form = StepForm
    list_display = ("title", "kind", "hours", "certification")
    list_filter = ("kind",)
    list_select_related = ("certification",)
    search_fields = ("key", "title", "description")
    ordering = ("position", "pk")
    inlines = (GainParts,)
    fieldsets = (
        (
            None,
            {
                "description": "Something a person can do after the quiz. Plans choose from these.",
                "fields": ("title", ("kind", "hours"), "description", ("key", "position")),
            },
        ),
        ("What it goes with", {"fields": ("certification", "prerequisites")}),
    )

    def published_keys(self, section: AssessmentsSection) -> set[str]:
        return {step.key for step in section.steps}

    def shown_at(self, row: Step) -> str | None:
        return result_shown_at("plan")
