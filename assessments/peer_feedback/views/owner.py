"""The owner's page about colleagues: make and stop links, draw the picture, see it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.attempts.selectors import find_sheet
from assessments.attempts.services import NotFinished, UnknownLink
from assessments.attempts.views.refusals import refuse_foreign
from assessments.instrument.questionnaire import ratings_of
from assessments.peer_feedback.forms import InviteForm
from assessments.peer_feedback.presenters import owner as present
from assessments.peer_feedback.rules import OPEN, TAKES_A_PLACE, rating_token
from assessments.peer_feedback.selectors import feedback_of
from assessments.peer_feedback.services import (
    SummaryDrawn,
    TooFewAnswers,
    TooManyInvited,
    create_invitation,
    draw_summary,
    revoke_invitation,
)
from web.own_site import own_site_only
from web.responses import see_other, site_url, unavailable
from web.retry import DatabaseAway, retried


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def colleagues(request: HttpRequest, token: str) -> HttpResponse:
    """Who was asked and what came of it; a POST makes one more link."""
    if request.method != "POST":
        return _feedback_page(request, token)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _feedback_page(request, token, form.problems(), status=422)
    data = form.cleaned_data
    try:
        retried(
            lambda: create_invitation(
                token=token,
                key=str(data["key"]),
                asker=data["asker"],
                days=data["days"],
                asks_openly=data["shown"] == "openly",
                now=timezone.now(),
            )
        )
    except (UnknownLink, NotFinished):
        return _unknown(request)
    except TooManyInvited:
        return _feedback_page(request, token, [("links", present.FULL)], status=409)
    except SummaryDrawn:
        return _feedback_page(request, token, [("links", present.DRAWN)], status=409)
    except DatabaseAway:
        return unavailable(_feedback_page(request, token, [("links", present.AWAY)]))
    return see_other("assessments:colleagues", token, fragment=f"link-{data['key']}")


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def revoke(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """Stop one link that nothing was sent with. Stopping what has ended already is no fault."""
    if request.method == "POST":
        try:
            retried(lambda: revoke_invitation(token=token, key=str(key), now=timezone.now()))
        except UnknownLink:
            return _unknown(request)
        except DatabaseAway:
            return unavailable(_feedback_page(request, token, [("links", present.AWAY)]))
    elif find_sheet(token) is None:
        return _unknown(request)
    return see_other("assessments:colleagues", token, fragment="links")


@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)
def draw(request: HttpRequest, token: str) -> HttpResponse:
    """Draw the picture, once."""
    if request.method == "POST":
        try:
            retried(lambda: draw_summary(token=token, now=timezone.now()))
        except UnknownLink:
            return _unknown(request)
        except TooFewAnswers:
            return _feedback_page(request, token, [("links", present.TOO_FEW)], status=409)
        except DatabaseAway:
            return unavailable(_feedback_page(request, token, [("links", present.AWAY)]))
    elif find_sheet(token) is None:
        return _unknown(request)
    return see_other("assessments:colleagues", token, fragment="picture")


def _feedback_page(
    request: HttpRequest,
    token: str,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    sheet = find_sheet(token)
    if sheet is None or sheet.result is None:
        return _unknown(request)
    now, found = timezone.now(), feedback_of(token)
    links = []
    for each in found.invitations:
        said = present.state_text(each, now, drawn_at=found.drawn_at)
        address = mail = text = ""
        if each.state(now) in OPEN:
            path = reverse("assessments:rate", args=[rating_token(token, each.key)])
            address = site_url(request) + path
            text, mail = present.message(each, address)
        links.append((each, f"Link {each.number}", said, address, text, mail))
    questions, mine = ratings_of(sheet.snapshot), sheet.given
    pictures = []
    if found.picture:
        pictures.append(present.shown(found.picture, questions, sheet.snapshot, mine))
    if found.openly:
        openly = found.openly_count
        pictures.append(present.shown(found.openly, questions, sheet.snapshot, mine, openly=openly))
    states = [each.state(now) for each in found.invitations]
    context = {
        "token": token,
        "errors": errors or [],
        "links": links,
        "pictures": pictures,
        "found": found,
        "closed": present.closed(
            taken=sum(state in TAKES_A_PLACE for state in states),
            any_open=any(state in OPEN for state in states),
            drawn=found.drawn_at is not None,
        ),
        "days": present.DAYS_OPTIONS,
        "shown": present.SHOWN_OPTIONS,
        "key": str(uuid.uuid4()),
        "asker": request.POST.get("asker", found.invitations[-1].asker if links else ""),
        "chosen_days": request.POST.get("days", "14"),
        "chosen_shown": request.POST.get("shown", "together"),
    }
    return render(request, "assessments/peer_feedback/colleagues.html", context, status=status)


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/results/unknown.html", status=404)
