"""The desk's screens for roles, each with all its parts, and for pairs of roles."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from roles.editing.copying import copy_view, free_accent
from roles.editing.forms import FixedChoice, PartForm, PartFormSet
from roles.editing.pages import column_link
from roles.editing.profiles import profiles_view
from roles.editing.rows import FACT_FIELDS, FoldedParts, RowAdmin, TableParts, group
from roles.models import (
    Competency,
    InterviewQuestion,
    Namesake,
    Qualification,
    Requirement,
    Responsibility,
    Role,
    RoleCertification,
    RoleLevel,
    RolePair,
    SoftSkill,
    Source,
    SourcedFact,
    StartingPoint,
    WeekActivity,
)
from roles.snapshot.editions import current_snapshot

WEIGHTS = ("importance", "required_level", "must_have_level")


class RequirementForm(PartForm):
    """One line of the profile; a line that was never filled in is not stored."""

    beside = {"requirement_must_have_below_required": "must_have_level"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "competency" in self.fields and (self.instance.pk or self.initial.get("competency")):
            field = self.fields["competency"]
            fixed = FixedChoice()
            fixed.choices = field.widget.choices
            field.widget = fixed

    def has_changed(self) -> bool:
        if self.instance._state.adding:
            return any(name in self.changed_data for name in WEIGHTS)
        return super().has_changed()


class RequirementFormSet(PartFormSet):
    """The whole profile: a line for every competency, in their order, asked of the role or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        competencies = list(Competency.objects.order_by("position", "pk").values_list("pk"))
        asked = {row.competency_id for row in self.get_queryset()}
        self.initial_extra = [{"competency": pk} for (pk,) in competencies if pk not in asked]
        self.extra = len(self.initial_extra)
        self.max_num = len(competencies)

    def save_new(self, form: Any, commit: bool = True) -> Any:
        form.instance.position = form.instance.competency.position
        return super().save_new(form, commit)


class RequirementParts(TableParts):
    model = Requirement
    form = RequirementForm
    formset = RequirementFormSet
    fields = ("competency", *WEIGHTS)
    has_order = False
    verbose_name_plural = "profile: what the role asks"
    intro = (
        "Fit weighs a person's interest by importance; readiness compares levels with the "
        "required level. Leave a line empty when the role does not ask for it."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.order_by("competency__position", "competency__pk")


class ResponsibilityParts(FoldedParts):
    model = Responsibility
    fields = ("title", "text", "good_looks_like", "without_it", "competency")
    intro = "What a person in this role is responsible for. The page shows them in this order."


class QualificationParts(FoldedParts):
    model = Qualification
    fields = ("title", ("kind", "strength", "topic"), "text")
    intro = "Education, experience and knowledge: usually required, or helpful."


class CertificationParts(FoldedParts):
    model = RoleCertification
    fields = (("certification", "strength"), "note")
    verbose_name = "certificate"
    verbose_name_plural = "certificates"
    intro = (
        "Which certificates help in this role, and why. "
        "The facts about a certificate itself are kept under Certifications."
    )


class SoftSkillParts(FoldedParts):
    model = SoftSkill
    fields = ("title", "competency", "text", "example")
    intro = (
        "How this role uses each skill. Two roles' rows with the same competency stand together."
    )


class WeekParts(FoldedParts):
    model = WeekActivity
    fields = (("when", "title"), "text")
    intro = "A typical week, piece by piece, so that a reader can picture the job."


class StartingPointParts(FoldedParts):
    model = StartingPoint
    fk_name = "role"
    fields = (("title", "from_role"), "brings", "to_learn", "first_steps")
    intro = "How people move into the role from where they are today."


class InterviewParts(FoldedParts):
    model = InterviewQuestion
    fields = ("question", "good_answer")
    intro = "What interviews ask, and what a good answer shows."


class NamesakeParts(FoldedParts):
    model = Namesake
    fields = ("title", "text")
    verbose_name_plural = "jobs of the same short name"
    verbose_name = "job of the same short name"
    intro = "Jobs that readers confuse with this one, each explained in a sentence."


class LevelParts(FoldedParts):
    model = RoleLevel
    fields = ("title", ("also_called", "typical_years"), "scope", "autonomy", "technical_depth")
    verbose_name_plural = "career levels"
    intro = "The steps of the role's ladder, from junior to senior."


class FactParts(FoldedParts):
    model = SourcedFact
    fields = ("kind", ("country", "period"), *FACT_FIELDS, "measure", "counts")
    verbose_name = "fact"
    verbose_name_plural = "pay, outlook and other facts"
    intro = "Shown with its source and the day it was read."


class SourceParts(FoldedParts):
    model = Source
    fields = ("title", "url", "note", "read_on")
    intro = "What the description rests on."


@admin.register(Role)
class RoleScreen(RowAdmin):
    list_display = ("name", "colour", "requirement_count", "is_listed")
    change_list_template = "admin/roles/role/change_list.html"
    fieldsets = (
        group(
            "Who the role is, in a few words. Nothing changes on the site until you publish.",
            ("name", ("short_name", "slug"), "summary"),
        ),
        group(
            "What a reader sees first on the role's page.",
            ("description", "strengths"),
            title="Description",
        ),
        group(
            "Whether and how the next edition shows the role.",
            (("is_listed", "in_quiz"), ("accent", "position"), "required_hands_on_years"),
            title="On the site",
        ),
    )
    inlines = (
        RequirementParts,
        ResponsibilityParts,
        QualificationParts,
        CertificationParts,
        SoftSkillParts,
        WeekParts,
        StartingPointParts,
        InterviewParts,
        NamesakeParts,
        LevelParts,
        FactParts,
        SourceParts,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        rows: QuerySet[Role] = super().get_queryset(request)
        return rows.annotate(_requirements=Count("requirements"))

    def get_urls(self) -> list[URLPattern]:
        return [
            self.page("profiles/", profiles_view, "profiles"),
            self.page("<path:object_id>/copy/", copy_view, "copy"),
            *super().get_urls(),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"accent": free_accent(), **super().get_changeform_initial_data(request)}

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return [*columns, "copy_link"] if self.has_add_permission(request) else columns

    @admin.display(description="copy")
    def copy_link(self, role: Role) -> SafeString:
        return column_link(reverse("admin:roles_role_copy", args=[role.pk]), "Copy", role)

    def shown_at(self, row: Role) -> str | None:
        return reverse("roles:role", args=[row.slug])

    def view_on_site(self, obj: Role) -> str | None:
        """Return the address of the role's page, or ``None`` until it is published."""
        snapshot = current_snapshot()
        if snapshot is None or snapshot.role(obj.slug) is None:
            return None
        return reverse("roles:role", args=[obj.slug])

    @admin.display(description="colour", ordering="accent")
    def colour(self, role: Role) -> SafeString:
        marker = render_to_string("components/marker.html", {"accent": role.accent})
        return format_html("{} {}", marker, role.get_accent_display())

    @admin.display(description="requirements", ordering="_requirements")
    def requirement_count(self, role: Any) -> int:
        return int(role._requirements)


@admin.register(RolePair)
class RolePairScreen(RowAdmin):
    list_display = ("__str__", "difference")
    list_select_related = ("first", "second")
    fieldsets = (
        group(
            "Shown on the page that compares the two roles, whichever of "
            "them comes first in the address.",
            (
                ("first", "second"),
                "difference",
                ("choose_first", "choose_second"),
                "choose_both",
                "together",
                "broader",
                "position",
            ),
        ),
    )

    def shown_at(self, row: RolePair) -> str | None:
        return reverse("roles:compare", args=[row.first.slug, row.second.slug])
