"""The base classes of the desk's screens and of the inline parts on them."""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import flatten_fieldsets, quote, unquote
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.forms import Field
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst, get_text_list
from pydantic import ValidationError

from roles.draft.shapes import key_of
from roles.draft.used_keys import is_published
from roles.editing.changes import change_text
from roles.editing.forms import PartForm, PartFormSet, SeenForm, has_prose, is_prose
from roles.editing.merging import as_new, digests_of, merged, opened_of
from roles.editing.ordering import order_view
from roles.editing.pages import column_link, desk_url, last_change, who_saved
from roles.models.base import Ordered
from web.strict_json import dumps
from web.typed import TypedText

if TYPE_CHECKING:  # what these mix in
    _BaseModelAdmin = admin.options.BaseModelAdmin[Any]
else:
    _BaseModelAdmin = object


# How every kind of fact is entered.
FACT_FIELDS = (
    "statement",
    "other_reading",
    ("amount", "currency"),
    "source",
    "source_url",
    ("source_date", "read_on"),
    ("confidence", "check_again_on"),
)


def group(
    description: str, fields: tuple[Any, ...], title: str | None = None, **more: Any
) -> tuple[str | None, Any]:
    """Return a fieldset: fields that stand together, and a sentence on what they are for."""
    return title, {"description": description, "fields": fields, **more}


class _Fields(_BaseModelAdmin):
    """How screens and parts show each kind of field."""

    formfield_overrides = {
        models.TextField: {
            "widget": AdminTextareaWidget(attrs={"rows": 3}),
            "form_class": TypedText,
        },
        models.CharField: {"widget": AdminTextInputWidget, "form_class": TypedText},
        models.SlugField: {"widget": AdminTextInputWidget},
        models.URLField: {"widget": AdminTextInputWidget},
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
    }

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """Return a field without icons that open a second window; its choices are read once."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if is_prose(db_field):
            field.widget.attrs["data-prose"] = ""  # for the script that shows it as readers see it
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if isinstance(field, forms.ModelChoiceField):
            field.choices = list(cast(Any, field.choices))
        return field

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField[Any] | None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RowAdmin(_Fields, admin.ModelAdmin):  # type: ignore[type-arg]
    """The screen of one row with its parts."""

    form = SeenForm
    list_per_page = 200
    show_facets = admin.ShowFacets.NEVER
    actions_on_top = True

    class Media:
        js = [
            forms.Script("js/desk-rows.js", type="module"),
            forms.Script("js/desk-order.js", type="module"),
            forms.Script("js/desk-prose.js", type="module"),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        context: dict[str, Any] = {"title": title}
        if self.is_ordered and self.has_change_permission(request):
            context["order_url"] = desk_url(self.model, "order")
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show or save a screen; what others saved meanwhile is merged with what was sent."""
        if request.method == "POST" and object_id:
            last = last_change(self.model, [unquote(object_id)])
            is_stale = request.POST.get("seen", "") != (str(last.pk) if last else "")
            if is_stale or not self.get_object(request, unquote(object_id)):
                object_id, form_url = self._merge(request, object_id, last)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_formset_kwargs(
        self,
        request: HttpRequest,
        obj: Any,
        inline: admin.options.InlineModelAdmin[Any, Any],
        prefix: str,
    ) -> dict[str, Any]:
        """Hand each formset what was sent itself; Django's copies of it take half of a save."""
        shown = {"instance": obj, "prefix": prefix, "queryset": inline.get_queryset(request)}
        if request.method != "POST":
            return shown
        return {**shown, "data": request.POST, "files": request.FILES, "save_as_new": False}

    def _merge(
        self, request: HttpRequest, object_id: str, last: LogEntry | None
    ) -> tuple[str | None, str]:
        """Replace what was sent with the merged data.

        Returns the key of the row, and the address to send the form to if that is another row.
        A row that an import or a restored edition stored under a new key is found by its unique
        field. Without such a row of the draft a new one is offered, and the key is ``None``.
        """
        opened = opened_of(request.POST.get("opened", ""))
        row = self.get_object(request, unquote(object_id))
        unique, form_url = key_of(self.model), ""
        if row is None and unique and isinstance(opened.get("unique"), str):
            row = self.model._default_manager.filter(**{unique: opened["unique"]}).first()
            form_url = desk_url(self.model, "change", quote(row.pk)) if row else ""
        if row is None and not (self.has_preview and self.has_add_permission(request)):
            raise Http404  # its page shows what was typed
        parts = list(self.get_formsets_with_inlines(request, row))
        who = who_saved(last)
        if row is None:
            typed = as_new(request.POST, [made.get_default_prefix() for made, _ in parts])
            if unique:
                typed.setdefault(unique, str(opened.get("unique", "")))
            typed.conflicts[""] = (
                f"{who}. What you typed is still here: save again to make a new "
                f"{self.opts.verbose_name} of it."
            )
            request.POST = typed  # type: ignore[assignment]
            return None, desk_url(self.model, "add")
        form = self.get_form(request, row, change=True)(instance=row)
        formsets = [
            made(
                instance=row, prefix=made.get_default_prefix(), queryset=part.get_queryset(request)
            )
            for made, part in parts
        ]
        typed = merged(request.POST, form, formsets, who=who)
        typed["seen"] = str(last.pk) if last else ""
        if typed.taken:
            fields = get_text_list(list(dict.fromkeys(typed.taken)), "and")
            messages.info(request, f"{who}. What changed there and not here is kept: {fields}.")
        request.POST = typed  # type: ignore[assignment]
        return str(row.pk), form_url

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if self.is_ordered and "position" in form.changed_data:
            others = self.model._default_manager.exclude(pk=obj.pk)
            if others.filter(position=obj.position).exists():  # it goes before that one
                behind = others.filter(position__gte=obj.position)
                behind.update(position=models.F("position") + 1)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask before deleting; the page says of rows of the draft that they can be restored."""
        is_draft = {"is_draft": self.has_preview}
        return super().delete_view(request, object_id, {**is_draft, **(extra_context or {})})

    def get_readonly_fields(self, request: HttpRequest, obj: Any | None = None) -> tuple[str, ...]:
        """Make the key read-only once an edition has it: what people said goes by it."""
        return ("key",) if hasattr(obj, "key") and is_published(obj) else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any | None = None
    ) -> dict[str, Any]:
        """Fill a new row's slug from its name, the first column: addresses of stored rows stay."""
        is_filled = obj is None and hasattr(self.model, "slug")
        return {"slug": self.list_display[:1]} if is_filled else {}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse filters by regular expression: a bad one can stop a database."""
        return "regex" not in lookup and super().lookup_allowed(lookup, value, request)

    @property
    def is_ordered(self) -> bool:
        return issubclass(self.model, Ordered)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Return what the history says of a save: the fields with old and new values."""
        return change_text(form, formsets, is_new=add)

    def shown_at(self, row: Any) -> str | None:
        """Return the public address of the page that shows this row, or ``None``."""
        return None

    @property
    def has_preview(self) -> bool:
        return type(self).shown_at is not RowAdmin.shown_at

    def get_urls(self) -> list[URLPattern]:
        own = []
        if self.has_preview:
            own.append(self.page("<path:object_id>/preview/", RowAdmin.preview_view, "preview"))
        if self.is_ordered:
            own.append(self.page("order/", order_view, "order"))
        return [*own, *super().get_urls()]

    def page(self, route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
        """Return a URL pattern below the list; ``view`` gets the screen and the request."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(MethodType(view, self)), name=name)

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Redirect to the page where visitors would see this row, in a preview of the draft."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404(f"There is no {self.opts.verbose_name} {object_id}.")
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        try:
            address = self.shown_at(row) or "/"
        except ValidationError:  # the preview itself says what is wrong with the draft
            address = "/"
        return HttpResponseRedirect(reverse("admin:preview") + address.removeprefix("/"))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None and self.has_preview:
            context["preview_url"] = self._preview_url(row)
        form = context["adminform"].form
        may_change = row is not None and self.has_change_permission(request, row)
        if may_change and "opened" in form.fields and not form.is_bound:
            parts = [part.formset for part in context["inline_admin_formsets"]]
            unique = key_of(self.model)
            found = digests_of(form, parts) | ({"unique": getattr(row, unique)} if unique else {})
            form.initial["opened"] = dumps(found)
        models = (self.model, *(parts.model for parts in self.inlines))
        context["has_prose"] = any(has_prose(model) for model in models)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return [*columns, "preview_link"] if self.has_preview else columns

    @admin.display(description="preview")
    def preview_link(self, row: Any) -> SafeString:
        return column_link(self._preview_url(row), "Preview", f"of {row}")

    def _preview_url(self, row: Any) -> str:
        return desk_url(self.model, "preview", quote(row.pk))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        """Return the row, locked on POST, so that of two saves the second sees the first."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST" and connection.in_atomic_block:
            self.model._default_manager.select_for_update().get(pk=row.pk)
        return row


class ReadOnlyScreen(RowAdmin):
    """A screen of rows that nobody adds, changes or deletes by hand."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        return False


class Parts(_Fields, admin.options.InlineModelAdmin):  # type: ignore[type-arg]
    """Rows that belong to the row of the screen; ``intro`` says in a sentence what they are for."""

    form = PartForm
    formset = PartFormSet
    extra = 0
    intro = ""
    has_order = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the parts with the rows that they belong to: many are named by them."""
        return super().get_queryset(request).select_related()

    def get_formset(self, request: HttpRequest, obj: Any | None = None, **kwargs: Any) -> Any:
        if kwargs.get("fields", True):
            names = kwargs.get("fields") or flatten_fieldsets(self.get_fieldsets(request, obj))
            kwargs["fields"] = [*names, "position"] if self.has_order else names
        return super().get_formset(request, obj, **kwargs)


class FoldedParts(Parts, admin.StackedInline if not TYPE_CHECKING else Parts):  # type: ignore[misc]
    """Parts with much text: each is one line that unfolds."""

    template = "admin/edit_inline/folded.html"


class TableParts(Parts, admin.TabularInline if not TYPE_CHECKING else Parts):  # type: ignore[misc]
    """Parts with a few short fields: a table."""

    template = "admin/edit_inline/table.html"
