"""The pages of a rater, who needs no account: promise, questions, sending, withdrawing."""

import functools
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from assessments.attempts.forms import KEY, SEQ, TO, ScreenForm
from assessments.attempts.presenters.quiz import about
from assessments.attempts.services import UnknownLink
from assessments.attempts.views.answers import refuse_foreign_save, save_one
from assessments.attempts.views.refusals import (
    KEPT_TITLE,
    Errors,
    refuse_foreign_form,
    told,
)
from assessments.attempts.views.result_views import AWAY, run_action
from assessments.instrument.saving import Closed, SaveRefused
from assessments.peer_feedback.presenters import rating as present
from assessments.peer_feedback.rules import OPEN, InvitationState
from assessments.peer_feedback.selectors import RatingSheet, find_rating
from assessments.peer_feedback.services import (
    NothingRated,
    begin_rating,
    save_ratings,
    send_ratings,
    withdraw_ratings,
)
from web.own_site import link_view, own_site_only
from web.responses import P, View, see_other, unavailable
from web.retry import DatabaseAway, retried


def _home(request: HttpRequest, token: str, errors: Errors = ()) -> HttpResponse:
    sheet = find_rating(token)
    if sheet is None:
        return render(request, "assessments/peer_feedback/rate_unknown.html", status=404)
    link, now, asked = sheet.invitation, timezone.now(), sheet.questionnaire
    state = link.state(now)
    is_shown = state is InvitationState.SENT and sheet.is_kept
    context = {
        "token": token,
        "link": link,
        "state": state,
        "ending": link.ending(now, drawn_at=sheet.drawn_at),
        "errors": errors,
        "who": present.who(link),
        "example": present.example(asked, sheet.snapshot),
        "agree": present.agree_options(link),
        "agreed": "yes" if link.agreed else "no",
        "time": about(asked.progress(sheet.answers).seconds_left),
        "given": present.given(asked, sheet.answers) if is_shown else [],
    }
    status = 410 if state is InvitationState.ENDED else 200
    return render(request, "assessments/peer_feedback/rate_start.html", context, status=status)


def rating_view(*, posts: bool = False) -> Callable[[View[P]], View[P]]:
    """Make a view a page of one rater; ``UnknownLink`` and ``Closed`` show the link's state."""
    return link_view({UnknownLink: _home, Closed: _home}, refuse_foreign_form, posts=posts)


def _sheet(token: str) -> RatingSheet:
    """Return a rater's link and answers. Raises ``UnknownLink``."""
    sheet = find_rating(token)
    if sheet is None:
        raise UnknownLink
    return sheet


def _open_sheet(token: str) -> RatingSheet:
    """Return a rater's link whose answers can change. Raises ``UnknownLink`` and ``Closed``."""
    sheet = _sheet(token)
    if sheet.invitation.state(timezone.now()) not in OPEN:
        raise Closed("This link takes no answers any more.", sheet)
    return sheet


@rating_view(posts=True)
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the rater is promised, or their link's state; a POST goes on to the questions."""
    if request.method != "POST":
        return _home(request, token)
    agreed = request.POST.get("agreed") == "yes"
    try:
        retried(lambda: begin_rating(token=token, agreed=agreed, now=timezone.now()))
    except DatabaseAway:
        return unavailable(_home(request, token, [("", AWAY)]))
    sheet = _sheet(token)
    first = sheet.questionnaire.first_open(sheet.answers)
    if first is None:
        return see_other("assessments:rate_review", token)
    return see_other("assessments:rate_screen", token, first.number)


@rating_view(posts=True)
def screen(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Show one screen of questions; a POST saves its answers and goes on."""
    sheet = _open_sheet(token)
    shown = sheet.questionnaire.by_number.get(number)
    if shown is None:
        return _home(request, token)
    data = request.POST if request.method == "POST" else None
    form = ScreenForm(
        shown.questions, skip_label=present.CANT_SAY, data=data, answers=sheet.answers
    )
    if data is None:
        return _screen(request, token, sheet, number, form)
    if not form.is_valid():
        return _screen(request, token, sheet, number, form, form.error_list(), 422)
    save, answers = form.cleaned_data, form.answers()
    try:
        retried(
            lambda: save_ratings(
                token=token, key=save[KEY], seq=save[SEQ], answers=answers, now=timezone.now()
            )
        )
    except SaveRefused as refusal:
        errors, title, status = told(refusal, form.groups, answers)
        return _screen(request, token, refusal.sheet, number, form, errors, status, title=title)
    except DatabaseAway:
        away = [(form.groups[0].first_id, AWAY)]
        return unavailable(_screen(request, token, sheet, number, form, away))
    to = number + (-1 if request.POST.get(TO) == "back" else 1)
    if request.POST.get(TO) == "review" or to not in sheet.questionnaire.by_number:
        return see_other("assessments:rate_review", token)
    return see_other("assessments:rate_screen", token, to)


@own_site_only(refuse_foreign_save)
def answer(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Save one answer of a rater."""
    return save_one(request, key, functools.partial(save_ratings, token=token))


@rating_view()
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Show all answers before sending."""
    return _review(request, token)


@rating_view(posts=True)
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Send the ratings to the owner; a second press shows the same page."""
    home = see_other("assessments:rate", token)
    if request.method != "POST":
        _sheet(token)
        return home
    return run_action(
        lambda: send_ratings(token=token, now=timezone.now()),
        home,
        functools.partial(_review, request, token),
        "send",
        {NothingRated: present.NOTHING},
    )


@rating_view(posts=True)
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for confirmation on GET; delete the ratings on POST."""
    if request.method != "POST":
        return _withdraw_page(request, token)
    return run_action(
        lambda: withdraw_ratings(token=token, now=timezone.now()),
        see_other("assessments:rate", token),
        functools.partial(_withdraw_page, request, token),
        "",
    )


@csrf_exempt
def broken_link(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address below /rate/ that no link has."""
    return render(request, "assessments/peer_feedback/rate_unknown.html", status=404)


def _withdraw_page(
    request: HttpRequest, token: str, errors: Errors = (), status: int = 200
) -> HttpResponse:
    sheet = _sheet(token)
    if sheet.invitation.withdrawn_at:
        return _home(request, token)
    context = {"token": token, "errors": errors, "sent": sheet.invitation.sent_at is not None}
    return render(request, "assessments/peer_feedback/rate_withdraw.html", context, status=status)


def _review(
    request: HttpRequest, token: str, errors: Errors = (), status: int = 200
) -> HttpResponse:
    sheet = _open_sheet(token)
    context = {
        "token": token,
        "who": present.who(sheet.invitation),
        "errors": errors,
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
