"""What every template may rely on."""

from __future__ import annotations

import functools

from django.http import HttpRequest

from assessments.attempts.presenters.quiz import quiz_time
from assessments.instrument.questionnaire import questionnaire_of
from roles.snapshot.public_pages import snapshot_for
from web.responses import site_url


def site(request: HttpRequest) -> dict[str, object]:
    """``site_url``: the public address without a trailing slash; ``page_url``: this page's own;
    ``quiz_time``: how long the quiz of the current edition takes, in words, empty without one;
    ``preview``: what a previewed page says of itself, None on the site.
    """
    base = site_url(request)
    return {
        "site_url": base,
        "page_url": f"{base}{request.path}",
        "quiz_time": functools.partial(_quiz_time, request),
        "preview": getattr(request, "preview", None),
    }


def _quiz_time(request: HttpRequest) -> str:
    """Called by a template that shows it, so that no other page pays the query."""
    snapshot = snapshot_for(request)
    if snapshot is None or "assessments" not in snapshot.sections:
        return ""
    return quiz_time(questionnaire_of(snapshot))
