"""Editions: read them, publish the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from roles.editing.rows import ReadOnlyScreen
from roles.models import Edition
from roles.publishing.comparing import changes_view, restore_view, take_back_view
from roles.publishing.desk import PERMISSION, call_off_view, publish_view
from roles.snapshot.editions import current_edition_key
from web.dates import moment_text


@admin.register(Edition)
class EditionScreen(ReadOnlyScreen):
    """What was published, by whom and why. An edition never changes."""

    list_display = ("number", "public_from", "author", "note", "size")
    list_display_links = ("number",)
    list_per_page = 50
    change_list_template = "admin/roles/edition/change_list.html"
    fieldsets = (
        (
            None,
            {
                "description": "An edition never changes. To change the site, change the draft "
                "and publish the next one.",
                "fields": ("number", "public_from", "author", "note", "size", "content_hash"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        # The document is large and no screen shows it.
        rows: QuerySet[Edition] = super().get_queryset(request)
        current = current_edition_key()
        rows = rows.annotate(_current=Value(current.number if current else 0))
        return rows.defer("document").select_related("published_by")

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return [*columns, "way_back"] if request.user.has_perm(PERMISSION) else columns

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {
            "publish/": ("publish", self.publish_view),
            "changes/": ("changes", self.changes_view),
            "take-back/": ("take_back", self.take_back_view),
            "<int:number>/restore/": ("restore", self.restore_view),
            "<int:number>/call-off/": ("call_off", self.call_off_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"roles_edition_{name}")
            for route, (name, view) in views.items()
        ]
        return [*own, *super().get_urls()]

    def shown_at(self, row: Edition) -> str | None:
        """The whole site as this edition has it: a preview's addresses may begin with a number."""
        return f"/{row.number}/"

    def publish_view(self, request: HttpRequest) -> HttpResponseBase:
        return publish_view(request, self.admin_site)

    def changes_view(self, request: HttpRequest) -> HttpResponseBase:
        return changes_view(request, self.admin_site)

    def take_back_view(self, request: HttpRequest) -> HttpResponseBase:
        return take_back_view(request)

    def restore_view(self, request: HttpRequest, number: int) -> HttpResponseBase:
        return restore_view(request, self.admin_site, number)

    def call_off_view(self, request: HttpRequest, number: int) -> HttpResponseBase:
        return call_off_view(request, number)

    @admin.display(description="public from", ordering="published_at")
    def public_from(self, edition: Edition) -> str:
        at = moment_text(edition.published_at)
        return f"{at} (scheduled)" if edition.published_at > timezone.now() else at

    @admin.display(description="what it changed")
    def size(self, edition: Edition) -> SafeString | str:
        if edition.number == 1:
            return "everything"
        count = edition.changes
        label = "compare" if count is None else f"{count} change{'' if count == 1 else 's'}"
        return format_html(
            '<a href="{}?after={}">{}<span class="visually-hidden"> of edition {}</span></a>',
            reverse("admin:roles_edition_changes"),
            edition.number,
            label,
            edition.number,
        )

    @admin.display(description="way back")
    def way_back(self, edition: Any) -> SafeString | str:
        """What a publisher may do with an edition of before."""
        if edition.number == edition._current:
            return "in force"
        if edition.number > edition._current:
            return "waits for its time"
        return format_html(
            '<a href="{}">Restore…<span class="visually-hidden"> edition {}</span></a>',
            reverse("admin:roles_edition_restore", args=[edition.number]),
            edition.number,
        )

    @admin.display(description="published by")
    def author(self, edition: Any) -> str:
        return str(edition.published_by or "the site itself")
