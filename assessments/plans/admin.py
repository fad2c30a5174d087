"""The desk's screen for the steps that plans are made of."""

from typing import Any

from django import forms
from django.contrib import admin

from assessments.instrument.admin import result_shown_at
from assessments.models import Step, StepGain, StepResource
from roles.editing.forms import SeenForm
from roles.editing.rows import FACT_FIELDS, FoldedParts, RowAdmin, TableParts, group


class StepForm(SeenForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("prerequisites")
        if isinstance(field, forms.ModelMultipleChoiceField) and self.instance.pk:
            field.queryset = Step.objects.exclude(pk=self.instance.pk)  # not after itself


class GainParts(TableParts):
    model = StepGain
    fields = ("competency", "gain", "ceiling")
    intro = (
        "What it usually adds to a person's level, and how far it can carry. Keep gains modest: "
        "they are our guess until people take the quiz again."
    )


class ResourceParts(FoldedParts):
    model = StepResource
    fields = FACT_FIELDS
    intro = (
        "A page, course or book that anybody can use without paying and that somebody really read "
        "for this step. The claim says what a reader gets from it. Rather none than a guess."
    )


@admin.register(Step)
class StepScreen(RowAdmin):
    """Screen for one step, with the competencies it raises and what helps to do it."""

    form = StepForm
    list_display = ("title", "kind", "hours", "certification")
    list_filter = ("kind",)
    list_select_related = ("certification",)
    search_fields = ("key", "title", "description")
    inlines = (GainParts, ResourceParts)
    fieldsets = (
        group(
            "Something a person can do after the quiz. Plans choose from these.",
            ("title", ("kind", "hours"), "description", ("key", "position")),
        ),
        group(
            "What helps to do it, and what shows that it is done. Both are folded on the plan.",
            ("template", "evidence"),
            title="Template and evidence",
        ),
        group("", ("certification", "prerequisites"), title="What it goes with"),
    )

    def shown_at(self, row: Step) -> str | None:
        return result_shown_at("plan")
