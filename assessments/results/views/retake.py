"""Taking the quiz again, with the earlier answers offered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.attempts.presenters.retake import invite_page
from assessments.attempts.retakes import offers
from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import NotFinished, NothingPublished, UnknownLink, start_attempt
from assessments.attempts.views.refusals import refuse_foreign, refuse_too_many
from assessments.instrument.questionnaire import questionnaire_of
from assessments.models.choices import Length
from assessments.plans.selectors import find_plan
from roles.snapshot.editions import current_snapshot
from web.own_site import own_site_only
from web.responses import see_other, unavailable
from web.retry import DatabaseAway, retried

LENGTH = "length"


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def retake(request: HttpRequest, token: str) -> HttpResponse:
    """What a retake is like; a POST begins one under the current edition."""
    if request.method == "POST":
        return _begin(request, token)
    return _invite(request, token)


def _invite(request: HttpRequest, token: str, *, is_away: bool = False) -> HttpResponse:
    sheet, today = find_sheet(token), current_snapshot()
    if sheet is None:
        return render(request, "assessments/results/unknown.html", status=404)
    if sheet.finished_at is None:
        return render(request, "assessments/results/unfinished.html", {"token": token})
    if today is None:
        return unavailable(render(request, "assessments/attempts/closed.html"), seconds=60)
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
            steps_done=len(stored.choice.done) if stored else 0,
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
    except UnknownLink:
        return render(request, "assessments/results/unknown.html", status=404)
    except NotFinished:
        return render(request, "assessments/results/unfinished.html", {"token": token})
    except DatabaseAway:
        return unavailable(_invite(request, token, is_away=True))
    return see_other("assessments:quiz_screen", new, 1)
