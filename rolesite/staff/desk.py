"""The editors' desk: Django's admin, arranged by what an editor wants to change."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin, site
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import defaults
from django.views.decorators.cache import never_cache

from web.own_site import SAFE_METHODS

OWN = ("seen", "opened", "post", "action", "publish", "check", "schedule")  # not typed by anybody
MOST_DIGITS = 18  # of the number of a row, which is at most 2 ** 63


# The sections of the first page and of the side bar: name, what each is for, and its entries. An
# entry is a kind of row by its model's label, or one of the pages below, with what it is.
SECTIONS = (
    (
        "Roles",
        "What the pages say, and what each role requires.",
        {
            "roles.role": "Texts, profile, certificates and sources of each role",
            "roles_role_profiles": "How much each competency counts in every role, in one table",
            "roles.rolepair": "What is said about two roles side by side",
            "roles.competency": "The skills that roles weigh and the quiz measures",
            "roles.certification": "The catalogue, with source and day of each fact",
            "roles.depthlevel": "How technical a person must be, rung by rung",
            "roles.scenario": "One incident, seen from the chairs of several roles",
            "roles.question": "What people ask, with the answer and what it rests on",
            "roles.synonym": "What people type when they search, and what it means",
        },
    ),
    (
        "Quiz",
        "What people are asked, and how answers count.",
        {
            "assessments.item": "Questions on levels, interest and situations",
            "assessments.backgroundfact": "Quick questions on years, degree and certificates",
            "assessments.evidence": "What background answers say about a competency",
            "assessments.step": "What people can do next: hours, gains and what comes first",
            "assessments.scoringsettings": "Shares, bands and the words of the verdict",
        },
    ),
    (
        "Publishing",
        "From the draft to what visitors see, and back.",
        {
            "roles_edition_changes": "What the draft says that visitors do not see yet",
            "preview": "The draft as a visitor will see it, with the quiz and its result",
            "impact": "How the draft would change everybody’s results so far",
            "roles.edition": "Everything that was published; any of it can be restored",
            "roles_edition_content": "The draft as files, to export or import",
        },
    ),
    (
        "Answers",
        "How well the quiz works.",
        {
            "assessments_statistics": "How well each question works, and where people drop out",
            "assessments_export": "Finished attempts as data that identifies nobody",
            "assessments.attempt": "When the quiz was taken; answers are not shown",
        },
    ),
    (
        "Staff",
        "Who works here, and what they may do.",
        {
            "auth.user": "Who may sign in, and in which groups they are",
            "auth.group": "What the members of each group may do",
        },
    ),
)
# The pages among them by the name of their URL: what they are called, and who may open them.
PAGES = {
    "roles_role_profiles": ("Profiles side by side", "roles.view_requirement"),
    "roles_edition_changes": ("Unpublished changes", "roles.view_role"),
    "preview": ("Preview", "roles.view_role"),
    "impact": ("Impact", "assessments.view_impact"),
    "roles_edition_content": ("Content files", "roles.view_role"),
    "assessments_statistics": ("Statistics of the questions", "assessments.view_statistics"),
    "assessments_export": ("Export for research", "assessments.export_attempts"),
}
ACCOUNTS = "Staff accounts"

# What Django's own pages about one's account are called here.
TITLES = {
    "password_change": "Change your password",
    "password_change_done": "Your password is changed",
    "logout": "You are signed out",
}


class Desk(AdminSite):
    """Django's admin site, with the desk's groups, pages and sign-in."""

    site_header = "Rolesite editors’ desk"
    site_title = "Editors’ desk"
    index_title = "What would you like to change?"
    index_template = "admin/desk_index.html"
    empty_value_display = "–"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the desk's sections as Django's list of apps; rows that none names come last."""
        rows: dict[str, Any] = {
            f"{app}.{row['object_name'].lower()}": row
            for app, found in self._build_app_dict(request, app_label).items()
            for row in found["models"]
        }
        if "auth.user" in rows:
            rows["auth.user"]["name"] = ACCOUNTS
        sections = []
        for name, intro, entries in SECTIONS:
            found = [_entry(key, text, rows, request) for key, text in entries.items()]
            sections.append(_app(name, intro, [each for each in found if each]))
        sections.append(_app("More", "", list(rows.values())))
        _mark_current(request.path, [row for section in sections for row in section["models"]])
        return [section for section in sections if section["models"]]

    def get_urls(self) -> list[Any]:
        # These need the apps to be loaded.
        from assessments.analytics.impact.desk import impact_view
        from roles.content.desk import content_view, export_view
        from roles.editing.forms import prose_view
        from rolesite.preview.views import preview_urls
        from rolesite.staff.history.views import history
        from rolesite.staff.second_factor import views

        own = self.admin_view
        return [
            # Two pages are for people who wait for the second step, so are not signed in.
            path("second-step/", never_cache(views.second_step), name="second_step"),
            path("second-factor/", own(views.factor), name="factor"),
            path("second-factor/set-up/", never_cache(views.set_up), name="factor_set_up"),
            path("second-factor/codes/", own(views.spare_codes), name="factor_codes"),
            path("second-factor/remove/", own(views.remove_factor), name="factor_remove"),
            path("history/", own(history), name="history"),
            path("impact/", own(impact_view), name="impact"),
            path("typed/", own(views.typed_form), name="typed"),
            path("prose/", own(prose_view), name="prose"),
            path("roles/edition/content/", own(content_view), name="roles_edition_content"),
            path("roles/edition/export/", own(export_view), name="roles_edition_export"),
            *preview_urls(own),
            *super().get_urls(),
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap a screen so that whatever is sent to it is saved all or nothing."""
        is_screen = isinstance(getattr(view, "__self__", None), ModelAdmin)
        if is_screen or view == self.password_change:
            view = _in_transaction(view)
        return _with_a_way_back(super().admin_view(view, cacheable))

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the user is staff and passed the second step, if one is needed."""
        from rolesite.staff.second_factor.session import may_enter

        return may_enter(request)

    @method_decorator(never_cache)
    def login(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        from rolesite.staff.second_factor.views import password_step

        return password_step(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        # These need the apps to be loaded.
        from roles.publishing.services import unpublished_for
        from rolesite.staff.history.entries import may_see

        context = super().each_context(request)
        may_enter = context["has_permission"]
        context["may_see_history"] = may_enter and may_see(request.user)
        context["unpublished"] = unpublished_for(request) if may_enter else None
        page = (request.resolver_match and request.resolver_match.url_name) or ""
        if page.startswith("auth_user_"):
            context["list_title"] = ACCOUNTS
        if page in TITLES:
            context["title"] = TITLES[page]
        return context

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the first page, with what the user changed last and how many facts to check."""
        # These need the apps to be loaded.
        from roles.editing.links import SEES_FACTS, facts_to_check
        from rolesite.staff.history.views import recent_entries

        sees_facts = request.user.has_perm(SEES_FACTS)
        due = facts_to_check(timezone.localdate())["due"] if sees_facts else ()
        context = {"recent_entries": recent_entries(request.user), "to_check": len(due)}
        return super().index(request, context | (extra_context or {}))

    def app_index(  # type: ignore[override]
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Redirect to the first page: editors do not need Django's apps."""
        return HttpResponseRedirect(reverse("admin:index", current_app=self.name))


def refusal(request: HttpRequest, title: str, status: int) -> HttpResponseBase | None:
    """Return a page of the desk that says why not, with a link back; ``None`` for others.

    It shows what a form sent, unless that may not be readable (400).
    """
    from rolesite.operations.middleware import fields_to_resend, on_the_desk
    from rolesite.staff.second_factor.session import may_enter

    # What is refused first thing, as a bad Host, has nobody yet.
    if not on_the_desk(request) or not hasattr(request, "user") or not may_enter(request):
        return None
    typed = [
        (name.replace("_", " ").replace("-", " ").strip().capitalize(), value)
        for name, value in (fields_to_resend(request) if status != 400 else ())
        if value and not name.startswith("_") and not name.endswith("_FORMS") and name not in OWN
    ]
    context = {**site.each_context(request), "title": title, "typed": typed}
    return TemplateResponse(request, f"admin/{status}.html", context, status=status).render()


def _handler(title: str, status: int, plain: Callable[..., HttpResponseBase]) -> Any:
    """Return a handler of errors: on the desk, for signed-in staff, a page of the desk."""

    def answer(request: HttpRequest, exception: Exception) -> HttpResponseBase:
        return refusal(request, title, status) or plain(request, exception)

    return answer


bad_request = _handler("We could not read this request", 400, defaults.bad_request)
forbidden = _handler("You do not have access to this page", 403, defaults.permission_denied)
not_found = _handler("Page not found", 404, defaults.page_not_found)


def _with_a_way_back(view: Any) -> Any:
    """Wrap a view to show a page instead of a bare 405, for instance after signing in again."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 405:
            page = refusal(request, "Only a button leads here", 405) or response
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    return answer


def _in_transaction(view: Any) -> Any:
    """Wrap a view so that a write runs once, in a transaction that notes a change of the draft."""
    # These need the apps to be loaded.
    from roles.draft.services import mark_draft_changed
    from roles.editing.traces import traced
    from rolesite.staff.once import once

    model = getattr(getattr(view, "__self__", None), "model", None)

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        if "\0" in "".join(value for values in request.GET.lists() for value in values[1]):
            raise BadRequest("An address holds no NUL: PostgreSQL cannot look for one.")
        if request.method in SAFE_METHODS:
            response = view(request, *args, **kwargs)
            return response
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(each.isdecimal() and len(each) <= MOST_DIGITS for each in chosen):
            raise BadRequest("A row is chosen by its number.")
        with transaction.atomic():
            mark_draft_changed()  # first: who replaces the whole draft waits for us, or we for them
            with traced(model):
                response = once(request, lambda: view(request, *args, **kwargs))
        return response

    return answer


def _entry(
    key: str, text: str, rows: dict[str, Any], request: HttpRequest
) -> dict[str, Any] | None:
    """Take an entry's row out of ``rows``, and return it for Django's templates if it is shown."""
    if key not in PAGES:
        row = rows.pop(key, None)
        return row and {**row, "help": text}
    name, permission = PAGES[key]
    if not request.user.has_perm(permission):
        return None
    return {
        "name": name,
        "help": text,
        "object_name": key,
        "admin_url": reverse(f"admin:{key}"),
        "add_url": None,
        "view_only": True,
    }


def _mark_current(path: str, rows: list[dict[str, Any]]) -> None:
    """Mark the entry that the page at ``path`` belongs to: the nearest one above it."""
    above = [row for row in rows if row["admin_url"] and path.startswith(row["admin_url"])]
    nearest = max(above, key=lambda row: len(row["admin_url"]), default=None)
    for row in rows:
        row["is_current"] = row is nearest


def _app(name: str, intro: str, rows: list[Any]) -> dict[str, Any]:
    return {
        "name": name,
        "intro": intro,
        "app_label": name.lower(),
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": rows,
    }
