"""Start the quiz again, with the earlier answers offered."""

import functools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.attempts.presenters.quiz import both_lengths, quiz_time
from assessments.attempts.services import retake_form_key
from assessments.attempts.views.result_views import finished_sheet, result_view
from assessments.attempts.views.start import asked_length, begin
from assessments.instrument.questionnaire import questionnaire_of
from assessments.instrument.same_question import QuestionChange, offers
from assessments.models.choices import Length
from assessments.plans.services import find_plan
from roles.snapshot.editions import current_snapshot
from web.responses import unavailable


@result_view(posts=True)
def retake(request: HttpRequest, token: str) -> HttpResponse:
    """Say what a retake is like; a POST begins one under the current edition."""
    if request.method == "POST":
        away = functools.partial(_invite, token=token, is_away=True)
        return begin(request, Length.FULL, away=away, again=token)
    return _invite(request, token)


def _invite(request: HttpRequest, token: str, *, is_away: bool = False) -> HttpResponse:
    (sheet, _), today = finished_sheet(token), current_snapshot()
    if today is None:
        return unavailable(render(request, "assessments/attempts/closed.html"), seconds=60)
    assert sheet.finished_at  # noqa: S101  it has a result
    stored, questionnaire = find_plan(token), questionnaire_of(today)
    found = offers(sheet.answers, sheet.snapshot, today).values()
    was_short, short = sheet.length is Length.SHORT, questionnaire_of(today, Length.SHORT)
    context = {
        "earlier_at": sheet.finished_at,
        "is_offered": any(offer.value is not None for offer in found),
        "steps_done": len(stored.done) if stored else 0,
        "edition": sheet.snapshot.number,
        "now_edition": today.number,
        "new": sum(offer.change is QuestionChange.NEW for offer in found),
        "reworded": sum(offer.change is QuestionChange.REWORDED for offer in found),
        "is_in_account": sheet.is_in_account,
        "time": quiz_time(questionnaire),
        "lengths": was_short and both_lengths(questionnaire, short),
        "length": asked_length(request, Length.SHORT).value,
        "token": token,
        "is_away": is_away,
        "form_key": retake_form_key(token, today.number),
    }
    page = render(request, "assessments/results/retake.html", context)
    return unavailable(page) if is_away else page
