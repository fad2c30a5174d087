"""Begin a quiz: the page that says what it is, and the first screen of a new attempt."""

from collections import Counter
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.attempts.presenters.quiz import both_lengths, quiz_time
from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import NothingPublished, start_attempt, started_link
from assessments.attempts.views.refusals import (
    refuse_foreign_form,
    refuse_too_many,
    refuse_without_database,
)
from assessments.instrument.questionnaire import questionnaire_of
from assessments.models.choices import Length
from roles.snapshot.editions import previewed
from roles.snapshot.public_pages import snapshot_for
from web.once import form_key_of, new_form_key
from web.own_site import own_site_only
from web.responses import INDEXED, see_other, unavailable
from web.retry import DatabaseAway, retried

LENGTH = "length"


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign_form)
def start(request: HttpRequest) -> HttpResponse:
    """Say what the quiz is; a POST begins an attempt.

    Caches may keep it for the button "Back" of its reader only: the form has a key.
    """
    if request.method == "POST":
        return begin(request, Length.FULL, away=refuse_without_database)
    snapshot = snapshot_for(request)
    if snapshot is None or "assessments" not in snapshot.sections:
        return render(request, "assessments/attempts/closed.html")
    full, kinds = questionnaire_of(snapshot), Counter[str]()
    for screen in full.screens:
        kinds[screen.kind] += len(screen.questions)
    context = {
        "time": quiz_time(full),
        "role_count": len(snapshot.quiz_roles.roles),
        "kinds": kinds.items(),
        "lengths": both_lengths(full, questionnaire_of(snapshot, Length.SHORT)),
        "edition": snapshot,
        "form_key": new_form_key(),
    }
    response = render(request, "assessments/attempts/start.html", context)
    if previewed() is None:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Robots-Tag"] = INDEXED
    return response


def begin(
    request: HttpRequest,
    otherwise: Length,
    *,
    away: Callable[[HttpRequest], HttpResponse],
    again: str | None = None,
) -> HttpResponse:
    """Begin an attempt and lead to its first screen; a second press leads to the same one.

    ``again`` is the link of what is retaken. Raises ``UnknownLink`` and ``NotFinished``.
    """
    form_key, length = form_key_of(request), asked_length(request, otherwise)
    refusal = refuse_too_many(request)
    if refusal and find_sheet(started_link(form_key, length, again)) is None:
        return refusal
    try:
        token = retried(
            lambda: start_attempt(now=timezone.now(), again=again, length=length, form_key=form_key)
        )
    except NothingPublished:
        return unavailable(render(request, "assessments/attempts/closed.html"), seconds=60)
    except DatabaseAway:
        return away(request)
    return see_other("assessments:quiz_screen", token, 1)


def asked_length(request: HttpRequest, otherwise: Length) -> Length:
    """Return the length that the form, or the query string, names; else ``otherwise``."""
    sent = request.POST.get(LENGTH) or request.GET.get(LENGTH)
    return next((each for each in Length if each.value == sent), otherwise)
