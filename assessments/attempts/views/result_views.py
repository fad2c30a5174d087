"""Share what every page behind the private link of a result needs."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.attempts.selectors import QuizSheet, find_sheet
from assessments.attempts.services import NotFinished, UnknownLink
from assessments.attempts.views.refusals import Errors, refuse_foreign
from assessments.evaluation.result import Result
from web.own_site import link_view
from web.responses import P, View, unavailable
from web.retry import DatabaseAway, retried

AWAY = "Our database did not answer, so nothing was changed. Press the button again in a moment."


def finished_sheet(token: str) -> tuple[QuizSheet, Result]:
    """Return a link's attempt and its result. Raises ``UnknownLink`` and ``NotFinished``."""
    sheet = find_sheet(token)
    if sheet is None:
        raise UnknownLink
    if sheet.result is None:
        raise NotFinished
    return sheet, sheet.result


def unknown_result(request: HttpRequest, token: str = "") -> HttpResponse:
    """Say that there is no result at a link."""
    return render(request, "assessments/results/unknown.html", status=404)


def run_action(
    action: Callable[[], object],
    then: HttpResponse,
    show: Callable[[Errors, int], HttpResponse],
    at: str,
    refusals: Mapping[type[Exception], str] | None = None,
    status: int = 409,
) -> HttpResponse:
    """Make one change and answer ``then``, or ``show`` the page again and say why not.

    ``at`` is the id where the page says it, ``refusals`` what it says of exceptions of ``action``,
    blank where they say it themselves. ``status`` is that of a refusal.
    """
    said = refusals or {}
    try:
        retried(action)
    except tuple(said) as refusal:
        return show([(at, said[type(refusal)] or str(refusal))], status)
    except DatabaseAway:
        return unavailable(show([(at, AWAY)], 200))
    return then


def result_view(
    *, posts: bool = False, tells_unfinished: bool = True
) -> Callable[[View[P]], View[P]]:
    """Make a view the page of one result, which may raise ``UnknownLink`` and ``NotFinished``.

    A quiz that is not finished has a page that leads back to it, if the view ``tells_unfinished``.
    """
    refusals = {
        UnknownLink: unknown_result,
        NotFinished: _unfinished if tells_unfinished else unknown_result,
    }
    return link_view(refusals, refuse_foreign, posts=posts)


def _unfinished(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "assessments/results/unfinished.html", {"token": token})
