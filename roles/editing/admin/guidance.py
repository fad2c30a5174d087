"""The desk's screens for depth levels, scenarios and synonyms of the search."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse

from roles.editing.forms import PartForm, PartFormSet
from roles.editing.rows import FoldedParts, RowAdmin, TableParts, group
from roles.models import CheckOption, DepthLevel, DepthLevelUse, Scenario, ScenarioMove, Synonym


class UseParts(FoldedParts):
    model = DepthLevelUse
    fields = ("role", "text")
    intro = "What a person in each role does with the artefact."
    related = ("role", "depth_level")


class CheckOptionForm(PartForm):
    def _get_validation_exclusions(self) -> set[str]:
        """Leave ``is_right`` to the formset, so that the tick can move to another answer."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"is_right"}


class CheckOptionFormSet(PartFormSet):
    """The answers to a check, at most one of which is right."""

    def clean(self) -> None:
        super().clean()
        right = [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", {}).get("is_right") and form not in self.deleted_forms
        ]
        if len(right) > 1:
            raise ValidationError("Only one answer can be the right one.")

    def save(self, commit: bool = True) -> list[Any]:
        wrong = [
            form.instance.pk
            for form in self.initial_forms
            if form in self.deleted_forms or not form.cleaned_data.get("is_right")
        ]
        # First, or the database would see two right answers while the tick moves.
        CheckOption.objects.filter(pk__in=wrong).update(is_right=False)
        saved: list[Any] = super().save(commit)
        return saved


class CheckOptionParts(TableParts):
    model = CheckOption
    form = CheckOptionForm
    formset = CheckOptionFormSet
    fields = ("text", "is_right")
    intro = "At least two answers, of which one is right."


@admin.register(DepthLevel)
class DepthLevelScreen(RowAdmin):
    """The screen of one depth level, with its artefact and its check."""

    list_display = ("title", "level", "artefact_kind")
    search_fields = ("title", "summary", "artefact")
    inlines = (UseParts, CheckOptionParts)
    fieldsets = (
        group(
            "How technical somebody at this level is, in plain words.",
            ("title", ("key", "position"), "summary", "level"),
        ),
        group(
            "A real piece of work that a person at this level can read.",
            (("artefact_title", "artefact_kind"), "artefact", "reading"),
            title="The artefact",
        ),
        group(
            "A reader sees whether they can read it. The answers stand below.",
            ("question", "explanation"),
            title="The one-minute check",
        ),
    )

    def shown_at(self, row: DepthLevel) -> str | None:
        return f"{reverse('roles:depth_levels')}#{row.key}"


class MoveParts(FoldedParts):
    model = ScenarioMove
    fields = ("role", "first", "why")
    intro = "What a person in each role does first, and why."
    related = ("role", "scenario")


@admin.register(Scenario)
class ScenarioScreen(RowAdmin):
    """The screen of one incident, seen from the point of view of several roles."""

    list_display = ("title", "story")
    search_fields = ("title", "story", "lesson")
    inlines = (MoveParts,)
    fieldsets = (
        group(
            "What happens, told so that anybody can picture it.",
            ("title", ("slug", "position"), "story", "lesson"),
        ),
    )

    prepopulated_fields = {"slug": ("title",)}

    def shown_at(self, row: Scenario) -> str | None:
        return f"{reverse('roles:scenarios')}#{row.slug}"


@admin.register(Synonym)
class SynonymScreen(RowAdmin):
    """The screen of what people type when they search, and the site's words for it."""

    list_display = ("means", "typed")
    search_fields = ("means", "typed")
    fieldsets = (
        group(
            "Somebody who searches for what people type gets what the words "
            "of this site find. Case, accents and small words do not matter.",
            ("means", "typed", "position"),
        ),
    )

    def shown_at(self, row: Synonym) -> str | None:
        """Return the address of a search for the first of what people type."""
        return f"{reverse('search')}?{urlencode({'q': row.typed.split(',')[0].strip()})}"
