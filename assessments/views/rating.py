"""The rater's pages: what is promised, the questions, sending, withdrawing. No account."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.colleagues import State
from assessments.forms import KEY, SEQ, TO, ScreenForm
from assessments.presenters import quiz
from assessments.presenters import rating as present
from assessments.raters import RatingSheet, find_rating
from assessments.retry import DatabaseAway, retried
from assessments.scoring import AnswerError
from assessments.services import (
    NothingRated,
    RatingChanged,
    RatingRefused,
    UnknownLink,
    begin_rating,
    forget_unsent,
    save_ratings,
    send_ratings,
    withdraw_ratings,
)
from assessments.views.answers import BadBody, read_save
from assessments.views.own_site import own_site_only
from roles.http import personal_page

METHODS = ["GET", "HEAD", "POST"]


MOST_KEPT = 60


def _refuse_foreign(request: HttpRequest) -> HttpResponse:
    """What was sent stays in the page, for one more press from here."""
    sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    kept = [(name, text) for name, text in sent if len(name) + len(text) < 300][:MOST_KEPT]
    context = {"page": quiz.FOREIGN, "kept": kept}
    return render(request, "assessments/kept_form.html", context, status=403)


def _refuse_save(request: HttpRequest) -> HttpResponse:
    return _refusal(403, "foreign", "This was sent by another site. Nothing was changed.")


@csrf_exempt
@personal_page
@require_http_methods(METHODS)
@own_site_only(_refuse_foreign)
def start(request: HttpRequest, token: str) -> HttpResponse:
    """What the rater is promised, or where their link stands; a POST goes on to the questions."""
    if request.method == "POST":
        agreed = request.POST.get("agreed") == "yes"
        try:
            retried(lambda: begin_rating(token=token, agreed=agreed, now=timezone.now()))
        except (UnknownLink, RatingRefused):
            return _home(request, token)
        except DatabaseAway:
            return _home(request, token, present.AWAY, status=503)
        sheet = find_rating(token)
        first = sheet.questionnaire.first_open(sheet.answers) if sheet else None
        if first is None:
            return _see_other("rate_review", token)
        return _see_other("rate_screen", token, first.number)
    return _home(request, token)


@csrf_exempt
@personal_page
@require_http_methods(METHODS)
@own_site_only(_refuse_foreign)
def screen(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One screen of questions; a POST saves its answers and goes on."""
    sheet = find_rating(token)
    shown = sheet.questionnaire.screen(number) if sheet else None
    if sheet is None or shown is None or not _is_open(sheet):
        return _home(request, token)
    groups = present.rating_groups(shown)
    if request.method != "POST":
        form = ScreenForm(groups, answers=sheet.answers)
        return _screen(request, token, sheet, number, form)
    form = ScreenForm(groups, data=request.POST)
    if not form.is_valid():
        return _screen(request, token, sheet, number, form, form.problems(), 422)
    data, answers = form.cleaned_data, form.answers()
    try:
        retried(
            lambda: save_ratings(
                token=token, key=data[KEY], seq=data[SEQ], answers=answers, now=timezone.now()
            )
        )
    except RatingChanged as error:
        stored = error.sheet.answers
        told = (
            quiz.reused_messages(groups, error.keys)
            if error.reused
            else quiz.changed_messages(groups, error.keys, answers, stored)
        )
        return _screen(request, token, error.sheet, number, form, told, 409)
    except RatingRefused as error:
        if not _is_open(error.sheet):
            return _home(request, token)
        told = [(groups[0].first_id, quiz.DAMAGED)]
        return _screen(request, token, error.sheet, number, form, told, 422)
    except UnknownLink:
        return _home(request, token)
    except DatabaseAway:
        told = [(groups[0].first_id, present.AWAY)]
        return _screen(request, token, sheet, number, form, told, 503)
    to = number + (-1 if request.POST.get(TO) == "back" else 1)
    if request.POST.get(TO) == "review" or sheet.questionnaire.screen(to) is None:
        return _see_other("rate_review", token)
    return _see_other("rate_screen", token, to)


@csrf_exempt
@personal_page
@own_site_only(_refuse_save)
def answer(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Save one answer. Says "saved" only once it is stored."""
    if request.method != "PUT":
        response = _refusal(405, "method", "An answer is saved with PUT.")
        response.headers["Allow"] = "PUT"
        return response
    try:
        save = read_save(request)
        saved = retried(
            lambda: save_ratings(
                token=token,
                key=save.key,
                seq=save.seq,
                answers={key: save.value},
                now=timezone.now(),
            )
        )
    except BadBody as error:
        return _refusal(error.status, "body", str(error))
    except AnswerError as error:
        return _refusal(422, "answer", str(error))
    except UnknownLink:
        return _refusal(404, "link", "This link does not work, or its answers were deleted.")
    except RatingChanged as error:
        kind = ("key", 422) if error.reused else ("changed", 409)
        return _refusal(kind[1], kind[0], str(error), **_state(error.sheet, key))
    except RatingRefused as error:
        if not _is_open(error.sheet):
            return _refusal(409, "finished", str(error))
        return _refusal(422, "save", str(error), **_state(error.sheet, key))
    except DatabaseAway:
        response = _refusal(503, "away", "The answer could not be saved just now. Try again.")
        response.headers["Retry-After"] = "1"
        return response
    return JsonResponse({"status": str(saved.verdicts[key]), **_state(saved.sheet, key)})


@personal_page
@require_http_methods(["GET", "HEAD"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """All answers before sending."""
    return _review(request, token)


@csrf_exempt
@personal_page
@require_http_methods(METHODS)
@own_site_only(_refuse_foreign)
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Hand the ratings over; a second press shows the same."""
    if request.method == "POST":
        try:
            retried(lambda: send_ratings(token=token, now=timezone.now()))
        except NothingRated:
            return _review(request, token, present.NOTHING, status=409)
        except (UnknownLink, RatingRefused):
            return _home(request, token)
        except DatabaseAway:
            return _review(request, token, present.AWAY, status=503)
    elif find_rating(token) is None:
        return _home(request, token)
    return _see_other("rate", token)


@csrf_exempt
@personal_page
@require_http_methods(METHODS)
@own_site_only(_refuse_foreign)
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
            return _see_other("rate", token)
    sheet = find_rating(token)
    if sheet is None or sheet.invitation.withdrawn_at:
        return _home(request, token)
    context = {"token": token, "problem": problem}
    status = 503 if problem else 200
    return render(request, "assessments/rate_withdraw.html", context, status=status)


@csrf_exempt
@personal_page
def broken_link(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below /rate/ that no link of ours has."""
    return render(request, "assessments/rate_unknown.html", status=404)


def _is_open(sheet: RatingSheet) -> bool:
    return sheet.invitation.state(timezone.now()) in (State.WAITING, State.BEGUN)


def _home(request: HttpRequest, token: str, problem: str = "", status: int = 200) -> HttpResponse:
    sheet = find_rating(token)
    if sheet is None:
        return render(request, "assessments/rate_unknown.html", status=404)
    link, now = sheet.invitation, timezone.now()
    state = link.state(now)
    if state is State.ENDED and sheet.is_kept:
        with suppress(DatabaseAway):
            retried(lambda: forget_unsent(rating_token=token, now=now))
    context = {
        "token": token,
        "state": str(state),
        "problem": problem,
        "who": present.who(link),
        "promises": present.promises(link, sent=state is State.SENT),
        "example": present.example(sheet.questionnaire, sheet.catalogue),
        "ended": present.ended(link, now, sheet.drawn_at) if state is State.ENDED else None,
        "asks_openly": link.asks_openly,
        "agree": present.agree_options(link),
        "agreed": "yes" if link.agreed else "no",
        "time": present.time_needed(sheet.questionnaire, sheet.answers),
        "given": present.given(sheet.questionnaire, sheet.answers) if sheet.is_kept else [],
        "begun": state is State.BEGUN,
    }
    if state is State.ENDED:
        status = 410
    return render(request, "assessments/rate_start.html", context, status=status)


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
    return render(request, "assessments/rate_review.html", context, status=status)


def _screen(
    request: HttpRequest,
    token: str,
    sheet: RatingSheet,
    number: int,
    form: ScreenForm,
    errors: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    total = len(sheet.questionnaire.screens)
    context = {
        "form": form,
        "errors": errors,
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
    return render(request, "assessments/rate_screen.html", context, status=status)


def _state(sheet: RatingSheet, key: str) -> dict[str, Any]:
    shown = sheet.questionnaire.screen_of(key)
    answers = sheet.answers
    current = {name: answers[name] for name in shown.keys if name in answers} if shown else {}
    return {"last_seq": sheet.last_seq, "answers": current}


def _refusal(status: int, error: str, message: str, **more: Any) -> HttpResponse:
    return JsonResponse({"error": error, "message": message, **more}, status=status)


def _see_other(name: str, *args: Any) -> HttpResponse:
    response = HttpResponse(status=303)
    response.headers["Location"] = reverse(f"assessments:{name}", args=args)
    return response
