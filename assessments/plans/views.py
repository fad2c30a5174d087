"""Show and change the development plan of a result, and send it as a calendar file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assessments.attempts.views.refusals import Errors
from assessments.attempts.views.result_views import finished_sheet, result_view, run_action
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.result import Result
from assessments.plans.forms import PlanForm
from assessments.plans.planning import steps_of
from assessments.plans.preferences import Action, PlanPreferences
from assessments.plans.presenters.calendar import calendar_entries, calendar_file
from assessments.plans.presenters.page import plan_page, plan_roles, preferences_for
from assessments.plans.services import UnknownStep, apply_action, find_plan, set_plan
from roles.snapshot.editions import Snapshot
from web.responses import attachment, see_other, site_url

# Where the page opens after an action: at what has changed when the step has left its place, else
# at the step.
TARGETS = {Action.DONE: "progress", Action.DONE_BEFORE: "steps", Action.LEAVE_OUT: "steps"}
# What an error about no field points at; a page without a plan has no field.
WHOLE_PAGE = "main"
NO_SUCH_ACTION = "That button does not belong to this page. Nothing was changed."


@result_view(posts=True)
def plan(request: HttpRequest, token: str) -> HttpResponse:
    """Show the plan as it was left; a POST stores its role and time."""
    found = _find(token)
    show = partial(_render_plan, request, found)
    if request.method != "POST":
        return show()
    form = PlanForm(request.POST, roles=plan_roles(Reading(found.result, found.snapshot)))
    if not form.is_valid():
        return show(form.error_list(), 422)
    change = partial(set_plan, token=token, now=timezone.now(), **form.preferences())
    then = see_other("assessments:plan", token, fragment="plan-top")
    return run_action(change, then, show, WHOLE_PAGE)


@result_view(posts=True)
def step(request: HttpRequest, token: str) -> HttpResponse:
    """Apply one action to one step, from the POST's action, step key and, for a swap, other key."""
    found = _find(token)
    if request.method != "POST":
        return see_other("assessments:plan", token)
    show = partial(_render_plan, request, found)
    word, key, other = [*request.POST.get("action", "").split(" "), "", ""][:3]
    try:
        action = Action(word)
    except ValueError:
        return show([(WHOLE_PAGE, NO_SUCH_ACTION)], 422)
    now, target = timezone.now(), TARGETS.get(action, f"step-{other or key}")
    change = partial(apply_action, token=token, action=action, step=key, other=other, now=now)
    then = see_other("assessments:plan", token, fragment=target)
    return run_action(change, then, show, WHOLE_PAGE, {UnknownStep: ""}, 422)


@result_view()
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Send the plan as a calendar file. The private link is in it only when that was ticked."""
    found = _find(token)
    if found.preferences is None:
        return see_other("assessments:plan", token)
    with_link = request.GET.get("link") == "yes"
    content = calendar_file(
        calendar_entries(found.result, found.snapshot, found.preferences),
        name="Development plan",
        seed=token,
        now=timezone.localtime(),
        link=site_url(request) + reverse("assessments:result", args=[token]) if with_link else "",
    )
    return attachment(content, "development-plan.ics", "text/calendar; charset=utf-8")


@dataclass(frozen=True, slots=True)
class _Found:
    """A finished result and its plan; no preferences where there can be no plan."""

    token: str
    result: Result
    snapshot: Snapshot
    saved_at: dt.datetime | None
    preferences: PlanPreferences | None


def _find(token: str) -> _Found:
    sheet, result = finished_sheet(token)
    stored = find_plan(token)
    preferences = preferences_for(
        result, sheet.snapshot, PlanPreferences.of(stored) if stored else None
    )
    saved_at = stored.saved_at if stored else None
    return _Found(token, result, sheet.snapshot, saved_at, preferences)


def _render_plan(
    request: HttpRequest, found: _Found, errors: Errors = (), status: int = 200
) -> HttpResponse:
    """Render the page of the plan; after an error with what was typed."""
    kept = found.preferences
    fields = {"hours": kept.hours_a_week, "weeks": kept.weeks, "role": kept.role} if kept else {}
    context = {
        "plan": plan_page(found.result, found.snapshot, kept) if kept else None,
        "has_steps": bool(steps_of(found.snapshot)),
        "typed": {name: request.POST.get(name, value) for name, value in fields.items()},
        "errors": errors,
        "token": found.token,
        "tab": "plan",
        "edition": found.snapshot,
        "saved_at": found.saved_at,
    }
    return render(request, "assessments/plans/page.html", context, status=status)
