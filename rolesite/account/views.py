"""The pages of an account: signing in, the results it keeps, exporting and deleting it."""

import contextlib
import functools
import logging
from collections.abc import Callable, Sequence
from smtplib import SMTPException
from typing import Concatenate

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from assessments.attempts.selectors import QuizSheet, find_sheet, kept_attempt, kept_attempts
from assessments.attempts.services import (
    KeptElsewhere,
    NoAccount,
    NotEarlier,
    NotFinished,
    TooManyRetakes,
    UnknownLink,
    join_earlier,
    keep_attempt,
    release_attempt,
)
from assessments.attempts.views.refusals import refuse_foreign
from assessments.evaluation.presenters.reading import Reading
from assessments.evaluation.presenters.verdict import verdict_text
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page_always
from rolesite.account.export import AccountDocument, account_document
from rolesite.account.sign_in import (
    PendingSignIn,
    TooManyCodes,
    delete_account,
    email_of,
    has_account,
)
from web.encryption import decrypt, encrypt
from web.fields import ListedForm
from web.limits import folded
from web.once import form_key_of, new_form_key
from web.one_at_a_time import OneAtATime
from web.own_site import own_site_only
from web.responses import P, View, attachment, get_only, site_url, too_many, unavailable
from web.strict_json import dumps
from web.typed import TypedAddress, TypedCode


class AddressForm(ListedForm):
    email = TypedAddress(
        max_length=254,
        error_messages={
            "required": "Type your e-mail address.",
            "invalid": "That is not an e-mail address. It looks like name@example.org.",
        },
    )

    def clean_email(self) -> str:
        """Return the address case folded, with its domain as mail servers look for it."""
        name, _, domain = folded(self.cleaned_data["email"]).rpartition("@")
        with contextlib.suppress(UnicodeError):
            domain = domain.encode("idna").decode("idna")
        return f"{name}@{domain}"


class SignInCodeForm(ListedForm):
    """The code from the e-mail, however it is typed: only letters and digits matter."""

    code = TypedCode(error_messages={"required": "Type the code from the e-mail."})


logger = logging.getLogger(__name__)
exporting = OneAtATime(wait=0.25)
Errors = Sequence[tuple[str, str]]  # id of the field, message

TO_KEEP = "link_to_keep"  # in the session: the encrypted private link that waits for its account
ABOUT = "link to keep"
DELETES = "account to delete"
UNFINISHED = "Not finished yet."
WAIT_SECONDS = 60


def _visitor(request: HttpRequest) -> User | None:
    user = request.user
    return user if user.is_authenticated and not user.is_staff else None


def account_page(view: Callable[Concatenate[HttpRequest, User, P], HttpResponseBase]) -> View[P]:
    """Decorate a page that takes the signed-in visitor; others sign in first, staff get a 403."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login"))
        if request.user.is_staff:
            return render(request, "account/staff.html", status=403)
        try:
            return view(request, request.user, *args, **kwargs)
        except NoAccount:  # another window deleted it meanwhile
            logout(request)
            return HttpResponseRedirect(reverse("account_deleted"))

    return answer


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
        return _sign_in_page(request, form.error_list())
    email = form.cleaned_data["email"]
    return _sent(request, lambda: PendingSignIn.begin(request, email, form_key_of(request)))


def _sent(request: HttpRequest, send: Callable[[], None], query: str = "") -> HttpResponse:
    """Send a code and redirect to the page that takes it, or say why none was sent."""
    try:
        send()
    except TooManyCodes:
        return too_many(render(request, "account/wait.html"), seconds=WAIT_SECONDS)
    except (OSError, SMTPException) as error:
        # Its text may hold the address.
        logger.error("An e-mail with a code could not be sent: %s", type(error).__name__)
        return unavailable(render(request, "account/no_mail.html"), seconds=WAIT_SECONDS)
    return HttpResponseRedirect(reverse("account_confirm_login_code") + query)


def _sign_in_page(request: HttpRequest, errors: Errors = ()) -> HttpResponse:
    context = {
        "errors": errors,
        "email": request.POST.get("email", ""),
        "keeps": TO_KEEP in request.session,
        "form_key": new_form_key(),
    }
    return render(request, "account/sign_in.html", context, status=422 if errors else 200)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code from the e-mail, or send a new one."""
    if _visitor(request) is not None:
        return HttpResponseRedirect(_after_sign_in(request))
    pending = None if request.user.is_authenticated else PendingSignIn.of(request)
    if pending is None or (pending.is_over and request.method != "POST"):
        return HttpResponseRedirect(reverse("account_login"))
    if request.method != "POST":
        return _code_page(request, pending)
    if request.POST.get("action") == "resend":
        return _resend(request, pending)
    form = SignInCodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, pending, form.error_list())
    if pending.take(request, form.cleaned_data["code"]):
        return HttpResponseRedirect(_after_sign_in(request))
    left = PendingSignIn.of(request)
    if left is None or left.is_over:
        wrong = "That is not the code either. Ask for a new one."
        return _sign_in_page(request, [("email", wrong)])
    wrong = "That is not the code we sent. Look at the newest e-mail from us."
    return _code_page(request, left, [("code", wrong)])


def _resend(request: HttpRequest, pending: PendingSignIn) -> HttpResponse:
    if not pending.can_resend:
        message = "We sent you several codes. Use the newest one, or start again with your address."
        return too_many(_code_page(request, pending, [("code", message)]), seconds=WAIT_SECONDS)
    return _sent(request, lambda: pending.resend(request), "?sent=again")


def _code_page(request: HttpRequest, pending: PendingSignIn, errors: Errors = ()) -> HttpResponse:
    context = {"pending": pending, "errors": errors, "again": request.GET.get("sent") == "again"}
    return render(request, "account/code.html", context, status=422 if errors else 200)


def _after_sign_in(request: HttpRequest) -> str:
    return reverse("account_confirm_keep" if TO_KEEP in request.session else "account")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out on POST; a visitor who is signed out already sees the same page."""
    if request.method == "POST" and not (request.user.is_authenticated and request.user.is_staff):
        logout(request)
        return render(request, "account/signed_out.html")
    return HttpResponseRedirect(reverse("account"))


# --- keeping a result ------------------------------------------------------------------------
@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
@own_site_only(refuse_foreign)  # a result page sets no cookie
def keep(request: HttpRequest) -> HttpResponse:
    """Take a private link from a form, so that it is in no address, and ask what to do."""
    token = request.POST.get("token", "")
    if request.method == "POST" and find_sheet(token) is not None:
        request.session[TO_KEEP] = encrypt(token, about=ABOUT)
    return HttpResponseRedirect(reverse("account_confirm_keep"))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_keep(request: HttpRequest) -> HttpResponseBase:
    """Show which result would be kept in which account; on POST keep it."""
    link = request.POST.get(TO_KEEP) or request.session.get(TO_KEEP, "")
    token = decrypt(link, about=ABOUT)
    sheet = find_sheet(token) if token else None
    if token is None or sheet is None:
        request.session.pop(TO_KEEP, None)
        return render(request, "account/nothing_to_keep.html", status=404)
    return _confirm_keep(request, token, sheet, link)


@account_page
def _confirm_keep(
    request: HttpRequest, visitor: User, token: str, sheet: QuizSheet, link: str
) -> HttpResponse:
    about = {"sheet": sheet, "headline": _headline(sheet)}
    context = about | {"email": email_of(visitor), "link": link}
    if request.method != "POST":
        return render(request, "account/keep.html", context)
    request.session.pop(TO_KEEP, None)
    try:
        keep_attempt(token=token, owner_id=visitor.pk, now=timezone.now())
    except KeptElsewhere:
        return render(request, "account/kept_elsewhere.html", context, status=409)
    except UnknownLink:
        return render(request, "account/nothing_to_keep.html", status=404)
    return HttpResponseRedirect(f"{reverse('account')}?kept=yes")


@get_only
@account_page
def history(request: HttpRequest, visitor: User) -> HttpResponse:
    """Show every result that the account keeps, the newest first."""
    kept = kept_attempts(visitor.pk)
    context = {
        "email": email_of(visitor),
        "rows": [(each, _headline(each.sheet)) for each in kept],
        "finished": sum(each.sheet.is_finished and each.token is not None for each in kept),
        "kept": request.GET.get("kept") == "yes",
        "released": request.GET.get("released") == "yes",
    }
    return render(request, "account/history.html", context)


def _headline(sheet: QuizSheet) -> str:
    if sheet.result is None:
        return UNFINISHED
    return verdict_text(Reading(sheet.result, sheet.snapshot)).headline


@account_page
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, visitor: User, number: int) -> HttpResponse:
    """Take one result out of the account; it stays available under its private link."""
    if request.method == "POST":
        release_attempt(number=number, owner_id=visitor.pk)
        return HttpResponseRedirect(f"{reverse('account')}?released=yes")
    kept = kept_attempt(number, visitor.pk)
    if kept is None:
        return render(request, "account/not_here.html", status=404)
    context = {"token": kept.token, "headline": _headline(kept.sheet)}
    return render(request, "account/release.html", context)


@account_page
@require_http_methods(["GET", "HEAD", "POST"])
def over_time(request: HttpRequest, visitor: User) -> HttpResponse:
    """Compare the results of the account over time and redirect to the page of the newest."""
    newest_first = sorted(
        (
            (each.sheet.finished_at, each.token)
            for each in kept_attempts(visitor.pk)
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
        except (UnknownLink, NotFinished, NotEarlier):  # deleted or moved meanwhile
            continue
    return HttpResponseRedirect(reverse("assessments:over_time", args=[newest]))


# --- everything -------------------------------------------------------------------------------
@get_only
@exporting
@account_page
def export(request: HttpRequest, visitor: User) -> HttpResponse:
    """Send everything that is stored about the account, as one file."""
    schema = site_url(request) + reverse("account_schema")
    document = account_document(visitor, schema=schema, now=timezone.now())
    text = dumps(document.as_data(), indent=2)
    return attachment(text, "rolesite-account.json", "application/json")


@public_page_always
def schema(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Send the JSON Schema of the exported file."""
    return JsonResponse(
        AccountDocument.schema_at(site_url(request) + request.path), json_dumps_params={"indent": 2}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponseBase:
    """Ask for confirmation, then delete the account with its results; safe to press twice."""
    number = decrypt(request.POST.get("account", ""), about=DELETES)
    if number is not None and not request.user.is_authenticated and not has_account(int(number)):
        return HttpResponseRedirect(reverse("account_deleted"))
    return _delete(request)


@account_page
def _delete(request: HttpRequest, visitor: User) -> HttpResponse:
    if request.method == "POST":
        number = visitor.pk
        logout(request)
        delete_account(user_id=number, now=timezone.now())
        return HttpResponseRedirect(reverse("account_deleted"))
    context = {
        "email": email_of(visitor),
        "count": len(kept_attempts(visitor.pk)),
        "account": encrypt(str(visitor.pk), about=DELETES),
    }
    return render(request, "account/delete.html", context)


@get_only
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "account/deleted.html")
