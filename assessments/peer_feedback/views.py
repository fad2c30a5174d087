"""The pages of rating by colleagues: that of the person who asks, then those of a rater.

A rater needs no account: they read the promise, answer, send and withdraw.
"""

import functools
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from assessments.attempts.forms import KEY, SEQ, TO, ScreenForm
from assessments.attempts.presenters.quiz import about
from assessments.attempts.services import UnknownLink
from assessments.attempts.views.answers import refuse_foreign_save, save_one
from assessments.attempts.views.refusals import KEPT_TITLE, Errors, refuse_foreign_form, told
from assessments.attempts.views.result_views import AWAY, finished_sheet, result_view, run_action
from assessments.instrument.questionnaire import ratings_of
from assessments.instrument.saving import Closed, SaveRefused
from assessments.peer_feedback import presenters as present
from assessments.peer_feedback import services
from assessments.peer_feedback.forms import InviteForm
from assessments.peer_feedback.rules import (
    MOST_INVITED,
    OPEN,
    TAKES_A_PLACE,
    InvitationState,
    ending_of,
    rating_token,
    state_of,
)
from assessments.peer_feedback.selectors import RatingSheet, feedback_of, find_rating
from web.own_site import link_view, own_site_only
from web.responses import P, View, see_other, site_url, unavailable
from web.retry import DatabaseAway, retried


@result_view(posts=True, tells_unfinished=False)
def peer_feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Show who was asked and what came of it; a POST makes one more link."""
    if request.method != "POST":
        return _feedback_page(request, token)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _feedback_page(request, token, form.error_list(), 422)
    data = form.cleaned_data
    return run_action(
        lambda: services.create_invitation(
            token=token,
            key=str(data["key"]),
            asker=data["asker"],
            days=data["days"],
            asks_openly=data["shown"] == "openly",
            now=timezone.now(),
        ),
        see_other("assessments:peer_feedback", token, fragment=f"link-{data['key']}"),
        functools.partial(_feedback_page, request, token),
        "links",
        {services.TooManyInvited: present.FULL, services.SummaryDrawn: present.DRAWN},
    )


@result_view(posts=True, tells_unfinished=False)
def revoke(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """Stop one link that nothing was sent with. Stopping one that has ended is no error."""
    return _run(
        request,
        token,
        lambda: services.revoke_invitation(token=token, key=str(key), now=timezone.now()),
        "links",
    )


@result_view(posts=True, tells_unfinished=False)
def draw(request: HttpRequest, token: str) -> HttpResponse:
    """Draw the summary, once."""
    return _run(
        request, token, lambda: services.draw_summary(token=token, now=timezone.now()), "picture"
    )


def _run(request: HttpRequest, token: str, action: Callable[[], object], at: str) -> HttpResponse:
    """Run the change behind a button on POST; opening its address changes nothing."""
    then = see_other("assessments:peer_feedback", token, fragment=at)
    if request.method != "POST":
        finished_sheet(token)
        return then
    show = functools.partial(_feedback_page, request, token)
    return run_action(action, then, show, "links", {services.TooFewAnswers: present.TOO_FEW})


def _feedback_page(
    request: HttpRequest, token: str, errors: Errors = (), status: int = 200
) -> HttpResponse:
    sheet, _ = finished_sheet(token)
    now, found = timezone.now(), feedback_of(token)
    states = [state_of(each, now) for each in found.invitations]
    links = []
    for each, state in zip(found.invitations, states, strict=True):
        address = mail = text = ""
        if state in OPEN:
            path = reverse("assessments:rate", args=[rating_token(token, each.key)])
            address = site_url(request) + path
            text, mail = present.message(address, each.expires_at)
        ending = ending_of(each, now, drawn_at=found.drawn_at)
        links.append((each, f"Link {each.number}", state, ending, address, text, mail))
    pictures = [
        present.shown(picture, ratings_of(sheet.snapshot), sheet.snapshot, sheet.given)
        | {"openly": count}
        for picture, count in ((found.picture, 0), (found.openly, found.openly_count))
        if picture
    ]
    is_full = sum(state in TAKES_A_PLACE for state in states) >= MOST_INVITED
    context = {
        "token": token,
        "errors": errors,
        "links": links,
        "pictures": pictures,
        "found": found,
        "closed": present.DRAWN if found.drawn_at else present.FULL if is_full else "",
        "can_stop": not found.drawn_at and any(state in OPEN for state in states),
        "days": present.DAYS_OPTIONS,
        "shown": present.SHOWN_OPTIONS,
        "key": str(uuid.uuid4()),
        "asker": request.POST.get("asker", found.invitations[-1].asker if links else ""),
        "chosen_days": request.POST.get("days", "14"),
        "chosen_shown": request.POST.get("shown", "together"),
    }
    return render(request, "assessments/peer_feedback/owner.html", context, status=status)


def _home(request: HttpRequest, token: str, errors: Errors = ()) -> HttpResponse:
    sheet = find_rating(token)
    if sheet is None:
        return render(request, "assessments/peer_feedback/rate_unknown.html", status=404)
    link, now, asked = sheet.invitation, timezone.now(), sheet.questionnaire
    state = state_of(link, now)
    is_shown = state is InvitationState.SENT and sheet.is_kept
    context = {
        "token": token,
        "link": link,
        "state": state,
        "ending": ending_of(link, now, drawn_at=sheet.drawn_at),
        "errors": errors,
        "who": present.who(link.asker),
        "example": present.example(asked, sheet.snapshot),
        "agree": present.agree_options(link.asker),
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
    if state_of(sheet.invitation, timezone.now()) not in OPEN:
        raise Closed("This link no longer takes answers.", sheet)
    return sheet


@rating_view(posts=True)
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the rater is promised, or their link's state; a POST goes on to the questions."""
    if request.method != "POST":
        return _home(request, token)
    agreed = request.POST.get("agreed") == "yes"
    try:
        retried(lambda: services.begin_rating(token=token, agreed=agreed, now=timezone.now()))
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
            lambda: services.save_ratings(
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
    return save_one(request, key, functools.partial(services.save_ratings, token=token))


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
        lambda: services.send_ratings(token=token, now=timezone.now()),
        home,
        functools.partial(_review, request, token),
        "send",
        {services.NothingRated: present.NOTHING},
    )


@rating_view(posts=True)
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for confirmation on GET; delete the ratings on POST."""
    if request.method != "POST":
        return _withdraw_page(request, token)
    return run_action(
        lambda: services.withdraw_ratings(token=token, now=timezone.now()),
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
        "who": present.who(sheet.invitation.asker),
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
        "who": present.who(sheet.invitation.asker),
        "number": number,
        "done": number - 1,
        "total": total,
        "part": f"Part {number} of {total}",
        "is_last": number == total,
        "key": str(uuid.uuid4()),
        "seq": sheet.last_seq + 1,
    }
    return render(request, "assessments/peer_feedback/rate_screen.html", context, status=status)
