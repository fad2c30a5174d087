"""A person's result: reading it, and deleting everything about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.attempts.selectors import find_history, find_sheet
from assessments.attempts.services import delete_attempt
from assessments.attempts.views.refusals import refuse_foreign
from assessments.evaluation.recalculation import recalculate
from assessments.plans.presenters import kept_plan
from assessments.plans.selectors import find_plan
from assessments.results.presenters import result_page
from assessments.results.presenters.counterfactuals import counterfactual_page
from assessments.results.presenters.deleting import earlier_results
from assessments.results.presenters.over_time import last_change
from assessments.results.presenters.today import today_page
from assessments.results.views.over_time import history_of
from roles.snapshot.editions import current_edition_key, current_snapshot, published_editions
from web.own_site import own_site_only
from web.responses import see_other, unavailable
from web.retry import DatabaseAway, retried


@require_http_methods(["GET", "HEAD"])
def result(request: HttpRequest, token: str) -> HttpResponse:
    """The result as it was computed when the attempt was finished; never computed again."""
    sheet = find_sheet(token)
    if sheet is None:
        return _unknown(request)
    if sheet.result is None:
        return render(request, "assessments/results/unfinished.html", {"token": token})
    number, current = sheet.snapshot.number, current_edition_key()
    saved_at = (  # a retake is quick where answers are kept, which is no fault
        [] if sheet.is_retake else [stored.at_seconds for stored in sheet.stored.values()]
    )
    kept, stored = sheet.result, find_plan(token)
    context = {
        "page": result_page(kept, sheet.snapshot, saved_at),
        "counterfactuals": counterfactual_page(kept, sheet.snapshot),
        "plan": kept_plan(kept, sheet.snapshot, stored.choice if stored else None),
        "token": token,
        "edition": sheet.snapshot,
        "finished_at": sheet.finished_at,
        "newer_edition": current.number if current and current.number > number else None,
        "in_account": sheet.is_in_account,
        "since": last_change(history_of(token)) if sheet.is_retake else "",
    }
    return render(request, "assessments/results/page.html", context)


@require_http_methods(["GET", "HEAD"])
def today(request: HttpRequest, token: str) -> HttpResponse:
    """The same answers under today's edition, beside the stored result. Stores nothing."""
    sheet, new = find_sheet(token), current_snapshot()
    if sheet is None:
        return _unknown(request)
    if sheet.result is None or new is None or new.number <= sheet.snapshot.number:
        return see_other("assessments:result", token)
    old = sheet.snapshot
    found = recalculate(sheet.result, old, new)
    context = {
        "page": today_page(found, old, new),
        "token": token,
        "editions": [each for each in published_editions() if each.number > old.number],
    }
    return render(request, "assessments/results/today.html", context)


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
            return unavailable(render(request, "assessments/results/delete.html", context))
        return render(request, "assessments/results/deleted.html", {"with_earlier": with_earlier})
    chain = find_history(token)
    if not chain:
        return _unknown(request)
    sealed = [each.sheet.finished_at for each in chain[:-1] if each.sheet.finished_at is not None]
    context = {"token": token, "earlier": earlier_results(sealed)}
    return render(request, "assessments/results/delete.html", context)


@require_http_methods(["GET", "HEAD"])
def broken_link(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below /results/ that no link of ours has: often one that was cut when copied."""
    return _unknown(request)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/results/unknown.html", status=404)
