"""The desk's screens for editions: read them, publish the next one."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from roles.editing.pages import column_link
from roles.editing.rows import ReadOnlyScreen, group
from roles.models import Edition
from roles.publishing.comparing import changes_view, discard_change_view, restore_view
from roles.publishing.desk import cancel_schedule_view, note_view, publish_view
from roles.publishing.services import PERMISSION
from roles.snapshot.editions import current_edition_key
from web.words import counted, moment_text


@admin.register(Edition)
class EditionScreen(ReadOnlyScreen):
    """The screen of an edition: what was published, by whom and why. It never changes."""

    list_display = ("number", "public_from", "author", "note", "internal_note")
    list_display_links = ("number",)
    list_per_page = 50
    change_list_template = "admin/roles/edition/change_list.html"
    fieldsets = (
        group(
            "An edition never changes. To change the site, change the draft "
            "and publish the next one.",
            ("number", "public_from", "author", "note", "internal_note", "size", "content_hash"),
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
        return [*columns, "restore"] if request.user.has_perm(PERMISSION) else columns

    def get_urls(self) -> list[URLPattern]:
        def guarded(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"roles_edition_{name}")

        return [
            guarded("publish/", publish_view, "publish"),
            guarded("changes/", changes_view, "changes"),
            guarded("take-back/", discard_change_view, "discard"),
            guarded("<int:number>/restore/", restore_view, "restore"),
            guarded("<int:number>/note/", note_view, "note"),
            guarded("<int:number>/cancel/", cancel_schedule_view, "cancel_schedule"),
            *super().get_urls(),
        ]

    def shown_at(self, row: Edition) -> str | None:
        """Return the address of the whole site as this edition has it, by its number."""
        return f"/{row.number}/"

    @admin.display(description="public from", ordering="published_at")
    def public_from(self, edition: Edition) -> str:
        at = moment_text(edition.published_at)
        return f"{at} (scheduled)" if edition.waits() else at

    @admin.display(description="what it changed")
    def size(self, edition: Edition) -> SafeString | str:
        if edition.number == 1:
            return "everything"
        count = edition.changes
        label = "compare" if count is None else counted(count, "change")
        url = f"{reverse('admin:roles_edition_changes')}?after={edition.number}"
        return column_link(url, label, f"of edition {edition.number}")

    @admin.display(description="restore")
    def restore(self, edition: Any) -> SafeString | str:
        """Return the link to restore an older edition, or what a newer one is."""
        if edition.number == edition._current:
            return "current"
        if edition.number > edition._current:
            return "scheduled"
        url = reverse("admin:roles_edition_restore", args=[edition.number])
        return column_link(url, "Restore…", f"edition {edition.number}")

    @admin.display(description="published by")
    def author(self, edition: Any) -> str:
        return str(edition.published_by or "the site itself")
