"""Editions: read them, publish the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from roles.desk.publishing import publish_view
from roles.desk.rows import ReadOnlyScreen
from roles.models import Edition


@admin.register(Edition)
class EditionScreen(ReadOnlyScreen):
    """What was published, by whom and why. An edition never changes."""

    list_display = ("number", "published_at", "author", "note")
    list_display_links = ("number",)
    change_list_template = "admin/roles/edition/change_list.html"
    fieldsets = (
        (
            None,
            {
                "description": "An edition never changes. To change the site, change the draft "
                "and publish the next one.",
                "fields": ("number", "published_at", "author", "note", "content_hash"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        # The document is large and no screen shows it.
        return super().get_queryset(request).defer("document").select_related("published_by")

    def get_urls(self) -> list[URLPattern]:
        publish = self.admin_site.admin_view(self.publish_view)
        return [path("publish/", publish, name="roles_edition_publish"), *super().get_urls()]

    def shown_at(self, row: Edition) -> str | None:
        """The whole site as this edition has it: a preview's addresses may begin with a number."""
        return f"/{row.number}/"

    def publish_view(self, request: HttpRequest) -> HttpResponseBase:
        return publish_view(request, self.admin_site)

    @admin.display(description="published by")
    def author(self, edition: Any) -> str:
        return str(edition.published_by or "the site itself")
