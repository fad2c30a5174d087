"""What other answers would do to a result. Nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.attempts.selectors import Sheet, find_sheet
from assessments.attempts.views.refusals import refuse_foreign
from assessments.evaluation.result import result_of
from assessments.results.forms import WhatIfForm
from assessments.results.presenters.what_if import parts, what_if_page
from web.own_site import own_site_only

JSON = "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def what_if(request: HttpRequest, token: str) -> HttpResponse:
    """A form with all answers; a POST shows the result that the changed ones would give."""
    sheet = find_sheet(token)
    if sheet is None:
        return render(request, "assessments/results/unknown.html", status=404)
    if sheet.result is None:
        return render(request, "assessments/results/unfinished.html", {"token": token})
    form = _form(request, sheet)
    is_good = request.method != "POST" or form.is_valid()
    before = sheet.result
    after, changed = before, []
    if request.method == "POST" and is_good:
        after, changed = result_of(sheet.snapshot, form.answers(), sheet.length), form.changed()
    page = what_if_page(before, after, sheet.snapshot, changed)
    status = 200 if is_good else 422
    if request.headers.get("Accept") == JSON:
        data = {"texts": page.texts(), "places": page.places(), "changed": changed}
        return JsonResponse(data, status=status)
    context = {
        "page": page,
        "form": form,
        "problems": form.problems() if not is_good else (),
        "token": token,
    }
    return render(request, "assessments/results/what_if.html", context, status=status)


def _form(request: HttpRequest, sheet: Sheet) -> WhatIfForm:
    wanted = request.GET.get("answer", "")
    data = request.POST if request.method == "POST" else None
    return WhatIfForm(parts(sheet.full_questionnaire, wanted), data=data, answers=sheet.answers)
