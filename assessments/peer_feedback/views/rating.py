"""The rater's pages: what is promised, the questions, sending, withdrawing. No account."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.attempts.forms import KEY, SEQ, TO, ScreenForm
from assessments.attempts.presenters.quiz import about
from assessments.attempts.services import UnknownLink
from assessments.attempts.views.answers import Save, refuse_foreign_save, save_one
from assessments.attempts.views.refusals import KEPT_TITLE, Errors, refuse_foreign_form, told
from assessments.instrument.saving import Closed, Saved, SaveRefused
from assessments.peer_feedback.presenters import rating as present
from assessments.peer_feedback.rules import State
from assessments.peer_feedback.selectors import RatingSheet, find_rating
from assessments.peer_feedback.services import (
    NothingRated,
    begin_rating,
    save_ratings,
    send_ratings,
    withdraw_ratings,
)
from web.own_site import own_site_only
from web.responses import get_only, see_other, unavailable
from web.retry import DatabaseAway, retried

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@own_site_only(refuse_foreign_form)
def start(request: HttpRequest, token: str) -> HttpResponse:
    """What the rater is promised, or where their link stands; a POST goes on to the questions."""
    if request.method == "POST":
        agreed = request.POST.get("agreed") == "yes"
        try:
            retried(lambda: begin_rating(token=token, agreed=agreed, now=timezone.now()))
        except (UnknownLink, Closed):
            return _home(request, token)
        except DatabaseAway:
            return unavailable(_home(request, token, present.AWAY))
        sheet = find_rating(token)
        first = sheet.questionnaire.first_open(sheet.answers) if sheet else None
        if first is None:
            return see_other("assessments:rate_review", token)
        return see_other("assessments:rate_screen", token, first.number)
    return _home(request, token)


@require_http_methods(METHODS)
@own_site_only(refuse_foreign_form)
def screen(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One screen of questions; a POST saves its answers and goes on."""
    sheet = find_rating(token)
    shown = sheet.questionnaire.by_number.get(number) if sheet else None
    if sheet is None or shown is None or not _is_open(sheet):
        return _home(request, token)
    data = request.POST if request.method == "POST" else None
    form = ScreenForm(
        shown.questions, skip_label=present.CANT_SAY, data=data, answers=sheet.answers
    )
    if data is None:
        return _screen(request, token, sheet, number, form)
    if not form.is_valid():
        return _screen(request, token, sheet, number, form, form.problems(), 422)
    save, answers = form.cleaned_data, form.answers()
    try:
        retried(
            lambda: save_ratings(
                token=token, key=save[KEY], seq=save[SEQ], answers=answers, now=timezone.now()
            )
        )
    except (UnknownLink, Closed):
        return _home(request, token)
    except SaveRefused as refusal:
        errors, title, status = told(refusal, form.groups, answers)
        return _screen(request, token, refusal.sheet, number, form, errors, status, title=title)
    except DatabaseAway:
        away = [(form.groups[0].first_id, present.AWAY)]
        return unavailable(_screen(request, token, sheet, number, form, away))
    to = number + (-1 if request.POST.get(TO) == "back" else 1)
    if request.POST.get(TO) == "review" or to not in sheet.questionnaire.by_number:
        return see_other("assessments:rate_review", token)
    return see_other("assessments:rate_screen", token, to)


@own_site_only(refuse_foreign_save)
def answer(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Save one answer of a rater."""

    def store(save: Save) -> Saved[RatingSheet]:
        return save_ratings(
            token=token, key=save.key, seq=save.seq, answers={key: save.value}, now=timezone.now()
        )

    return save_one(request, key, store)


@get_only
def review(request: HttpRequest, token: str) -> HttpResponse:
    """All answers before sending."""
    return _review(request, token)


@require_http_methods(METHODS)
@own_site_only(refuse_foreign_form)
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Hand the ratings over; a second press shows the same."""
    if request.method == "POST":
        try:
            retried(lambda: send_ratings(token=token, now=timezone.now()))
        except NothingRated:
            return _review(request, token, present.NOTHING, status=409)
        except (UnknownLink, Closed):
            return _home(request, token)
        except DatabaseAway:
            return unavailable(_review(request, token, present.AWAY))
    elif find_rating(token) is None:
        return _home(request, token)
    return see_other("assessments:rate", token)


@require_http_methods(METHODS)
@own_site_only(refuse_foreign_form)
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then delete the ratings."""
    problem = ""
    if request.method == "POST":
        try:
            retried(lambda: withdraw_ratings(token=token, now=timezone.now()))
        except UnknownLink:
            return _home(request, token)
        except DatabaseAway:
            problem = present.AWAY
        else:
            return see_other("assessments:rate", token)
    sheet = find_rating(token)
    if sheet is None or sheet.invitation.withdrawn_at:
        return _home(request, token)
    sent = sheet.invitation.sent_at is not None
    context = {"token": token, "problem": problem, "sent": sent}
    page = render(request, "assessments/peer_feedback/rate_withdraw.html", context)
    return unavailable(page) if problem else page


@csrf_exempt
def broken_link(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below /rate/ that no link of ours has."""
    return render(request, "assessments/peer_feedback/rate_unknown.html", status=404)


def _is_open(sheet: RatingSheet) -> bool:
    return sheet.invitation.state(timezone.now()) in (State.WAITING, State.BEGUN)


def _home(request: HttpRequest, token: str, problem: str = "") -> HttpResponse:
    sheet = find_rating(token)
    if sheet is None:
        return render(request, "assessments/peer_feedback/rate_unknown.html", status=404)
    link, now, asked = sheet.invitation, timezone.now(), sheet.questionnaire
    state = link.state(now)
    is_shown = state is State.SENT and sheet.is_kept
    context = {
        "token": token,
        "link": link,
        "state": state,
        "ending": link.ending(now, drawn_at=sheet.drawn_at),
        "problem": problem,
        "who": present.who(link),
        "example": present.example(asked, sheet.snapshot),
        "agree": present.agree_options(link),
        "agreed": "yes" if link.agreed else "no",
        "time": about(asked.progress(sheet.answers).seconds_left),
        "given": present.given(asked, sheet.answers) if is_shown else [],
    }
    status = 410 if state is State.ENDED else 200
    return render(request, "assessments/peer_feedback/rate_start.html", context, status=status)


def _review(request: HttpRequest, token: str, problem: str = "", status: int = 200) -> HttpResponse:
    sheet = find_rating(token)
    if sheet is None or not _is_open(sheet):
        return _home(request, token)
    context = {
        "token": token,
        "who": present.who(sheet.invitation),
        "errors": [("send", problem)] if problem else [],
        "given": present.given(sheet.questionnaire, sheet.answers),
    }
    return render(request, "assessments/peer_feedback/rate_review.html", context, status=status)


def _screen(
    request: HttpRequest,
    token: str,
    sheet: RatingSheet,
    number: int,
    form: ScreenForm,
    errors: Errors = (),
    status: int = 200,
    *,
    title: str = KEPT_TITLE,
) -> HttpResponse:
    total = len(sheet.questionnaire.screens)
    context = {
        "form": form,
        "errors": errors,
        "error_title": title,
        "token": token,
        "who": present.who(sheet.invitation),
        "number": number,
        "done": number - 1,
        "total": total,
        "part": f"Part {number} of {total}",
        "is_last": number == total,
        "key": str(uuid.uuid4()),
        "seq": sheet.last_seq + 1,
    }
    return render(request, "assessments/peer_feedback/rate_screen.html", context, status=status)
