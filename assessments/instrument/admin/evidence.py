"""Screens of the desk for evidence from the background, and for the settings of the score."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from assessments.instrument.admin.quiz import result_shown_at
from assessments.models import Evidence, EvidenceBonus, FactOption, ScoringSettings
from roles.editing.rows import RowAdmin, TableParts, group


class BonusParts(TableParts):
    model = EvidenceBonus
    fields = ("option", "points")
    intro = "Points that single answers add to the base. The sum is cut at 100."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("option", "evidence")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "option":
            kwargs["queryset"] = FactOption.objects.select_related("fact").order_by(
                "fact__position", "fact__pk", "position", "pk"
            )
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "option":  # an answer is named with the question it belongs to
            field.label_from_instance = lambda option: f"{option.fact}: {option}"
        return field


@admin.register(Evidence)
class EvidenceScreen(RowAdmin):
    """Screen for what background answers say about one competency."""

    list_display = ("key", "competency", "level_weight")
    list_filter = ("competency__group",)
    search_fields = ("key", "competency__name")
    list_select_related = ("competency",)
    inlines = (BonusParts,)
    fieldsets = (
        group(
            "Turns what people say about their background into evidence for one competency.",
            ("competency", ("key", "position"), "base"),
        ),
        group("", (("level_weight", "error_sd"),), title="How it counts"),
    )

    def shown_at(self, row: Evidence) -> str | None:
        return result_shown_at()


@admin.register(ScoringSettings)
class ScoringSettingsScreen(RowAdmin):
    """Screen for the settings of the score, which are one row: the list leads straight to it."""

    fieldsets = (
        group(
            "Which set of constants this draft will be scored with.",
            ("revision",),
            title="Revision",
        ),
        group(
            "How wanting and being able make one match.",
            (("lambda_fit", "interest_ratio"),),
            title="Match",
        ),
        group(
            "What a missed must-have costs, and what the words stand for.",
            ("cap_slope", ("band_ready", "band_nearly", "band_building")),
            title="Readiness",
        ),
        group(
            "When the result names a role, and when it says it cannot.",
            (("theta_neither", "delta_min", "confidence"),),
            title="Verdict",
        ),
        group(
            "How much must be answered before there is a score at all.",
            (("min_coverage", "min_coverage_fit"),),
            title="Coverage",
        ),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = ScoringSettings.objects.first()
        if row is not None and self.has_view_permission(request):
            return HttpResponseRedirect(
                reverse("admin:assessments_scoringsettings_change", args=[row.pk])
            )
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not ScoringSettings.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def shown_at(self, row: ScoringSettings) -> str | None:
        return result_shown_at()
