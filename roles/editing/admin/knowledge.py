"""The desk's screens for everything but roles: competencies, certificates, questions, guidance."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse

from roles.draft.services import draft_snapshot
from roles.editing.forms import PartForm, PartFormSet
from roles.editing.links import to_check_view
from roles.editing.rows import FACT_FIELDS, FoldedParts, RowAdmin, TableParts, group
from roles.models import (
    Certification,
    CertificationFact,
    CertifiedLevel,
    CheckOption,
    Competency,
    DepthLevel,
    DepthLevelUse,
    EligibilityRoute,
    Question,
    QuestionFact,
    QuestionLink,
    Scenario,
    ScenarioMove,
    Synonym,
)
from roles.snapshot import certificates as snapshot
from roles.snapshot.certificates import route_sentence


@admin.register(Competency)
class CompetencyScreen(RowAdmin):
    list_display = ("name", "group", "gloss")
    list_filter = ("group",)
    search_fields = ("name", "key", "gloss")
    fieldsets = (
        group(
            "What it is called, and what it means to anybody.",
            ("name", "gloss", ("group", "position")),
        ),
        group("Ties questions and results to this competency.", ("key",), title="Internal name"),
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


class RouteParts(FoldedParts):
    model = EligibilityRoute
    fields = (
        ("title", "education"),
        ("months_leading", "months_complex"),
        ("months_programs", "months_agile"),
        ("within_years", "training_hours"),
        "training_instead",
        "holds",
        "check_yourself",
        "in_words",
    )
    readonly_fields = ("in_words",)
    intro = (
        "Each way lists all its conditions together; any one of them is enough. "
        "Readers enter what they have and see which exams are open to them."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.prefetch_related("holds", "training_instead")

    @admin.display(description="As readers see it")
    def in_words(self, row: EligibilityRoute) -> str:
        """Return the stored rules of a row as the sentence on the certificate's page."""
        if row.pk is None:
            return "Save to read these rules as a sentence."
        named = ("holds", "training_instead")
        rules = {
            name: tuple(each.name for each in getattr(row, name).all())
            if name in named
            else getattr(row, name)
            for name in snapshot.EligibilityRoute.model_fields
        }
        return route_sentence(snapshot.EligibilityRoute(**rules), names={})


class CertificationFactParts(FoldedParts):
    model = CertificationFact
    fields = ("kind", *FACT_FIELDS)
    intro = "What is known of the exam. Leave a fact out rather than guess."


@admin.register(Certification)
class CertificationScreen(RowAdmin):
    list_display = ("name", "issuer", "category", "goal")
    list_filter = ("category", "goal")
    search_fields = ("name", "issuer")
    inlines = (CertificationFactParts, RouteParts, SupportParts)
    fieldsets = (
        group(
            "What it is, who issues it, and who the chooser suggests it to.",
            ("name", "issuer", ("slug", "position"), ("category", "goal"), "summary"),
        ),
        group(
            "What the calculator and the renewal dates need beyond the ways to the exam.",
            (("renewal_months", "renewal_effort"), "expects_practice", "surpassed_by"),
            title="The exam",
        ),
    )

    def shown_at(self, row: Certification) -> str | None:
        return reverse("roles:certificate", args=[row.slug])

    def get_urls(self) -> list[URLPattern]:
        return [self.page("to-check/", to_check_view, "to_check"), *super().get_urls()]


class QuestionLinkParts(TableParts):
    model = QuestionLink
    fields = ("title", "address")
    intro = "Pages of this site that say more."


class QuestionFactParts(FoldedParts):
    model = QuestionFact
    fields = FACT_FIELDS
    intro = "What the answer rests on."


@admin.register(Question)
class QuestionScreen(RowAdmin):
    list_display = ("question", "topic", "short_answer")
    list_filter = ("topic",)
    search_fields = ("question", "also_asked", "short_answer", "answer")
    inlines = (QuestionLinkParts, QuestionFactParts)
    fieldsets = (
        group(
            "The question as people ask it, and the answer in a sentence.",
            ("question", ("slug", "position"), "topic", "short_answer"),
        ),
        group(
            "An answer has its facts below, or says why we think so: that is shown after "
            "“Our judgement:”.",
            ("answer", "judgement"),
            title="The answer",
        ),
        group(
            "Search finds the question by these words too.", ("also_asked",), title="Other wordings"
        ),
    )

    def shown_at(self, row: Question) -> str | None:
        return f"{reverse('roles:questions')}#{row.slug}"


class UseParts(FoldedParts):
    model = DepthLevelUse
    fields = ("role", "text")
    intro = "What a person in each role does with the artefact."


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


@admin.register(Scenario)
class ScenarioScreen(RowAdmin):
    list_display = ("title", "story")
    search_fields = ("title", "story", "lesson")
    inlines = (MoveParts,)
    fieldsets = (
        group(
            "What happens, told so that anybody can picture it.",
            ("title", ("slug", "position"), "story", "lesson"),
        ),
    )

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
