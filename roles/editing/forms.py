"""Forms that say a rule next to the field it is about, and never overwrite somebody else's save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from roles.editing.pages import last_change
from roles.models import Edition

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
    _InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    _ModelForm = forms.ModelForm
    _InlineFormSet = forms.BaseInlineFormSet

# What a number field complains of when a number is far out of its range.
RANGE_CODES = ("min_value", "max_value", "max_digits", "max_whole_digits")

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "An address has small letters, digits and single hyphens, for example: project-manager.",
)


def named_fields(constraint: models.BaseConstraint) -> set[str]:
    """The fields that a constraint speaks about."""
    if isinstance(constraint, models.CheckConstraint) and isinstance(
        constraint.condition, models.Q
    ):
        return set(constraint.condition.referenced_base_fields)
    if isinstance(constraint, models.UniqueConstraint):
        return set(constraint.fields)
    return set()


def constraint_message(constraint: models.BaseConstraint) -> str:
    return str(constraint.violation_error_message)


class PlainForm(_ModelForm):
    """A form whose refusals are the messages of the model's constraints, beside their field.

    ``beside`` maps the name of a constraint over several fields to the field that its message
    stands at; without it such a message stands at the top. An empty ``position`` means: last.
    """

    beside: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._say_rules_in_words()
        if "slug" in self.fields:
            self.fields["slug"].label = "Address"
            self.fields["slug"].validators.append(slug_validator)
        position = self.fields.get("position")
        if position is not None:
            position.required = False
            position.help_text = "Lower numbers come first. Empty: last."
            if self.instance._state.adding:
                self.initial["position"] = None

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """What was sent, with the line ends that texts have here: browsers send others.

        Without this, saving one field would change every text of several lines.
        """
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        return value.replace("\r\n", "\n") if isinstance(value, str) else value

    def _say_rules_in_words(self) -> None:
        constraints = sorted(
            (
                c
                for c in self._meta.model._meta.constraints
                if isinstance(c, models.CheckConstraint)
            ),
            key=lambda constraint: -len(named_fields(constraint)),
        )
        for constraint in constraints:  # the one about this field alone speaks last
            for name in named_fields(constraint) & set(self.fields):
                field = self.fields[name]
                if isinstance(field, (forms.IntegerField, forms.DecimalField)):
                    codes: tuple[str, ...] = RANGE_CODES
                elif isinstance(field, forms.ChoiceField):
                    codes = ("invalid_choice",)
                else:
                    continue
                field.error_messages |= dict.fromkeys(codes, constraint_message(constraint))
        for field in self.fields.values():
            if isinstance(field, forms.DecimalField) and field.decimal_places:
                digits = (
                    "one digit" if field.decimal_places == 1 else f"{field.decimal_places} digits"
                )
                places = f"At most {digits} after the point."
                field.error_messages["max_decimal_places"] = places
                # Too many digits may be a number far out of its range, or one too exact.
                rule = field.error_messages.get("max_digits", "")
                field.error_messages["max_digits"] = f"{rule} {places}".strip()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = self.cleaned_data if cleaned is None else cleaned
        if "position" in self.fields and values.get("position") is None:
            values["position"] = self._last_position()
        return values

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
        """Message of a constraint to the field of this form where it stands."""
        places = {}
        for constraint in self._meta.model._meta.constraints:
            fields = named_fields(constraint)
            field = self.beside.get(constraint.name) or (fields.pop() if len(fields) == 1 else None)
            if field in self.fields:
                places[constraint_message(constraint)] = field
        return places


class SeenForm(PlainForm):
    """The form of a whole screen: refuses to overwrite what somebody else saved meanwhile.

    ``seen`` is the newest entry of the row's history when the screen was opened; every save on
    the desk writes one. So does everything that puts another draft in place of this one: then the
    parts of the row are other rows, and this form cannot save any more.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._last_save: LogEntry | None = None
        if self.instance.pk is not None:
            self._last_save = last_change(self._meta.model, [self.instance.pk])
            self.initial["seen"] = str(self._last_save.pk) if self._last_save else ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        last = self._last_save
        if last is not None and self.cleaned_data.get("seen") != str(last.pk):
            at = formats.date_format(timezone.localtime(last.action_time), "H:i")
            if last.content_type_id == get_content_type_for_model(Edition).pk:
                self.add_error(
                    None,
                    ValidationError(
                        f"{last.user} put another draft in place of this one at {at}, after you "
                        "opened this page. Your changes are still here but not stored. Open the "
                        "page in a second tab and carry them over.",
                        code="draft_replaced",
                    ),
                )
                return cleaned
            self.add_error(
                None,
                ValidationError(
                    f"{last.user} saved this page at {at}, after you opened it. Your changes are "
                    "still here but not stored. Open the page in a second tab to see what is new; "
                    "saving here once more replaces it.",
                    code="changed_meanwhile",
                ),
            )
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("seen")] = str(last.pk)
            self.data = data
        return cleaned


class PartForm(PlainForm):
    """One inline row. An empty ``position`` is filled by its formset, which knows its siblings."""

    def _last_position(self) -> int | None:
        return None


class PartFormSet(_InlineFormSet):
    """Inline rows: a double is refused in the constraint's words, a row without order goes last."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        for constraint in cast(type[models.Model], self.model)._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and set(constraint.fields) == set(
                unique_check
            ):
                return constraint_message(constraint)
        return super().get_unique_error_message(unique_check)

    def clean(self) -> None:
        super().clean()
        forms_to_place = [
            form
            for form in self.forms
            if "position" in form.fields and hasattr(form, "cleaned_data") and form.has_changed()
        ]
        placed = [
            form.cleaned_data.get("position")
            if hasattr(form, "cleaned_data")
            else form.instance.position
            for form in self.forms
            if "position" in form.fields
        ]
        last = max((position for position in placed if position is not None), default=0)
        for form in forms_to_place:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.cleaned_data["position"] = form.instance.position = last


class FixedChoice(forms.Select):
    """A choice that was made before: shown as text and sent along unchanged."""

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
