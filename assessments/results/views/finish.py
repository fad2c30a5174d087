"""The press that turns answers into a result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.attempts.services import UnknownLink
from assessments.attempts.views.refusals import (
    refuse_foreign_form,
    refuse_unknown_link,
    refuse_without_database,
)
from assessments.results.services import finish_quiz
from web.own_site import own_site_only
from web.responses import see_other
from web.retry import DatabaseAway, retried


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign_form)
def finish(request: HttpRequest, token: str) -> HttpResponse:
    """Seal the attempt and show its result; a second press shows the same one."""
    if request.method != "POST":  # somebody opened the address of the button
        return see_other("assessments:quiz", token)
    try:
        retried(lambda: finish_quiz(token=token, now=timezone.now()))
    except UnknownLink:
        return refuse_unknown_link(request)
    except DatabaseAway:
        return refuse_without_database(request)
    return see_other("assessments:result", token)
