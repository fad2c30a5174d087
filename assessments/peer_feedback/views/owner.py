"""The owner's page about colleagues: make and stop links, draw the summary and see it."""

import functools
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assessments.attempts.views.refusals import Errors
from assessments.attempts.views.result_views import finished_sheet, result_view, run_action
from assessments.instrument.questionnaire import ratings_of
from assessments.peer_feedback.forms import InviteForm
from assessments.peer_feedback.presenters import owner as present
from assessments.peer_feedback.rules import MOST_INVITED, OPEN, TAKES_A_PLACE, rating_token
from assessments.peer_feedback.selectors import feedback_of
from assessments.peer_feedback.services import (
    SummaryDrawn,
    TooFewAnswers,
    TooManyInvited,
    create_invitation,
    draw_summary,
    revoke_invitation,
)
from web.responses import see_other, site_url


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
        lambda: create_invitation(
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
        {TooManyInvited: present.FULL, SummaryDrawn: present.DRAWN},
    )


@result_view(posts=True, tells_unfinished=False)
def revoke(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """Stop one link that nothing was sent with. Stopping one that has ended is no error."""
    return _run(
        request,
        token,
        lambda: revoke_invitation(token=token, key=str(key), now=timezone.now()),
        "links",
    )


@result_view(posts=True, tells_unfinished=False)
def draw(request: HttpRequest, token: str) -> HttpResponse:
    """Draw the summary, once."""
    return _run(request, token, lambda: draw_summary(token=token, now=timezone.now()), "picture")


def _run(request: HttpRequest, token: str, action: Callable[[], object], at: str) -> HttpResponse:
    """Run the change behind a button on POST; opening its address changes nothing."""
    then = see_other("assessments:peer_feedback", token, fragment=at)
    if request.method != "POST":
        finished_sheet(token)
        return then
    show = functools.partial(_feedback_page, request, token)
    return run_action(action, then, show, "links", {TooFewAnswers: present.TOO_FEW})


def _feedback_page(
    request: HttpRequest, token: str, errors: Errors = (), status: int = 200
) -> HttpResponse:
    sheet, _ = finished_sheet(token)
    now, found = timezone.now(), feedback_of(token)
    states = [each.state(now) for each in found.invitations]
    links = []
    for each, state in zip(found.invitations, states, strict=True):
        address = mail = text = ""
        if state in OPEN:
            path = reverse("assessments:rate", args=[rating_token(token, each.key)])
            address = site_url(request) + path
            text, mail = present.message(each, address)
        ending = each.ending(now, drawn_at=found.drawn_at)
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
