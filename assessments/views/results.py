"""A person's result: reading it, and deleting everything about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.presenters.deleting import earlier_results
from assessments.presenters.over_time import last_change
from assessments.presenters.plan import kept_plan
from assessments.presenters.result import result_page
from assessments.presenters.result.flips import flip_page
from assessments.presenters.today import today_page
from assessments.recalculation import recalculate
from assessments.results import Result
from assessments.retry import DatabaseAway, retried
from assessments.selectors import find_chain, find_plan, find_sheet
from assessments.services import delete_attempt
from assessments.views.over_time import chain_of
from assessments.views.own_site import own_site_only, refuse_foreign
from roles.editions import current_catalogue, current_edition_key, published_editions
from roles.http import personal_page

RETRY_AFTER_SECONDS = "2"


@personal_page
@require_http_methods(["GET", "HEAD"])
def result(request: HttpRequest, token: str) -> HttpResponse:
    """The result as it was computed when the attempt was finished; never computed again."""
    sheet = find_sheet(token)
    if sheet is None:
        return _unknown(request)
    if sheet.result is None:
        return render(request, "assessments/result_unfinished.html", {"token": token})
    number, current = sheet.catalogue.number, current_edition_key()
    saved_at = (  # a retake is quick where answers are kept, which is no fault
        [] if sheet.is_retake else [stored.at_seconds for stored in sheet.stored.values()]
    )
    kept, stored = Result.model_validate(sheet.result), find_plan(token)
    context = {
        "page": result_page(kept, sheet.catalogue, saved_at),
        "flips": flip_page(kept, sheet.catalogue),
        "plan": kept_plan(kept, sheet.catalogue, stored.choice if stored else None),
        "token": token,
        "edition": sheet.catalogue,
        "sealed_at": sheet.sealed_at,
        "newer_edition": current.number if current and current.number > number else None,
        "in_account": sheet.is_in_account,
        "since": last_change(chain_of(token)) if sheet.is_retake else "",
    }
    return render(request, "assessments/result.html", context)


@personal_page
@require_http_methods(["GET", "HEAD"])
def today(request: HttpRequest, token: str) -> HttpResponse:
    """The same answers under today's edition, beside the stored result. Stores nothing."""
    sheet, new = find_sheet(token), current_catalogue()
    if sheet is None:
        return _unknown(request)
    if sheet.result is None or new is None or new.number <= sheet.catalogue.number:
        response = HttpResponse(status=303)
        response.headers["Location"] = reverse("assessments:result", args=[token])
        return response
    old = sheet.catalogue
    found = recalculate(Result.model_validate(sheet.result), old, new)
    context = {
        "page": today_page(found, old, new),
        "token": token,
        "editions": [each for each in published_editions() if each.number > old.number],
    }
    return render(request, "assessments/result_today.html", context)


@csrf_exempt
@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then delete the whole attempt. Deleting what is gone already is no fault.

    What it retakes stays, unless the button for all of them was pressed.
    """
    if request.method == "POST":
        with_earlier = request.POST.get("earlier") == "yes"
        try:
            retried(lambda: delete_attempt(token=token, with_earlier=with_earlier))
        except DatabaseAway:
            context = {"token": token, "problem": True, "with_earlier": with_earlier}
            response = render(request, "assessments/result_delete.html", context, status=503)
            response.headers["Retry-After"] = RETRY_AFTER_SECONDS
            return response
        return render(request, "assessments/result_deleted.html", {"with_earlier": with_earlier})
    chain = find_chain(token)
    if not chain:
        return _unknown(request)
    sealed = [each.sheet.sealed_at for each in chain[:-1] if each.sheet.sealed_at is not None]
    context = {"token": token, "earlier": earlier_results(sealed)}
    return render(request, "assessments/result_delete.html", context)


@personal_page
@require_http_methods(["GET", "HEAD"])
def broken_link(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below /results/ that no link of ours has: often one that was cut when copied."""
    return _unknown(request)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/result_unknown.html", status=404)
