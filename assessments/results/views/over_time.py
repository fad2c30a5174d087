"""A person's results side by side: what moved, adding an earlier one, taking one out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.attempts.retake_history import NotEarlier, TooManyRetakes, join_earlier, take_out
from assessments.attempts.selectors import find_history, find_sheet, has_later
from assessments.attempts.services import NotFinished, UnknownLink
from assessments.attempts.views.refusals import refuse_foreign
from assessments.evaluation.history import Point, Taking, points
from assessments.results.forms import JoinForm
from assessments.results.presenters import joining as present
from assessments.results.presenters.over_time import over_time_page
from web.own_site import own_site_only
from web.responses import see_other, unavailable
from web.retry import DatabaseAway, retried


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def over_time(request: HttpRequest, token: str) -> HttpResponse:
    """All results of a chain; a POST puts an earlier one into it, by its private link."""
    if request.method != "POST":
        return _page(request, token)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, token, form, form.problem(), status=422)
    earlier = form.cleaned_data["link"]
    try:
        joined = retried(lambda: join_earlier(token=token, earlier=earlier))
    except UnknownLink:
        if find_sheet(token) is None:
            return _unknown(request)
        return _page(request, token, form, present.UNKNOWN, status=422)
    except NotFinished:
        return _page(request, token, form, present.NOT_FINISHED, status=422)
    except NotEarlier:
        return _page(request, token, form, present.NOT_EARLIER, status=422)
    except TooManyRetakes:
        return _page(request, token, form, present.TOO_MANY, status=422)
    except DatabaseAway:
        return _away(request, token)
    if not joined:
        return _page(request, token, form, present.KNOWN, status=422)
    return see_other("assessments:over_time", token, fragment="each")


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def take_out_result(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Take one earlier result out; it stays by itself. Taking out what is out is no fault."""
    if request.method == "POST":
        try:
            retried(lambda: take_out(token=token, key=key))
        except UnknownLink:
            return _unknown(request)
        except DatabaseAway:
            return _away(request, token)
    return see_other("assessments:over_time", token, fragment="each")


def history_of(token: str) -> tuple[Point, ...]:
    """The finished results behind a private link, the oldest first, ready to be compared."""
    takings = [
        Taking(each.key, each.sheet.finished_at, each.sheet.result, each.sheet.snapshot)
        for each in find_history(token)
        if each.sheet.finished_at is not None and each.sheet.result is not None
    ]
    return points(takings)


def _page(
    request: HttpRequest,
    token: str,
    form: JoinForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    sheet = find_sheet(token)
    if sheet is None:
        return _unknown(request)
    if sheet.result is None:
        return render(request, "assessments/results/unfinished.html", {"token": token})
    context = {
        "page": over_time_page(history_of(token), has_later=has_later(token), now=timezone.now()),
        "token": token,
        "errors": [("earlier-link", problem)] if problem else [],
        "problem": problem,
        "sent": form.sent() if form else "",
    }
    return render(request, "assessments/results/over_time.html", context, status=status)


def _away(request: HttpRequest, token: str) -> HttpResponse:
    return unavailable(_page(request, token, None, present.AWAY))


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/results/unknown.html", status=404)
