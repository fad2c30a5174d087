"""The context processor: variables that every template has."""

import functools

from django.http import HttpRequest

from assessments.attempts.presenters.quiz import quiz_time
from assessments.instrument.questionnaire import questionnaire_of
from roles.snapshot.public_pages import snapshot_for
from web.responses import site_url


def site(request: HttpRequest) -> dict[str, object]:
    """Return ``site_url``, ``page_url``, ``quiz_time`` and ``preview``.

    The first is the public address without a slash at its end. ``quiz_time`` says how long the
    quiz takes, empty without one; ``preview`` is ``None`` outside a preview.
    """
    base = site_url(request)
    return {
        "site_url": base,
        "page_url": f"{base}{request.path}",
        "quiz_time": functools.partial(_quiz_time, request),
        "preview": getattr(request, "preview", None),
    }


def _quiz_time(request: HttpRequest) -> str:
    """Return how long the quiz takes, in words; called only by templates that show it."""
    snapshot = snapshot_for(request)
    if snapshot is None or "assessments" not in snapshot.sections:
        return ""
    return quiz_time(questionnaire_of(snapshot))
