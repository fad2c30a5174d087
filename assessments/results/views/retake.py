"""Taking the quiz again, with the earlier answers offered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.attempts.presenters.retake import invite_page
from assessments.attempts.retakes import offers
from assessments.attempts.services import NothingPublished, start_attempt
from assessments.attempts.views.refusals import refuse_too_many
from assessments.attempts.views.result_views import finished_sheet, result_view
from assessments.instrument.questionnaire import questionnaire_of
from assessments.models.choices import Length
from assessments.plans.selectors import find_plan
from roles.snapshot.editions import current_snapshot
from web.responses import see_other, unavailable
from web.retry import DatabaseAway, retried

LENGTH = "length"


@result_view(posts=True)
def retake(request: HttpRequest, token: str) -> HttpResponse:
    """Say what a retake is like; a POST begins one under the current edition."""
    if request.method == "POST":
        return _begin(request, token)
    return _invite(request, token)


def _invite(request: HttpRequest, token: str, *, is_away: bool = False) -> HttpResponse:
    (sheet, _), today = finished_sheet(token), current_snapshot()
    if today is None:
        return unavailable(render(request, "assessments/attempts/closed.html"), seconds=60)
    assert sheet.finished_at  # noqa: S101  it has a result
    stored = find_plan(token)
    was_short = sheet.length is Length.SHORT
    context = {
        "page": invite_page(
            questionnaire_of(today),
            offers(sheet.answers, sheet.snapshot, today),
            earlier_at=sheet.finished_at,
            edition=sheet.snapshot.number,
            now_edition=today.number,
            short=questionnaire_of(today, Length.SHORT) if was_short else None,
            steps_done=len(stored.preferences.done) if stored else 0,
            in_account=sheet.is_in_account,
        ),
        "length": _asked_for(request, Length.SHORT).value,
        "token": token,
        "is_away": is_away,
    }
    return render(request, "assessments/results/retake.html", context)


def _asked_for(request: HttpRequest, otherwise: Length) -> Length:
    """The length that the form, or the link to it, names."""
    sent = request.POST.get(LENGTH) or request.GET.get(LENGTH)
    return next((each for each in Length if each.value == sent), otherwise)


def _begin(request: HttpRequest, token: str) -> HttpResponse:
    if refusal := refuse_too_many(request):
        return refusal
    try:
        length = _asked_for(request, Length.FULL)
        new = retried(lambda: start_attempt(now=timezone.now(), again=token, length=length))
    except NothingPublished:
        return unavailable(render(request, "assessments/attempts/closed.html"), seconds=60)
    except DatabaseAway:
        return unavailable(_invite(request, token, is_away=True))
    return see_other("assessments:quiz_screen", new, 1)
