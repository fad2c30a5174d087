"""The desk's screens for competencies and certificates."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils import timezone

from roles.draft.services import draft_snapshot
from roles.editing.bulk import set_for_many
from roles.editing.freshness import to_check_view
from roles.editing.rows import FoldedParts, RowAdmin, TableParts, group
from roles.models import Certification, CertifiedLevel, Competency, EligibilityRoute


@admin.register(Competency)
class CompetencyScreen(RowAdmin):
    """The screen of something that roles ask of a person."""

    list_display = ("name", "group", "gloss")
    list_filter = ("group",)
    search_fields = ("name", "key", "gloss")
    fieldsets = (
        group(
            "What it is called, and what it means to anybody.",
            ("name", "gloss", ("group", "position")),
        ),
        group("Ties questions and results to this competency.", ("key",), title="Key"),
    )

    def shown_at(self, row: Competency) -> str | None:
        """Return the address of the first two roles' comparison, which shows every competency."""
        slugs = [role.slug for role in draft_snapshot().roles.roles[:2]]
        return reverse("roles:compare", args=slugs) if len(slugs) == 2 else reverse("roles:list")


class SupportParts(TableParts):
    model = CertifiedLevel
    fields = ("competency", "level")
    verbose_name = "supported level"
    verbose_name_plural = "levels it supports"
    intro = "What holding the certificate shows about a person, competency by competency."
    related = ("competency", "certification")


class RouteParts(FoldedParts):
    model = EligibilityRoute
    fields = (
        ("title", "education"),
        ("months_leading", "months_agile"),
        ("within_years", "training_hours"),
        "holds",
        "also",
    )
    intro = (
        "Each way lists all its conditions together; any one way lets a person in. "
        "Readers enter what they have and see which exams they can sit."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("certification")
        return rows.prefetch_related("holds")


@admin.register(Certification)
class CertificationScreen(RowAdmin):
    """The screen of a certificate and its checked facts."""

    list_display = ("name", "issuer", "category", "certainty", "checked_on")
    list_filter = ("category", "confidence", "checked_on")
    actions = ("mark_as_checked",)
    search_fields = ("name", "issuer")
    inlines = (SupportParts, RouteParts)
    fieldsets = (
        group(
            "What it is, and who gives it.",
            ("name", "issuer", ("slug", "position"), "category", "summary"),
        ),
        group(
            "Leave a fact empty rather than guess.",
            (
                "prerequisites",
                "exam",
                "renewal",
                ("renewal_months", "renewal_effort"),
                "expects_practice",
                "surpassed_by",
                "disputed",
            ),
            title="The exam",
        ),
        group(
            "Every fact on the page is shown with this source and day.",
            ("source", "source_url", ("confidence", "checked_on")),
            title="How we know",
        ),
    )

    prepopulated_fields = {"slug": ("name",)}

    def shown_at(self, row: Certification) -> str | None:
        return reverse("roles:certificate", args=[row.slug])

    def get_urls(self) -> list[URLPattern]:
        return [self.page("to-check/", to_check_view, "to_check"), *super().get_urls()]

    @admin.action(description="Mark as checked today", permissions=["change"])
    def mark_as_checked(self, request: HttpRequest, rows: QuerySet[Certification]) -> None:
        """Set today as the day on which the facts of several certificates were checked."""
        today = timezone.localdate()
        count = set_for_many(request, rows, {"checked_on": today})
        self.message_user(
            request,
            f"{count} certificate{'' if count == 1 else 's'} marked as checked today."
            if count
            else "Nothing changed: all of them were checked today already.",
        )

    @admin.display(description="confidence", ordering="confidence")
    def certainty(self, certification: Certification) -> str:
        """Return the first word of the confidence; the list has no room for more."""
        return certification.get_confidence_display().partition(":")[0]
