"""Let owners of results make and end share links, and show a result to whoever has one."""

import functools
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from assessments.attempts.selectors import sheet_of
from assessments.attempts.views.refusals import Errors
from assessments.attempts.views.result_views import finished_sheet, result_view, run_action
from assessments.models.choices import Detail
from assessments.sharing.forms import ShareForm
from assessments.sharing.presenters.shared import share_card, shared_page
from assessments.sharing.services import (
    DAYS,
    MAX_LIVE,
    TooManyShares,
    create_share,
    find_shared,
    revoke_share,
    share_links,
    share_token,
)
from web.responses import get_only, see_other

FULL = (
    f"You have {MAX_LIVE} links that work, which is the most one result can have. "
    "Stop one of them first."
)


@result_view(posts=True, tells_unfinished=False)
def shares(request: HttpRequest, token: str) -> HttpResponse:
    """Show the share links of a result; a POST makes one more."""
    if request.method != "POST":
        return _show(request, token)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _show(request, token, form.error_list(), 422)
    chosen = {**form.cleaned_data, "key": str(form.cleaned_data["key"])}
    return run_action(
        lambda: create_share(token=token, now=timezone.now(), **chosen),
        see_other("assessments:shares", token, fragment=f"share-{chosen['key']}"),
        functools.partial(_show, request, token),
        "links",
        {TooManyShares: FULL},
    )


@result_view(posts=True)
def revoke(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """End one share link. Ending what has ended already is no error."""
    then = see_other("assessments:shares", token, fragment="links")
    if request.method != "POST":
        return then
    return run_action(
        lambda: revoke_share(token=token, key=str(key), now=timezone.now()),
        then,
        functools.partial(_show, request, token),
        "links",
    )


@csrf_exempt  # or a write would be told that a token is missing; it has nothing to write to
@get_only
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the owner of a result chose to show, while the link works."""
    link = find_shared(token)
    if link is None:
        return _unknown_share(request)
    sheet = sheet_of(link.attempt)
    if not link.is_live(timezone.now()) or sheet.result is None:
        return render(request, "assessments/sharing/shared_ended.html", status=410)
    context = {
        "page": shared_page(sheet.result, sheet.snapshot, Detail(link.detail)),
        "roles": sheet.snapshot.quiz_roles.roles,
        "card": share_card(sheet.result, sheet.snapshot) if link.has_picture else None,
        "edition": sheet.snapshot.number,
        "finished_at": sheet.finished_at,
        "expires_at": link.expires_at,
    }
    return render(request, "assessments/sharing/shared.html", context)


@csrf_exempt
@get_only
def broken_share(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address below /shared/ that no link has."""
    return _unknown_share(request)


def _show(request: HttpRequest, token: str, errors: Errors = (), status: int = 200) -> HttpResponse:
    sheet, result = finished_sheet(token)
    links, now = share_links(token), timezone.now()
    live = [(link, share_token(token, link.key)) for link in links if link.is_live(now)]
    # A key per page: sending the same form twice makes one link.
    context = {
        "live": live,
        "ended": [link for link in links if not link.is_live(now)],
        "full": FULL if len(live) >= MAX_LIVE else "",
        "card": share_card(result, sheet.snapshot),
        "has_picture": request.POST.get("has_picture"),
        "terms": DAYS,
        "token": token,
        "errors": errors,
        "key": str(uuid.uuid4()),
        "detail": request.POST.get("detail", Detail.VERDICT.value),
        "days": request.POST.get("days", "30"),
    }
    return render(request, "assessments/sharing/shares.html", context, status=status)


def _unknown_share(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/sharing/shared_unknown.html", status=404)
