"""The development plan of a result: read, planned again, and taken along as a calendar file.

Everything is a GET that changes nothing: what a person chose stands in the address, so a bookmark
keeps it and we keep nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.calendar_file import calendar_file
from assessments.forms import PlanForm
from assessments.plan_choice import PlanChoice
from assessments.presenters.plan import (
    calendar_entries,
    default_choice,
    plan_page,
    plan_roles,
    plan_steps,
)
from assessments.results import Result
from assessments.selectors import find_sheet
from roles.editions import Catalogue
from roles.http import personal_page, site_url


@personal_page
@require_http_methods(["GET", "HEAD"])
def plan(request: HttpRequest, token: str) -> HttpResponse:
    """The plan that the address asks for; what is not legal in it is named and left aside."""
    asked = _asked(request, token)
    if isinstance(asked, HttpResponse):
        return asked
    context = {
        "page": plan_page(asked.result, asked.catalogue, asked.choice),
        "form": asked.form,
        "errors": asked.form.problems() if asked.form else [],
        "token": token,
        "edition": asked.catalogue,
    }
    status = 422 if context["errors"] else 200
    return render(request, "assessments/plan.html", context, status=status)


@personal_page
@require_http_methods(["GET", "HEAD"])
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The same plan as a calendar file. The private link is in it only when that was ticked."""
    asked = _asked(request, token)
    if isinstance(asked, HttpResponse):
        return asked
    if asked.choice is None or asked.form is None or asked.form.problems():
        response = HttpResponse(status=303)
        query = request.META.get("QUERY_STRING", "")
        path = reverse("assessments:plan", args=[token])
        response.headers["Location"] = f"{path}?{query}" if query else path
        return response
    with_link = asked.form.cleaned_data["link"]
    content = calendar_file(
        calendar_entries(asked.result, asked.catalogue, asked.choice),
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
    """A finished result and what its plan should look like; None where there can be no plan."""

    result: Result
    catalogue: Catalogue
    form: PlanForm | None
    choice: PlanChoice | None


def _asked(request: HttpRequest, token: str) -> _Asked | HttpResponse:
    sheet = find_sheet(token)
    if sheet is None:
        return render(request, "assessments/result_unknown.html", status=404)
    if sheet.result is None:
        return render(request, "assessments/result_unfinished.html", {"token": token})
    result, catalogue = Result.model_validate(sheet.result), sheet.catalogue
    default = default_choice(result, catalogue)
    if default is None:
        return _Asked(result, catalogue, None, None)
    form = PlanForm(
        request.GET,
        default=default,
        roles=plan_roles(result, catalogue),
        steps=plan_steps(catalogue),
    )
    return _Asked(result, catalogue, form, form.choice())
