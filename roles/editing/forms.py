"""Forms of the desk: errors stand next to their field, and no save overwrites another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from roles.draft.used_keys import key_errors
from roles.editing.merging import MergedData
from roles.editing.pages import last_change
from roles.models.rules import constraint_message, name_errors, named_fields, say_rules_in_words
from roles.templatetags.prose import prose
from web.fields import shown


class PlainForm(forms.ModelForm):  # type: ignore[type-arg]
    """A model form that says errors in the words of the model's constraints, beside their field.

    ``beside`` maps the name of a constraint over several fields to the field that its message
    stands at; without it such a message stands at the top. An empty ``position`` is set to last.
    """

    beside: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        say_rules_in_words(self._meta.model, self.fields)
        position = self.fields.get("position")
        if position is not None:
            position.required = False
            position.help_text = "Lower numbers come first. Empty: last."
            if self.instance._state.adding:
                self.initial["position"] = None

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """Return what was sent with line ends as stored, else texts would look changed."""
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        return value.replace("\r\n", "\n") if isinstance(value, str) else value

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = self.cleaned_data if cleaned is None else cleaned
        if "position" in self.fields and values.get("position") is None:
            values["position"] = self._last_position()
        if isinstance(self.data, MergedData):
            for name, text in self.data.conflicts.items():
                field = name.removeprefix(f"{self.prefix}-") if self.prefix else name
                if field in self.fields or name == (self.prefix or ""):
                    self.add_error(field if field in self.fields else None, text)
        return values

    def _post_clean(self) -> None:
        """Refuse a key that an edition used for something else, and a name that looks taken."""
        super()._post_clean()  # type: ignore[misc]
        for field, said in (*key_errors(self.instance), *name_errors(self.instance)):
            is_new = self.instance._state.adding or field in self.changed_data
            if is_new and field in self.fields and field not in self.errors:
                self.add_error(field, said)

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error, quoting typed numbers and days, which browsers may not show again."""
        if hasattr(error, "error_dict"):
            errors = {name: self._named(name, each) for name, each in error.error_dict.items()}
            super().add_error(field, ValidationError(errors))
        else:
            super().add_error(field, self._named(field, error))

    def _named(self, name: str | None, error: Any) -> Any:
        kinds = (forms.IntegerField, forms.DecimalField, forms.DateField)
        typed = self[name].data if name and isinstance(self.fields.get(name), kinds) else None
        if not typed:
            return error
        return [f"{said} It says {shown(typed)}." for said in ValidationError(error).messages]

    def _last_position(self) -> int | None:
        rows = self._meta.model._default_manager.aggregate(last=models.Max("position"))
        return (rows["last"] or 0) + 1

    def _update_errors(self, errors: ValidationError) -> None:
        """Move the message of a constraint from the top to the field it is about."""
        if hasattr(errors, "error_dict") and NON_FIELD_ERRORS in errors.error_dict:
            places = self._places()
            at_top = []
            for error in errors.error_dict.pop(NON_FIELD_ERRORS):
                field = places.get(str(error.message))
                if field is None:
                    at_top.append(error)
                else:
                    errors.error_dict.setdefault(field, []).append(error)
            if at_top:
                errors.error_dict[NON_FIELD_ERRORS] = at_top
        super()._update_errors(errors)  # type: ignore[misc]

    def _places(self) -> dict[str, str]:
        """Return the field of this form for the message of each constraint."""
        places = {}
        for constraint in self._meta.model._meta.constraints:
            fields = named_fields(constraint)
            field = self.beside.get(constraint.name) or (fields[0] if len(fields) == 1 else None)
            if field in self.fields:
                places[constraint_message(constraint)] = field
        return places


class SeenForm(PlainForm):
    """The form of a whole screen: it carries what the screen showed when it was opened.

    ``seen`` is the newest entry of the row's history at that time; every save on the desk writes
    one, and so does everything that replaces the draft. ``opened`` holds a digest of each value.
    With both, what others saved meanwhile is merged (``roles.editing.merging``).
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and not self.is_bound:
            last = last_change(self._meta.model, [self.instance.pk])
            self.initial["seen"] = str(last.pk) if last else ""


class PartForm(PlainForm):
    """One inline row. An empty ``position`` is filled by its formset, which knows its siblings."""

    def _last_position(self) -> int | None:
        return None


class PartFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Inline rows: duplicates are refused in the constraint's words; an empty place means last."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        for constraint in cast(type[models.Model], self.model)._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and set(constraint.fields) == set(
                unique_check
            ):
                return constraint_message(constraint)
        return super().get_unique_error_message(unique_check)

    def clean(self) -> None:
        """Set each part's place: those without an order come last, and no two get the same."""
        super().clean()
        placed = [
            form
            for form in self.forms
            if "position" in form.fields
            and (form.instance.pk or form.has_changed())
            and form not in self.deleted_forms
            and "position" not in form.errors
        ]
        last = max((_place(form) or 0 for form in placed), default=0)
        for form in placed:
            if _place(form) is None:
                last += 1
                _put(form, last)
        self._moved: list[models.Model] = []
        places = [_place(form) for form in placed]
        is_typed = any("position" in form.changed_data for form in placed)
        if is_typed and len(set(places)) < len(places):
            for number, form in enumerate(sorted(placed, key=_rank), 1):
                if _place(form) != number:
                    _put(form, number)
                    self._moved.append(form.instance)

    def save(self, commit: bool = True) -> list[Any]:
        saved: list[Any] = super().save(commit)
        told = {row.pk for row, _ in self.changed_objects} | {row.pk for row in self.new_objects}
        for row in getattr(self, "_moved", ()):
            if row.pk not in told:
                row.save(update_fields=["position"])
                self.changed_objects.append((row, ["position"]))
        return saved


def _place(form: Any) -> int | None:
    cleaned = getattr(form, "cleaned_data", {})
    place: int | None = cleaned.get("position", form.instance.position)
    return place


def _put(form: Any, place: int) -> None:
    form.instance.position = place
    if hasattr(form, "cleaned_data"):
        form.cleaned_data["position"] = place


def _rank(form: Any) -> tuple[int, int]:
    """Return the sort key of a row: one that was given another's number comes before it."""
    place, before = _place(form) or 0, form["position"].initial
    if "position" not in form.changed_data or before is None:
        return place, 1
    return place, 2 if place > int(before) else 0


class FixedChoice(forms.Select):
    """A choice that can no longer be changed: shown as text and sent along unchanged."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        labels = {str(code): label for code, label in self.choices}
        return format_html(
            '<input type="hidden" name="{}" value="{}" id="{}"><span class="desk-fixed">{}</span>',
            name,
            "" if value is None else value,
            (attrs or {}).get("id", ""),
            labels.get(str(value), ""),
        )


# Long texts that pages show as they are: a piece of work, and facts in a table.
PLAIN = frozenset({"roles.depthlevel.artefact", "roles.question.also_asked"})
MOST = 4000


def is_prose(field: models.Field[Any, Any]) -> bool:
    """Return whether pages show the text of this field through the ``prose`` filter."""
    options = field.model._meta
    name = f"{options.label_lower}.{field.name}"
    return options.app_label == "roles" and type(field) is models.TextField and name not in PLAIN


def has_prose(model: type[models.Model]) -> bool:
    return any(is_prose(f) for f in model._meta.get_fields() if isinstance(f, models.Field))


@require_POST
def prose_view(request: HttpRequest) -> HttpResponse:
    """Return a text as a page would show it, through the same filter. Stores nothing."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > MOST:
        message = f"{len(text)} characters; at most {MOST}."
        return JsonResponse({"error": message}, status=422)
    return JsonResponse({"html": prose(text)})
