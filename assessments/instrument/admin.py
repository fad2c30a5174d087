"""The desk's screens for the quiz: questions, background, what answers show, and the score."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.instrument.preview_answers import example_answers, token_of
from assessments.instrument.questionnaire import questionnaire_of
from assessments.models import (
    BackgroundFact,
    Evidence,
    EvidenceBonus,
    FactOption,
    Item,
    ResponseOption,
    ScoringSettings,
)
from assessments.models.choices import ItemType
from roles.draft.services import draft_snapshot
from roles.draft.used_keys import is_published
from roles.editing.changes import set_for_many
from roles.editing.forms import SeenForm
from roles.editing.rows import RowAdmin, TableParts, group
from web.strict_json import dumps

# What nearly every question of a type has: weight in the level, error of the answer, and answers.
USUAL: dict[str, tuple[str, str, tuple[tuple[str, int], ...]]] = {
    ItemType.BARS: ("4.0", "16.0", tuple(("", score) for score in range(0, 101, 20))),
    ItemType.FORCED_CHOICE: ("0.0", "17.0", ()),
    ItemType.INTEREST: (
        "0.0",
        "21.0",
        (("Not at all", 0), ("A little", 25), ("Somewhat", 50), ("A lot", 75), ("Very much", 100)),
    ),
    ItemType.JUDGEMENT: ("1.0", "28.0", (("", 100), ("", 60), ("", 30), ("", 0))),
}


def question_shown_at(key: str) -> str:
    """Return where the preview of the quiz asks this question, else the quiz's first page."""
    screen = questionnaire_of(draft_snapshot()).screen_of(key)
    if screen is None:
        return reverse("assessments:quiz_start")
    address = reverse("assessments:quiz_screen", args=[token_of({}), screen.number])
    return f"{address}#q-{key}"


def result_shown_at(name: str = "result") -> str:
    """Return where the preview shows a result of somebody who just suits the first role."""
    draft = draft_snapshot()
    answers = example_answers(draft, draft.quiz_roles.roles[:1])
    return reverse(f"assessments:{name}", args=[token_of(answers)])


class ItemForm(SeenForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "type" in self.fields:  # for the script that shows what the chosen type needs
            self.fields["type"].widget.attrs["data-choice"] = ItemType.FORCED_CHOICE.value
            if self.instance.pk is None:
                self.fields["type"].widget.attrs["data-usual"] = dumps(USUAL)
        if "stem" in self.fields:
            self.fields["stem"].help_text = "The question as people read it. Empty for a choice."


class OptionParts(TableParts):
    model = ResponseOption
    fields = ("text", "score")
    verbose_name = "answer"
    verbose_name_plural = "answers"
    intro = (
        "Levels need six answers, interest five, a situation three to six. A choice has none: "
        "its answers are its two sides."
    )

    def usual(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the usual answers for a new question of the type in the query string, if any."""
        if not request.path.endswith("/add/"):
            return []
        _, _, answers = USUAL.get(request.GET.get("type", ""), ("", "", ()))
        return [
            {"text": text, "score": score, "position": place}
            for place, (text, score) in enumerate(answers, 1)
        ]

    def get_extra(self, request: HttpRequest, obj: Any | None = None, **kwargs: Any) -> int:
        return len(self.usual(request))

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "text":  # an answer may take two lines
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Item)
class ItemScreen(RowAdmin):
    """Screen for one question of the quiz."""

    form = ItemForm
    list_display = ("key", "wording", "kind", "competency", "is_active")
    list_display_links = ("key", "wording")
    list_filter = ("type", "is_active", "competency")
    actions = ("ask", "retire")
    list_select_related = ("competency",)
    search_fields = ("key", "stem", "text_a", "text_b")
    inlines = (OptionParts,)
    fieldsets = (
        group(
            "Choose the type first: it determines what else is needed.",
            ("type", ("key", "position"), "is_active", "reason"),
        ),
        group(
            "For levels, interest and situations.",
            ("stem",),
            title="What is asked",
            classes=("desk-only-stem",),
        ),
        group("", ("competency",), title="What it measures"),
        group(
            "For a choice between two tasks. Side A stands for the competency above, side B for "
            "another one.",
            ("text_a", "text_b", "competency_b"),
            title="The two sides",
            classes=("desk-only-choice",),
        ),
        group(
            "The usual values are right for nearly every question.",
            (("level_weight", "error_sd"), "is_reversed"),
            title="How it counts",
        ),
    )

    class Media:
        js = [forms.Script("js/desk-item.js", type="module")]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the usual weight and error of the question type in the query string."""
        asked = request.GET.get("type", "")
        if asked not in USUAL:
            return {}
        weight, error, _ = USUAL[asked]
        return {"type": asked, "level_weight": weight, "error_sd": error}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        given: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        return given | ({"initial": inline.usual(request)} if request.method == "GET" else {})

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["item_types"] = ItemType.choices if kwargs.get("add") else ()
        row, may_see = kwargs.get("obj"), request.user.has_perm("assessments.view_statistics")
        if row is not None and may_see and is_published(row):
            address = reverse("admin:assessments_statistics")
            context["statistics_url"] = f"{address}?{urlencode({'question': row.key})}"
        return super().render_change_form(request, context, *args, **kwargs)

    def shown_at(self, row: Item) -> str | None:
        return question_shown_at(row.key)

    @admin.action(description="Ask in the quiz", permissions=["change"])
    def ask(self, request: HttpRequest, rows: QuerySet[Item]) -> None:
        count = set_for_many(request, rows, {"is_active": True})
        self.message_user(request, f"{_items(count)} asked again, once you publish.")

    @admin.action(description="Retire from the quiz", permissions=["change"])
    def retire(self, request: HttpRequest, rows: QuerySet[Item]) -> None:
        """Take items out of the quiz; they keep key and place, old results keep their answers."""
        count = set_for_many(request, rows, {"is_active": False})
        self.message_user(request, f"{_items(count)} retired, once you publish.")

    @admin.display(description="type", ordering="type")
    def kind(self, item: Item) -> str:
        """Return the short part of the type's label: the list has no room for the explanation."""
        return item.get_type_display().partition(":")[0]

    @admin.display(description="question")
    def wording(self, item: Item) -> str:
        return item.stem or f"{item.text_a} / {item.text_b}"


def _items(count: int) -> str:
    return "1 item is" if count == 1 else f"{count or 'No'} items are"


class FactOptionParts(TableParts):
    model = FactOption
    fields = ("code", "label", "points", "years")
    intro = "The answers a person chooses from."


@admin.register(BackgroundFact)
class BackgroundFactScreen(RowAdmin):
    """Screen for one question about a person's background."""

    list_display = ("prompt", "key", "is_multiple")
    search_fields = ("prompt", "key", "options__label")
    inlines = (FactOptionParts,)
    fieldsets = (
        group(
            "Quick facts, such as years and certificates. No ability test.",
            ("prompt", "hint", "reason", "is_multiple", ("key", "position")),
        ),
    )

    def shown_at(self, row: BackgroundFact) -> str | None:
        return question_shown_at(row.key)


class BonusParts(TableParts):
    model = EvidenceBonus
    fields = ("option", "points")
    intro = "Points that single answers add to the base. The sum is cut at 100."

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "option":
            kwargs["queryset"] = FactOption.objects.select_related("fact").order_by(
                "fact__position", "fact__pk", "position", "pk"
            )
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "option":  # an answer is named with the question it belongs to
            field.label_from_instance = lambda option: f"{option.fact}: {option}"
        return field


@admin.register(Evidence)
class EvidenceScreen(RowAdmin):
    """Screen for what background answers say about one competency."""

    list_display = ("key", "competency", "level_weight")
    list_filter = ("competency__group",)
    search_fields = ("key", "competency__name")
    list_select_related = ("competency",)
    inlines = (BonusParts,)
    fieldsets = (
        group(
            "Turns what people say about their background into evidence for one competency.",
            ("competency", ("key", "position"), "base"),
        ),
        group("", (("level_weight", "error_sd"),), title="How it counts"),
    )

    def shown_at(self, row: Evidence) -> str | None:
        return result_shown_at()


@admin.register(ScoringSettings)
class ScoringSettingsScreen(RowAdmin):
    """Screen for the settings of the score, which are one row: the list leads straight to it."""

    fieldsets = (
        group(
            "Which set of constants this draft will be scored with.",
            ("revision",),
            title="Revision",
        ),
        group(
            "How interest and ability are combined into one match.",
            (("lambda_fit", "interest_ratio"),),
            title="Match",
        ),
        group(
            "What a missed must-have costs, and what the words mean.",
            ("cap_slope", ("band_ready", "band_nearly", "band_building")),
            title="Readiness",
        ),
        group(
            "When the result names a role, and when it says it cannot.",
            (("theta_neither", "delta_min", "confidence"),),
            title="Verdict",
        ),
        group(
            "How much must be answered before there is a score at all.",
            (("min_coverage", "min_coverage_fit"),),
            title="Coverage",
        ),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = ScoringSettings.objects.first()
        if row is not None and self.has_view_permission(request):
            return redirect("admin:assessments_scoringsettings_change", row.pk)
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not ScoringSettings.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def shown_at(self, row: ScoringSettings) -> str | None:
        return result_shown_at()
