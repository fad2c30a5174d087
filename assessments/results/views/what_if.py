"""Show what other answers would do to a result. Nothing is stored."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from assessments.attempts.views.result_views import finished_sheet, result_view
from assessments.evaluation.result import result_of
from assessments.results.forms import WhatIfForm
from assessments.results.presenters.what_if import parts, what_if_page
from web.one_at_a_time import OneAtATime

JSON = "application/json"
trying = OneAtATime(wait=0.25)


@result_view(posts=True)
@trying
def what_if(request: HttpRequest, token: str) -> HttpResponse:
    """Show a form with all answers; a POST shows the result that the changed ones would give."""
    sheet, before = finished_sheet(token)
    data = request.POST if request.method == "POST" else None
    asked = parts(sheet.full_questionnaire, request.GET.get("answer", ""))
    form = WhatIfForm(asked, data=data, answers=sheet.answers)
    is_good = data is None or form.is_valid()
    after, changed = before, []
    if data is not None and is_good:
        tried = result_of(sheet.snapshot, form.answers(), sheet.length)
        after, changed = sheet.as_shown(tried), form.changed()
    page = what_if_page(before, after, sheet.snapshot, changed)
    status = 200 if is_good else 422
    if request.headers.get("Accept") == JSON:
        swaps = {"texts": page.texts(), "places": page.places(), "changed": changed}
        return JsonResponse(swaps, status=status)
    context = {
        "page": page,
        "form": form,
        "errors": form.error_list() if not is_good else (),
        "token": token,
    }
    return render(request, "assessments/results/what_if.html", context, status=status)
