"""The desk's screen for attempts: when the quiz was taken, and answers only with permission."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assessments.analytics.research.desk import codebook_view, export_view
from assessments.analytics.statistics.desk import PERMISSION, statistics_view
from assessments.analytics.study.collected import study_figures
from assessments.analytics.study.services import PANELS, delete_panel, make_panel, panel_page
from assessments.models import Attempt
from roles.editing.pages import desk_page
from roles.editing.rows import ReadOnlyScreen
from roles.snapshot.editions import Snapshot, current_snapshot
from web.deleted import forget_deleted
from web.once import form_key_of, new_form_key
from web.responses import see_other, site_url
from web.strict_json import dumps

VIEW_ANSWERS = "assessments.view_answers"


@admin.register(Attempt)
class AttemptScreen(ReadOnlyScreen):
    """Screen for when the quiz was taken; answers are shown only with a permission for them."""

    list_display = ("number", "edition_number", "started_at", "finished_at")
    list_display_links = ("number",)
    list_filter = ("edition__number", "finished_at")
    ordering = ("-pk",)
    change_list_template = "admin/assessments/attempt_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attempt]:
        rows = super().get_queryset(request).select_related("edition")
        rows = rows.defer("edition__document", "token_hash")
        return rows if request.user.has_perm(VIEW_ANSWERS) else rows.defer("answers", "result")

    def get_urls(self) -> list[URLPattern]:
        own = self.admin_site.admin_view
        return [
            path("statistics/", own(statistics_view), name="assessments_statistics"),
            path("study/", own(self.study_view), name="assessments_study"),
            path("export/", own(export_view), name="assessments_export"),
            path("export/codebook/", own(codebook_view), name="assessments_codebook"),
            *super().get_urls(),
        ]

    def study_view(self, request: HttpRequest) -> HttpResponseBase:
        """Show how the quiz fares on people, and panels of experts; a POST makes or deletes one."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        today = current_snapshot() or Snapshot()
        roles = today.roles.roles if today.number else ()
        role = request.POST.get("role", "")
        if request.method == "POST":
            if role in {each.slug for each in roles}:
                make_panel(token=form_key_of(request), role=role, now=timezone.now())
            elif request.POST.get("panel", "").isdecimal():
                delete_panel(number=int(request.POST["panel"]))
            return see_other("admin:assessments_study", fragment="experts")
        told: dict[str, Any] = {
            "study": study_figures(today),
            "panels": [panel_page(each) for each in PANELS.all()],
        }
        told |= {"roles": roles, "form_key": new_form_key(), "address": site_url(request)}
        title = "Checks on people"
        return desk_page(request, "assessments/study", title=title, **told)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow filters by what the list shows only; by default any answer could be asked for."""
        return lookup.partition("__")[0] in {"edition", "finished_at"} and super().lookup_allowed(
            lookup, value, request
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any | None = None) -> Any:
        facts = ("number", "edition_number", "started_at", "saved_at", "finished_at")
        shown: list[tuple[str | None, dict[str, Any]]] = [(None, {"fields": facts})]
        if request.user.has_perm(VIEW_ANSWERS):
            note = "Personal data: use it only for the purpose it was given."
            answers = {"description": note, "fields": ("shown_answers", "shown_result")}
            shown.append(("What the person answered", answers))
        return shown

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        user = request.user
        return user.is_active and user.is_superuser

    def delete_model(self, request: HttpRequest, obj: Attempt) -> None:
        super().delete_model(request, obj)
        forget_deleted()

    @admin.display(description="number", ordering="pk")
    def number(self, attempt: Attempt) -> int:
        return attempt.pk

    @admin.display(description="edition", ordering="edition__number")
    def edition_number(self, attempt: Attempt) -> int:
        return attempt.edition.number

    @admin.display(description="answers")
    def shown_answers(self, attempt: Attempt) -> SafeString:
        return _as_text(attempt.answers)

    @admin.display(description="result")
    def shown_result(self, attempt: Attempt) -> SafeString:
        return _as_text(attempt.result)


def _as_text(document: Any) -> SafeString:
    return format_html("<pre>{}</pre>", dumps(document, indent=2))
