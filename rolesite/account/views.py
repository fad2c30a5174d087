"""Signing in, the results an account keeps, and taking them or everything away again."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from assessments.attempts.account_attempts import (
    KeptElsewhere,
    NoAccount,
    keep_attempt,
    release_attempt,
)
from assessments.attempts.retake_history import TooManyRetakes, join_earlier
from assessments.attempts.selectors import Sheet, find_sheet, kept_attempt, kept_attempts
from assessments.attempts.services import UnknownLink
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import verdict_text
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page_always
from rolesite.account.deletion import delete_account
from rolesite.account.export import AccountDocument, account_document
from rolesite.account.forms import AddressForm, CodeForm
from rolesite.account.sign_in import PendingSignIn, email_of, may_send
from web.encryption import decrypt, encrypt
from web.one_at_a_time import OneAtATime
from web.own_site import own_site_only
from web.responses import site_url, too_many, unavailable

logger = logging.getLogger(__name__)
P = ParamSpec("P")
exporting = OneAtATime(wait=0.25)
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

TO_KEEP = "link_to_keep"  # in the session: the encrypted private link that waits for its account
ABOUT = "link to keep"
UNFINISHED = "Not finished yet."
WAIT_SECONDS = 60


def _visitor(request: HttpRequest) -> User | None:
    user = request.user
    return user if user.is_authenticated and not user.is_staff else None


def account_page(view: View[P]) -> View[P]:
    """A page for who is signed in to an account of their own; all others learn how to get there."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff:
            return render(request, "account/staff.html", status=403)
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login"))
        try:
            return view(request, *args, **kwargs)
        except NoAccount:  # another window deleted it meanwhile
            logout(request)
            return HttpResponseRedirect(reverse("account_deleted"))

    return cast("View[P]", answer)


# --- signing in and out ----------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code to it. Says the same for every address."""
    if request.user.is_authenticated:
        if _visitor(request) is None:
            return render(request, "account/staff.html", status=403)
        return HttpResponseRedirect(_after_sign_in(request))
    if request.method != "POST":
        return _sign_in_page(request)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form.problems(), 422)
    email = form.cleaned_data["email"]
    if not may_send(request, email):
        return _wait(request)
    try:
        PendingSignIn.begin(request, email)
    except (OSError, SMTPException) as error:
        return _no_mail(request, error)
    return HttpResponseRedirect(reverse("account_confirm_login_code"))


def _sign_in_page(
    request: HttpRequest, errors: list[tuple[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "errors": errors or [],
        "email": request.POST.get("email", ""),
        "keeps": TO_KEEP in request.session,
    }
    return render(request, "account/sign_in.html", context, status=status)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code from the e-mail, or send a new one."""
    pending = None if request.user.is_authenticated else PendingSignIn.of(request)
    if pending is None:
        return HttpResponseRedirect(reverse("account_login"))
    if request.method != "POST":
        return _code_page(request, pending)
    if request.POST.get("action") == "resend":
        return _resend(request, pending)
    form = CodeForm(request.POST, code=pending.code)
    if form.is_valid():
        pending.finish(request)
        return HttpResponseRedirect(_after_sign_in(request))
    if not pending.note_wrong_code(request):
        wrong = "That was not the code either. Ask for a new one."
        return _sign_in_page(request, [("email", wrong)], 422)
    return _code_page(request, pending, form.problems(), 422)


def _resend(request: HttpRequest, pending: PendingSignIn) -> HttpResponse:
    if not pending.can_resend:
        message = "We sent you several codes. Use the newest one, or start again with the address."
        return too_many(_code_page(request, pending, [("code", message)]), seconds=WAIT_SECONDS)
    if not may_send(request, pending.email):
        return _wait(request)
    try:
        pending.resend(request)
    except (OSError, SMTPException) as error:
        return _no_mail(request, error)
    return HttpResponseRedirect(f"{reverse('account_confirm_login_code')}?sent=again")


def _code_page(
    request: HttpRequest,
    pending: PendingSignIn,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "email": pending.email,
        "errors": errors or [],
        "can_resend": pending.can_resend,
        "sent_again": request.GET.get("sent") == "again",
    }
    return render(request, "account/code.html", context, status=status)


def _after_sign_in(request: HttpRequest) -> str:
    return reverse("account_confirm_keep" if TO_KEEP in request.session else "account")


def _wait(request: HttpRequest) -> HttpResponse:
    return too_many(render(request, "account/wait.html"), seconds=WAIT_SECONDS)


def _no_mail(request: HttpRequest, error: Exception) -> HttpResponse:
    # Its text may hold the address.
    logger.error("An e-mail with a code could not be sent: %s", type(error).__name__)
    return unavailable(render(request, "account/no_mail.html"), seconds=WAIT_SECONDS)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; a GET changes nothing."""
    if request.method == "POST" and _visitor(request) is not None:
        logout(request)
        return render(request, "account/signed_out.html")
    return HttpResponseRedirect(reverse("account"))


# --- keeping a result ------------------------------------------------------------------------
def _refuse_foreign(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/results/foreign.html", status=403)


@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(_refuse_foreign)  # a result page sets no cookie
def keep(request: HttpRequest) -> HttpResponse:
    """Take a private link out of a form, so that it stands in no address, and ask what to do."""
    token = request.POST.get("token", "")
    if request.method == "POST" and find_sheet(token) is not None:
        request.session[TO_KEEP] = encrypt(token, about=ABOUT)
    return HttpResponseRedirect(reverse("account_confirm_keep"))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_keep(request: HttpRequest) -> HttpResponse:
    """Show which result would be kept in which account; on POST keep it."""
    token = decrypt(request.session.get(TO_KEEP, ""), about=ABOUT)
    sheet = find_sheet(token) if token else None
    if token is None or sheet is None:
        request.session.pop(TO_KEEP, None)
        return render(request, "account/nothing_to_keep.html", status=404)
    visitor = _visitor(request)
    if visitor is None:
        if request.user.is_authenticated:
            return render(request, "account/staff.html", status=403)
        return HttpResponseRedirect(reverse("account_login"))
    context = {"row": _row(0, token, sheet), "email": email_of(visitor), "token": token}
    if request.method != "POST":
        return render(request, "account/keep.html", context)
    try:
        keep_attempt(token=token, owner_id=visitor.pk, now=timezone.now())
    except KeptElsewhere:
        del request.session[TO_KEEP]
        return render(request, "account/kept_elsewhere.html", context, status=409)
    except UnknownLink:
        del request.session[TO_KEEP]
        return render(request, "account/nothing_to_keep.html", status=404)
    except NoAccount:
        logout(request)
        return HttpResponseRedirect(reverse("account_deleted"))
    del request.session[TO_KEEP]
    return HttpResponseRedirect(f"{reverse('account')}?kept=yes")


@account_page
@require_http_methods(["GET", "HEAD"])
def history(request: HttpRequest) -> HttpResponse:
    """Every result that the account keeps, the newest first."""
    visitor = cast(User, request.user)
    kept = kept_attempts(visitor.pk)
    context = {
        "email": email_of(visitor),
        "rows": [_row(each.number, each.token, each.sheet) for each in kept],
        "finished": sum(each.sheet.is_finished and each.token is not None for each in kept),
        "kept": request.GET.get("kept") == "yes",
        "released": request.GET.get("released") == "yes",
    }
    return render(request, "account/history.html", context)


def _row(number: int, token: str | None, sheet: Sheet) -> dict[str, Any]:
    """One result with its verdict; without ``token`` only its own link opens it."""
    headline = UNFINISHED
    if sheet.result is not None:
        headline = verdict_text(Reading(sheet.result, sheet.snapshot)).headline
    return {
        "number": number,
        "at": sheet.finished_at or sheet.started_at,
        "headline": headline,
        "edition": sheet.snapshot.number,
        "token": token,
        "is_finished": sheet.is_finished,
    }


@account_page
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Take one result out of the account; it goes on under its private link."""
    owner = cast(User, request.user).pk
    if request.method == "POST":
        release_attempt(number=number, owner_id=owner)
        return HttpResponseRedirect(f"{reverse('account')}?released=yes")
    kept = kept_attempt(number, owner)
    if kept is None:
        return render(request, "account/not_here.html", status=404)
    context = {"row": _row(kept.number, kept.token, kept.sheet)}
    return render(request, "account/release.html", context)


@account_page
@require_http_methods(["GET", "HEAD", "POST"])
def over_time(request: HttpRequest) -> HttpResponse:
    """Set the results of the account side by side and lead to the page of the newest."""
    kept = kept_attempts(cast(User, request.user).pk)
    newest_first = sorted(
        (
            (each.sheet.finished_at, each.token)
            for each in kept
            if each.sheet.finished_at and each.token
        ),
        reverse=True,
    )
    if request.method != "POST" or not newest_first:
        return HttpResponseRedirect(reverse("account"))
    newest, *earlier = [token for _, token in newest_first]
    for token in earlier:
        try:
            join_earlier(token=newest, earlier=token)
        except TooManyRetakes:
            break
    return HttpResponseRedirect(reverse("assessments:over_time", args=[newest]))


# --- everything -------------------------------------------------------------------------------
@exporting
@account_page
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is stored about the account, as one file."""
    schema = site_url(request) + reverse("account_schema")
    document = account_document(cast(User, request.user), schema=schema, now=timezone.now())
    response = JsonResponse(
        document.as_data(), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="rolesite-account.json"'
    return response


@public_page_always
def schema(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """What the exported file looks like, for programs."""
    return JsonResponse(
        AccountDocument.schema_at(site_url(request) + request.path), json_dumps_params={"indent": 2}
    )


@account_page
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Ask once, then delete the account with everything in it."""
    visitor = cast(User, request.user)
    if request.method == "POST":
        number = visitor.pk
        logout(request)
        delete_account(user_id=number, now=timezone.now())
        return HttpResponseRedirect(reverse("account_deleted"))
    context = {"email": email_of(visitor), "count": len(kept_attempts(visitor.pk))}
    return render(request, "account/delete.html", context)


@require_http_methods(["GET", "HEAD"])
def deleted(request: HttpRequest) -> HttpResponse:
    """What is left to say afterwards."""
    return render(request, "account/deleted.html")
