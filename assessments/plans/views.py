"""The development plan of a result: kept with it, planned again, and taken to a calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import NotFinished, UnknownLink
from assessments.attempts.views.refusals import refuse_foreign
from assessments.evaluation.result import Result
from assessments.plans.calendar_file import calendar_file
from assessments.plans.forms import PlanForm
from assessments.plans.preferences import Action, PlanPreferences
from assessments.plans.presenters import calendar_entries, kept_choice, plan_page, plan_roles
from assessments.plans.selectors import StoredPlan, find_plan
from assessments.plans.services import UnknownStep, apply_action, set_plan
from roles.snapshot.editions import Snapshot
from web.own_site import own_site_only
from web.responses import see_other, site_url, unavailable
from web.retry import DatabaseAway, retried

AWAY = "Our database did not answer, so nothing was changed. Press the button again in a moment."
# Where the page opens after a press: at the plan, when the step has left it, else at the step.
TARGETS = {Action.DONE: "progress", Action.DONE_BEFORE: "steps", Action.LEAVE_OUT: "steps"}
NO_SUCH_PRESS = "That button is not one of this page. Nothing was changed."


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def plan(request: HttpRequest, token: str) -> HttpResponse:
    """The plan as it was left; a POST keeps toward which role and with how much time."""
    asked = _asked(request, token)
    if isinstance(asked, HttpResponse):
        return asked
    if request.method != "POST":
        return _page(request, asked)
    form = PlanForm(request.POST, roles=plan_roles(asked.result, asked.snapshot))
    if not form.is_valid():
        return _page(request, asked, form.problems(), status=422)
    chosen = form.chosen()
    return _changed(
        request, asked, lambda: set_plan(token=token, now=timezone.now(), **chosen), "plan-top"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def step(request: HttpRequest, token: str) -> HttpResponse:
    """One press on one step: its word, the step's key and, for a swap, the other's."""
    asked = _asked(request, token)
    if isinstance(asked, HttpResponse):
        return asked
    if request.method != "POST":
        return see_other("assessments:plan", token)
    word, key, other = [*request.POST.get("press", "").split(" "), "", ""][:3]
    try:
        action = Action(word)
    except ValueError:
        return _page(request, asked, [("plan-hours", NO_SUCH_PRESS)], status=422)
    return _changed(
        request,
        asked,
        lambda: apply_action(token=token, action=action, step=key, other=other, now=timezone.now()),
        TARGETS.get(action, f"step-{other or key}"),
    )


@require_http_methods(["GET", "HEAD"])
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The same plan as a calendar file. The private link is in it only when that was ticked."""
    asked = _asked(request, token)
    if isinstance(asked, HttpResponse):
        return asked
    if asked.choice is None:
        return see_other("assessments:plan", token)
    with_link = request.GET.get("link") == "yes"
    content = calendar_file(
        calendar_entries(asked.result, asked.snapshot, asked.choice),
        name="Development plan",
        seed=token,
        now=timezone.localtime(),
        link=site_url(request) + reverse("assessments:result", args=[token]) if with_link else "",
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="development-plan.ics"'
    return response


@dataclass(frozen=True, slots=True)
class _Asked:
    """A finished result and its plan; no choice where there can be no plan."""

    token: str
    result: Result
    snapshot: Snapshot
    stored: StoredPlan | None
    choice: PlanPreferences | None


def _asked(request: HttpRequest, token: str) -> _Asked | HttpResponse:
    sheet = find_sheet(token)
    if sheet is None:
        return _unknown(request)
    if sheet.result is None:
        return render(request, "assessments/results/unfinished.html", {"token": token})
    result, stored = sheet.result, find_plan(token)
    choice = kept_choice(result, sheet.snapshot, stored.choice if stored else None)
    return _Asked(token, result, sheet.snapshot, stored, choice)


def _changed(
    request: HttpRequest, asked: _Asked, change: Callable[[], None], target: str
) -> HttpResponse:
    """Make a change and lead to the plan with it, or say on the page why it was not made."""
    try:
        retried(change)
    except (UnknownLink, NotFinished):
        return _unknown(request)
    except UnknownStep as unknown:
        return _page(request, asked, [("plan-hours", str(unknown))], status=422)
    except DatabaseAway:
        return unavailable(_page(request, asked, [("plan-hours", AWAY)]))
    return see_other("assessments:plan", asked.token, fragment=target)


def _page(
    request: HttpRequest,
    asked: _Asked,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; after an error with what was typed."""
    choice = asked.choice
    kept = (choice.hours_a_week, choice.weeks, choice.role) if choice else ("", "", "")
    context = {
        "page": plan_page(asked.result, asked.snapshot, choice),
        "typed": {
            name: request.POST.get(name, str(value))
            for name, value in zip(("hours", "weeks", "role"), kept, strict=True)
        },
        "errors": errors or [],
        "token": asked.token,
        "edition": asked.snapshot,
        "saved_at": asked.stored.saved_at if asked.stored else None,
    }
    return render(request, "assessments/plans/page.html", context, status=status)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/results/unknown.html", status=404)
