"""Show a person's results side by side; add an earlier one, take one out."""

import functools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.attempts.selectors import find_history, has_later
from assessments.attempts.services import (
    NotEarlier,
    NotFinished,
    TooManyRetakes,
    UnknownLink,
    join_earlier,
    take_out,
)
from assessments.attempts.views.refusals import Errors
from assessments.attempts.views.result_views import finished_sheet, result_view, run_action
from assessments.evaluation.history import Point, Taking, points
from assessments.results.forms import JoinForm
from assessments.results.presenters.over_time import over_time_page
from web.responses import see_other

# Why an earlier result was not set beside this one.
REFUSALS = {
    UnknownLink: "No result has this link. Part of it may be missing, or the result was deleted.",
    NotFinished: "That quiz is not finished, so there is no result to add.",
    NotEarlier: "That result is newer than this one. Open its page “Over time” and add this one "
    "there.",
    TooManyRetakes: "The page already shows as many results as it can. Remove one first.",
}
FIELD = "earlier-link"
OWN = "That is the link of this result. Paste the one of an earlier result."


@result_view(posts=True)
def over_time(request: HttpRequest, token: str) -> HttpResponse:
    """Show a result beside all that it retakes; a POST adds an earlier one by its private link."""
    if request.method != "POST":
        return _show(request, token)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _show(request, token, form.error_list(), 422)
    earlier = form.cleaned_data["link"]
    if earlier == token:
        return _show(request, token, [(FIELD, OWN)], 422)
    then = see_other("assessments:over_time", token, fragment="each")
    show = functools.partial(_show, request, token)
    join = functools.partial(join_earlier, token=token, earlier=earlier)
    return run_action(join, then, show, FIELD, REFUSALS, 422)


@result_view(posts=True)
def take_out_result(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Take one earlier result out; it stays by itself. Taking out what is out is no error."""
    then = see_other("assessments:over_time", token, fragment="each")
    if request.method != "POST":
        return then
    show = functools.partial(_show, request, token)
    return run_action(lambda: take_out(token=token, key=key), then, show, FIELD)


def history_of(token: str) -> tuple[Point, ...]:
    """Return the finished results behind a private link, the oldest first, ready to compare."""
    return points(
        [
            Taking(each.key, at, sheet.result, sheet.snapshot, sheet.names_roles)
            for each in find_history(token)
            if (at := (sheet := each.sheet).finished_at) is not None and sheet.result is not None
        ]
    )


def _show(request: HttpRequest, token: str, errors: Errors = (), status: int = 200) -> HttpResponse:
    finished_sheet(token)
    context = {
        "page": over_time_page(history_of(token), has_later=has_later(token), now=timezone.now()),
        "token": token,
        "errors": errors,
        "sent": request.POST.get("link", ""),
    }
    return render(request, "assessments/results/over_time.html", context, status=status)
